import type { Period } from '../../../src/domain/civil-date.js';
import { financialYearOf } from '../../../src/domain/financial-year.js';
import { formatPounds, parsePounds } from '../../../src/domain/money.js';
import { divideByDays } from '../../../src/domain/outcome/accrual.js';
import { day } from '../../support/given-when-then.js';
import { cell, type ExampleRunner } from './example-runner.js';

/** What each piece of some days gets, `day amount; day amount`. */
export const accrual: ExampleRunner = {
  given: ['amount', 'from', 'cut at', 'to'],
  answers: (given) => {
    const amount = parsePounds(cell(given, 'amount'));
    if (!amount.ok) throw new Error(amount.reason);
    const [from, to] = [day(cell(given, 'from')), day(cell(given, 'to'))];
    const cuts = new Set([from, ...cell(given, 'cut at').split(' ').filter(Boolean).map(day)]);
    for (let year = financialYearOf(from).to; year < to; year = financialYearOf(year).to) cuts.add(year);
    const starts = [...cuts].sort();
    const pieces: readonly Period[] = starts.map((start, i) => ({ from: start, to: starts[i + 1] ?? to }));
    const amounts = divideByDays(amount.value, pieces).map(formatPounds);
    return { pieces: pieces.map((piece, i) => `${piece.from} ${amounts[i] ?? ''}`).join('; ') };
  },
};
