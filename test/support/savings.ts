import type { OutcomeDetails } from '../../src/domain/outcome/events.js';
import { day, id } from './given-when-then.js';
import { RART, WEST } from './yorkshire.js';

type Told<K extends OutcomeDetails['kind']> = Extract<OutcomeDetails, { kind: K }>;

const whatItWas = {
  attribution: { basis: 'direct', force: WEST },
  leadForce: WEST,
  occurredOn: day('2008-04-01'),
  unit: RART,
} as const;

/** £170,000 a year for three financial years, without an investment (001:196). */
export function saving(changes: Partial<Told<'saving'>> = {}): Told<'saving'> {
  const own = {
    budgetLine: id('regional-crime-training'),
    grossPence: 51_000_000n,
    investmentPence: 0n,
    nature: 'cash-releasing',
    recurrence: { is: 'recurring', runsTo: day('2011-04-01') },
  } as const;
  return { kind: 'saving', ...whatItWas, ...own, ...changes };
}

/** What the regional response cost in one financial year. */
export function cost(changes: Partial<Told<'cost'>> = {}): Told<'cost'> {
  const own = { amountPence: 41_250_000n, costType: 'regional-response', runsTo: day('2009-04-01') } as const;
  return { kind: 'cost', ...whatItWas, ...own, ...changes };
}
