import { describe, expect, it } from '@jest/globals';
import { day, given, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { measure } from '../../../test/support/measures.js';
import { contextAfter, HUMBERSIDE, RART, restingOn, RRPT, WEST, YORKSHIRE } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import { OUTSIDE, type FigureId } from '../identifiers.js';
import { evolveCatalogue } from '../measure/catalogue.js';
import type { Refusal } from '../refusals.js';
import type { PublishedFigure } from './events.js';
import { recordPublishedFigure } from './record-published-figure.js';

const figure: PublishedFigure = {
  amount: 693n,
  bound: 'exact',
  collaboration: YORKSHIRE,
  disputed: false,
  measure: id('arrests'),
  source: 'Joint Working across Yorkshire and the Humber, Benefits Realised table',
};
/** Stands for the absence of a unit in a table of changes. */
const NO_UNIT = { unit: '' as never };
const period = { from: day('2009-01-01'), to: day('2011-01-01') };

describe('recording a published figure', () => {
  it.each<[string, Partial<PublishedFigure>]>([
    ['of a sum, without unit, force or period', {}],
    ['of a period', period],
    ['since a day, or until one', { from: day('2009-01-01') }],
    ['until a day', { to: day('2009-01-01') }],
    ['of one day', { from: day('2009-01-01'), to: day('2009-01-02') }],
    ['at least, disputed', { bound: 'at-least', disputed: true }],
    ['of those who are no members', { force: OUTSIDE }],
    ['of a unit that has closed and a period to come', { unit: RRPT, from: day('2030-01-01'), to: day('2031-01-01') }],
    ['of an explicit nothing', { amount: 0n }],
  ])('%s', (_, changes) => {
    const recorded = { ...figure, ...changes };
    expect(recordPublishedFigure(recorded, contextAfter())).toStrictEqual(
      accept({ type: 'PublishedFigureRecorded', figure: recorded, restsOn: restingOn() }),
    );
  });
});

describe('recording a figure inside another one', () => {
  const within = uuidEnding<FigureId>(7);
  const region = { ...figure, ...period, amount: 127n, unit: RRPT, operation: id('mille') };
  const inside = { ...region, amount: 46n, force: WEST, within };
  const put = (changes: Partial<PublishedFigure>, containing: PublishedFigure | undefined) =>
    recordPublishedFigure({ ...inside, ...changes }, { ...contextAfter(), containing });

  it.each<[string, Partial<PublishedFigure>, PublishedFigure]>([
    ['of a force, of the same period, unit and operation', {}, region],
    ['of a shorter period', { from: day('2009-02-01'), to: day('2009-03-01') }, region],
    ['which is of no period in particular', {}, figure],
    ['of a force in one of the same force', {}, { ...region, force: WEST }],
    ['that says less than it: what was said is kept', { amount: 128n }, region],
  ])('%s', (_, changes, containing) => {
    const restsOn = { ...restingOn(), within: 0 };
    expect(put(changes, containing)).toStrictEqual(
      accept({ type: 'PublishedFigureRecorded', figure: { ...inside, ...changes }, restsOn }),
    );
  });

  it('as it was recorded before what contains it was looked up', () => {
    const context = { ...contextAfter(), containing: 'not-looked-up' } as const;
    expect(recordPublishedFigure(inside, context)).toStrictEqual(
      accept({ type: 'PublishedFigureRecorded', figure: inside, restsOn: restingOn() }),
    );
  });

  it('is refused when there is none of that id, not even itself', () => {
    expect(put({}, undefined)).toStrictEqual(refuse({ code: 'unknown-figure', field: 'within', figure: within }));
  });

  it.each<[string, Partial<PublishedFigure>, PublishedFigure, string]>([
    ['of another collaboration', {}, { ...region, collaboration: id('netic') }, 'is of the collaboration netic'],
    ['of another measure', { measure: id('arrests-made') }, region, 'is of the measure arrests'],
    ['of another unit', { unit: RART }, region, 'is of the unit rrpt only'],
    ['of no unit, while what contains it is of one', NO_UNIT, region, 'is of the unit rrpt only'],
    ['of another force', { force: HUMBERSIDE }, { ...region, force: WEST }, 'is of the force west-yorkshire only'],
    ['of another operation', { operation: id('scorpion') }, region, 'is of the operation mille only'],
    ['that starts a day too early', { from: day('2008-12-31') }, region, 'starts on 2009-01-01, which is later'],
    ['that ends a day too late', { to: day('2011-01-02') }, region, 'ends before 2011-01-01, which is earlier'],
  ])('is refused when it is %s', (_, changes, containing, because) => {
    const wrong = Object.fromEntries(Object.entries({ ...inside, ...changes }).filter(([, value]) => value !== ''));
    expect(recordPublishedFigure(wrong as PublishedFigure, { ...contextAfter(), containing })).toStrictEqual(
      refuse({
        code: 'contradicts-record',
        field: 'within',
        recorded: `the figure that is to contain it ${because}`,
      }),
    );
  });

  it('is refused when it has no period and what contains it has one', () => {
    const { from: _from, to: _to, ...timeless } = inside;
    expect(recordPublishedFigure(timeless, { ...contextAfter(), containing: region })).toMatchObject({
      refusal: { field: 'within', recorded: 'the figure that is to contain it starts on 2009-01-01, which is later' },
    });
  });
});

describe('recording a published figure is refused, the first reason first', () => {
  const backwards = { from: day('2011-01-01'), to: day('2009-01-01') };
  const contradiction = { code: 'contradicts-record', field: 'to' } as const;

  it.each<[string, Partial<PublishedFigure>, Refusal]>([
    [
      'of a unit that there is not',
      { ...backwards, unit: id('zephyr'), force: id('gotham'), measure: id('nil') },
      { code: 'unknown-unit', unit: 'zephyr', collaboration: YORKSHIRE, known: ['rart', 'rrpt'] },
    ],
    [
      'of a force that there is not',
      { ...backwards, force: id('gotham'), measure: id('nil') },
      { code: 'unknown-force', field: 'force', force: 'gotham' },
    ],
    [
      'of a measure that there is not',
      { ...backwards, measure: id('nil') },
      { code: 'unknown-measure', field: 'measure', measure: 'nil', because: 'is not in the catalogue of measures' },
    ],
    [
      'of a period that ends before it starts',
      backwards,
      { ...contradiction, recorded: 'the period starts on 2011-01-01, so it ends after that day' },
    ],
    [
      'of a period without a day in it',
      { from: day('2009-01-01'), to: day('2009-01-01') },
      { ...contradiction, recorded: 'the period starts on 2009-01-01, so it ends after that day' },
    ],
  ])('%s', (_, changes, refusal) => {
    expect(recordPublishedFigure({ ...figure, ...changes }, contextAfter())).toStrictEqual(refuse(refusal));
  });

  it('of a sum that the rule of its measure forbids, unless it is of one of each', () => {
    const context = contextAfter();
    const measures = [{ ...measure('arrests', 'arrest'), notOver: ['unit', 'month'] as const }];
    const catalogue = given(evolveCatalogue, context.catalogue, ...measures);
    const record = (changes: Partial<PublishedFigure>) =>
      recordPublishedFigure({ ...figure, ...changes }, { ...context, catalogue });
    expect(record(period)).toStrictEqual(
      refuse({
        ...{ code: 'non-additive', field: 'measure', because: 'arrests is not added up over unit or month' },
        instead: 'let the figure be of one unit and one month',
      }),
    );
    const month = { from: day('2009-01-01'), to: day('2009-02-01') };
    expect(record({ ...month, unit: RART })).toMatchObject({ accepted: true });
  });
});
