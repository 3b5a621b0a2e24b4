import { firstOf, monthAfter, monthOf, type CivilDate } from '../civil-date.js';
import type { Refusal } from '../refusals.js';
import type { AddedOver, MeasureDefined } from './events.js';
import { apartOver } from './versions.js';

type Measure = Omit<MeasureDefined, 'type'>;

/** What a question tells apart or holds fast: only over the rest are amounts added up. */
export interface HeldFast {
  /** What it tells apart; nothing, where it asks for one figure. */
  readonly by?: readonly string[];
  readonly force?: string | undefined;
  readonly unit?: string | undefined;
  readonly grade?: string | undefined;
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
}

/** What a question would add a measure up over although its rule does not; nothing where the measure may be added up so. */
export function forbiddenOver(measure: Measure, question: HeldFast): readonly AddedOver[] {
  return apartOver(measure).filter((over) => isAdded(over, question));
}

/** Whether a question adds amounts up over something: it neither tells it apart nor asks for one of it. */
function isAdded(over: AddedOver, { by = [], from, to, ...held }: HeldFast): boolean {
  if (by.includes(over)) return false;
  if (over !== 'month') return held[over] === undefined;
  return from === undefined || to === undefined || to > firstOf(monthAfter(monthOf(from)));
}

/** Refuses a sum that the rule of a measure forbids: the field that asks for it, what it is not added up over, and what to ask instead. */
export function refuseOver(field: string, measure: Measure, over: readonly AddedOver[], instead: string): Refusal {
  return {
    code: 'non-additive',
    field,
    because: `${measure.measure} is not added up over ${over.join(' or ')}`,
    instead,
  };
}

/** For what gives one figure: the totals tell apart what it adds up. */
export function insteadOfOneFigure(over: readonly AddedOver[]): string {
  return `ask for its totals with "${over.join(',')}" in "by"`;
}
