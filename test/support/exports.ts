import { createHash } from 'node:crypto';
import { canonicalJson, parseJson } from '../../src/ledger/codec/json.js';
import { expect } from '@jest/globals';
import { Confirmer, type Confirm } from '../../src/ledger/verify/confirm.js';
import { readAnswer } from '../../src/ledger/verify/answers.js';
import { Verification, type Verdict } from '../../src/ledger/verify/verification.js';
import { verifyExport, type ExportSource } from '../../src/ledger/verify/verify.js';

/** An entry's line as plain JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** The lines of an export without its trailer. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').slice(0, -2);
}

/** An export of these lines with a trailer that fits them: what a forger with all the means would make. */
export function sealed(lines: readonly string[]): string {
  const body = lines.map((line) => `${line}\n`).join('');
  return `${body}{"entries":${lines.length},"sha256":"${createHash('sha256').update(body).digest('hex')}"}\n`;
}

/** An export in memory, read in chunks of some size. */
export function sourceOf(bytes: Buffer, chunkBytes = 1 << 16): ExportSource {
  return {
    chunks: async function* () {
      for (let at = 0; at < bytes.length; at += chunkBytes)
        yield await Promise.resolve(bytes.subarray(at, at + chunkBytes));
    },
    lineAt: (offset) => bytes.toString('utf8', offset, bytes.indexOf(0x0a, offset)),
  };
}

/**
 * Verifies an export, and saved answers against it by the names they are given. Without answers, where others may confirm lines, it does so twice, by one thread and
 * with somebody beside it (here in this thread, and slower than the first): both have to come to the same verdict.
 */
export async function verified(
  given: string | Buffer,
  answers: Readonly<Record<string, string>> = {},
  chunkBytes?: number,
): Promise<Verdict> {
  const saved = Object.entries(answers).map(([name, text]) => readAnswer(name, text));
  const source = sourceOf(Buffer.from(given), chunkBytes);
  const alone = await verifyExport(source, { saved, withTotals: true });
  if (saved.length > 0) return alone;
  const confirmer = new Confirmer();
  const confirm: Confirm = (request) =>
    new Promise((resolve) => setImmediate(() => resolve(confirmer.confirm(request))));
  expect(await verifyExport(source, { confirm, withTotals: true })).toEqual(alone);
  return alone;
}

/**
 * Verifies lines from the first one on, once, and gives what becomes of any line that comes next: looked at whole, and after somebody beside had the chance to confirm it.
 * Nothing but lines that differ may be tried, since one that does not would be taken.
 */
export function verifierAfter(lines: readonly string[]): (next: string) => readonly (Verdict | undefined)[] {
  const starts: number[] = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + Buffer.byteLength(line) + 1);
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const verification = new Verification(sourceOf(bytes), [], true);
  const batch = (some: readonly string[], offsets: readonly number[]) => ({
    lines: some,
    offsets,
    text: some.join('\n'),
  });
  expect(verification.check(batch(lines, starts))).toBeUndefined();
  const confirmer = new Confirmer();
  confirmer.confirm({ lines: '', agreements: verification.agreements, withTotals: false });
  return (next) => {
    const tried = batch([next], [bytes.length]);
    const confirmed = confirmer.confirm({ lines: next, agreements: [], withTotals: true });
    return [verification.check(tried), verification.settle(tried, confirmed)];
  };
}

/** The lines with one of them changed, written in canonical form again. */
export function withLine(lines: readonly string[], at: number, change: (json: Json) => unknown): readonly string[] {
  return lines.map((line, i) => (i === at ? canonicalJson(change(parseJson(line) as Json)) : line));
}

/** A place in a JSON value, such as `['data', 'postings', 0, 'amount']`. */
export type Path = readonly (string | number)[];

/** Every place in a value that holds no further places. */
export function leavesOf(json: unknown, path: Path = []): readonly { readonly path: Path; readonly value: unknown }[] {
  if (typeof json !== 'object' || json === null) return [{ path, value: json }];
  if (Array.isArray(json)) return json.flatMap((item: unknown, i) => leavesOf(item, [...path, i]));
  return Object.entries(json).flatMap(([name, field]) => leavesOf(field, [...path, name]));
}

/** In lists, which may be long, the first item and the last stand for those between. */
export function standingForOthers<L extends { readonly path: Path }>(leaves: readonly L[]): readonly L[] {
  const lists = (path: Path): readonly (readonly [name: string, at: number])[] =>
    path.flatMap((step, i) => (typeof step === 'number' ? [[path.slice(0, i).join('.'), step] as const] : []));
  const last = new Map<string, number>();
  for (const [name, at] of leaves.flatMap(({ path }) => lists(path))) last.set(name, Math.max(at, last.get(name) ?? 0));
  return leaves.filter(({ path }) => lists(path).every(([name, at]) => at === 0 || at === last.get(name)));
}

/** The value with something else at one place; `undefined` takes the place away. */
export function replaced(json: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(json)) {
    const items = json.map((item: unknown, i) => (i === step ? replaced(item, rest, value) : item));
    return items.filter((item) => item !== undefined);
  }
  const fields = json as Json;
  return { ...fields, [step]: replaced(fields[step], rest, value) };
}
