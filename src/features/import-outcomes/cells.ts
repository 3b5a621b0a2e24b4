import { parsePounds, type Parsed } from '../../domain/money.js';
import { toJsonInteger } from '../../ledger/codec/json.js';
import type { Column } from './columns.js';

/** Gives what was read of a cell; what could not be read becomes an error of its column, and `undefined`. */
export type ReadCell = <T>(column: Column, parsed: Parsed<T>) => T | undefined;

/** Reads pounds from zero up into pence. */
export function parsePence(given: string): Parsed<number> {
  const pence = parsePounds(given);
  if (!pence.ok) return pence;
  return pence.value < 0n
    ? { ok: false, reason: `"${given}" is below zero` }
    : { ok: true, value: toJsonInteger(pence.value) };
}

/** Reads a whole number from zero up. */
export function parseCount(given: string): Parsed<number> {
  const count = /^\d{1,15}$/.test(given) ? parseInt(given, 10) : undefined;
  return count === undefined ? { ok: false, reason: `"${given}" is not a whole number` } : { ok: true, value: count };
}
