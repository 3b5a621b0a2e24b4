import type { CivilDate, Period } from '../src/domain/civil-date.js';
import { byCodeUnit, type MeasureId } from '../src/domain/identifiers.js';
import { partsOf, type Catalogue, type Measure } from '../src/domain/measure/catalogue.js';
import { inForce, plainVersions } from '../src/domain/measure/versions.js';

/** A version of a measure's rule that figures were counted under, and the day from which it is in force, if it names one. */
export interface RuleNamed {
  readonly measure: MeasureId;
  readonly version: number;
  readonly from: CivilDate | null;
}

/** A figure's measure, and the versions that its postings name (see `TotalRow`). */
interface Figure {
  readonly measure: MeasureId;
  readonly rules?: readonly number[];
}

const PLAIN: readonly number[] = [0];

/**
 * The versions of rules that some figures were counted under, in order of measure and version: those that their postings name; the plain ones for
 * postings that name none; of a sum the versions of the sum itself that are in force in the period, and of its parts any that a posting may
 * have named. It says too much rather than too little, as labels do.
 */
export function rulesBehind(
  figures: readonly Figure[],
  catalogue: Catalogue,
  during: Partial<Period>,
): readonly RuleNamed[] {
  const named: RuleNamed[] = [];
  const name = ({ measure, version, from }: Measure): unknown => named.push({ measure, version, from: from ?? null });
  for (const { measure, rules = PLAIN } of figures) {
    const versions = catalogue.versions.get(measure) ?? [];
    const isSum = versions.at(-1)?.definition.is === 'sum';
    if (isSum)
      inForce(versions)
        .filter((each) => isInForceDuring(each, during))
        .forEach(({ version }) => name(version));
    for (const posted of isSum ? partsOf(catalogue, measure) : [measure])
      versionsNamed(catalogue.versions.get(posted) ?? [], rules).forEach(name);
  }
  return inOrder(named);
}

/** Versions that several figures were counted under, each once, in order of measure and version. */
export function inOrder(rules: readonly RuleNamed[]): readonly RuleNamed[] {
  const placed = rules.map((rule) => [`${rule.measure} ${rule.version.toString().padStart(9, '0')}`, rule] as const);
  return [...new Map(placed)].sort(([a], [b]) => byCodeUnit(a, b)).map(([, rule]) => rule);
}

function versionsNamed(versions: readonly Measure[], rules: readonly number[]): readonly Measure[] {
  const plain = rules.includes(0) ? plainVersions(versions) : [];
  return versions.filter((each) => plain.includes(each) || rules.includes(each.version));
}

function isInForceDuring(version: Partial<Period>, { from, to }: Partial<Period>): boolean {
  const startsInTime = version.from === undefined || to === undefined || version.from < to;
  const endsLater = version.to === undefined || from === undefined || version.to > from;
  return startsInTime && endsLater;
}
