import { parsePounds, type Parsed } from '../domain/money.js';

/** Reads the pounds of a cell, from zero up, into whole pence as JSON has them: no more of them than a JSON integer holds exactly. */
export function parsePence(given: string): Parsed<number> {
  const pence = parsePounds(given);
  if (!pence.ok) return pence;
  return pence.value < 0n
    ? { ok: false, reason: `"${given}" is below zero` }
    : { ok: true, value: Number(pence.value) };
}

/** Reads a whole number from zero up; `of` says of what. */
export function parseCount(given: string, of = ''): Parsed<number> {
  return /^\d{1,15}$/.test(given)
    ? { ok: true, value: parseInt(given, 10) }
    : { ok: false, reason: `"${given}" is not a whole number${of}` };
}
