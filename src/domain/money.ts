import { AMOUNT_LIMIT } from './shape.js';

declare const brand: unique symbol;

/** Whole pence. */
export type Pence = bigint & { readonly [brand]: 'Pence' };

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

const PLAIN = /^(-?)£?(\d+)(?:\.(\d+))?$/;
/** No zero in front: `0,123` is how others write a decimal, so it is not read as a thousand. */
const GROUPED = /^(-?)£?([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?$/;

/**
 * Reads pounds as people and spreadsheets write them: `1234.56`, `1,234`, `£1,234.56`, `-£5`. Gives whole pence, or the reason why
 * it will not guess: `12.3.4`, `109.576`, `£`, blanks and words are refused (brief rule 16).
 */
export function parsePounds(given: string): Parsed<Pence> {
  if (given.trim() === '') return { ok: false, reason: 'is blank; give an amount such as 1234.56' };
  const match = PLAIN.exec(given) ?? GROUPED.exec(given);
  if (match === null) return { ok: false, reason: `"${given}" is not an amount of money such as 1234.56 or £1,234.56` };
  const [, sign, pounds = '', pennies = ''] = match;
  if (pennies.length === 1)
    return { ok: false, reason: `"${given}" has one digit of pence; write two, such as 1234.50` };
  if (pennies.length > 2) return { ok: false, reason: `"${given}" has fractions of a penny` };
  const pence = BigInt(pounds.replaceAll(',', '')) * 100n + BigInt(pennies === '' ? '0' : pennies);
  if (pence > AMOUNT_LIMIT) return { ok: false, reason: `"${given}" is beyond what the ledger can hold` };
  return { ok: true, value: (sign === '-' ? -pence : pence) as Pence };
}

/** Takes whole pence and gives pounds for people, `£1,234.56`; exact for any size. */
export function formatPounds(pence: bigint): string {
  const digits = (pence < 0n ? -pence : pence).toString().padStart(3, '0');
  const pounds = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${pence < 0n ? '-' : ''}£${pounds}.${digits.slice(-2)}`;
}

/** Takes whole pence and gives a plain decimal for files, `1234.56`. */
export function formatDecimalPounds(pence: bigint): string {
  const digits = (pence < 0n ? -pence : pence).toString().padStart(3, '0');
  return `${pence < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
