import { describe, expect, it } from '@jest/globals';
import type { ListedOutcome } from '../../../projections/outcome-list.js';
import { day, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { theCatalogue } from '../../../test/support/measures.js';
import {
  asset,
  RART,
  theRegister,
  WEST,
  HUMBERSIDE,
  YORKSHIRE,
  yorkshireAfter,
} from '../../../test/support/yorkshire.js';
import type { MeasureId } from '../../domain/identifiers.js';
import { namesIn } from '../../web/names.js';
import { Refused } from '../../web/problems.js';
import { listAddress, readFilter } from './filter.js';
import { labelsOf, viewList, type Found } from './page.js';

const details = asset();
const posting = {
  measure: id<MeasureId>('assets-seized-value'),
  unit: RART,
  grade: 'claimed',
  occurredOn: day('2010-03-04'),
} as const;
const row = (n: number): ListedOutcome => ({
  id: uuidEnding(n),
  firstEntry: n,
  entry: n,
  revision: 0,
  outcome: {
    status: 'recorded',
    collaboration: YORKSHIRE,
    details,
    claims: [],
    duplicates: [],
    grade: 'claimed',
    stages: [],
    labels: ['illustrative'],
    postings: [
      { ...posting, force: WEST, amount: 1000000n },
      { ...posting, force: HUMBERSIDE, amount: 250000n },
    ],
  },
});
const ASKED = { collaboration: YORKSHIRE, measure: 'assets-seized-value', from: '2009-01-01', to: '2011-01-01' };
const found: Found = {
  asAt: { entry: 9, knownAt: '2026-11-22T10:00:00.000Z' },
  incompleteSince: undefined,
  rows: [row(1), row(2), row(3)],
  figure: { amount: 3750000n, labels: ['assumed', 'illustrative'] },
  filter: readFilter(ASKED),
  pageSize: 2,
  catalogue: theCatalogue,
  collaborationName: 'Yorkshire and the Humber',
  names: namesIn(yorkshireAfter(), theRegister),
};

describe('a list of outcomes in words', () => {
  it('shows what each outcome was credited with in the figure', () => {
    const { figure, rows } = viewList(found);
    expect(figure?.amount).toBe('£37,500.00');
    expect(rows[0]?.credited).toEqual([
      { to: 'west-yorkshire police', amount: '£10,000.00' },
      { to: 'humberside police', amount: '£2,500.00' },
    ]);
    expect(rows[0]).toMatchObject({
      headline: 'Cash seized: cash forfeiture',
      day: '4 March 2010',
      unit: 'Asset Recovery',
    });
  });

  it('says on which day each part of it counts, where there are several', () => {
    const { outcome, ...others } = row(1);
    if (outcome.status !== 'recorded') throw new Error('It is recorded.');
    const postings = [...outcome.postings, { ...posting, force: WEST, amount: 1n, occurredOn: day('2010-04-01') }];
    const rows = [{ ...others, outcome: { ...outcome, postings } }];
    expect(viewList({ ...found, rows }).rows[0]?.credited).toEqual([
      { to: 'west-yorkshire police, 4 March 2010', amount: '£10,000.00' },
      { to: 'humberside police, 4 March 2010', amount: '£2,500.00' },
      { to: 'west-yorkshire police, 1 April 2010', amount: '£0.01' },
    ]);
  });

  it('shows the credit of the one force whose figure it is', () => {
    const { rows } = viewList({ ...found, filter: readFilter({ ...ASKED, force: HUMBERSIDE }) });
    expect(rows[0]?.credited).toEqual([{ to: 'humberside police', amount: '£2,500.00' }]);
  });

  it("labels the figure with all that has to be said of it, not only with this page's labels", () => {
    expect(viewList(found).figure?.labels.map(({ word }) => word)).toEqual(['Assumed', 'Illustrative']);
    expect(labelsOf(found)).toEqual(['assumed', 'illustrative']);
  });

  it('leads to the next page only while there is one', () => {
    expect(viewList(found).rows).toHaveLength(2);
    expect(viewList(found).next).toBe(listAddress(found.filter, { after: 2 }));
    expect(viewList({ ...found, pageSize: 3 }).next).toBeNull();
  });

  it('says that an outcome was withdrawn and credits nobody with it', () => {
    const withdrawn: ListedOutcome = { ...row(1), outcome: { status: 'withdrawn', collaboration: YORKSHIRE, details } };
    expect(viewList({ ...found, rows: [withdrawn] }).rows[0]).toMatchObject({ isWithdrawn: true, credited: [] });
  });
});

describe('the filter of a list', () => {
  it('reads its own address again', () => {
    const query = new URL(`http://x${listAddress(found.filter, { asAt: '7', after: 3 })}`).searchParams;
    expect(readFilter(Object.fromEntries(query))).toEqual({ ...found.filter, asAt: '7', after: 3 });
  });

  it('refuses what it knows and cannot read, and leaves alone what it does not know', () => {
    const wrong = {
      from: 'yesterday',
      kind: 'murder',
      measure: ['a', 'b'],
      asAt: 'soon',
      after: '-1',
      utm_source: 'mail',
    };
    expect(() => readFilter(wrong)).toThrow(Refused);
    expect(readFilter({ utm_source: 'mail' })).toEqual(readFilter({}));
  });
});
