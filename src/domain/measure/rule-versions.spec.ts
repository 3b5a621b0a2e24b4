import { describe, expect, it } from '@jest/globals';
import { day, given, id } from '../../../test/support/given-when-then.js';
import { measure, sumOf } from '../../../test/support/measures.js';
import { accept, refuse } from '../decision.js';
import type { MeasureId } from '../identifiers.js';
import { emptyCatalogue, evolveCatalogue, partsByDay, type Catalogue } from './catalogue.js';
import { defineMeasure } from './define-measure.js';
import type { MeasureDefined, MeasureEvent } from './events.js';
import { setStatementLines } from './set-statement-lines.js';
import { inForce, plainVersions, versionOn } from './versions.js';

const value = measure('value', 'asset', { measuredIn: 'pence' });
const second = measure('value', 'asset', { measuredIn: 'pence', version: 2, from: day('2010-04-01') });
const third = measure('value', 'asset', { measuredIn: 'pence', version: 3, from: day('2012-04-01') });
const define = ({ type: _, ...asked }: MeasureDefined, ...before: readonly MeasureEvent[]) =>
  defineMeasure(asked, given<Catalogue, MeasureEvent>(evolveCatalogue, emptyCatalogue, ...before));

describe('a version of a rule that is in force from a day on', () => {
  it('is recorded, and each is in force from its day until the next one’s', () => {
    expect(define(second, value)).toStrictEqual(accept(second));
    const versions = [value, second, third];
    const days = ['1999-01-01', '2010-03-31', '2010-04-01', '2012-03-31', '2012-04-01'].map(day);
    expect(days.map((on) => versionOn(versions, on)?.version)).toStrictEqual([1, 1, 2, 2, 3]);
    expect(inForce(versions).map(({ from, to }) => [from, to])).toStrictEqual([
      [undefined, second.from],
      [second.from, third.from],
      [third.from, undefined],
    ]);
  });

  it('leaves what named no day as it was counted: the last wording before it', () => {
    const reworded = { ...value, version: 2, rule: 'In other words' };
    const dated = { ...second, version: 3 };
    expect(plainVersions([value, reworded, dated])).toEqual([reworded]);
    expect(versionOn([value, reworded, dated], day('2010-03-31'))).toBe(reworded);
    expect(plainVersions([second])).toEqual([]);
  });

  it('leaves two that postings without a number may have been counted under, where one that counted something stood between them', () => {
    const counting = { ...value, version: 2, counts: { atLeast: 5n } };
    const again = { ...value, version: 3, rule: 'As at first' };
    expect(plainVersions([value, counting, again])).toEqual([value, again]);
    expect(plainVersions([value, counting, again, { ...second, version: 4 }])).toEqual([value, again]);
    expect(plainVersions([counting, again])).toEqual([again]);
  });

  it('leaves nothing to do when it stands as asked, whatever came after it', () => {
    expect(define(second, value, second, third)).toStrictEqual(accept());
  });

  it.each([
    ['2012-03-31', 'back-dated', { date: day('2012-03-31'), told: 'version 3 of value is in force from 2012-04-01' }],
    ['2012-04-01', 'back-dated', { date: day('2012-04-01'), told: 'version 3 of value is in force from 2012-04-01' }],
    [
      undefined,
      'contradicts-record',
      { recorded: 'version 3 of value is in force from 2012-04-01; say from when 4 is' },
    ],
  ])('is refused after one of the same day or a later one: from %s', (from, code, facts) => {
    const fourth = { ...value, version: 4, ...(from !== undefined && { from: day(from) }) };
    expect(define(fourth, value, second, third)).toMatchObject({ refusal: { code, field: 'from', ...facts } });
  });
});

describe('what a version says that it counts', () => {
  const beside = (changes: Partial<MeasureDefined>) =>
    measure('cash', 'asset', {
      ...{ measuredIn: 'pence', additivity: 'distinct', counts: { alongside: id('value') } },
      ...changes,
    });

  it('is taken where it fits', () => {
    expect(define(beside({}), value)).toMatchObject({ accepted: true });
    const cash = { counts: { alongside: id<MeasureId>('value'), assetTypes: ['cash' as const], atLeast: 1n } };
    expect(define(beside(cash), value)).toMatchObject({ accepted: true });
  });

  it.each([
    ['alongside what is not there', 'unknown-measure', 'counts.alongside', beside({ counts: { alongside: id('x') } })],
    ['alongside another unit', 'unknown-measure', 'counts.alongside', beside({ measuredIn: 'count' })],
    [
      'alongside what other outcomes post',
      'unknown-measure',
      'counts.alongside',
      beside({ definition: { is: 'posted', by: 'arrest' } }),
    ],
    ['alongside what it would be added to', 'non-additive', 'additivity', beside({ additivity: 'additive' })],
    [
      'types of assets that its outcomes have not',
      'contradicts-record',
      'counts.assetTypes',
      measure('arrests-made', 'arrest', { counts: { assetTypes: ['cash'] } }),
    ],
    [
      'bases that its outcomes have not',
      'contradicts-record',
      'counts.valuationBases',
      measure('other', 'asset', { counts: { valuationBases: ['owner'] } }),
    ],
    [
      'anything, of a sum',
      'contradicts-record',
      'counts',
      sumOf('both', ['value', 'worth'], { measuredIn: 'pence', counts: { atLeast: 1n } }),
    ],
  ])('is refused: %s', (_, code, field, asked) => {
    expect(define(asked, value, measure('worth', 'asset', { measuredIn: 'pence' }))).toMatchObject({
      refusal: { code, field },
    });
  });

  it('cannot turn a measure that stands by itself into one alongside another', () => {
    const turned = { ...beside({ version: 2 }) };
    const standing = measure('cash', 'asset', { measuredIn: 'pence', additivity: 'distinct' });
    expect(define(turned, value, standing)).toMatchObject({
      refusal: { code: 'contradicts-record', field: 'counts.alongside', recorded: 'cash is posted by itself' },
    });
  });
});

describe('a sum of measures', () => {
  const parts = ['a', 'b', 'c'].map((name) => measure(name, 'arrest'));
  const both = sumOf('both', ['a', 'b']);
  const all = sumOf('both', ['a', 'b', 'c'], { version: 2, from: day('2010-04-01') });

  it('is made of other parts from the first of a month on', () => {
    expect(define(all, ...parts, both)).toStrictEqual(accept(all));
    const catalogue = given<Catalogue, MeasureEvent>(evolveCatalogue, emptyCatalogue, ...parts, both, all);
    expect(partsByDay(catalogue, id('both')).map(({ parts: of, from, to }) => [of, from, to])).toStrictEqual([
      [['a', 'b'], undefined, all.from],
      [['a', 'b', 'c'], all.from, undefined],
    ]);
  });

  it('is not made of other parts within a month, because totals rest by month', () => {
    expect(define({ ...all, from: day('2010-04-02') }, ...parts, both)).toStrictEqual(
      refuse({
        ...{ code: 'non-additive', field: 'from', instead: 'let it change on the first of a month' },
        because: 'totals rest by month, so no sum changes within one',
      }),
    );
  });

  it('is not made of what is not added up over everything', () => {
    const apart = measure('c', 'arrest', { notOver: ['month'] });
    expect(define({ ...all, version: 1 }, ...parts.slice(0, 2), apart)).toMatchObject({
      refusal: { code: 'non-additive', because: 'c is not added up over everything' },
    });
  });
});

describe('a measure that is not added up over everything', () => {
  const held = measure('held', 'asset', { additivity: 'not-additive' });
  const line = { benefit: 'Any', measure: id<MeasureId>('held'), title: 'Held' };

  it('is refused on a statement, and a measure on a statement may not become one', () => {
    const catalogue = given<Catalogue, MeasureEvent>(evolveCatalogue, emptyCatalogue, held);
    expect(setStatementLines({ statement: id('any'), lines: [line] }, catalogue)).toMatchObject({
      refusal: { code: 'non-additive', field: 'lines[0].measure' },
    });
    const plain = measure('held', 'asset');
    const shown: MeasureEvent = { type: 'StatementLinesSet', statement: id('any'), lines: [line] };
    expect(define({ ...plain, version: 2, notOver: ['month'] }, plain, shown)).toMatchObject({
      refusal: { code: 'contradicts-record', field: 'notOver' },
    });
  });
});
