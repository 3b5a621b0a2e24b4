import { checked, failed, type Checked } from '../src/domain/decision.js';
import { financialYearName, financialYearOf, yearNamed, yearStart } from '../src/domain/financial-year.js';
import type { CivilDate } from '../src/domain/civil-date.js';
import type { Catalogue, DeflatorTable } from '../src/domain/measure/catalogue.js';
import { LABELS, type Label } from '../src/domain/posting.js';
import { roundedQuotient } from './rounding.js';
import { DIMENSIONS, groupTotals, toTotal, type Total } from './totals.js';

/** Ways to look at money of several years. `real-terms`: at the prices of one year. `present-value`: as worth in one year. */
export const VIEW_NAMES = ['real-terms', 'present-value'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** Which views, and the financial year on which they look, such as `2010-11`. Both together discount amounts in real terms. */
export interface View {
  readonly view: readonly ViewName[];
  readonly baseYear: string;
}

/** A view as people ask for it, or what of it cannot be read, in words. */
export type ReadView =
  | { readonly ok: true; readonly value: View | undefined }
  | { readonly ok: false; readonly field: 'view' | 'baseYear'; readonly reason: string };

/** Reads a view: `real-terms,present-value` or one of the two, and `2010-11`. Both or neither; neither is no view. */
export function readView(view: unknown, baseYear: unknown): ReadView {
  if (view === undefined && baseYear === undefined) return { ok: true, value: undefined };
  const asked = typeof view === 'string' ? view.split(',') : [];
  const known = VIEW_NAMES.filter((name) => asked.includes(name));
  if (known.length === 0 || known.length < asked.length) {
    const reason = `has to be any of ${VIEW_NAMES.join(', ')}, separated by commas`;
    return { ok: false, field: 'view', reason };
  }
  if (typeof baseYear === 'string' && yearStart(baseYear) !== undefined)
    return { ok: true, value: { view: known, baseYear } };
  return { ok: false, field: 'baseYear', reason: 'has to be a financial year such as 2010-11' };
}

/** What an answer says of the view by which it is seen: it is never the nominal ledger. */
export interface ViewSaid extends View {
  readonly deflators?: Pick<DeflatorTable, 'source' | 'publishedOn' | 'illustrative'>;
  readonly discount?: string;
}

/** The discount schedule: so many thousandths a year up to a year, counted from the base year, and others after it. */
const DISCOUNT = { toYear: 30n, thousandths: 35n, after: 30n, inWords: '3.5% a year to year 30, then 3.0%' };

/**
 * Looks at totals by a view. Each total of one place and month is converted by itself, exactly, and rounded once to a whole penny, half away from
 * zero; after that there is only adding, so that forces, units and the whole agree in a view as they do without. Only money is
 * converted; other totals are left out. Refuses no-deflator, and year-before-base for a present value of what is past already.
 */
export function viewTotals(
  { view, baseYear }: View,
  catalogue: Catalogue,
  totals: Iterable<Total>,
): Checked<readonly Total[]> {
  const isReal = view.includes('real-terms');
  const base = isReal ? deflated(baseYear, baseYear, catalogue.deflators) : checked(undefined);
  if (!base.ok) return base;
  const seen: Total[] = [];
  for (const row of groupTotals(totals, DIMENSIONS)) {
    const { month } = row;
    if (month === undefined) continue;
    if (catalogue.measures.get(row.measure)?.measuredIn !== 'pence') continue;
    const year = financialYearName(financialYearOf(`${month}-01` as CivilDate));
    const factor = factorFor(view, baseYear, year, catalogue.deflators);
    if (!factor.ok) return factor;
    const { dividend, divisor } = factor.value;
    const labels = isReal && catalogue.deflators?.illustrative === true ? withIllustrative(row.labels) : row.labels;
    const amount = roundedQuotient(row.amount * dividend, divisor);
    seen.push(...toTotal({ ...row, amount, labels }));
  }
  return checked(seen);
}

/** What has to be said of a view wherever it shows: on which year it looks, by which table and schedule. */
export function saidOf({ view, baseYear }: View, { deflators }: Catalogue): ViewSaid {
  const isReal = view.includes('real-terms') && deflators !== undefined;
  const table = isReal && {
    source: deflators.source,
    publishedOn: deflators.publishedOn,
    illustrative: deflators.illustrative,
  };
  return {
    view,
    baseYear,
    ...(table !== false && { deflators: table }),
    ...(view.includes('present-value') && { discount: DISCOUNT.inWords }),
  };
}

interface Factor {
  readonly dividend: bigint;
  readonly divisor: bigint;
}

function factorFor(
  view: readonly ViewName[],
  baseYear: string,
  year: string,
  table: DeflatorTable | undefined,
): Checked<Factor> {
  const real = view.includes('real-terms') ? deflated(baseYear, year, table) : checked({ dividend: 1n, divisor: 1n });
  if (!real.ok || !view.includes('present-value')) return real;
  const years = BigInt((yearStart(year) ?? 0) - (yearStart(baseYear) ?? 0));
  if (years < 0n) return failed({ code: 'year-before-base', field: 'baseYear', year, baseYear });
  const discounted = discountedBy(years);
  return checked({
    dividend: real.value.dividend * discounted.dividend,
    divisor: real.value.divisor * discounted.divisor,
  });
}

/** The price level of the base year by that of the year. */
function deflated(baseYear: string, year: string, table: DeflatorTable | undefined): Checked<Factor> {
  const rows = table?.deflators ?? [];
  const known = rows.map((row) => yearNamed(row.year));
  const indexOf = (name: string): bigint | undefined => rows.find((row) => row.year === yearStart(name))?.index;
  const [base, own] = [indexOf(baseYear), indexOf(year)];
  if (base === undefined) return failed({ code: 'no-deflator', field: 'baseYear', year: baseYear, known });
  if (own === undefined) return failed({ code: 'no-deflator', field: 'from', year, known });
  return checked({ dividend: base, divisor: own });
}

function discountedBy(years: bigint): Factor {
  const { toYear, thousandths, after } = DISCOUNT;
  const early = years < toYear ? years : toYear;
  const divisor = (1000n + thousandths) ** early * (1000n + after) ** (years - early);
  return { dividend: 1000n ** years, divisor };
}

function withIllustrative(labels: readonly Label[]): readonly Label[] {
  return LABELS.filter((label) => label === 'illustrative' || labels.includes(label));
}
