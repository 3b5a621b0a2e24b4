import type { CivilDate } from '../domain/civil-date.js';
import { capitalised, formatDay } from './formatting.js';

/** What an answer says of the view by which it is seen. */
interface Seen {
  readonly view: readonly ('real-terms' | 'present-value')[];
  readonly baseYear: string;
  readonly deflators?: { readonly source: string; readonly publishedOn: CivilDate; readonly illustrative: boolean };
  readonly discount?: string;
}

/** Says of amounts that they are not the ledger's own, and by what they were converted: `Real terms, 2010-11 prices; deflators of …`. */
export function viewWords({ view, baseYear, deflators, discount }: Seen): string {
  const made = deflators?.illustrative === true ? ' (ILLUSTRATIVE)' : '';
  const parts = [
    ...view.map((each) =>
      each === 'real-terms' ? `real terms, ${baseYear} prices` : `present value, base year ${baseYear}`,
    ),
    deflators && `deflators of ${deflators.source}, ${formatDay(deflators.publishedOn)}${made}`,
    discount && `discounted ${discount}`,
  ].filter((part) => part !== undefined);
  return `${capitalised(parts.join('; '))}.`;
}
