import type pg from 'pg';
import type { Append, AppendResult } from '../../ledger/event-store.js';
import { safeInteger } from './connection.js';

/** `id-taken`: the first line's id is new but a later line's is in the ledger already, so nothing was written. */
export type Verdict = AppendResult<number> | { readonly kind: 'id-taken' };

export const BATCH_LIMITS = { appends: 512, bytes: 4 * 1024 * 1024 };

const APPEND = {
  name: 'ledger-append',
  text: 'SELECT ledger.append($1, $2, $3, $4) AS verdicts',
} as const;
const APPEND_BESIDE = {
  name: 'ledger-append-beside',
  text: 'SELECT ledger.append_beside($1, $2, $3, $4, $5, $6) AS verdicts',
} as const;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What fits an index entry with room to spare. */
const STREAM_LENGTH_MOST = 1_000;

/** Its size in bytes. Throws when an append cannot be kept byte for byte, so that it does not fail the batch of its neighbours. */
export function measuredAppend({ stream, expectedRevision, lines, beside }: Append): number {
  for (const each of [{ stream, revision: expectedRevision }, ...(beside === undefined ? [] : [beside])]) {
    if (!isKeepable(each.stream) || each.stream.length > STREAM_LENGTH_MOST)
      throw new TypeError('not a name for a stream');
    if (!Number.isSafeInteger(each.revision) || each.revision < -1) throw new TypeError('not a revision');
  }
  if (lines.length === 0) throw new TypeError('an append has at least one line');
  let bytes = 0;
  for (const { id, line } of lines) {
    if (!UUID.test(id)) throw new TypeError(`"${id}" is not a UUID in lower case`);
    if (!isKeepable(line)) throw new TypeError(`the line of ${id} is not one line of well-formed text`);
    bytes += Buffer.byteLength(line) + stream.length + id.length;
  }
  return bytes;
}

/** PostgreSQL's text cannot hold U+0000, and the newline separates texts on their way to ledger.append. */
function isKeepable(text: string): boolean {
  return text !== '' && !text.includes('\n') && !text.includes('\0') && text.isWellFormed();
}

/** Writes appends of different streams and ids, of which none comes after one to the stream beside it, in one statement. */
export function writeBatch(client: pg.ClientBase, appends: readonly Append[]): Promise<readonly Verdict[]> {
  return writePrepared(client, prepareBatch(appends));
}

/** A batch in the form in which it is sent. */
export interface PreparedBatch {
  readonly appends: readonly Append[];
  readonly values: readonly string[];
}

/** Puts a batch together, for those who have time for it while the one before is being written. */
export function prepareBatch(appends: readonly Append[]): PreparedBatch {
  return { appends, values: parametersOf(appends) };
}

/** Writes what `prepareBatch` gave. */
export async function writePrepared(
  client: pg.ClientBase,
  { appends, values }: PreparedBatch,
): Promise<readonly Verdict[]> {
  const isBeside = appends.some(({ beside }) => beside !== undefined);
  const statement = isBeside
    ? { ...APPEND_BESIDE, values: [...values, ...besideOf(appends)] }
    : { ...APPEND, values: [...values] };
  const { rows } = await client.query<{ verdicts: string }>(statement);
  const answer = rows[0]?.verdicts ?? '';
  return answer.startsWith('-') ? writeWithout(client, appends, answer) : verdictsOf(answer, appends);
}

/** Nothing was written, because some appends stand beside a stream that has moved on; the others are written without them. */
async function writeWithout(
  client: pg.ClientBase,
  appends: readonly Append[],
  answer: string,
): Promise<readonly Verdict[]> {
  const ordinals = new Set(answer.slice(1).split(',').map(safeInteger));
  let line = 1;
  const lost = appends.map(({ lines }) => {
    const isLost = ordinals.has(line);
    line += lines.length;
    return isLost;
  });
  const others = appends.filter((_, i) => lost[i] !== true);
  const written = [...(others.length === 0 ? [] : await writeBatch(client, others))];
  return lost.map((isLost): Verdict => {
    const verdict = isLost ? { kind: 'conflict' as const } : written.shift();
    if (verdict === undefined) throw new Error('ledger.append did not judge every append');
    return verdict;
  });
}

/** The other stream and its revision, with the first line of each append. */
function besideOf(appends: readonly Append[]): readonly string[] {
  const each = appends.flatMap(({ lines, beside }) => lines.map((_, i) => (i === 0 ? beside : undefined)));
  const revisions = each.map((beside) => beside?.revision ?? -1);
  return [each.map((beside) => beside?.stream ?? '').join('\n'), `{${revisions.join()}}`];
}

/**
 * The same for a batch whose first sending got no answer. What is there already, with our very line, was written then: its
 * `duplicate` is our own success.
 */
export async function rewriteBatch(client: pg.ClientBase, appends: readonly Append[]): Promise<readonly Verdict[]> {
  const verdicts = await writeBatch(client, appends);
  const entries = verdicts.flatMap((verdict) => (verdict.kind === 'duplicate' ? [verdict.entry] : []));
  if (entries.length === 0) return verdicts;
  const { rows } = await client.query<{ entry: number; line: string }>(
    'SELECT entry, line FROM ledger.entries WHERE entry = ANY ($1)',
    [entries],
  );
  const stored = new Map(rows.map(({ entry, line }) => [entry, line]));
  return verdicts.map((verdict, index) =>
    verdict.kind === 'duplicate' && stored.get(verdict.entry) === appends[index]?.lines[0]?.line
      ? { kind: 'appended', entry: verdict.entry }
      : verdict,
  );
}

function parametersOf(appends: readonly Append[]): readonly string[] {
  const streams: string[] = [];
  const revisions: number[] = [];
  const ids: string[] = [];
  const texts: string[] = [];
  for (const { stream, expectedRevision, lines } of appends) {
    let revision = expectedRevision;
    for (const { id, line } of lines) {
      streams.push(stream);
      revisions.push((revision += 1));
      ids.push(id);
      texts.push(line);
    }
  }
  return [streams.join('\n'), `{${revisions.join()}}`, `{${ids.join()}}`, texts.join('\n')];
}

function verdictsOf(answer: string, appends: readonly Append[]): readonly Verdict[] {
  if (!answer.startsWith('+')) {
    const verdicts = answer.split('\n').map(verdictOf);
    if (verdicts.length !== appends.length) throw new Error('ledger.append did not judge every append');
    return verdicts;
  }
  let entry = safeInteger(answer.slice(1));
  return appends.map(({ lines }) => {
    const first = entry;
    entry += lines.length;
    return { kind: 'appended', entry: first };
  });
}

function verdictOf(text: string): Verdict {
  if (text === '!') return { kind: 'conflict' };
  if (text === '#') return { kind: 'id-taken' };
  if (text.startsWith('=')) return { kind: 'duplicate', entry: safeInteger(text.slice(1)) };
  return { kind: 'appended', entry: safeInteger(text) };
}
