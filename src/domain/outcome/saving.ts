import type { CivilDate } from '../civil-date.js';
import { financialYearOf, yearsOn } from '../financial-year.js';
import type { MeasureId } from '../identifiers.js';
import type { Counted } from './counted.js';
import type { OutcomeDetails, SAVING_NATURES } from './events.js';

export type Saving = Extract<OutcomeDetails, { kind: 'saving' }>;
type Nature = (typeof SAVING_NATURES)[number];

/** Under which line a saving is reported: what it saves once, year after year, or what an earlier year has claimed already. */
export type SavingLine = 'one-off' | 'recurring' | 'carried-over';

const measure = (id: string): MeasureId => id as MeasureId;
const MINUTES = measure('officer-minutes-freed');
const MINUTES_CARRIED_OVER = measure('officer-minutes-freed-carried-over');
const MEASURES: Readonly<Record<Nature, Readonly<Record<SavingLine | 'gross' | 'investment', MeasureId>>>> = {
  'cash-releasing': measuresOf('cash-releasing'),
  'non-cash-releasing': measuresOf('non-cash-releasing'),
  'not-an-efficiency': measuresOf('not-an-efficiency'),
};

/**
 * What a saving counts for over all the time that it ran: the net on its line, and gross, investment and minutes apart. The net is gross
 * less investment for each force, and below zero where more was invested. The investment was made at the beginning, and all of it counts then. What is
 * carried over counts on lines of its own, which are never added to what is new (brief rule 13).
 */
export function countSaving(saving: Saving): readonly Counted[] {
  const { grossPence, investmentPence, officerMinutes, nature } = saving;
  const line = savingLine(saving);
  const measures = MEASURES[nature];
  const isNew = line !== 'carried-over';
  return [
    { measure: measures[line], amount: grossPence, less: investmentPence },
    ...(isNew ? [{ measure: measures.gross, amount: grossPence }] : []),
    ...(isNew ? [{ measure: measures.investment, amount: investmentPence, atOnce: true as const }] : []),
    ...(officerMinutes === undefined
      ? []
      : [{ measure: isNew ? MINUTES : MINUTES_CARRIED_OVER, amount: officerMinutes }]),
  ];
}

/** The line of a saving. One that does not last is a one-off, whatever it was told as. */
export function savingLine({ carriedFrom, occurredOn, recurrence }: Saving): SavingLine {
  if (carriedFrom !== undefined) return 'carried-over';
  if (recurrence.is === 'one-off') return 'one-off';
  return lastsTwoFullYears(occurredOn, recurrence.expectedTo ?? recurrence.runsTo) ? 'recurring' : 'one-off';
}

/** So many financial years after the beginning of its first a saving has lasted two full ones after it. */
export const TWO_FULL_YEARS = 3;

/** Whether something that began in one financial year lasts at least until the end of the second whole one after it (brief rule 13). */
export function lastsTwoFullYears(from: CivilDate, to: CivilDate): boolean {
  return to >= yearsOn(financialYearOf(from), TWO_FULL_YEARS);
}

function measuresOf(nature: Nature): (typeof MEASURES)[Nature] {
  return {
    'one-off': measure(`savings-${nature}-one-off`),
    recurring: measure(`savings-${nature}-recurring`),
    'carried-over': measure(`savings-${nature}-carried-over`),
    gross: measure(`savings-${nature}-gross`),
    investment: measure(`savings-${nature}-investment`),
  };
}
