import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../src/web/fits.js';
import { byCommand, fateOf, readJournal, type Call, type Note, type Told } from './journal.js';

/** A line of the ledger as a stranger to the product reads it. */
export interface Line {
  readonly entry: number;
  readonly id: string;
  readonly command: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Knows from the journal what was promised, and from its own memory which bytes it has seen; tells where a ledger breaks a promise. It uses
 * nothing of the product's own reading of lines. Every violation starts with its kind.
 */
export class Oracle {
  #hashes: readonly string[] = [];

  /** `ground`: how many entries stood there before the writers began. */
  constructor(
    private readonly journal: string,
    private readonly ground: number,
  ) {}

  /** Takes all lines of the ledger in entry order; gives every broken promise. `settled`: nothing may be in doubt any more. */
  look(lines: readonly string[], { settled }: { readonly settled: boolean }): readonly string[] {
    const entries = lines.map(readLine);
    const notes = readJournal(this.journal);
    const commands = byCommand(notes);
    const recorded = Map.groupBy(entries, ({ command }) => command);
    return [
      ...this.#sameBytes(lines),
      ...placesOf(entries),
      ...strangersIn(entries.slice(this.ground), commands),
      ...[...commands].flatMap(([id, told]) => promisesKept(id, told, recorded.get(id) ?? [], settled)),
      ...importsWhole(notes, recorded),
      ...inRealTime(notes),
    ];
  }

  #sameBytes(lines: readonly string[]): readonly string[] {
    const before = this.#hashes;
    const hashes = lines.map((line) => createHash('sha256').update(line).digest('base64'));
    const violations = before.flatMap((hash, entry) => {
      if (entry >= hashes.length) return [`lost: entry ${entry} was there before and is gone`];
      return hash === hashes[entry] ? [] : [`bytes: entry ${entry} is not as it was`];
    });
    // A ledger that lost its end is held to what it was.
    if (hashes.length >= before.length && violations.length === 0) this.#hashes = hashes;
    return violations;
  }
}

export function readLine(text: string, entry: number): Line {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || !isRecord(value['command']) || !isRecord(value['data'])) throw new Error(`No entry: ${text}`);
  const { id, command, stream, revision, type, data } = value;
  return {
    entry,
    id: String(id),
    command: String(command['id']),
    stream: String(stream),
    revision: Number(revision),
    type: String(type),
    data,
  };
}

/** Revisions run from 0 without a gap in every stream, and no two entries share an id. */
function placesOf(lines: readonly Line[]): readonly string[] {
  const revisions = new Map<string, number>();
  const ids = new Set<string>();
  return lines.flatMap(({ entry, id, stream, revision }) => {
    const expected = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const twice = ids.has(id);
    ids.add(id);
    return [
      ...(revision === expected
        ? []
        : [`revision: entry ${entry} is revision ${revision} of ${stream}, not ${expected}`]),
      ...(twice ? [`twice: entry ${entry} has the id of an earlier one`] : []),
    ];
  });
}

function strangersIn(lines: readonly Line[], commands: ReadonlyMap<string, unknown>): readonly string[] {
  return lines
    .filter(({ command }) => !commands.has(command))
    .map(({ entry, command }) => `stranger: nobody sent command ${command} of entry ${entry}`);
}

/** What one command was told against what the ledger has of it. */
function promisesKept(id: string, told: readonly Told[], lines: readonly Line[], settled: boolean): readonly string[] {
  const [line, ...more] = lines;
  const violations = more.map(({ entry }) => `twice: command ${id} is entry ${line?.entry ?? -1} and entry ${entry}`);
  const fate = fateOf(told);
  if (fate === 'refused' && line !== undefined) violations.push(`refused: command ${id} is entry ${line.entry}`);
  if (fate === 'unknown' && settled) violations.push(`unresolved: command ${id}`);
  if (fate !== 'acknowledged') return violations;
  if (line === undefined) return [...violations, `lost: command ${id} was acknowledged and is not there`];
  const answers = told.flatMap(({ call, answer }) => (answer?.at === 'acknowledged' ? [{ call, answer }] : []));
  if (answers.some(({ call }) => call.ids.length > 1)) return violations;
  const [first] = answers;
  if (first === undefined) return violations;
  const bodies = answers.map(({ answer }) => answer.body);
  const isCountedLater = bodies.some((body) => isUncounted(JSON.parse(body)));
  if (new Set(isCountedLater ? bodies.map(withoutNumber) : bodies).size > 1)
    violations.push(`receipts: command ${id} got different ones`);
  if (answers.filter(({ answer }) => answer.status === 201).length > 1)
    violations.push(`receipts: command ${id} was new more than once`);
  return [...violations, ...asAcknowledged(line, first.call, first.answer.body)];
}

/** Some stores count a moment after they record: such a receipt is as good as any, and does not know its number yet. */
function isUncounted(receipt: unknown): boolean {
  return isRecord(receipt) && receipt['state'] === 'recorded' && !('entry' in receipt);
}

/** What a receipt says besides its number, in a form that can be compared. */
function withoutNumber(body: string): string {
  const { entry: _entry, state: _state, receipt: _receipt, ...said } = Object(JSON.parse(body)) as Line['data'];
  return JSON.stringify(Object.entries(said).sort());
}

function asAcknowledged({ entry, stream, revision, data, type }: Line, call: Call, body: string): readonly string[] {
  const receipt: unknown = JSON.parse(body);
  const { outcomeId, postings, ...told } = isRecord(receipt) ? receipt : {};
  const there = { outcomeId: stream.replace('outcome-', ''), entry, revision, postings: data['postings'] };
  const { entry: _, ...uncounted } = there;
  const isKept = isUncounted(receipt)
    ? isDeepStrictEqual(uncounted, { outcomeId, postings, revision: told['revision'] })
    : isDeepStrictEqual(there, receipt);
  if (!isKept)
    return [
      `moved: entry ${entry} is not what was acknowledged for ${String(outcomeId)}: ${body} (${String(postings)})`,
    ];
  return says(call, type, data) ? [] : [`content: entry ${entry} does not say what call ${call.call} said`];
}

/** Whether an entry says what the request for it said. */
function says({ path, body }: Call, type: string, data: Line['data']): boolean {
  const asked: unknown = JSON.parse(body);
  if (!isRecord(asked)) return false;
  const { collaboration, changes, reason, ...outcome } = asked;
  if (path.endsWith('/withdrawal')) return type === 'OutcomeWithdrawn' && data['reason'] === reason;
  if (path.endsWith('/corrections')) {
    const is = data['outcome'];
    if (type !== 'OutcomeCorrected' || data['reason'] !== reason || !isRecord(is) || !isRecord(changes)) return false;
    return Object.entries(changes).every(([name, value]) => isDeepStrictEqual(is[name], value));
  }
  return (
    type === 'OutcomeRecorded' && data['collaboration'] === collaboration && isDeepStrictEqual(data['outcome'], outcome)
  );
}

/** The rows of one import are there all or none. */
function importsWhole(notes: readonly Note[], entries: ReadonlyMap<string, unknown>): readonly string[] {
  return notes.flatMap((note) => {
    if (note.at !== 'call' || note.ids.length < 2) return [];
    const there = note.ids.filter((id) => entries.has(id)).length;
    return there === 0 || there === note.ids.length ? [] : [`half: ${there} of ${note.ids.length} rows of an import`];
  });
}

/** What was acknowledged before a call was sent has a lower number than what that call recorded. */
function inRealTime(notes: readonly Note[]): readonly string[] {
  const before = new Map<number, number>();
  let highest = -1;
  return notes.flatMap((note) => {
    if (note.at === 'call') before.set(note.call, highest);
    if (note.at !== 'acknowledged' || note.status !== 201) return [];
    const receipt: unknown = JSON.parse(note.body);
    if (!isRecord(receipt) || typeof receipt['entry'] !== 'number') return [];
    highest = Math.max(highest, receipt['entry']);
    const least = before.get(note.call) ?? -1;
    return receipt['entry'] > least
      ? []
      : [`order: entry ${receipt['entry']} was asked for after entry ${least} stood`];
  });
}
