import type { CivilDate, Period } from '../civil-date.js';
import type { Collaboration } from '../collaboration/collaboration.js';
import { functionOf } from '../collaboration/participation.js';
import { accept, checked, failed, refuse, type Checked, type Decision } from '../decision.js';
import type { CollaborationId, ForceId } from '../identifiers.js';
import { measureFor, type Catalogue } from '../measure/catalogue.js';
import { LABELS, type Label, type Posting } from '../posting.js';
import { byFinancialYear, piecesOf, ranOver, spread } from './accrual.js';
import { checkCostLine } from './cost-line.js';
import type { Counted } from './counted.js';
import { countUnder } from './counting-rules.js';
import { checkAmounts, creditFor, labelsOf, postingsOf } from './credit.js';
import type { OutcomeDetails, OutcomeRecorded } from './events.js';
import { asTold, type Facts } from './facts.js';
import { checkDaysOfStage } from './days-told.js';
import { checkTold, checkUnit } from './guards.js';
import { checkRun } from './run.js';
import { carriedFromOf, checkPredecessor, type PredecessorFound } from './saving-claims.js';
import { checkStages } from './stage-order.js';
import { partsOfClaims } from './share-claims.js';

export interface RecordOutcome {
  readonly collaboration: CollaborationId;
  readonly outcome: OutcomeDetails;
}

/** What else a decision about an outcome has to know; each part is a fold of its own stream, at the revision it names. */
export interface OutcomeContext {
  readonly collaboration: Collaboration;
  readonly catalogue: Catalogue;
  /** All forces there are, of any region. */
  readonly forces: ReadonlySet<ForceId>;
  /** The civil date in London on which the decision is taken. */
  readonly today: CivilDate;
  /** That an entry is decided again which the rules of today do not explain: what was taken or counted so before a fault was mended is so again (decision 0025). */
  readonly asBefore?: boolean;
}

/** What a decision has to know by which somebody tells an outcome, or tells it anew. */
export interface TellingContext extends OutcomeContext {
  /** For what says which saving it carries on: that one. */
  readonly predecessor: PredecessorFound;
}

/**
 * Decides on recording a new outcome: who is credited with what, written into the event as postings.
 *
 * Refuses, the first that applies: unknown-unit, unit-not-open, unknown-force or not-a-member (of the lead force), date-in-future,
 * ends-before-it-starts, date-in-future of what `checkDaysTold` looks at, empty-evidence, unknown-substance, what the stages of an asset meet (see `checkStages`), unknown-measure, what the attribution meets (see
 * `creditFor`), amount-out-of-range, and what a saving meets that carries on another (see `checkPredecessor`).
 */
export function recordOutcome(command: RecordOutcome, context: TellingContext): Decision<OutcomeRecorded> {
  const assessed = assessOutcome(asTold(command.outcome), context);
  if (!assessed.ok) return refuse(assessed.refusal);
  const rested = restingOn(command.collaboration, command.outcome, context);
  if (!rested.ok) return refuse(rested.refusal);
  return accept({
    type: 'OutcomeRecorded',
    collaboration: command.collaboration,
    labels: assessed.value.labels,
    outcome: command.outcome,
    postings: assessed.value.postings,
    restsOn: rested.value,
  });
}

/** What telling an outcome rests on, once what it carries on was checked. Refuses what `checkPredecessor` refuses. */
export function restingOn(
  id: CollaborationId,
  told: OutcomeDetails,
  { collaboration, catalogue, predecessor }: TellingContext,
): Checked<OutcomeRecorded['restsOn']> {
  const carried = checkPredecessor(id, told, predecessor);
  if (!carried.ok) return carried;
  const restsOn = { collaboration: collaboration.revision, measureCatalogue: catalogue.revision };
  if (carriedFromOf(told) === undefined || predecessor === undefined || predecessor === 'not-looked-up')
    return checked(restsOn);
  const beside = 'entry' in predecessor ? { savings: predecessor.entry } : { predecessor: predecessor.revision };
  return checked({ ...restsOn, ...beside });
}

/** What an outcome comes to: the credit it gives, and what has to be said of it. */
export interface Assessment {
  readonly labels: readonly Label[];
  readonly postings: readonly Posting[];
}

/** The guards that all commands on an outcome share, in the documented order; gives all that its facts come to. */
export function assessOutcome(facts: Facts, context: OutcomeContext): Checked<Assessment> {
  const counted = countTold(facts, context);
  if (!counted.ok) return counted;
  const assessed =
    facts.claims.length === 0
      ? assessShare(facts, counted.value, context)
      : assessClaims(facts, counted.value, context);
  // What was rejected, or told elsewhere already, is kept and comes to nothing until that is put right.
  const countsForNothing = facts.duplicateOf !== undefined || facts.held?.finding === 'rejected';
  return assessed.ok && countsForNothing ? checked({ ...assessed.value, postings: [] }) : assessed;
}

function countTold(facts: Facts, context: OutcomeContext): Checked<readonly Counted[]> {
  const { details: outcome } = facts;
  const guarded = checkTold(outcome, context);
  if (!guarded.ok) return guarded;
  const inOrder = checkFacts(facts, context);
  if (!inOrder.ok) return inOrder;
  const counted = countUnder(outcome, facts.stages, context.catalogue, context.asBefore);
  const measures = checkMeasures(outcome, counted, context.catalogue);
  return measures.ok ? checked(counted) : measures;
}

/** What is counted, credited by the one attribution of an outcome's details. */
function assessShare(facts: Facts, counted: readonly Counted[], context: OutcomeContext): Checked<Assessment> {
  const { details: outcome } = facts;
  const ran = ranOver(outcome);
  if (ran !== undefined) return assessOver(ran, facts, counted, context);
  const { collaboration, forces } = context;
  const serves = functionOf(collaboration, outcome.unit);
  const credit = creditFor(outcome.attribution, outcome.occurredOn, collaboration, forces, serves);
  if (!credit.ok) return credit;
  const amounts = checkAmounts(outcome, counted);
  if (!amounts.ok) return amounts;
  return checked({ labels: labelsOf(outcome, credit.value), postings: postingsOf(facts, counted, credit.value) });
}

/**
 * An item that several units claim: every claim has to hold by itself, and each unit's part is credited by that unit's attribution. The parts are posted on the days of the
 * item, so every unit has to be open on those. What ran over days is shared year by year, so that no claim moves anything of the region from one year to another.
 */
function assessClaims(facts: Facts, counted: readonly Counted[], context: OutcomeContext): Checked<Assessment> {
  const postings: Posting[] = [];
  const labels = new Set<Label>();
  for (const { telling, ...part } of partsOfClaims(facts, inItsYears(facts, counted, context))) {
    const told = telling === facts.details ? checked(counted) : countTold(asTold(telling), context);
    if (!told.ok) return told;
    const amounts = checkAmounts(telling, told.value);
    if (!amounts.ok) return amounts;
    const open = checkOpen(part.details, context);
    if (!open.ok) return open;
    const assessed = assessShare({ ...facts, details: part.details }, part.counted, context);
    if (!assessed.ok) return assessed;
    postings.push(...assessed.value.postings);
    for (const label of assessed.value.labels) labels.add(label);
    if (telling.illustrative === true) labels.add('illustrative');
  }
  return checked({ labels: LABELS.filter((label) => labels.has(label)), postings });
}

function inItsYears({ details }: Facts, counted: readonly Counted[], { asBefore }: OutcomeContext): readonly Counted[] {
  const ran = ranOver(details);
  if (ran === undefined || asBefore === true) return counted;
  return counted.flatMap((each) => spread(each, byFinancialYear(ran)));
}

/** What an outcome comes to that ran over some days: each piece of them is shared by the credit of its own days. */
function assessOver(
  ran: Period,
  facts: Facts,
  counted: readonly Counted[],
  { collaboration, forces }: OutcomeContext,
): Checked<Assessment> {
  const pieces = piecesOf(facts.details, ran, collaboration, forces);
  if (!pieces.ok) return pieces;
  const amounts = checkAmounts(facts.details, counted);
  if (!amounts.ok) return amounts;
  const spreadOut = counted.flatMap((each) => spread(each, pieces.value));
  return checked({
    labels: LABELS.filter((label) =>
      pieces.value.some(({ credit }) => labelsOf(facts.details, credit).includes(label)),
    ),
    postings: spreadOut.flatMap(({ piece, ...each }) => postingsOf(facts, [each], piece.credit)),
  });
}

/** That a unit was open on the days on which its part of an item is posted, which may be other days than it told. */
function checkOpen(part: OutcomeDetails, context: OutcomeContext): Checked<undefined> {
  if (context.asBefore === true) return checked(undefined);
  const opened = checkUnit(part, context);
  return opened.ok ? checkRun(part, context) : opened;
}

/** What only some facts have: the stages of an asset. No stage lies in the future, nor does what it tells of, and each follows the one before it. */
function checkFacts({ details, stages }: Facts, { today, asBefore }: OutcomeContext): Checked<undefined> {
  if (details.kind !== 'asset') return checked(undefined);
  for (const stage of stages) {
    const { occurredOn } = stage;
    if (occurredOn > today) return failed({ code: 'date-in-future', field: 'occurredOn', date: occurredOn, today });
    const days = asBefore === true ? checked(undefined) : checkDaysOfStage(stage, today);
    if (!days.ok) return days;
  }
  return checkStages(details, stages, asBefore);
}

function checkMeasures(outcome: OutcomeDetails, counted: readonly Counted[], catalogue: Catalogue): Checked<undefined> {
  for (const { measure } of counted) {
    const posted = measureFor(catalogue, measure, outcome.kind);
    if (!posted.ok) return posted;
  }
  return checkCostLine(outcome, catalogue);
}
