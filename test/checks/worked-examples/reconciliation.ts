import { judgeFigure } from '../../../projections/verdict.js';
import type { PublishedFigure } from '../../../src/domain/published-figure/events.js';
import { cell, type ExampleRunner } from './example-runner.js';

type Said = Pick<PublishedFigure, 'amount' | 'bound'>;

/** How one published figure, perhaps inside another, stands to what was proved. */
export const reconciliation: ExampleRunner = {
  given: ['published', 'inside', 'proved'],
  answers: (given) => {
    const [published, inside, proved] = [cell(given, 'published'), cell(given, 'inside'), cell(given, 'proved')];
    const none = proved === 'nothing posted' ? undefined : ('not-added-up' as const);
    const found = /^-?\d+$/.test(proved) ? BigInt(proved) : none;
    return { ...judgeFigure(said(published), found, inside === 'nothing' ? undefined : said(inside)) };
  },
};

function said(words: string): Said {
  const [, bound, amount = ''] = /^(at least )?(-?\d+)$/.exec(words) ?? [];
  return { amount: BigInt(amount), bound: bound === undefined ? 'exact' : 'at-least' };
}
