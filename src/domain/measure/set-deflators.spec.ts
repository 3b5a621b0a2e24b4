import { describe, expect, it } from '@jest/globals';
import { day, given } from '../../../test/support/given-when-then.js';
import { accept } from '../decision.js';
import { emptyCatalogue, evolveCatalogue, type Catalogue } from './catalogue.js';
import type { MeasureEvent } from './events.js';
import { setDeflators } from './set-deflators.js';

const table = {
  deflators: [
    { index: 95n, year: 2009 },
    { index: 100n, year: 2010 },
  ],
  illustrative: true,
  publishedOn: day('2012-09-30'),
  source: 'made up',
};
const catalogueAfter = (...events: readonly MeasureEvent[]): Catalogue =>
  given<Catalogue, MeasureEvent>(evolveCatalogue, emptyCatalogue, ...events);
const set = { type: 'DeflatorsSet', ...table } as const;

const when = { today: day('2013-04-01') };

describe('setting deflators', () => {
  it('records the table whole', () => {
    expect(setDeflators(table, catalogueAfter(), when)).toStrictEqual(accept(set));
  });

  it('leaves nothing to do when it stands as asked', () => {
    expect(setDeflators(table, catalogueAfter(set), when)).toStrictEqual(accept());
  });

  it('puts another table in its place', () => {
    const revised = { ...table, publishedOn: day('2013-03-31'), deflators: [{ index: 96n, year: 2009 }] };
    const again = catalogueAfter(set, { type: 'DeflatorsSet', ...revised });
    expect(again).toMatchObject({ deflators: revised, revision: 1 });
    expect(setDeflators(table, again, when)).toStrictEqual(accept(set));
  });

  it.each([
    ['twice', 2010],
    ['out of order', 2008],
  ])('is refused for a year that is there %s', (_, year) => {
    const deflators = [...table.deflators, { index: 1n, year }];
    expect(setDeflators({ ...table, deflators }, catalogueAfter(), when)).toMatchObject({
      refusal: { code: 'contradicts-record', field: 'deflators[2].year' },
    });
  });

  it('is refused for a table published on a day to come, and not as before', () => {
    const early = { today: day('2012-09-29') };
    const refusal = { code: 'date-in-future', field: 'publishedOn', date: table.publishedOn, today: early.today };
    expect(setDeflators(table, catalogueAfter(), early)).toMatchObject({ refusal });
    expect(setDeflators(table, catalogueAfter(), { today: table.publishedOn })).toStrictEqual(accept(set));
    expect(setDeflators(table, catalogueAfter(), { ...early, asBefore: true })).toStrictEqual(accept(set));
    expect(setDeflators(table, catalogueAfter(set), early)).toStrictEqual(accept());
  });
});
