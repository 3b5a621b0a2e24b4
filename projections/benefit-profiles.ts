import type { MeasureId } from '../src/domain/identifiers.js';
import { partsOf, type Catalogue } from '../src/domain/measure/catalogue.js';
import type { MeasuredIn } from '../src/domain/measure/events.js';
import { LABELS, type Label } from '../src/domain/posting.js';
import type { BenefitProfileSet } from '../src/domain/programme/events.js';
import { gradeVector, type GradeVector } from './grades.js';
import { asMeasure } from './statement.js';
import { groupTotals, type Total } from './totals.js';

/** How an actual stands to its target. `within` and `exceeded` are for benefits that lie in less of something. */
export type AgainstTarget = 'reached' | 'short' | 'within' | 'exceeded' | 'nothing-recorded';

/** A benefit profile with what the ledger's totals make of it, in the measure's smallest unit. */
export interface ProfileStanding {
  readonly profile: BenefitProfileSet;
  readonly measuredIn: MeasuredIn;
  /** The sum of what was posted; `undefined` where nothing was, which is not 0. */
  readonly actual: bigint | undefined;
  readonly byGrade: GradeVector;
  /** Actual less target; `undefined` while nothing is recorded. */
  readonly difference: bigint | undefined;
  readonly against: AgainstTarget;
  readonly labels: readonly Label[];
}

/** What a profile counts, of totals by month: its collaboration's, of its measure's posted parts, by its unit and to its force if it names them. */
export function countedBy(
  profile: BenefitProfileSet,
  catalogue: Catalogue,
  totals: readonly Total[],
): readonly Total[] {
  const { collaboration, measure, unit, force, from, to } = profile;
  const own = totals.filter(
    (total) =>
      total.collaboration === collaboration &&
      (unit === undefined || total.unit === unit) &&
      (force === undefined || total.force === force) &&
      `${total.month}-01` >= from &&
      `${total.month}-01` < to,
  );
  return asMeasure(measure, catalogue, own);
}

/** The actual of a profile against its target. Nothing of it was told: it is a sum of postings. */
export function standingOf(
  profile: BenefitProfileSet,
  catalogue: Catalogue,
  totals: readonly Total[],
): ProfileStanding {
  const counted = countedBy(profile, catalogue, totals);
  const [whole] = groupTotals(counted, []);
  const actual = whole?.amount;
  const said = [...(whole?.labels ?? []), ...labelsSaid(profile)];
  return {
    profile,
    measuredIn: catalogue.measures.get(profile.measure)?.measuredIn ?? 'count',
    actual,
    byGrade: gradeVector(counted),
    difference: actual === undefined ? undefined : actual - profile.target,
    against: judge(profile, actual),
    labels: LABELS.filter((label) => said.includes(label)),
  };
}

/** The posted measures that profiles count. */
export function measuresCounted(profiles: readonly BenefitProfileSet[], catalogue: Catalogue): readonly MeasureId[] {
  return [...new Set(profiles.flatMap(({ measure }) => partsOf(catalogue, measure)))];
}

/** The labels that a fact says of itself. */
export function labelsSaid(fact: { readonly assumed?: boolean; readonly illustrative?: boolean }): readonly Label[] {
  return LABELS.filter((label) => fact[label] === true);
}

/** A target below the baseline asks for less; any other for at least as much. */
function judge({ baseline, target }: BenefitProfileSet, actual: bigint | undefined): AgainstTarget {
  if (actual === undefined) return 'nothing-recorded';
  if (target < baseline) return actual <= target ? 'within' : 'exceeded';
  return actual >= target ? 'reached' : 'short';
}
