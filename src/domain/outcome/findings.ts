import { checked, failed, type Checked } from '../decision.js';
import type { Grade, OutcomeId } from '../identifiers.js';
import { differences, type Posting } from '../posting.js';
import type { Refusal } from '../refusals.js';
import type { OutcomeKind } from './events.js';
import { isEmpty } from './evidence.js';
import type { Finding, Held, OutcomeValidated } from './finding-events.js';
import type { Outcome } from './outcome.js';
import { carriedFromOf, faultsOfClaim, ownClaimOf, type SavingsBeside } from './saving-claims.js';

/** How an outcome stands with those who look at it: its grade, or what holds it. */
export type Standing = Grade | Held['finding'];

/** Which findings may follow, by how an outcome stands. What was rejected is corrected, or recorded anew. */
export const FINDINGS_AFTER: Readonly<Record<Standing, readonly Finding[]>> = {
  claimed: ['validated', 'queried', 'rejected'],
  validated: ['audited', 'queried', 'rejected'],
  audited: ['queried', 'rejected'],
  queried: ['answered', 'rejected'],
  rejected: [],
};

export type RecordedOutcome = Extract<Outcome, { readonly status: 'recorded' }>;

/** How an outcome stands with those who look at it. */
export function standingOf({ held, grade }: Pick<RecordedOutcome, 'held' | 'grade'>): Standing {
  return held?.finding ?? grade;
}

/**
 * The outcome that a finding may be made of. Refuses, the first that applies: unknown-outcome, withdrawn, finding-out-of-order; already-linked for a grade of what counts for
 * nothing, and will be claimed once it counts again. `asBefore`: see `OutcomeContext`.
 */
export function checkFinding(
  finding: Finding,
  outcomeId: OutcomeId,
  outcome: Outcome,
  asBefore = false,
): Checked<RecordedOutcome> {
  if (outcome.status === 'unrecorded') return failed({ code: 'unknown-outcome', outcome: outcomeId });
  if (outcome.status === 'withdrawn') return failed({ code: 'withdrawn', outcome: outcomeId });
  const stands = standingOf(outcome);
  const allowed = FINDINGS_AFTER[stands];
  if (!allowed.includes(finding)) return failed({ code: 'finding-out-of-order', finding, stands, allowed });
  const { duplicateOf } = outcome;
  const givesGrade = finding === 'validated' || finding === 'audited';
  if (givesGrade && duplicateOf !== undefined && !asBefore)
    return failed({ code: 'already-linked', outcome: outcomeId, primary: duplicateOf });
  return checked(outcome);
}

/**
 * Kinds that nobody validates without evidence: national audit found savings in reports that nothing stood behind. The others have records
 * elsewhere that a validator looks at, so they need evidence here only to be audited.
 */
const EVIDENCED_TO_BE_VALIDATED: ReadonlySet<OutcomeKind> = new Set<OutcomeKind>(['saving', 'cost']);

/** What a finding that gives a grade has to know besides the outcome: for a saving, the others as they stood at an entry. */
export interface GradeGrounds {
  readonly outcomeId: OutcomeId;
  readonly savings: SavingsBeside;
}

/**
 * All that stands in the way of a grade, in the order in which it is refused: no-evidence for what has none but empty files, before it is validated or audited as its kind
 * demands; no-baseline for a saving that does not say what it is less than, baseline-after-start for one that says it of a day after it began; then what a saving claims that is not so (see `faultsOfClaim`). `asBefore`: see `OutcomeContext`.
 */
export function groundsAgainst(
  finding: 'validated' | 'audited',
  outcome: RecordedOutcome,
  { outcomeId, savings }: GradeGrounds,
  asBefore = false,
): readonly Refusal[] {
  const { details } = outcome;
  const needsEvidence = finding === 'audited' || EVIDENCED_TO_BE_VALIDATED.has(details.kind);
  const against: Refusal[] = [];
  if (needsEvidence && (details.evidence ?? []).every((each) => !asBefore && isEmpty(each)))
    against.push({ code: 'no-evidence', finding });
  if (details.kind !== 'saving') return against;
  const { baseline, occurredOn: began } = details;
  if (baseline === undefined) against.push({ code: 'no-baseline', finding });
  else if (baseline.on > began && !asBefore)
    against.push({ code: 'baseline-after-start', finding, on: baseline.on, began });
  const own = ownClaimOf(outcomeId, outcome);
  if (own === undefined || savings === 'not-looked-up') return against;
  if (savings === undefined) throw new Error('A finding on a saving has to know of the other savings.');
  return [...against, ...faultsOfClaim(finding, own, details, savings)];
}

/** Whether there is enough behind an outcome for a grade, and what the decision rested on for a saving. Refuses the first of `groundsAgainst`. */
export function checkGrounds(
  finding: 'validated' | 'audited',
  outcome: RecordedOutcome,
  grounds: GradeGrounds,
  asBefore = false,
): Checked<Pick<OutcomeValidated, 'restsOn'>> {
  const [first] = groundsAgainst(finding, outcome, grounds, asBefore);
  if (first !== undefined) return failed(first);
  const { savings } = grounds;
  if (outcome.details.kind !== 'saving' || savings === undefined || savings === 'not-looked-up') return checked({});
  const isHeld = carriedFromOf(outcome.details) !== undefined && savings.carriedOn !== 'not-looked-up';
  return checked({ restsOn: { savings: savings.entry, ...(isHeld && { carriedOn: true }) } });
}

/** What a finding posts that moves an outcome to a grade: every posting leaves the grade it has. No amount changes. */
export function movedTo(grade: Grade, { postings }: RecordedOutcome): readonly Posting[] {
  return differences(
    postings,
    postings.map((posting) => ({ ...posting, grade })),
  );
}
