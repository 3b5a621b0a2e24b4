import { isRecord } from '../../src/web/fits.js';
import { readLine } from './oracle.js';

type Row = Readonly<Record<string, unknown>>;

const PLACE = ['collaboration', 'measure', 'force', 'unit', 'grade', 'month'] as const;

/** The question whose answer `wrongTotals` takes: every dimension told apart. */
export const EVERY_TOTAL = '/api/v1/totals?by=measure,force,unit,grade,month';

/** Adds up the postings of all lines in the plainest way, and gives every total of an answer to `EVERY_TOTAL` that is not that sum. */
export function wrongTotals(lines: readonly string[], answer: unknown): readonly string[] {
  const sums = new Map<string, bigint>();
  for (const { data } of lines.map(readLine)) {
    const { collaboration, postings } = data;
    for (const posting of rowsOf(postings)) {
      const place = placeOf({ ...posting, collaboration, month: String(posting['occurredOn']).slice(0, 7) });
      sums.set(place, (sums.get(place) ?? 0n) + BigInt(Number(posting['amount'])));
    }
  }
  const shown = new Map(rowsOf(isRecord(answer) ? answer['rows'] : []).map((row) => [placeOf(row), row['amount']]));
  const places = [...new Set([...sums.keys(), ...shown.keys()])];
  return places
    .filter((place) => !shown.has(place) || sums.get(place) !== BigInt(Number(shown.get(place))))
    .map(
      (place) =>
        `totals: ${place} is shown as ${String(shown.get(place))}, its entries make ${String(sums.get(place))}`,
    );
}

function placeOf(row: Row): string {
  return PLACE.map((name) => String(row[name])).join(' ');
}

function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
