import { describe, expect, it } from '@jest/globals';
import { given, id } from '../../../test/support/given-when-then.js';
import { measure, sumOf } from '../../../test/support/measures.js';
import { accept, refuse } from '../decision.js';
import type { MeasureId } from '../identifiers.js';
import type { Refusal } from '../refusals.js';
import { emptyCatalogue, evolveCatalogue, partsOf, type Catalogue } from './catalogue.js';
import { defineMeasure } from './define-measure.js';
import type { MeasureDefined, MeasureEvent } from './events.js';

const made = measure('arrests-made', 'arrest');
const facilitated = measure('arrests-facilitated', 'arrest');
const arrests = sumOf('arrests', ['arrests-made', 'arrests-facilitated']);
const value = measure('assets-seized-value', 'asset', { measuredIn: 'pence' });
const distinct = measure('drug-seizures-class-a', 'drugs-seizure', { additivity: 'distinct' });

const catalogueOf = (...events: readonly MeasureEvent[]): Catalogue =>
  given<Catalogue, MeasureEvent>(evolveCatalogue, emptyCatalogue, ...events);
const define = ({ type: _, ...asked }: MeasureDefined, ...events: readonly MeasureEvent[]) =>
  defineMeasure(asked, catalogueOf(...events));

describe('defining a measure', () => {
  it('records one that is posted, and a sum of those that are', () => {
    expect(define(made)).toStrictEqual(accept(made));
    expect(define(arrests, made, facilitated)).toStrictEqual(accept(arrests));
  });

  it('records the next version, which may add a part to a sum', () => {
    const second = { ...made, version: 2, rule: 'Counted once for each custody token' };
    expect(define(second, made, facilitated, arrests)).toStrictEqual(accept(second));
    const wider = { ...sumOf('arrests', ['arrests-made', 'arrests-facilitated', 'assisted']), version: 2 };
    expect(define(wider, made, facilitated, measure('assisted', 'arrest'), arrests)).toStrictEqual(accept(wider));
  });

  it('leaves nothing to do when that version stands as asked', () => {
    expect(define(arrests, made, facilitated, arrests)).toStrictEqual(accept());
  });
});

describe('defining a measure is refused, the first reason first', () => {
  const contradiction = { code: 'contradicts-record' } as const;
  const instead = 'define each as a measure of its own';
  const notAdditive = { code: 'non-additive', field: 'definition.of', instead } as const;
  const twice = 'a sum names two or more measures, each once';
  const stray = { code: 'unknown-measure', field: 'definition.of', because: 'is not a posted measure' } as const;
  const sum = (...of: readonly string[]) => sumOf('total', of);
  const afresh = (changed: MeasureDefined): MeasureDefined => ({ ...changed, version: 2 });

  it.each<[string, MeasureDefined, Refusal]>([
    [
      'a first version that is not 1',
      sumOf('total', [], { version: 2 }),
      { ...contradiction, field: 'version', recorded: 'the next version of total is 1' },
    ],
    [
      'a version that stands otherwise, in another unit',
      { ...made, title: 'Made', measuredIn: 'pence' },
      { ...contradiction, field: 'version', recorded: 'the next version of arrests-made is 2' },
    ],
    [
      'a version that leaves one out',
      { ...made, version: 3 },
      { ...contradiction, field: 'version', recorded: 'the next version of arrests-made is 2' },
    ],
    [
      'another unit, as a sum',
      afresh(sumOf('arrests-made', [], { measuredIn: 'pence' })),
      { ...contradiction, field: 'measuredIn', recorded: 'arrests-made is measured in count' },
    ],
    [
      'a sum of itself and another, of what was posted',
      afresh(sumOf('arrests-made', ['arrests-made', 'arrests-facilitated'])),
      { ...contradiction, field: 'definition', recorded: 'arrests-made is posted' },
    ],
    [
      'a posted measure that was a sum',
      afresh(measure('arrests', 'arrest')),
      { ...contradiction, field: 'definition', recorded: 'arrests is a sum of measures' },
    ],
    [
      'a part of a sum that is not to be added up any more',
      afresh({ ...made, additivity: 'distinct' }),
      { ...contradiction, field: 'additivity', recorded: 'arrests-made is a part of the sum arrests' },
    ],
    ['a sum of nothing', sum(), { ...notAdditive, because: twice }],
    ['a sum of one', sum('arrests-made'), { ...notAdditive, because: twice }],
    ['a sum of one twice', sum('arrests-made', 'arrests-made'), { ...notAdditive, because: twice }],
    ['a sum of one that there is not', sum('arrests-made', 'nil'), { ...stray, measure: id('nil') }],
    ['a sum of sums', sum('arrests-made', 'arrests'), { ...stray, measure: id('arrests') }],
    ['a sum of itself', sum('arrests-made', 'total'), { ...stray, measure: id('total') }],
    [
      'a sum of what may count the same thing twice',
      sum('arrests-made', 'drug-seizures-class-a'),
      { ...notAdditive, because: 'drug-seizures-class-a may count what another measure counts too' },
    ],
    [
      'a sum of arrests and money',
      sum('arrests-made', 'assets-seized-value'),
      { ...notAdditive, because: 'assets-seized-value is measured in pence, not in count' },
    ],
    [
      'the part that is named first, though another fails too',
      sum('assets-seized-value', 'nil'),
      { ...notAdditive, because: 'assets-seized-value is measured in pence, not in count' },
    ],
  ])('%s', (_, asked, refusal) => {
    expect(define(asked, made, facilitated, arrests, value, distinct)).toStrictEqual(refuse(refusal));
  });

  it('but a measure that is in no sum may become distinct', () => {
    const alone = afresh({ ...value, additivity: 'distinct' });
    expect(define(alone, made, facilitated, arrests, value)).toStrictEqual(accept(alone));
  });
});

describe('what is put in and what comes of it', () => {
  const spent = measure('costs-spent', 'cost', { measuredIn: 'pence' });
  const lost = measure('costs-lost', 'cost', { measuredIn: 'pence' });

  it('are in no sum together', () => {
    const mixed = sumOf('total', ['assets-seized-value', 'costs-spent'], { measuredIn: 'pence' });
    expect(define(mixed, value, spent)).toMatchObject({
      refusal: {
        code: 'non-additive',
        because: 'costs-spent is what was put in, and the others are what came of it',
      },
    });
  });

  it('may each be added up apart', () => {
    const costs = sumOf('costs', ['costs-spent', 'costs-lost'], { measuredIn: 'pence' });
    expect(define(costs, spent, lost)).toStrictEqual(accept(costs));
  });

  it('never become one another', () => {
    const benefit = { ...spent, version: 2, definition: value.definition };
    expect(define(benefit, spent)).toMatchObject({
      refusal: { code: 'contradicts-record', field: 'definition.by' },
    });
  });
});

describe('the parts of a measure', () => {
  it.each<[string, readonly string[]]>([
    ['arrests', ['arrests-made', 'arrests-facilitated']],
    ['arrests-made', ['arrests-made']],
    ['nil', []],
  ])('%s', (name, parts) => {
    expect(partsOf(catalogueOf(made, facilitated, arrests), id<MeasureId>(name))).toStrictEqual(parts);
  });
});
