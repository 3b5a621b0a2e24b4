import type { MeasureId } from '../identifiers.js';
import type { Catalogue } from '../measure/catalogue.js';
import type { Counts } from '../measure/events.js';
import { isRuled, versionOn } from '../measure/versions.js';
import type { Counted } from './counted.js';
import { countOutcome } from './counting.js';
import type { OutcomeDetails } from './events.js';

/**
 * What an outcome counts for under the rules of the catalogue: what the program counts by itself (`countOutcome`), and what is posted
 * alongside it, each narrowed by the version of its measure that is in force on the day. What counts under a version that says from
 * when it holds, or what it counts, carries that version's number. An outcome that ran over some days is counted under the version of
 * its first day (decision 0022).
 */
export function countByRules(
  details: OutcomeDetails,
  counted: readonly Counted[],
  catalogue: Catalogue,
): readonly Counted[] {
  if (catalogue.ruled.size === 0) return counted;
  return counted.flatMap((each) => {
    const beside = catalogue.alongside.get(each.measure) ?? [];
    return [each.measure, ...beside].flatMap((measure) => underRule(details, each, measure, catalogue));
  });
}

/** What a measure counts of something that is posted under its own name or alongside another: that, some of it, or nothing. */
function underRule(
  details: OutcomeDetails,
  counted: Counted,
  measure: MeasureId,
  { versions, ruled }: Catalogue,
): readonly Counted[] {
  if (!ruled.has(measure)) return [counted];
  const version = versionOn(versions.get(measure) ?? [], counted.countsOn ?? details.occurredOn);
  if (version === undefined) return [];
  const taken = takenUnder(version.counts ?? {}, details, counted);
  if (taken === undefined) return [];
  return [{ ...taken, measure, ...(isRuled(version) && { rule: version.version }) }];
}

function takenUnder(
  { assetTypes, atLeast, valuationBases }: Counts,
  details: OutcomeDetails,
  counted: Counted,
): Counted | undefined {
  const isOfType = details.kind === 'asset' && assetTypes?.includes(details.assetType) === true;
  if (assetTypes !== undefined && !isOfType) return undefined;
  const valued = valuationBases === undefined ? counted : valuedOn(valuationBases, details, counted);
  return valued === undefined || valued.amount < (atLeast ?? valued.amount) ? undefined : valued;
}

/** The part of something counted that is valued on one of these bases: a seizure counts as though it held those substances only. */
function valuedOn(
  bases: NonNullable<Counts['valuationBases']>,
  details: OutcomeDetails,
  counted: Counted,
): Counted | undefined {
  if (details.kind === 'property-recovered') return bases.includes(details.valuationBasis) ? counted : undefined;
  if (details.kind !== 'drugs-seizure') return undefined;
  const substances = details.substances.filter((each) => each.valuationBasis && bases.includes(each.valuationBasis));
  const own = countOutcome({ ...details, substances }).find(({ measure }) => measure === counted.measure);
  return own && { ...counted, amount: own.amount };
}
