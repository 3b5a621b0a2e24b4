import { describe, expect, it } from '@jest/globals';
import { day, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { contextAfter, restingOn, RRPT, WEST, YORKSHIRE } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import { OUTSIDE, type FigureId } from '../identifiers.js';
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
const period = { from: day('2009-01-01'), to: day('2011-01-01') };

describe('recording a published figure', () => {
  it.each<[string, Partial<PublishedFigure>]>([
    ['of a sum, without unit, force or period', {}],
    ['of a period', period],
    ['since a day, or until one', { from: day('2009-01-01') }],
    ['until a day', { to: day('2009-01-01') }],
    ['of one day', { from: day('2009-01-01'), to: day('2009-01-02') }],
    ['at least, disputed', { bound: 'at-least', disputed: true }],
    ['of a force, inside another figure', { force: WEST, within: uuidEnding<FigureId>(7) }],
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
});
