import { describe, expect, it } from '@jest/globals';
import type { FigureOnRecord } from '../../../projections/published-figures.js';
import { day, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { RART, YORKSHIRE, yorkshireAfter } from '../../../test/support/yorkshire.js';
import type { CollaborationId } from '../../domain/identifiers.js';
import type { PublishedFigure } from '../../domain/published-figure/events.js';
import { chooseCandidate, choosePeriod } from './choose-statement.js';

const TODAY = day('2012-03-31');
const TABLE = { from: day('2009-01-01'), to: day('2011-01-01') };

function figure(changes: Partial<PublishedFigure>): FigureOnRecord {
  const common = { amount: 1n, bound: 'exact', collaboration: YORKSHIRE, disputed: false, source: 'a table' } as const;
  return { id: uuidEnding(1), entry: 1, figure: { ...common, measure: id('arrests'), ...changes } };
}

describe('the statement that is shown when nobody said which', () => {
  it('is of the period that was published last for the whole collaboration', () => {
    const of2008 = figure({ from: day('2008-01-01'), to: day('2009-01-01') });
    const ofAUnit = figure({ from: day('2011-01-01'), to: day('2012-01-01'), unit: RART });
    expect(choosePeriod([of2008, figure(TABLE), ofAUnit, figure({})], TODAY)).toEqual(TABLE);
  });

  it('is of no period that is still to come, and of none that is of one operation', () => {
    const toCome = figure({ from: day('2012-04-01'), to: day('2013-04-01') });
    const operation = figure({ from: day('2011-01-01'), to: day('2012-01-01'), operation: id('any') });
    expect(choosePeriod([figure(TABLE), toCome, operation], TODAY)).toEqual(TABLE);
    expect(choosePeriod([toCome], TODAY)).toEqual({ from: '2011-04-01', to: '2012-04-01' });
    const asked = { collaboration: yorkshireAfter(), figures: [toCome] };
    const second = { collaboration: yorkshireAfter(), figures: [figure(TABLE)] };
    expect(chooseCandidate([asked, second], TODAY)).toBe(second);
  });

  it('is of the financial year of today when nothing was published', () => {
    expect(choosePeriod([], TODAY)).toEqual({ from: '2011-04-01', to: '2012-04-01' });
    expect(choosePeriod([], day('2012-04-01'))).toEqual({ from: '2012-04-01', to: '2013-04-01' });
  });

  it('is of a collaboration about which something was published, or else of the first', () => {
    const first = { collaboration: { ...yorkshireAfter(), id: id<CollaborationId>('first') }, figures: [] };
    const second = { collaboration: yorkshireAfter(), figures: [figure(TABLE)] };
    expect(chooseCandidate([first, second], TODAY)).toBe(second);
    expect(chooseCandidate([first], TODAY)).toBe(first);
    expect(chooseCandidate([], TODAY)).toBeUndefined();
  });
});
