import type { CivilDate } from '../civil-date.js';
import { checked, failed, type Checked } from '../decision.js';
import type { AssetStage } from './asset-stages.js';
import type { OutcomeDetails } from './events.js';

type Told = readonly [field: string, day: CivilDate | undefined];

/**
 * Refuses date-in-future of a day on which something was found out that an outcome tells: a value, a rate or a baseline of a day to come cannot have been. When
 * the outcome itself happened is looked at elsewhere.
 */
export function checkDaysTold(outcome: OutcomeDetails, today: CivilDate): Checked<undefined> {
  return checkDays(daysIn(outcome), today);
}

/** The same of a stage of an asset: of its rate, and of the paper that it is looked up by. */
export function checkDaysOfStage(stage: AssetStage, today: CivilDate): Checked<undefined> {
  const rateOn = stage.stage === 'exchanged' ? stage.foreign.rateOn : undefined;
  const days: readonly Told[] = [
    ['foreign.rateOn', rateOn],
    ['reference.dated', stage.reference?.dated],
  ];
  return checkDays(days, today);
}

function daysIn(outcome: OutcomeDetails): readonly Told[] {
  if (outcome.kind === 'drugs-seizure')
    return outcome.substances.map(({ valuedOn }, i) => [`substances[${i}].valuedOn`, valuedOn] as const);
  if (outcome.kind === 'asset') return [['foreign.rateOn', outcome.foreign?.rateOn]];
  return outcome.kind === 'saving' ? [['baseline.on', outcome.baseline?.on]] : [];
}

function checkDays(days: readonly Told[], today: CivilDate): Checked<undefined> {
  for (const [field, date] of days)
    if (date !== undefined && date > today) return failed({ code: 'date-in-future', field, date, today });
  return checked(undefined);
}
