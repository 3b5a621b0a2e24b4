import type { Decision } from '../domain/decision.js';
import type { LedgerEvent } from '../domain/event-catalogue.js';
import type { CommandId, PersonId } from '../domain/identifiers.js';
import type { Refusal } from '../domain/refusals.js';
import { differingFields } from './command-content.js';
import { NAMESPACE, sha256, uuidFrom } from './codec/digest.js';
import { encodeEntry } from './codec/entry-line.js';
import type { CommandStore } from './draft.js';
import { StoreBusy, type Append } from './event-store.js';
import { decodeAll, type RecordedEntry } from './stored-entry.js';
import type { Aggregate } from './streams.js';

/** A command as it arrives: who asks, under which id, and the canonical text of all that it says. */
export interface Command {
  readonly id: CommandId;
  readonly actor: PersonId;
  readonly content: string;
}

/** Who asks, and under which id. */
export type Sender = Omit<Command, 'content'>;

/** The place that a command's event has in the ledger. The same command always gets the same receipt. */
export interface Receipt {
  /** `undefined` while the entry is recorded and not counted yet. */
  readonly entry: number | undefined;
  readonly revision: number;
  readonly event: LedgerEvent;
  /** Whether the command had been recorded before and nothing was written now. */
  readonly isRepeat: boolean;
}

/** A receipt, nothing at all when there was nothing left to do, or the refusal. */
export type Executed =
  { readonly ok: true; readonly receipt: Receipt | undefined } | { readonly ok: false; readonly refusal: Refusal };

/**
 * What came of a command that asks for a change. What stands already is refused as `unchanged`: whoever asks for it under a new key expects
 * something to happen.
 */
export function refuseUnchanged(done: Executed): Executed {
  return done.ok && done.receipt === undefined ? { ok: false, refusal: { code: 'unchanged' } } : done;
}

/** Where to write, and what time it is: a moment in UTC. */
export interface Writing {
  readonly store: CommandStore;
  now(): string;
}

const ATTEMPTS = 10;

/**
 * Changes an existing stream, or starts one whose past matters: reads it, folds it, decides, and appends expecting the revision that
 * was read. When somebody else was faster it starts again, a bounded number of times. A command id that the ledger has already, in
 * this stream or another, gives its first receipt, or `idempotency-conflict` when the content is not the same.
 */
export async function execute<State, Event extends LedgerEvent>(
  writing: Writing,
  aggregate: Aggregate<State, Event>,
  command: Command,
  decide: (state: State, revision: number) => Promise<Decision<Event>> | Decision<Event>,
): Promise<Executed> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const entries = decodeAll(await writing.store.readStream(aggregate.stream));
    const repeated = entries.find(({ entry }) => entry.command.id === command.id);
    if (repeated !== undefined) return repeat(command, repeated);
    const revision = entries.length - 1;
    const state = entries.reduce(
      (folded, { entry: { actor, event } }) =>
        aggregate.owns(event) ? aggregate.evolve(folded, event, actor) : folded,
      aggregate.initial,
    );
    const decision = await decide(state, revision);
    if (!decision.accepted)
      return (await repeatById(writing.store, command)) ?? { ok: false, refusal: decision.refusal };
    const [event] = decision.events;
    if (event === undefined) return { ok: true, receipt: undefined };
    const written = await write(
      writing,
      command,
      toAppend(writing.now(), aggregate.stream, revision, command, event),
      event,
    );
    if (written !== undefined) return written;
  }
  throw new StoreBusy(`Stream ${aggregate.stream} changed ${ATTEMPTS} times while this command was being decided.`);
}

/**
 * Starts a stream whose name follows from the command id, so that nothing has to be read first: when the stream is there already, the
 * command was recorded before. A refused command is looked up once, because what was accepted once keeps its receipt for ever.
 */
export async function executeNew(
  writing: Writing,
  stream: string,
  command: Command,
  decision: Decision<LedgerEvent>,
): Promise<Executed> {
  if (!decision.accepted) return (await repeatById(writing.store, command)) ?? { ok: false, refusal: decision.refusal };
  const [event] = decision.events;
  if (event === undefined) return { ok: true, receipt: undefined };
  const written = await write(writing, command, toAppend(writing.now(), stream, -1, command, event), event);
  if (written === undefined) throw new Error(`Stream ${stream} exists without the entry that should have started it.`);
  return written;
}

/** The append that records one event of a command. Its entry id follows from the command id, which is how a repeat is noticed. */
export function toAppend(
  recordedAt: string,
  stream: string,
  expectedRevision: number,
  command: Command,
  event: LedgerEvent,
): Append {
  const { actor, content } = command;
  const id = entryIdOf(command.id);
  const line = encodeEntry({
    actor,
    command: { id: command.id, sha256: sha256(content) },
    event,
    id,
    recordedAt,
    revision: expectedRevision + 1,
    stream,
  });
  return { stream, expectedRevision, lines: [{ id, line }] };
}

/** The id of the entry that a command records. One command records one entry. */
export function entryIdOf(command: CommandId): string {
  return uuidFrom(NAMESPACE.entry, command);
}

/** What a repeated command gets: its first receipt, or `idempotency-conflict` naming what differs. */
export function repeat(command: Pick<Command, 'content'>, { number, entry }: RecordedEntry): Executed {
  if (entry.command.sha256 !== sha256(command.content)) {
    return { ok: false, refusal: { code: 'idempotency-conflict', fields: differingFields(command.content, entry) } };
  }
  return { ok: true, receipt: { entry: number, revision: entry.revision, event: entry.event, isRepeat: true } };
}

/** Gives `undefined` when the stream moved on since it was read. */
async function write(
  { store }: Writing,
  command: Command,
  append: Append,
  event: LedgerEvent,
): Promise<Executed | undefined> {
  const result = await store.append(append);
  switch (result.kind) {
    case 'appended':
      return {
        ok: true,
        receipt: { entry: result.entry, revision: append.expectedRevision + 1, event, isRepeat: false },
      };
    case 'duplicate':
      return repeatById(store, command);
    case 'conflict':
      return undefined;
  }
}

async function repeatById(store: CommandStore, command: Command): Promise<Executed | undefined> {
  const [stored] = decodeAll(await store.readByIds([entryIdOf(command.id)]));
  return stored === undefined ? undefined : repeat(command, stored);
}
