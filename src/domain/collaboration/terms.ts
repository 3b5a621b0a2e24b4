import type { CivilDate } from '../civil-date.js';
import { checked, failed, type Checked } from '../decision.js';
import type { Term } from './unit.js';

/**
 * Whether there is anything to record of a term that begins on a day: not where it stands already. Refuses contradicts-record when the last
 * term covers that day or lies after it. `is` says who is what, such as "cleveland is a member".
 */
export function toBegin(terms: readonly Term[], from: CivilDate, is: string): Checked<boolean> {
  if (terms.some((term) => term.from === from)) return checked(false);
  const last = terms.at(-1);
  if (last === undefined || (last.to !== undefined && from >= last.to)) return checked(true);
  const until = last.to === undefined ? '' : ` until ${last.to}`;
  return failed({ code: 'contradicts-record', field: 'force', recorded: `${is} from ${last.from}${until}` });
}

/**
 * The same of a term that ends. Gives `undefined` where no term began before that day; refuses contradicts-record when the last one ended
 * on another. `left` says who left what, such as "cleveland left".
 */
export function toEnd(terms: readonly Term[], to: CivilDate, left: string): Checked<boolean> | undefined {
  if (terms.some((term) => term.to === to)) return checked(false);
  const last = terms.at(-1);
  if (last === undefined || to <= last.from) return undefined;
  if (last.to === undefined) return checked(true);
  return failed({ code: 'contradicts-record', field: 'to', recorded: `${left} on ${last.to}` });
}
