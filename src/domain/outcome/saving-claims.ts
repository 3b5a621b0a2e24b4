import type { CivilDate, Period } from '../civil-date.js';
import { checked, failed, type Checked } from '../decision.js';
import { financialYearName, financialYearOf, yearsOn } from '../financial-year.js';
import type { CollaborationId, Grade, OutcomeId, Slug, UnitId } from '../identifiers.js';
import type { Refusal } from '../refusals.js';
import { byFinancialYear, lengthOf, ranOver, YEAR_LENGTH } from './accrual.js';
import type { OutcomeDetails } from './events.js';
import type { Outcome } from './outcome.js';
import { savingLine, TWO_FULL_YEARS } from './saving.js';

/** What others have to know of a saving that counts, to tell whether one of them claims the same again. */
export interface SavingClaim {
  readonly outcome: OutcomeId;
  readonly collaboration: CollaborationId;
  readonly unit: UnitId;
  readonly budgetLine: Slug;
  readonly operation: Slug | undefined;
  /** The day on which the financial year began in which the saving did. */
  readonly year: CivilDate;
  /** The same of the last financial year in which it saved. */
  readonly lastYear: CivilDate;
  /** The saving that it carries on. */
  readonly carriedFrom: OutcomeId | undefined;
  /** Claimed as new, and not carried over from an earlier year. */
  readonly isNew: boolean;
  readonly grade: Grade;
  readonly grossPence: bigint;
  readonly officerMinutes: bigint;
  /** Over how much time the amounts are (`lengthOf`); what happened on a day is the saving of a year. */
  readonly length: bigint;
}

/** The saving that another one says it carries on, as it stood at an entry; without one, no saving of that id counted then. */
export interface Predecessor {
  readonly entry: number;
  readonly saving: SavingClaim | undefined;
}

/** The same of one that is recorded in the same moment and has no entry yet: as it stood at a revision of its own stream. */
export interface PredecessorBeside {
  readonly revision: number;
  readonly saving: SavingClaim | undefined;
}

/** What is known at an entry of the other savings of a collaboration, for a finding on one of them. */
export interface SavingsKnown extends Predecessor {
  /** At least those that may be the same action (`actionOf`). */
  readonly alike: readonly SavingClaim[];
  /** All that carry on the same saving, this one too, those recorded first at the front. Findings of before they were looked up say so, and were not held to them. */
  readonly carriedOn: readonly SavingClaim[] | 'not-looked-up';
}

/** What is known of other savings: nothing for what is no saving that counts. Findings of before any were looked at say so, and are decided as they were then. */
export type SavingsBeside = SavingsKnown | 'not-looked-up' | undefined;

/** The saving that is carried on: none for what carries on none. Entries of before it was looked up say so, and are decided as they were then. */
export type PredecessorFound = Predecessor | PredecessorBeside | 'not-looked-up' | undefined;

/** The saving that an outcome says it carries on; `undefined` for what says nothing of the kind. */
export function carriedFromOf(told: OutcomeDetails): OutcomeId | undefined {
  return told.kind === 'saving' ? told.carriedFrom : undefined;
}

/** What others have to know of an outcome that is a saving and counts; `undefined` for any other: withdrawn, rejected, linked as a duplicate. */
export function savingClaimOf(id: OutcomeId, outcome: Outcome): SavingClaim | undefined {
  if (outcome.status !== 'recorded' || outcome.details.kind !== 'saving') return undefined;
  const { collaboration, details, duplicateOf, grade, held } = outcome;
  if (duplicateOf !== undefined || held?.finding === 'rejected') return undefined;
  const { budgetLine, carriedFrom, grossPence, occurredOn, officerMinutes = 0n, operation, unit } = details;
  const ran = ranOver(details);
  return {
    ...{ outcome: id, collaboration, unit, budgetLine, operation, grade, grossPence, officerMinutes },
    year: financialYearOf(occurredOn).from,
    lastYear: financialYearOf(lastBegun(ran) ?? occurredOn).from,
    carriedFrom,
    isNew: carriedFrom === undefined,
    length: ran === undefined ? YEAR_LENGTH : lengthOf(ran),
  };
}

/** The day on which the last of its pieces began, each within one financial year. */
function lastBegun(ran: Period | undefined): CivilDate | undefined {
  return ran === undefined ? undefined : byFinancialYear(ran).at(-1)?.from;
}

/** The same also of one that is linked as a duplicate: entries of before such a one was refused a grade were decided by what it claims once it is unlinked. */
export function ownClaimOf(id: OutcomeId, outcome: Outcome): SavingClaim | undefined {
  if (outcome.status !== 'recorded') return undefined;
  const { duplicateOf: _, ...unlinked } = outcome;
  return savingClaimOf(id, unlinked);
}

/** By what an action is known: savings that differ in it are of different actions. */
export function actionOf({ collaboration, unit, budgetLine, operation }: Omit<SavingClaim, 'outcome'>): string {
  return `${collaboration} ${unit} ${budgetLine} ${operation ?? ''}`;
}

/** The same action, saving the same amount a year. Nothing is claimed twice where nothing is claimed. */
function isSameAction(a: SavingClaim, b: SavingClaim): boolean {
  const isNothing = a.grossPence === 0n && a.officerMinutes === 0n;
  return (
    !isNothing &&
    a.outcome !== b.outcome &&
    actionOf(a) === actionOf(b) &&
    a.grossPence * b.length === b.grossPence * a.length &&
    a.officerMinutes * b.length === b.officerMinutes * a.length
  );
}

/**
 * Whether what a saving carries on is there: a saving that counts, of the same collaboration and budget line, of an earlier financial year. Takes it as it
 * was looked up. Refuses unknown-predecessor, and contradicts-record.
 */
export function checkPredecessor(
  collaboration: CollaborationId,
  told: OutcomeDetails,
  found: Pick<Predecessor, 'saving'> | 'not-looked-up' | undefined,
): Checked<undefined> {
  if (told.kind !== 'saving' || told.carriedFrom === undefined || found === 'not-looked-up') return checked(undefined);
  const saving = found?.saving;
  const field = 'carriedFrom';
  if (saving?.collaboration !== collaboration)
    return failed({ code: 'unknown-predecessor', field, outcome: told.carriedFrom, collaboration });
  const otherwise = contradictionOf(told, saving);
  if (otherwise === undefined) return checked(undefined);
  const recorded = `the saving that it is to carry on ${otherwise}`;
  return failed({ code: 'contradicts-record', field, recorded });
}

function contradictionOf(
  told: Extract<OutcomeDetails, { kind: 'saving' }>,
  { budgetLine, year }: SavingClaim,
): string | undefined {
  if (budgetLine !== told.budgetLine) return `is of the budget line ${budgetLine}`;
  const its = financialYearOf(year);
  return year < financialYearOf(told.occurredOn).from
    ? undefined
    : `began in the financial year ${financialYearName(its)}, which is not before this one's`;
}

/**
 * What national audit found wanting in reports of savings, of a saving that is to be validated or audited; each fault with its reason, none where all is well. It is claimed as
 * recurring and does not last two full financial years (one-off-claimed-as-recurring); what it carries on is not there (see `checkPredecessor`), is carried on in the
 * same year already (carried-on-already), or saved less a year (carried-on-above); or it is claimed as new, and the same
 * action is claimed as new for an earlier year, or is validated as new for another one (earlier-action-claimed-as-new).
 */
export function faultsOfClaim(
  finding: 'validated' | 'audited',
  own: SavingClaim,
  told: Extract<OutcomeDetails, { kind: 'saving' }>,
  known: SavingsKnown,
): readonly Refusal[] {
  const faults: Refusal[] = [];
  const { occurredOn, recurrence } = told;
  if (recurrence.is === 'recurring' && savingLine(told) === 'one-off') {
    const lastsTo = recurrence.expectedTo ?? recurrence.runsTo;
    const fullTo = yearsOn(financialYearOf(occurredOn), TWO_FULL_YEARS);
    faults.push({ code: 'one-off-claimed-as-recurring', finding, lastsTo, fullTo });
  }
  const predecessor = checkPredecessor(own.collaboration, told, known);
  if (!predecessor.ok) faults.push(predecessor.refusal);
  else if (!own.isNew && known.carriedOn !== 'not-looked-up')
    faults.push(...faultsOfCarrying(finding, own, known, known.carriedOn));
  const before = own.isNew ? known.alike.find((other) => isClaimedBefore(other, own)) : undefined;
  if (before !== undefined) {
    const year = financialYearName(financialYearOf(before.year));
    faults.push({ code: 'earlier-action-claimed-as-new', finding, outcome: before.outcome, year });
  }
  return faults;
}

function isClaimedBefore(other: SavingClaim, own: SavingClaim): boolean {
  if (!other.isNew || !isSameAction(other, own)) return false;
  return other.year < own.year || (other.year > own.year && other.grade !== 'claimed');
}

/**
 * One saving is carried on once in each financial year: what stands in the way of this one is another that carries it on in a year of its own (see `holdersOf`). And nothing carries on more a year than was saved: what is more is a saving of its own. Takes all that carry on the same one, those recorded first at the front.
 */
function faultsOfCarrying(
  finding: 'validated' | 'audited',
  own: SavingClaim,
  { saving }: Predecessor,
  carriedOn: readonly SavingClaim[],
): readonly Refusal[] {
  if (saving === undefined) return [];
  const faults: Refusal[] = [];
  const inItsYears = holdersOf(carriedOn).filter((holder) => isInYearsOf(holder, own));
  const [holder] = inItsYears;
  if (holder !== undefined && holder.outcome !== own.outcome)
    faults.push({ code: 'carried-on-already', finding, outcome: holder.outcome, predecessor: saving.outcome });
  const isMore = isAbove(own.grossPence, own, saving.grossPence, saving);
  if (isMore || isAbove(own.officerMinutes, own, saving.officerMinutes, saving))
    faults.push({ code: 'carried-on-above', finding, predecessor: saving.outcome });
  return faults;
}

/**
 * Which of those that carry on one saving do so in their years: all that have a grade, then, in the order in which they were recorded, each of the others of which no year is
 * taken. One that is in the way of none of these would be in nobody's. Where two with a grade meet, from before they were held to it, the first stands in the way of the second.
 */
function holdersOf(carriedOn: readonly SavingClaim[]): readonly SavingClaim[] {
  const holders = carriedOn.filter(({ grade }) => grade !== 'claimed');
  for (const claim of carriedOn) if (!holders.some((holder) => isInYearsOf(holder, claim))) holders.push(claim);
  return holders;
}

function isInYearsOf(a: SavingClaim, b: SavingClaim): boolean {
  return a.year <= b.lastYear && b.year <= a.lastYear;
}

/** Whether one amount is more a year than another, by a whole one of what it is measured in: part of a year may have been rounded up. */
function isAbove(amount: bigint, { length }: SavingClaim, than: bigint, { length: over }: SavingClaim): boolean {
  return (amount - 1n) * over >= than * length;
}
