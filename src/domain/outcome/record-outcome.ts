import type { CivilDate } from '../civil-date.js';
import type { Collaboration } from '../collaboration/collaboration.js';
import { accept, checked, failed, refuse, type Checked, type Decision } from '../decision.js';
import { OUTSIDE, type CollaborationId, type ForceId } from '../identifiers.js';
import { measureFor, type Catalogue } from '../measure/catalogue.js';
import type { Label, Posting } from '../posting.js';
import { countOutcome, type Counted } from './counting.js';
import { checkAmounts, creditFor, labelsOf, postingsOf, refuseStranger } from './credit.js';
import { drugClassOn, whyUnclassed } from './drug-classes.js';
import type { OutcomeDetails, OutcomeRecorded } from './events.js';
import { asTold, type Facts } from './facts.js';

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
 * unknown-substance, unknown-measure, what the attribution meets (see `creditFor`), amount-out-of-range.
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
  const { details: outcome } = facts;
  for (const guard of GUARDS) {
    const result = guard(outcome, context);
    if (!result.ok) return result;
  }
  const counted = countOutcome(outcome);
  const measures = checkMeasures(outcome, counted, context.catalogue);
  if (!measures.ok) return measures;
  const credit = creditFor(outcome.attribution, outcome.occurredOn, context.collaboration, context.forces);
  if (!credit.ok) return credit;
  const amounts = checkAmounts(outcome, counted);
  if (!amounts.ok) return amounts;
  return checked({ labels: labelsOf(outcome, credit.value), postings: postingsOf(facts, counted, credit.value) });
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

const checkLeadForce: Guard = ({ leadForce, occurredOn }, { collaboration, forces }) => {
  if (leadForce === OUTSIDE) return failed({ code: 'unknown-force', field: 'leadForce', force: leadForce });
  return refuseStranger(leadForce, 'leadForce', occurredOn, collaboration, forces) ?? passed;
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

const GUARDS: readonly Guard[] = [checkUnit, checkLeadForce, checkDate, checkSubstances];

function checkMeasures(
  { kind }: OutcomeDetails,
  counted: readonly Counted[],
  catalogue: Catalogue,
): Checked<undefined> {
  for (const { measure } of counted) {
    const posted = measureFor(catalogue, measure, kind);
    if (!posted.ok) return posted;
  }
  return passed;
}
