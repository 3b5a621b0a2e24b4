import type { PublishedFigure } from '../src/domain/published-figure/events.js';

/** How what the entries prove stands to what was published. */
export const VERDICTS = ['supported', 'partly', 'unsupported', 'contradicted'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What decides it. */
export const BECAUSES = [
  'equal',
  'enough',
  'less',
  'more',
  'opposite',
  'nothing',
  'nothing-posted',
  'not-added-up',
  'more-than-what-contains-it',
] as const;
export type Because = (typeof BECAUSES)[number];

export interface Judgement {
  readonly verdict: Verdict;
  readonly because: Because;
}

/**
 * Judges one published figure, wherever it is held against the entries: in a reconciliation and on a line of a statement. `proved` is the sum of what was posted where the figure is of, `undefined` where nothing ever was,
 * and `not-added-up` where the rule of the measure forbids the sum; `container` is the figure that it is a part of. A negative figure is judged as its positive mirror. The first that applies:
 *
 * - it is more than an exact figure that contains it: contradicted, whatever the entries say
 * - the rule of the measure forbids such a sum: unsupported, because there is none
 * - nothing was posted: unsupported; unknown is not zero
 * - the entries come to the other side of zero: contradicted
 * - exact: equal is supported, more is contradicted, nothing is unsupported, less is partly
 * - at least: as much or more is supported, nothing is unsupported, less is partly; entries that are missing contradict nothing
 */
export function judgeFigure(
  { amount, bound }: Pick<PublishedFigure, 'amount' | 'bound'>,
  proved: bigint | 'not-added-up' | undefined,
  container: Pick<PublishedFigure, 'amount' | 'bound'> | undefined,
): Judgement {
  const sign = amount < 0n ? -1n : 1n;
  const said = amount * sign;
  if (container?.bound === 'exact' && said > container.amount * sign)
    return { verdict: 'contradicted', because: 'more-than-what-contains-it' };
  if (proved === 'not-added-up') return { verdict: 'unsupported', because: proved };
  if (proved === undefined) return { verdict: 'unsupported', because: 'nothing-posted' };
  const found = proved * sign;
  if (found < 0n) return { verdict: 'contradicted', because: 'opposite' };
  if (found === said) return { verdict: 'supported', because: 'equal' };
  if (found > said)
    return bound === 'exact'
      ? { verdict: 'contradicted', because: 'more' }
      : { verdict: 'supported', because: 'enough' };
  return found === 0n ? { verdict: 'unsupported', because: 'nothing' } : { verdict: 'partly', because: 'less' };
}
