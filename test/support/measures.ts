import type { MeasureId } from '../../src/domain/identifiers.js';
import { emptyCatalogue, evolveCatalogue, type Measure } from '../../src/domain/measure/catalogue.js';
import type { MeasureDefined } from '../../src/domain/measure/events.js';
import type { OutcomeKind } from '../../src/domain/outcome/events.js';
import { given, id } from './given-when-then.js';

/** A posted measure for a test; `changes` say what is different about it. */
export function measure(name: string, by: OutcomeKind, changes: Partial<Measure> = {}): MeasureDefined {
  return {
    type: 'MeasureDefined',
    measure: id(name),
    measuredIn: 'count',
    additivity: 'additive',
    benefit: 'Reduction of harm in communities',
    definition: { is: 'posted', by },
    rule: 'Counted once each',
    title: name,
    version: 1,
    ...changes,
  };
}

/** A sum of measures for a test. */
export function sumOf(name: string, of: readonly string[], changes: Partial<Measure> = {}): MeasureDefined {
  return {
    ...measure(name, 'arrest'),
    definition: { is: 'sum', of: of.map((part) => id<MeasureId>(part)) },
    ...changes,
  };
}

const inClass = (name: string, changes: Partial<Measure>): readonly MeasureDefined[] =>
  ['a', 'b', 'c'].map((drugClass) => measure(`${name}-class-${drugClass}`, 'drugs-seizure', changes));

const quantityIn = (measuredIn: Measure['measuredIn']): MeasureDefined =>
  measure(`drugs-seized-${measuredIn}`, 'drugs-seizure', { measuredIn });

function savingsOf(nature: string): readonly MeasureDefined[] {
  const named = (line: string, additivity: Measure['additivity']): MeasureDefined =>
    measure(`savings-${nature}-${line}`, 'saving', { measuredIn: 'pence', additivity });
  return [
    ...['recurring', 'one-off'].map((line) => named(line, 'additive')),
    ...['carried-over', 'gross', 'investment'].map((line) => named(line, 'distinct')),
  ];
}

function cost(name: string): MeasureDefined {
  return measure(name, 'cost', { measuredIn: 'pence', additivity: 'distinct' });
}

function atStage(stage: string): string {
  return `assets-${stage}-value`;
}

function inPence(
  by: OutcomeKind,
  additivity: Measure['additivity'],
  names: readonly string[],
  changes: Partial<Measure> = {},
): readonly MeasureDefined[] {
  return names.map((name) => measure(name, by, { measuredIn: 'pence', additivity, ...changes }));
}

/** Every measure that an outcome can post, one counted item, and the sum of arrests. */
export const BUILT_IN_MEASURES: readonly MeasureDefined[] = [
  measure('arrests-made', 'arrest'),
  measure('arrests-facilitated', 'arrest'),
  sumOf('arrests', ['arrests-made', 'arrests-facilitated']),
  measure('property-recovered', 'property-recovered'),
  measure('property-recovered-value', 'property-recovered', { measuredIn: 'pence' }),
  measure('drug-seizures', 'drugs-seizure'),
  ...inClass('drug-seizures', { additivity: 'distinct' }),
  ...inClass('drugs-seized-value', { measuredIn: 'pence' }),
  quantityIn('milligrams'),
  quantityIn('tablets'),
  quantityIn('plants'),
  quantityIn('doses'),
  quantityIn('millilitres'),
  measure('drug-seizures-unvalued', 'drugs-seizure', { additivity: 'distinct' }),
  measure('assets-seized-value', 'asset', { measuredIn: 'pence' }),
  measure('firearms-recovered', 'counted-item'),
  ...['cash-releasing', 'non-cash-releasing', 'not-an-efficiency'].flatMap(savingsOf),
  measure('officer-minutes-freed', 'saving', { measuredIn: 'minutes', additivity: 'distinct' }),
  measure('officer-minutes-freed-carried-over', 'saving', { measuredIn: 'minutes', additivity: 'distinct' }),
  cost('costs-regional-response'),
  cost('costs-local-comparator'),
  cost('dis-benefits'),
  cost('grants-received'),
  ...inPence('asset', 'distinct', [
    ...['restrained', 'frozen', 'detained', 'ordered', 'satisfied', 'written-off', 'released', 'returned'].map(atStage),
    ...[atStage('applied-to-order'), 'assets-collected-interest', 'assets-forfeited-interest'],
    'assets-exchange-difference',
  ]),
  ...inPence('asset', 'additive', ['collected', 'forfeited', 'compensated'].map(atStage), { family: id('brought-in') }),
  ...inPence('asset', 'additive', ['assets-retained-changes']),
  measure('assets-collected-above-order', 'asset', { additivity: 'distinct' }),
  measure('confiscation-orders', 'asset', { additivity: 'distinct' }),
  ...inPence('property-recovered', 'distinct', ['property-kept-value']),
  ...inPence('property-recovered', 'additive', ['property-kept-deductions']),
  sumOf('assets-retained-value', ['assets-seized-value', 'assets-retained-changes'], { measuredIn: 'pence' }),
];

export const theCatalogue = given(evolveCatalogue, emptyCatalogue, ...BUILT_IN_MEASURES);
