import { byCodeUnit } from '../../domain/identifiers.js';
import { Unreadable } from '../../domain/unreadable.js';

export { Unreadable };

/** Reads JSON into plain values. Throws `Unreadable`. Numbers are JavaScript's: what takes them has to check that they are safe integers. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreadable('', `not JSON: ${error instanceof Error ? unquoted(error.message) : String(error)}`);
  }
}

/** A reader's complaint without the piece of text that it quotes: that may be personal data, and what is answered may be kept. */
function unquoted(message: string): string {
  const [quoting, token] =
    /^(?:(Unexpected token .{3,4}), )?\.{0,3}".*"\.{0,3} is not valid JSON$/s.exec(message) ?? [];
  return quoting === undefined ? message : (token ?? 'Unexpected word');
}

/**
 * Writes JSON in canonical form (RFC 8785): no white space, keys in order of code units, strings escaped as ECMAScript does. Takes
 * strings, booleans, null, whole numbers and bigints within 2^53, arrays and objects; fields that are `undefined` are left out. Throws
 * a RangeError for anything else. It writes the keys itself, because a JavaScript object moves those that look like numbers.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'bigint') return toJsonInteger(value).toString();
  if (typeof value === 'number') return toSafeInteger(value).toString();
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value);
  if (typeof value !== 'object') throw new RangeError(`A value of type ${typeof value} has no form in JSON.`);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = fields.sort(([a], [b]) => byCodeUnit(a, b));
  return `{${sorted.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

/**
 * Writes a value that is in canonical form already: keys sorted, whole numbers only, as `toWire` gives it. The native writer then
 * gives the same text as `canonicalJson`, in a fraction of the time; a law holds the two together.
 */
export function encodeJson(wire: unknown): string {
  return JSON.stringify(wire);
}

/** ECMAScript's way past what a number holds exactly, which Node has and TypeScript's library does not describe yet. */
const exact = JSON as unknown as {
  rawJSON(text: string): unknown;
  parse(text: string, reviver: (name: string, value: unknown, from: { readonly source?: string }) => unknown): unknown;
};

/**
 * Writes an answer for people's programs: as given, amounts as JSON integers, fields in the order they have. A sum may go beyond the
 * 2^53 that any one amount stays within: its digits are written all the same, every one of them.
 */
export function answerJson(value: unknown, indent?: number): string {
  return JSON.stringify(answerValue(value), undefined, indent);
}

/** Reads an answer that was saved, as `parseJson` does, but whole numbers beyond 2^53 as bigints, digit for digit. Throws `Unreadable`. */
export function parseAnswer(text: string): unknown {
  parseJson(text);
  return exact.parse(text, (_, value, { source = '' }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value,
  );
}

/** A copy with amounts as numbers: the native writer with a function for every field would take several times as long. */
function answerValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : exact.rawJSON(value.toString());
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(answerValue);
  const copy: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) copy[name] = answerValue(field);
  return copy;
}

/** An amount as a JSON integer. Throws a RangeError beyond 2^53 - 1, which no line may hold. */
export function toJsonInteger(amount: bigint): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${amount} is beyond what a JSON integer can hold exactly.`);
  return number;
}

function toSafeInteger(number: number): number {
  if (!Number.isSafeInteger(number) || Object.is(number, -0))
    throw new RangeError(`${number} is no whole number within 2^53.`);
  return number;
}
