import type { CivilDate } from '../domain/civil-date.js';
import { formatDay, spaced } from './formatting.js';

/** What an answer says of the view by which it is seen. */
interface Seen {
  readonly view: readonly string[];
  readonly baseYear: string;
  readonly deflators?: { readonly source: string; readonly publishedOn: CivilDate; readonly illustrative: boolean };
  readonly discount?: string;
}

/** Says of amounts that they are not the ledger's own, and by what they were converted: `Not nominal: real terms on 2010-11; deflators of …`. */
export function viewWords({ view, baseYear, deflators, discount }: Seen): string {
  const made = deflators?.illustrative === true ? ' (ILLUSTRATIVE)' : '';
  const parts = [
    deflators && `deflators of ${deflators.source}, ${formatDay(deflators.publishedOn)}${made}`,
    discount && `discounted ${discount}`,
  ].filter((part) => part !== undefined);
  return `Not nominal: ${view.map(spaced).join(' and ')} on ${baseYear}; ${parts.join('; ')}.`;
}
