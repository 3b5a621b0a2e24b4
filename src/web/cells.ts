import { parsePounds, type Parsed } from '../domain/money.js';

/** Reads the pounds of a cell, from zero up, into whole pence as JSON has them: no more of them than a JSON integer holds exactly. */
export function parsePence(given: string): Parsed<number> {
  const pence = parsePounds(given);
  if (!pence.ok) return pence;
  return pence.value < 0n
    ? { ok: false, reason: `"${given}" is below zero` }
    : { ok: true, value: Number(pence.value) };
}

const WEIGHT = /^([a-z0-9-]+)=(\d{1,15})$/;

/** Reads weights such as `humberside=1;outside=2`; `of` says what has them. */
export function parseWeights(given: string, of: 'force' | 'unit'): Parsed<Readonly<Record<string, number>>> {
  const weights = given.split(';').map((part) => WEIGHT.exec(part.trim()));
  if (weights.includes(null)) return { ok: false, reason: `"${given}" has to be <${of}>=<weight>;<${of}>=<weight>` };
  const pairs = weights.map((part) => [part?.[1] ?? '', parseInt(part?.[2] ?? '', 10)] as const);
  return new Set(pairs.map(([name]) => name)).size === pairs.length
    ? { ok: true, value: Object.fromEntries(pairs) }
    : { ok: false, reason: `"${given}" names a ${of} twice` };
}

/** Reads a whole number from zero up; `of` says of what. */
export function parseCount(given: string, of = ''): Parsed<number> {
  return /^\d{1,15}$/.test(given)
    ? { ok: true, value: parseInt(given, 10) }
    : { ok: false, reason: `"${given}" is not a whole number${of}` };
}
