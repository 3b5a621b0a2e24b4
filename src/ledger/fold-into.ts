import { foldBatch, readLines } from './fold-batch.js';
import type { EventStore, StoredLine } from './event-store.js';
import type { Advance, Checkpoint, ReadModel } from './read-model.js';

/** What figures are folded into: the read model, or the shadow of a rebuild. */
export type Figures = Pick<ReadModel, 'apply' | 'listed'>;

/**
 * Folds batches of lines, in order, into figures that stand at `from`; reading and folding one batch goes on while the one before it is
 * being written. Gives the checkpoint they have reached when the batches end or an entry stops the fold. Throws what `apply` throws; then
 * where the figures stand has to be asked.
 */
export async function foldInto(
  figures: Figures,
  from: Checkpoint,
  batches: AsyncIterable<readonly StoredLine[]>,
): Promise<Checkpoint> {
  let at = from;
  let writing = Promise.resolve();
  try {
    for await (const lines of batches) {
      const before = writing;
      const advance: Advance = await foldBatch(at, readLines(at.entry, lines), async (ids) => {
        await before;
        return figures.listed(ids);
      });
      // It waits its turn behind the one before; should that fail, this one finds the figures elsewhere and writes nothing.
      writing = figures.apply(advance);
      writing.catch(() => undefined);
      await before;
      at = advance.to;
      if (at.stoppedBecause !== undefined) break;
    }
  } finally {
    await writing;
  }
  return at;
}

/** Batches of lines after entry `after` up to and including entry `to`; the next is fetched while one is being worked on. */
export async function* pages(
  store: EventStore,
  after: number,
  to: number,
  limit: number,
): AsyncGenerator<readonly StoredLine[], void> {
  const read = (last: number): Promise<readonly StoredLine[]> => {
    const lines = store.readAll(last, Math.min(limit, to - last));
    lines.catch(() => undefined);
    return lines;
  };
  let last = after;
  let next: Promise<readonly StoredLine[]> | undefined;
  while (last < to) {
    const lines = await (next ?? read(last));
    const end = lines.at(-1)?.entry;
    if (end === undefined) return;
    last = end;
    next = last < to ? read(last) : undefined;
    yield lines;
  }
}
