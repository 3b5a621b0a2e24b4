import pg from 'pg';
import type { FiguresByPlace, Place, PlacedTotal, PlacedTotals } from '../../ledger/figures-by-place.js';
import { DIMENSIONS, type TotalRow } from '../../../projections/totals.js';
import { connectionConfig, patiently } from './connection.js';
import { CHECKPOINT, checkpointFrom, totalRowsFrom, type TotalsAnswer } from './read-model-questions.js';
import { LIVE } from './read-model-schema.js';

/** In the order of the primary key of the totals. */
const PLACE = 'collaboration, measure, month, force, unit, grade';
/** In the order that `totalRowsFrom` reads. */
const READ = 'collaboration, measure, force, unit, grade, month, labels, amount';

/** The totals of the places that `asked` selects, as one text, with the checkpoint of the same moment. */
const totalsOf = (asked: string): string => `
  SELECT ${CHECKPOINT}, (SELECT string_agg(concat_ws('|', ${READ}), E'\\n') FROM (
    SELECT ${READ} FROM (${asked}) AS asked JOIN ${LIVE}.totals USING (${PLACE}) ORDER BY ${PLACE}, labels
  ) AS lines) FROM ${LIVE}.checkpoint`;

const column = (parameter: number): string => `string_to_array($${parameter}, E'\\n')`;
const AT = totalsOf(`SELECT * FROM unnest(${[1, 2, 3, 4, 5, 6].map(column).join(', ')}) AS given (${PLACE})`);
const AFTER = totalsOf(
  `SELECT DISTINCT ${PLACE} FROM ${LIVE}.totals WHERE (${PLACE}) > ($1, $2, $3, $4, $5, $6) ORDER BY ${PLACE} LIMIT $7`,
);

/** The totals at rest in PostgreSQL. A question waits `patienceMs` for a server that does not answer, and then fails with `StoreAway`. */
export function openFiguresByPlace(url: string, patienceMs = 2_000): FiguresByPlace {
  const pool = new pg.Pool({ ...connectionConfig(url, { statement_timeout: '30s' }), max: 1 });
  // Whoever uses a connection that breaks learns of it from the answer; unheard, these events would end the process.
  pool.on('error', () => undefined);
  const ask = async (name: string, text: string, values: readonly (string | number)[]): Promise<PlacedTotals> => {
    const question: pg.QueryArrayConfig = { name, text, values: [...values], rowMode: 'array' };
    const { rows } = await patiently(patienceMs, () => pool.query<TotalsAnswer>(question));
    const [answer] = rows;
    const totals = totalRowsFrom({ by: DIMENSIONS }, answer?.[3] ?? null).map(toPlaced);
    return { asAt: checkpointFrom(answer), totals };
  };
  return {
    at: (places) => ask('figures at', AT, keyColumns(places)),
    after: (place, limit) => ask('figures after', AFTER, [...(place === undefined ? BEFORE_ALL : keyOf(place)), limit]),
    close: () => pool.end(),
  };
}

/** Sorts before every place. */
const BEFORE_ALL = ['', '', '', '', '', ''];

function keyOf({ collaboration, measure, month, force, unit, grade }: Place): readonly string[] {
  return [collaboration, measure, month, force, unit, grade];
}

function keyColumns(places: readonly Place[]): readonly string[] {
  const keys = places.map(keyOf);
  return BEFORE_ALL.map((_, index) => keys.map((key) => key[index] ?? '').join('\n'));
}

/** A row that was grouped by everything has everything. */
function toPlaced({ force, unit, grade, month, ...row }: TotalRow): PlacedTotal {
  if (force === undefined || unit === undefined || grade === undefined || month === undefined)
    throw new Error(`a total of ${row.collaboration} has no place`);
  return { ...row, force, unit, grade, month };
}
