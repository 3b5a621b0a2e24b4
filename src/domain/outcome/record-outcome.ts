import type { CivilDate, Period } from '../civil-date.js';
import type { Collaboration } from '../collaboration/collaboration.js';
import { functionOf } from '../collaboration/participation.js';
import { accept, checked, failed, refuse, type Checked, type Decision } from '../decision.js';
import { OUTSIDE, type CollaborationId, type ForceId } from '../identifiers.js';
import { measureFor, type Catalogue } from '../measure/catalogue.js';
import { LABELS, type Label, type Posting } from '../posting.js';
import { piecesOf, ranOver, spread } from './accrual.js';
import { checkCostLine } from './cost-line.js';
import type { Counted } from './counted.js';
import { countByRules } from './counting-rules.js';
import { countOutcome } from './counting.js';
import { checkAmounts, creditFor, labelsOf, postingsOf, refuseStranger } from './credit.js';
import { drugClassOn, whyUnclassed } from './drug-classes.js';
import type { OutcomeDetails, OutcomeRecorded } from './events.js';
import { asTold, type Facts } from './facts.js';
import { checkRun } from './run.js';
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
}

/**
 * Decides on recording a new outcome: who is credited with what, written into the event as postings.
 *
 * Refuses, the first that applies: unknown-unit, unit-not-open, unknown-force or not-a-member (of the lead force), date-in-future,
 * ends-before-it-starts, unknown-substance, what the stages of an asset meet (see `checkStages`), unknown-measure, what the attribution meets (see
 * `creditFor`), amount-out-of-range.
 */
export function recordOutcome(command: RecordOutcome, context: OutcomeContext): Decision<OutcomeRecorded> {
  const assessed = assessOutcome(asTold(command.outcome), context);
  if (!assessed.ok) return refuse(assessed.refusal);
  return accept({
    type: 'OutcomeRecorded',
    collaboration: command.collaboration,
    labels: assessed.value.labels,
    outcome: command.outcome,
    postings: assessed.value.postings,
    restsOn: { collaboration: context.collaboration.revision, measureCatalogue: context.catalogue.revision },
  });
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
  for (const guard of GUARDS) {
    const result = guard(outcome, context);
    if (!result.ok) return result;
  }
  const inOrder = checkFacts(facts, context);
  if (!inOrder.ok) return inOrder;
  const defined = definedOnly(countOutcome(outcome, facts.stages), context.catalogue);
  const counted = countByRules(outcome, defined, context.catalogue);
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

/** An item that several units claim: every claim has to hold by itself, and each unit's part is credited by that unit's attribution. */
function assessClaims(facts: Facts, counted: readonly Counted[], context: OutcomeContext): Checked<Assessment> {
  const postings: Posting[] = [];
  const labels = new Set<Label>();
  for (const { telling, ...part } of partsOfClaims(facts, counted)) {
    const told = countTold(asTold(telling), context);
    if (!told.ok) return told;
    const amounts = checkAmounts(telling, told.value);
    if (!amounts.ok) return amounts;
    const assessed = assessShare({ ...facts, details: part.details }, part.counted, context);
    if (!assessed.ok) return assessed;
    postings.push(...assessed.value.postings);
    for (const label of assessed.value.labels) labels.add(label);
    if (telling.illustrative === true) labels.add('illustrative');
  }
  return checked({ labels: LABELS.filter((label) => labels.has(label)), postings });
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

type Guard = (outcome: OutcomeDetails, context: OutcomeContext) => Checked<undefined>;
const passed = checked(undefined);

const checkUnit: Guard = ({ unit: id, occurredOn: on }, { collaboration }) => {
  const unit = collaboration.units.get(id);
  if (unit === undefined) {
    return failed({
      code: 'unknown-unit',
      unit: id,
      collaboration: collaboration.id,
      known: [...collaboration.units.keys()],
    });
  }
  const isOpen = on >= unit.from && (unit.to === undefined || on < unit.to);
  return isOpen ? passed : failed({ code: 'unit-not-open', unit: id, from: unit.from, to: unit.to, on });
};

const checkLeadForce: Guard = ({ leadForce, occurredOn, unit }, { collaboration, forces }) => {
  if (leadForce === OUTSIDE) return failed({ code: 'unknown-force', field: 'leadForce', force: leadForce });
  const serves = functionOf(collaboration, unit);
  return refuseStranger(leadForce, 'leadForce', occurredOn, collaboration, forces, serves) ?? passed;
};

const checkDate: Guard = ({ occurredOn: date }, { today }) =>
  date > today ? failed({ code: 'date-in-future', field: 'occurredOn', date, today }) : passed;

const checkSubstances: Guard = (outcome) => {
  if (outcome.kind !== 'drugs-seizure') return passed;
  const index = outcome.substances.findIndex(
    ({ substance }) => drugClassOn(substance, outcome.occurredOn) === undefined,
  );
  const unclassed = outcome.substances[index];
  if (unclassed === undefined) return passed;
  const { substance } = unclassed;
  const because = whyUnclassed(substance, outcome.occurredOn);
  return failed({ code: 'unknown-substance', field: `substances[${index}].substance`, substance, because });
};

const GUARDS: readonly Guard[] = [checkUnit, checkLeadForce, checkDate, checkRun, checkSubstances];

/** Without what counts only where there is a measure for it, if there is none. */
function definedOnly(counted: readonly Counted[], { measures }: Catalogue): readonly Counted[] {
  const isUndefined = ({ ifDefined, measure }: Counted): boolean => ifDefined === true && !measures.has(measure);
  return counted.some(isUndefined) ? counted.filter((each) => !isUndefined(each)) : counted;
}

/** What only some facts have: the stages of an asset. No stage lies in the future, and each follows the one before it. */
function checkFacts({ details, stages }: Facts, { today }: OutcomeContext): Checked<undefined> {
  if (details.kind !== 'asset') return passed;
  const early = stages.find(({ occurredOn }) => occurredOn > today);
  if (early !== undefined)
    return failed({ code: 'date-in-future', field: 'occurredOn', date: early.occurredOn, today });
  return checkStages(details, stages);
}

function checkMeasures(outcome: OutcomeDetails, counted: readonly Counted[], catalogue: Catalogue): Checked<undefined> {
  for (const { measure } of counted) {
    const posted = measureFor(catalogue, measure, outcome.kind);
    if (!posted.ok) return posted;
  }
  return checkCostLine(outcome, catalogue);
}
