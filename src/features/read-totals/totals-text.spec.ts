import { describe, expect, it } from '@jest/globals';
import type { TotalsAnswer } from '../../../projections/answers.js';
import { day, id } from '../../../test/support/given-when-then.js';
import { totalsText } from './totals-text.js';

const answer: TotalsAnswer = {
  asAt: { entry: 7, knownAt: '2012-04-01T09:00:00.000Z' },
  query: { by: ['measure'] },
  labels: ['assumed'],
  rules: [
    { measure: id('arrests'), version: 1, from: null },
    { measure: id('cash-seized'), version: 2, from: day('2004-01-01') },
    { measure: id('cash-seized'), version: 3, from: day('2006-01-01') },
  ],
  rows: [
    { collaboration: id('joint'), measure: id('arrests'), measuredIn: 'count', amount: 1234n, labels: [] },
    { collaboration: id('joint'), measure: id('cash-seized'), measuredIn: 'pence', amount: 500n, labels: ['assumed'] },
  ],
};

describe('totals for a terminal', () => {
  it('name the versions of the rule that each row was counted under, and from when each holds', () => {
    const text = totalsText(answer);
    expect(text).toMatch(/^joint +arrests +1,234 +1$/m);
    expect(text).toMatch(/^joint +cash-seized +£5\.00 +2, 3 +assumed$/m);
    expect(text).toContain(
      'Counted under: arrests version 1; cash-seized version 2 (from 1 January 2004); cash-seized version 3 (from 1 January 2006).',
    );
  });

  it('say of a view that it is not the ledger’s own', () => {
    const view = { view: ['present-value'], baseYear: '2008-09', discount: '3.5% a year' } as const;
    expect(totalsText({ ...answer, view })).toContain('Present value, base year 2008-09; discounted 3.5% a year.');
    expect(totalsText(answer)).not.toContain('Present value');
  });
});
