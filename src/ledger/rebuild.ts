import { addUp, type Total } from '../../projections/totals.js';
import { foldInto, pages, type Figures } from './fold-into.js';
import type { EventStore } from './event-store.js';
import type { Checkpoint, ReadModel, Shadow } from './read-model.js';

export interface Rebuilding {
  readonly store: EventStore;
  readonly model: Pick<ReadModel, 'shadow'>;
  /** Told after every batch how far the new figures have come, and how many entries there were to fold at first. */
  readonly onProgress?: (entry: number, head: number) => void;
}

/** The ledger has an entry that this program cannot fold, so that new figures would be incomplete. The old ones stay. */
export class RebuildStopped extends Error {
  override readonly name = 'RebuildStopped';
}

/** Lines read at a time: enough to keep the database busy, few enough to stay small in memory. */
const BATCH = 3000;
/** So many totals wait in memory before they are written. */
const TOTALS_IN_HAND = 60_000;

const NOTHING: Checkpoint = { entry: -1, knownAt: undefined };

/**
 * Folds the whole ledger again beside the figures in use, and puts the result in their place. Recording and reading go on all the time.
 * Gives the checkpoint of the new figures. Throws `RebuildStopped` for an entry that cannot be folded and `RebuildUnderWay` while
 * another process is at it; either way the old figures stay as they are.
 */
export async function rebuild({ store, model, onProgress }: Rebuilding): Promise<Checkpoint> {
  const shadow = await model.shadow();
  try {
    const figures = holdingTotals(shadow, (entry) => onProgress?.(entry, head));
    let at = NOTHING;
    let head = -1;
    const toHead = async (): Promise<void> => {
      head = await store.head();
      at = await foldInto(figures, at, pages(store, at.entry, head, BATCH));
      await figures.writeHeld(at);
      if (at.stoppedBecause !== undefined) throw new RebuildStopped(at.stoppedBecause);
    };
    await toHead();
    await shadow.swap(toHead);
    return at;
  } catch (error) {
    await shadow.discard();
    throw error;
  }
}

/**
 * A shadow in which outcomes are written batch by batch, but totals, of which there are few and the same ones in every batch, only now
 * and then. Nobody reads it before it is whole.
 */
function holdingTotals(
  shadow: Shadow,
  onApplied: (entry: number) => void,
): Figures & { writeHeld(at: Checkpoint): Promise<void> } {
  let held: Total[] = [];
  const take = (): readonly Total[] => {
    const sums = [...addUp(held).values()];
    held = [];
    return sums;
  };
  return {
    listed: (ids) => shadow.listed(ids),
    apply: async (advance) => {
      held.push(...advance.totals);
      await shadow.apply({ ...advance, totals: held.length < TOTALS_IN_HAND ? [] : take() });
      onApplied(advance.to.entry);
    },
    writeHeld: (at) =>
      shadow.apply({ after: at.entry, to: at, totals: take(), outcomes: [], figures: [], disputes: new Map() }),
  };
}
