import type { CivilDate } from '../civil-date.js';
import type { Collaboration } from '../collaboration/collaboration.js';
import { functionOf } from '../collaboration/participation.js';
import { checked, failed, type Checked } from '../decision.js';
import { OUTSIDE, type ForceId } from '../identifiers.js';
import { refuseStranger } from './credit.js';
import { checkDaysTold } from './days-told.js';
import { drugClassOn, whyUnclassed } from './drug-classes.js';
import type { OutcomeDetails } from './events.js';
import { checkEvidence } from './evidence.js';
import { checkRun } from './run.js';

interface GuardContext {
  readonly collaboration: Collaboration;
  readonly forces: ReadonlySet<ForceId>;
  readonly today: CivilDate;
  readonly asBefore?: boolean;
}
type Guard = (outcome: OutcomeDetails, context: GuardContext) => Checked<undefined>;
const passed = checked(undefined);

/**
 * What has to hold of anything that a unit tells, before it is counted. Refuses, the first that applies: unknown-unit, unit-not-open, unknown-force or not-a-member
 * (of the lead force), date-in-future, what `checkRun`, `checkDaysTold` and `checkEvidence` refuse, unknown-substance.
 */
export function checkTold(outcome: OutcomeDetails, context: GuardContext): Checked<undefined> {
  for (const guard of GUARDS) {
    const result = guard(outcome, context);
    if (!result.ok) return result;
  }
  return passed;
}

/** That a unit is there and was open on the day. Refuses unknown-unit, unit-not-open. */
export function checkUnit(
  { unit: id, occurredOn: on }: OutcomeDetails,
  { collaboration }: Pick<GuardContext, 'collaboration'>,
): Checked<undefined> {
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
}

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

const checkDays: Guard = (outcome, { today, asBefore }) => (asBefore === true ? passed : checkDaysTold(outcome, today));

const checkProof: Guard = (outcome, { asBefore }) => (asBefore === true ? passed : checkEvidence(outcome));

const GUARDS: readonly Guard[] = [
  checkUnit,
  checkLeadForce,
  checkDate,
  checkRun,
  checkDays,
  checkProof,
  checkSubstances,
];
