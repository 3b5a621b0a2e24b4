import { sha256 as digestOf } from '../../ledger/codec/digest.js';
import type { EntryIndex, NumberedEntry } from '../../ledger/entry-index.js';
import { StoreAway } from '../../ledger/event-store.js';
import { Occupied, type MovedLine, type MovingIn, type Occupancy } from '../../ledger/moving-in.js';
import type { Appender } from './appending.js';
import type { Numbers } from './numbers.js';

export interface MovingInOptions {
  readonly index: EntryIndex;
  readonly appender: Appender;
  readonly numbers: Numbers;
  /** Resolves once all that the store holds has its number. */
  readonly everythingNumbered: () => Promise<void>;
}

/** However much else the server does, it tells of what it has taken within that time. */
const NUMBER_PATIENCE_MS = 30_000;

/**
 * Fills the ledger in EventStoreDB. The mark is in the index, without which nobody else writes. Each line is sent once the one before it is
 * there, so that the order of the store, which gives the numbers, is the export's. Whatever becomes of the importer, the store holds the
 * beginning of the export: a line of its that is still on its way is the next one, and sent again it is there once.
 */
export function eventStoreDbMovingIn({ index, appender, numbers, everythingNumbered }: MovingInOptions): MovingIn {
  const occupancy = async (): Promise<Occupancy> => {
    await everythingNumbered();
    return index.filling.occupancy();
  };
  return {
    fillingFrom: async () => (await index.filling.occupancy()).movingIn,
    occupancy,
    begin: async (sha256) => {
      await everythingNumbered();
      return index.filling.begin(sha256);
    },
    write: async (sha256, first, lines) => {
      const rest = lines.slice(await countThere(index, sha256, first, lines));
      await assertInPlace(index, rest);
      for (const { stream, revision, id, line } of rest) {
        const isThere = await appender.put({ stream, expectedRevision: revision - 1, lines: [{ id, line }] });
        if (!isThere) throw outOfPlace(stream, revision);
      }
      await assertNumbered(numbers, first + lines.length - 1, rest.at(-1));
    },
    finish: async (sha256, entries) => {
      await everythingNumbered();
      await index.filling.finish(sha256, entries);
    },
    close: () => Promise.resolve(),
  };
}

/** How many of these lines are in their place already, from the first on: an importer that was killed may just have sent them. */
async function countThere(
  index: EntryIndex,
  sha256: string,
  first: number,
  lines: readonly MovedLine[],
): Promise<number> {
  const { entries, movingIn } = await index.filling.occupancy();
  if (movingIn !== sha256) throw new Occupied('The ledger is being filled from another export, or from none.');
  if (entries < first) throw new Occupied(`Entry ${first} does not fit where the ledger ends, at ${entries}.`);
  const there = entries === first ? [] : await index.page(first - 1, lines.length);
  const strange = there.find((entry, at) => !isSame(entry, lines[at]));
  if (strange !== undefined) throw outOfPlace(strange.stream, strange.revision);
  return there.length;
}

function isSame(entry: NumberedEntry, line: MovedLine | undefined): boolean {
  return entry.id === line?.id && entry.sha256 === digestOf(line.line);
}

/** Before the first is sent: each has to come next in its stream, under an id that was never used. */
async function assertInPlace(index: EntryIndex, lines: readonly MovedLine[]): Promise<void> {
  const [used] = await index.byIds(lines.map(({ id }) => id));
  if (used !== undefined) throw outOfPlace(used.stream, used.revision);
  const last = new Map(await index.lastRevisions([...new Set(lines.map(({ stream }) => stream))]));
  const ids = new Set<string>();
  for (const { stream, revision, id } of lines) {
    if (revision !== (last.get(stream) ?? -1) + 1 || ids.has(id)) throw outOfPlace(stream, revision);
    last.set(stream, revision);
    ids.add(id);
  }
}

/** Every line before the last stands before it, so that the last has its number only if all have theirs. */
async function assertNumbered(numbers: Numbers, entry: number, last: MovedLine | undefined): Promise<void> {
  if (last === undefined) return;
  const numbered = await numbers.of(last.id, NUMBER_PATIENCE_MS);
  if (numbered === undefined) throw new StoreAway('What was written to EventStoreDB is not numbered yet');
  if (numbered.entry !== entry) throw outOfPlace(last.stream, last.revision);
}

function outOfPlace(stream: string, revision: number): Occupied {
  return new Occupied(
    `Revision ${revision} of ${stream} does not fit where the ledger ends: somebody else writes to it.`,
  );
}
