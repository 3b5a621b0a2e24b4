import type { MeasureId } from '../identifiers.js';
import type { Catalogue } from '../measure/catalogue.js';
import type { Counts } from '../measure/events.js';
import { isRuled, versionOn } from '../measure/versions.js';
import type { Counted } from './counted.js';
import { countOutcome } from './counting.js';
import type { OutcomeDetails } from './events.js';
import type { Facts } from './facts.js';

/**
 * What an outcome with its stages counts for, before any sharing: what the program counts by itself (`countOutcome`), where the catalogue has a measure for it, and what
 * is posted alongside that, each narrowed by the version of its measure that is in force on the day. What counts under a version that says from when it holds, or what
 * it counts, carries that version's number. An outcome that ran over some days is counted under the version of its first day (decision 0022). `asBefore`: see
 * `OutcomeContext`.
 */
export function countUnder(
  details: OutcomeDetails,
  stages: Facts['stages'],
  catalogue: Catalogue,
  asBefore = false,
): readonly Counted[] {
  const counted = definedOnly(countOutcome(details, stages, asBefore), catalogue);
  if (catalogue.ruled.size === 0) return counted;
  return counted.flatMap((each) => {
    const beside = catalogue.alongside.get(each.measure) ?? [];
    return [each.measure, ...beside].flatMap((measure) => underRule(details, each, measure, catalogue, asBefore));
  });
}

/** Without what counts only where there is a measure for it, if there is none. */
function definedOnly(counted: readonly Counted[], { measures }: Catalogue): readonly Counted[] {
  const isUndefined = ({ ifDefined, measure }: Counted): boolean => ifDefined === true && !measures.has(measure);
  return counted.some(isUndefined) ? counted.filter((each) => !isUndefined(each)) : counted;
}

/** What a measure counts of something that is posted under its own name or alongside another: that, some of it, or nothing. */
function underRule(
  details: OutcomeDetails,
  counted: Counted,
  measure: MeasureId,
  { versions, ruled }: Catalogue,
  asBefore: boolean,
): readonly Counted[] {
  if (!ruled.has(measure)) return [counted];
  const version = versionOn(versions.get(measure) ?? [], counted.countsOn ?? details.occurredOn);
  if (version === undefined) return [];
  const taken = takenUnder(version.counts ?? {}, details, counted, asBefore);
  if (taken === undefined) return [];
  return [{ ...taken, measure, ...(isRuled(version) && { rule: version.version }) }];
}

function takenUnder(
  { assetTypes, atLeast, valuationBases }: Counts,
  details: OutcomeDetails,
  counted: Counted,
  asBefore: boolean,
): Counted | undefined {
  const isOfType = details.kind === 'asset' && assetTypes?.includes(details.assetType) === true;
  if (assetTypes !== undefined && !isOfType) return undefined;
  const valued = valuationBases === undefined ? counted : valuedOn(valuationBases, details, counted, asBefore);
  if (valued === undefined || atLeast === undefined) return valued;
  const net = asBefore ? valued.amount : valued.amount - (valued.less ?? 0n);
  return net < atLeast ? undefined : valued;
}

/** The part of something counted that is valued on one of these bases: a seizure counts as though it held those substances only, and not at all if it held none. */
function valuedOn(
  bases: NonNullable<Counts['valuationBases']>,
  details: OutcomeDetails,
  counted: Counted,
  asBefore: boolean,
): Counted | undefined {
  if (details.kind === 'property-recovered') return bases.includes(details.valuationBasis) ? counted : undefined;
  if (details.kind !== 'drugs-seizure') return undefined;
  const substances = details.substances.filter((each) => each.valuationBasis && bases.includes(each.valuationBasis));
  if (substances.length === 0 && !asBefore) return undefined;
  const own = countOutcome({ ...details, substances }).find(({ measure }) => measure === counted.measure);
  return own && { ...counted, amount: own.amount };
}
