import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalQuotient, roundedQuotient } from '../../projections/rounding.js';
import { viewStatement } from '../../projections/statement-view.js';
import { DIMENSIONS, groupTotals, totalsOf, type Dimension, type Total } from '../../projections/totals.js';
import { viewTotals } from '../../projections/views.js';
import { daysOfOutcomes, scenes } from '../support/outcome-arbitraries.js';
import { financialYearName, financialYearOf } from '../../src/domain/financial-year.js';
import type { CivilMonth } from '../../src/domain/civil-date.js';
import type { CollaborationId, ForceId, MeasureId, UnitId } from '../../src/domain/identifiers.js';
import { evolveCatalogue } from '../../src/domain/measure/catalogue.js';
import { recordOutcome } from '../../src/domain/outcome/record-outcome.js';
import { theCatalogue } from '../support/measures.js';
import { day, id } from '../support/given-when-then.js';
import { refusalReason } from '../../src/domain/refusal-words.js';

const YEARS = [...Array(25).keys()].map((n) => 2003 + n);
const tables = fc.tuple(
  ...YEARS.map((year) => fc.record({ index: fc.bigInt(1n, 10n ** 9n), year: fc.constant(year) })),
);
const someTotals = scenes.map(({ context, outcomes }) => {
  const events = outcomes.flatMap((outcome) => {
    const decision = recordOutcome({ collaboration: context.collaboration.id, outcome }, context);
    return decision.accepted ? decision.events : [];
  });
  return [...totalsOf(events).values()];
});
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, each) => all + each, 0n);

describe('any view of any totals', () => {
  it('adds up to the same over forces, units, months and all', () => {
    fc.assert(
      fc.property(someTotals, tables, daysOfOutcomes, (totals, deflators, base) => {
        const about = { source: 'any', publishedOn: day('2012-01-01'), illustrative: false };
        const catalogue = { ...theCatalogue, deflators: { ...about, deflators } };
        const view = { view: ['real-terms'] as const, baseYear: financialYearName(financialYearOf(base)) };
        const seen = viewTotals(view, catalogue, totals);
        if (!seen.ok) throw new Error(seen.refusal.code);
        const by = (...dimensions: readonly Dimension[]) =>
          sum(groupTotals(seen.value, dimensions).map(({ amount }) => amount));
        for (const dimension of DIMENSIONS) expect(by(dimension)).toBe(by());
      }),
    );
  });

  it('leaves every amount as it is on the base year itself, and alters no total that it was given', () => {
    fc.assert(
      fc.property(someTotals, (totals) => {
        const before = structuredClone(totals);
        for (const { month } of totals) {
          const ofYear = totals.filter((total) => yearOf(total.month) === yearOf(month));
          const seen = viewTotals({ view: ['present-value'], baseYear: yearOf(month) }, theCatalogue, ofYear);
          if (!seen.ok) throw new Error(seen.refusal.code);
          const money = ofYear.filter(({ measure }) => theCatalogue.measures.get(measure)?.measuredIn === 'pence');
          expect(sum(seen.value.map(({ amount }) => amount))).toBe(sum(money.map(({ amount }) => amount)));
        }
        expect(totals).toEqual(before);
      }),
    );
  });
});

const LINES = ['assets-seized-value', 'property-recovered-value', 'arrests'].map((measure) => ({
  measure: id<MeasureId>(measure),
  title: measure,
  benefit: 'Any',
}));
const onStatement = evolveCatalogue(theCatalogue, {
  type: 'StatementLinesSet',
  statement: id('benefits-realised'),
  lines: LINES,
});
const EVER = { from: day('2000-01-01'), to: day('2030-01-01') };

describe('a statement by a view of any totals', () => {
  it('adds up to the same over forces, units and grades, and is of money only', () => {
    fc.assert(
      fc.property(someTotals, tables, daysOfOutcomes, (totals, deflators, base) => {
        const about = { source: 'any', publishedOn: day('2012-01-01'), illustrative: false };
        const catalogue = { ...onStatement, deflators: { ...about, deflators } };
        const view = { view: ['real-terms'] as const, baseYear: financialYearName(financialYearOf(base)) };
        for (const collaboration of new Set(totals.map((total) => total.collaboration))) {
          const seen = viewStatement(view, collaboration, EVER, catalogue, totals, []);
          if (!seen.ok) throw new Error(seen.refusal.code);
          expect(seen.value.lines.map(({ measure }) => measure)).toEqual(LINES.slice(0, 2).map((line) => line.measure));
          for (const { proved, byForce, byUnit, byGrade } of seen.value.lines) {
            for (const parts of [byForce, byUnit, byGrade]) expect(sum(parts.map(({ amount }) => amount))).toBe(proved);
          }
        }
      }),
    );
  });

  it('looks at nothing but what its lines are made of', () => {
    const collaboration = id<CollaborationId>('any');
    const place = { collaboration, force: id<ForceId>('durham'), unit: id<UnitId>('any'), grade: 'claimed' } as const;
    const total = (measure: string, month: string): Total => ({
      ...{ ...place, measure: id<MeasureId>(measure), month: month as CivilMonth, labels: '', amount: 100n },
    });
    const table = { source: 'any', publishedOn: day('2012-01-01'), illustrative: false };
    const catalogue = { ...onStatement, deflators: { ...table, deflators: [{ year: 2010, index: 1n }] } };
    const view = { view: ['real-terms'], baseYear: '2010-11' } as const;
    const seen = (others: readonly Total[]) =>
      viewStatement(view, collaboration, EVER, catalogue, [total('assets-seized-value', '2010-05'), ...others], []);
    expect(seen([total('dis-benefits', '2009-05')])).toMatchObject({
      ok: true,
      value: { lines: [{ proved: 100n }, {}] },
    });
    const missing = seen([total('property-recovered-value', '2009-05')]);
    expect(missing).toMatchObject({ ok: false, refusal: { code: 'no-deflator', year: '2009-10' } });
  });

  it('is no view in real terms without a price level of the base year, though there is nothing to convert', () => {
    const view = { view: ['real-terms'], baseYear: '2010-11' } as const;
    const refusal = { code: 'no-deflator', field: 'baseYear', year: '2010-11', known: [] };
    expect(viewTotals(view, onStatement, [])).toEqual({ ok: false, refusal });
    expect(refusalReason({ ...refusal, code: 'no-deflator' })).toMatch(/load them with their source .*load-deflators/);
  });
});

const yearOf = (month: string): string => financialYearName(financialYearOf(day(`${month}-01`)));

describe('a rounded quotient', () => {
  it('is off by half a unit at most, and mirrors its positive', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.bigInt(1n, 10n ** 12n), (dividend, divisor) => {
        const off = 2n * (roundedQuotient(dividend, divisor) * divisor - dividend);
        expect(off <= divisor && -off <= divisor).toBe(true);
        expect(roundedQuotient(-dividend, divisor)).toBe(-roundedQuotient(dividend, divisor));
      }),
    );
  });

  it('is written with all its places', () => {
    expect([decimalQuotient(1n, 3n, 4), decimalQuotient(-2n, 3n, 4), decimalQuotient(12n, 1n, 2)]).toEqual([
      '0.3333',
      '-0.6667',
      '12.00',
    ]);
    expect(() => roundedQuotient(1n, 0n)).toThrow('A divisor has to be above zero.');
  });
});
