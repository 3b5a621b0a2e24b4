import type { Decision } from '../domain/decision.js';
import type { OutcomeId } from '../domain/identifiers.js';
import type { DuplicatesNoted, OutcomeLinked, OutcomeUnlinked } from '../domain/outcome/events.js';
import { noteDuplicate, type AtRevision } from '../domain/outcome/link-outcome.js';
import { evolveOutcome, unrecorded } from '../domain/outcome/outcome.js';
import { noteCommandIdFor, noteDuplicateContent } from './commands.js';
import { StoreBusy, type Append, type AppendResult } from './event-store.js';
import { entryIdOf, repeat, toAppend, type Command, type Executed } from './execute.js';
import type { Deciding } from './ledger.js';
import { decodeAll, type RecordedEntry } from './stored-entry.js';
import { isOutcomeEvent, outcomeStream } from './streams.js';

/** A link that is made or undone: of which duplicate, which primary it has to do with, and what is decided of the two as they stand. */
export interface LinkAsked {
  readonly duplicate: OutcomeId;
  /** The primary, from the command or from the duplicate's own facts; `undefined` when there is none. */
  primaryOf(duplicate: AtRevision['outcome']): OutcomeId | undefined;
  decide(duplicate: AtRevision, primary: AtRevision): Promise<Decision<Change>> | Decision<Change>;
}

type Change = OutcomeLinked | OutcomeUnlinked;

const ATTEMPTS = 10;

/**
 * Makes or undoes a link: what becomes of the duplicate's credit and what the primary knows of it are written together or not at all, each expecting the revision
 * that was read. So a primary is never withdrawn beneath its duplicate, and two outcomes never become duplicates of each other. The note in the primary's stream is
 * a command of its own, whose id follows from this one's (decision 0001).
 */
export async function executeLink(ledger: Deciding, command: Command, asked: LinkAsked): Promise<Executed> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const duplicate = await standing(ledger, asked.duplicate);
    const repeated = duplicate.entries.find(({ entry }) => entry.command.id === command.id);
    if (repeated !== undefined) return repeat(command, repeated);
    const primaryId = asked.primaryOf(duplicate.outcome);
    const primary = primaryId === undefined ? NOWHERE : await standing(ledger, primaryId);
    const decision = await asked.decide(duplicate, primary);
    if (!decision.accepted) return (await recordedBefore(ledger, command)) ?? { ok: false, refusal: decision.refusal };
    const [event] = decision.events;
    if (event === undefined || primaryId === undefined) throw new Error('A link is made or undone with a primary.');
    const note = noted(primaryId, primary, asked.duplicate, duplicate, event);
    const written = await writeBoth(ledger, command, {
      own: appendOf(ledger, asked.duplicate, duplicate, command, event),
      note: appendOf(ledger, primaryId, primary, noteCommand(command, primaryId, note), note),
    });
    if (written === 'duplicate') {
      const before = await recordedBefore(ledger, command);
      if (before !== undefined) return before;
    } else if (written !== 'conflict') {
      const revision = duplicate.revision + 1;
      return { ok: true, receipt: { entry: written.entry, revision, event, isRepeat: false } };
    }
  }
  throw new StoreBusy(`The outcomes of this link changed ${ATTEMPTS} times while it was being decided.`);
}

interface Standing extends AtRevision {
  readonly entries: readonly RecordedEntry[];
}

const NOWHERE: Standing = { outcome: unrecorded, revision: -1, entries: [] };

async function standing({ store }: Deciding, id: OutcomeId): Promise<Standing> {
  const entries = decodeAll(await store.readStream(outcomeStream(id)));
  const events = entries.map(({ entry }) => entry.event).filter(isOutcomeEvent);
  return { outcome: events.reduce(evolveOutcome, unrecorded), revision: entries.length - 1, entries };
}

function noted(primary: OutcomeId, its: AtRevision, duplicate: OutcomeId, before: AtRevision, event: Change) {
  const linked = { outcome: evolveOutcome(before.outcome, event), revision: before.revision + 1 };
  const decision = noteDuplicate({ primary, duplicate }, its.outcome, linked);
  const [note] = decision.accepted ? decision.events : [];
  if (note === undefined) throw new Error('A link that may be made or undone may be noted.');
  return note;
}

function noteCommand({ id, actor }: Command, primary: OutcomeId, note: DuplicatesNoted): Command {
  return { id: noteCommandIdFor(id), actor, content: noteDuplicateContent(primary, note) };
}

function appendOf(
  ledger: Deciding,
  id: OutcomeId,
  { revision }: AtRevision,
  command: Command,
  event: Change | DuplicatesNoted,
) {
  return toAppend(ledger.now(), outcomeStream(id), revision, command, event);
}

/** Gives up the transaction: one of the two could not be written. */
class NotBoth extends Error {
  constructor(readonly because: 'conflict' | 'duplicate') {
    super(because);
  }
}

async function writeBoth(
  { store }: Deciding,
  command: Command,
  { own, note }: { readonly own: Append; readonly note: Append },
): Promise<Extract<AppendResult, { kind: 'appended' }> | NotBoth['because']> {
  try {
    const result = await store.atomically(async (write) => {
      const [first, second] = await write([own, note]);
      if (first?.kind !== 'appended') throw new NotBoth(first?.kind ?? 'conflict');
      if (second?.kind !== 'appended') throw new NotBoth(second?.kind ?? 'conflict');
      return first;
    });
    // Where the store counts later, the number is there once all of it is.
    return result.entry === undefined ? { ...result, entry: await entryOf(store, command) } : result;
  } catch (error) {
    if (error instanceof NotBoth) return error.because;
    throw error;
  }
}

async function entryOf(store: Deciding['store'], command: Command): Promise<number | undefined> {
  const [line] = await store.readByIds([entryIdOf(command.id)]);
  return line?.entry;
}

async function recordedBefore({ store }: Deciding, command: Command): Promise<Executed | undefined> {
  const [stored] = decodeAll(await store.readByIds([entryIdOf(command.id)]));
  return stored === undefined ? undefined : repeat(command, stored);
}
