import { formatPounds } from '../domain/money.js';
import { savingLine } from '../domain/outcome/saving.js';
import type { COST_TYPES, OutcomeDetails } from '../domain/outcome/events.js';
import { formatDay, formatPeriod, groupDigits, spaced } from './formatting.js';

type Saving = Extract<OutcomeDetails, { kind: 'saving' }>;
type Cost = Extract<OutcomeDetails, { kind: 'cost' }>;
type Facts = readonly (readonly [name: string, values: readonly string[]])[];

const NATURES: Readonly<Record<Saving['nature'], string>> = {
  'cash-releasing': 'cash-releasing saving',
  'non-cash-releasing': 'non-cash-releasing saving',
  'not-an-efficiency': 'saving that is not an efficiency',
};

const COSTS: Readonly<Record<(typeof COST_TYPES)[number], string>> = {
  'regional-response': 'Cost of the regional response',
  'local-comparator': 'What one force alone would have spent',
  'dis-benefit': 'Dis-benefit',
  grant: 'Grant',
};

/** A saving on one line: `Recurring cash-releasing saving: regional training`. */
export function savingHeadline(saving: Saving): string {
  const line = { 'one-off': 'One-off', recurring: 'Recurring', 'carried-over': 'Carried-over' }[savingLine(saving)];
  return `${line} ${NATURES[saving.nature]}: ${spaced(saving.budgetLine)}`;
}

/** A cost on one line: `Cost of the regional response: drug seizures`. */
export function costHeadline({ costType, measure, budgetLine }: Cost): string {
  const towards = measure ?? budgetLine;
  return towards === undefined ? COSTS[costType] : `${COSTS[costType]}: ${spaced(towards)}`;
}

/** The amounts of a saving as they were recorded, for all the time that it ran. */
export function savingAmounts({ grossPence, investmentPence, officerMinutes }: Saving): readonly string[] {
  return [
    `${formatPounds(grossPence)} gross`,
    `${formatPounds(investmentPence)} invested`,
    ...(officerMinutes === undefined ? [] : [`${groupDigits(officerMinutes)} officer minutes`]),
  ];
}

/** What a saving's page says besides. */
export function savingFacts({ baseline, carriedFrom, occurredOn, recurrence }: Saving): Facts {
  const ran = recurrence.runsTo === undefined ? [] : [formatPeriod({ from: occurredOn, to: recurrence.runsTo })];
  const expected = recurrence.is === 'one-off' ? undefined : recurrence.expectedTo;
  const before = baseline && [
    `${formatPounds(baseline.amountPence)} on ${formatDay(baseline.on)}, by ${spaced(baseline.basis)}`,
  ];
  return [
    ['Ran over', ran],
    ['Expected to last until', expected === undefined ? [] : [formatDay(expected)]],
    ['Baseline', before ?? ['none']],
    ['New or carried over', [carriedFrom === undefined ? 'new' : `carried over from outcome ${carriedFrom}`]],
  ];
}

/** What a cost's page says besides. */
export function costFacts({ budgetLine, measure, occurredOn, runsTo }: Cost): Facts {
  return [
    ['Spent over', runsTo === undefined ? [] : [formatPeriod({ from: occurredOn, to: runsTo })]],
    ['Outcome line', measure === undefined ? [] : [spaced(measure)]],
    ['Budget line', budgetLine === undefined ? [] : [spaced(budgetLine)]],
  ];
}
