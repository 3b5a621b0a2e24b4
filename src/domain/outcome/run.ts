import type { CivilDate, Period } from '../civil-date.js';
import type { Collaboration } from '../collaboration/collaboration.js';
import { checked, failed, type Checked } from '../decision.js';
import { ranOver } from './accrual.js';
import type { OutcomeDetails } from './events.js';

const passed = checked(undefined);

/**
 * Checks the days over which an outcome ran: they are past, because the ledger holds what was realised, and its unit was open on all of them. Refuses, in this
 * order: ends-before-it-starts, date-in-future, unit-not-open, ends-before-it-starts of an expected end.
 */
export function checkRun(
  outcome: OutcomeDetails,
  { collaboration, today }: { readonly collaboration: Collaboration; readonly today: CivilDate },
): Checked<undefined> {
  const ran = ranOver(outcome);
  if (ran === undefined) return passed;
  const field = outcome.kind === 'saving' ? 'recurrence.runsTo' : 'runsTo';
  if (ran.to <= ran.from) return failed({ code: 'ends-before-it-starts', field, ...ran });
  if (ran.to > today) return failed({ code: 'date-in-future', field, date: ran.to, today });
  const unit = collaboration.units.get(outcome.unit);
  if (unit?.to !== undefined && ran.to > unit.to)
    return failed({ code: 'unit-not-open', unit: outcome.unit, from: unit.from, to: unit.to, on: unit.to });
  return checkExpected(outcome, ran);
}

function checkExpected(outcome: OutcomeDetails, ran: Period): Checked<undefined> {
  if (outcome.kind !== 'saving' || outcome.recurrence.is === 'one-off') return passed;
  const { expectedTo } = outcome.recurrence;
  if (expectedTo === undefined || expectedTo >= ran.to) return passed;
  const field = 'recurrence.expectedTo';
  return failed({ code: 'ends-before-it-starts', field, from: ran.to, to: expectedTo });
}
