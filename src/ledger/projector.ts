import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from './fold-batch.js';
import type { Follower } from './follower-state.js';
import { foldInto, pages, type Figures } from './fold-into.js';
import type { EventStore, StoredLine } from './event-store.js';
import { NotTheLeader, READ_MODEL_VERSION, type Advance, type Checkpoint, type ReadModel } from './read-model.js';
import { rebuild, RebuildStopped } from './rebuild.js';

export interface Projecting {
  readonly store: EventStore;
  readonly model: ReadModel;
  /** Takes one line of text for whoever runs the service. */
  readonly log: (message: string) => void;
  /** Told how the projector stands. */
  readonly follower?: Follower;
}

/** Lines that `catchUp` reads at a time. */
const BATCH = 2_000;
/** A batch with fewer lines is followed by a pause, in which the next can fill: small batches cost more for each entry. */
const FEW_LINES = 500;
const PAUSE_MS = 10;
/** How often a projector that does not lead asks whether it may. */
const RETRY_MS = 1_000;
const BACK_OFF_MS = { first: 50, most: 10_000 };
/** How often a command that waits for the leader looks how far it has come. */
const LOOK_MS = 25;

const REBUILDING = 'these figures are of an older arithmetic and are being worked out again';

/** The figures at rest are of a newer program than this one, which leaves them alone. */
export class NewerFigures extends Error {
  override readonly name = 'NewerFigures';
}

/**
 * Keeps the figures up with the ledger until the signal aborts: one projector leads, the others wait for its place. It comes back by
 * itself when the database or the store was away. Only an entry that it cannot fold ends it before, with the figures marked as
 * incomplete from there, and the reason as its result: trying again could change nothing, but a newer program may take over.
 */
export async function runProjector(projecting: Projecting, signal: AbortSignal): Promise<string | undefined> {
  let wait = BACK_OFF_MS.first;
  while (!signal.aborted) {
    try {
      const stopped = await leadOnce(projecting, signal, () => (wait = BACK_OFF_MS.first));
      if (stopped === undefined) continue;
      projecting.log(`THE FIGURES ARE INCOMPLETE: ${stopped}`);
      projecting.follower?.stopped({ code: 'figures-incomplete', detail: stopped });
      return stopped;
    } catch (error) {
      // Somebody else moved the figures: that is no trouble, they are looked at again.
      if (!(error instanceof NotTheLeader)) {
        const detail = `The figures stand still for now: ${messageOf(error)}`;
        projecting.log(detail);
        projecting.follower?.isAway({ code: 'figures-stand-still', detail });
        projecting.follower?.reconnected();
      }
      await pause(wait * (0.5 + Math.random()), signal);
      wait = Math.min(2 * wait, BACK_OFF_MS.most);
    }
  }
  return undefined;
}

/** Leads for as long as it can, or waits a little when somebody else does. Gives the reason why an entry stopped it. */
async function leadOnce(
  projecting: Projecting,
  signal: AbortSignal,
  onApplied: () => void,
): Promise<string | undefined> {
  const leadership = await projecting.model.lead();
  if (leadership === undefined) {
    projecting.follower?.standsBy();
    await pause(RETRY_MS, signal);
    return undefined;
  }
  try {
    return await follow(projecting, AbortSignal.any([signal, leadership.lost]), onApplied);
  } catch (error) {
    if (error instanceof RebuildStopped) return error.message;
    throw error;
  } finally {
    await leadership.release();
  }
}

async function follow(projecting: Projecting, signal: AbortSignal, onApplied: () => void): Promise<string | undefined> {
  const { store, model } = projecting;
  const from = await currentFigures(projecting);
  projecting.follower?.isAt(from.entry);
  projecting.follower?.follows();
  const failed = new AbortController();
  const figures: Figures = {
    listed: (ids) => model.listed(ids),
    apply: async (advance) => {
      try {
        await model.apply(advance);
        projecting.follower?.dealtWith(advance.to.entry - advance.after, advance.to.entry);
        onApplied();
      } catch (error) {
        // The next batch may be long in coming: what waits for it has to wake up.
        failed.abort();
        throw error;
      }
    },
  };
  const end = AbortSignal.any([signal, failed.signal]);
  const { stoppedBecause } = await foldInto(figures, from, filling(store.subscribe(from.entry, end), end));
  return stoppedBecause;
}

/** The checkpoint of figures that this program may add to: those of an older one are rebuilt first. */
async function currentFigures({ store, model, log }: Projecting): Promise<Checkpoint> {
  const version = await model.version();
  if (version > READ_MODEL_VERSION)
    throw new NewerFigures('the figures are of a newer program, which alone may add to them');
  const { stoppedBecause, ...at } = await model.checkpoint();
  if (version === READ_MODEL_VERSION) {
    // The entry that stopped them stops them again, if it still does; without one the mark is of the past.
    if (stoppedBecause !== undefined && (await store.head()) === at.entry) await model.apply(nothingNew(at));
    return at;
  }
  log(`Working out the figures again: they are of version ${version}, and this program is of ${READ_MODEL_VERSION}`);
  // An older form of the checkpoint may not take the mark.
  await model.apply(nothingNew({ ...at, stoppedBecause: REBUILDING })).catch(() => undefined);
  return rebuild({ store, model });
}

function nothingNew(to: Checkpoint): Advance {
  return { after: to.entry, to, totals: [], outcomes: [], figures: [], disputes: new Map() };
}

async function* filling(
  batches: AsyncIterable<readonly StoredLine[]>,
  signal: AbortSignal,
): AsyncGenerator<readonly StoredLine[], void> {
  for await (const lines of batches) {
    yield lines;
    if (lines.length < FEW_LINES) await pause(PAUSE_MS, signal);
  }
}

/**
 * Brings the figures to where the ledger ends now, or waits until the projector that leads has done so. Gives their checkpoint, which
 * says so when an entry stopped them before. For commands that show figures and run beside a server or without one.
 */
export async function catchUp(projecting: Projecting): Promise<Checkpoint> {
  const { store, model } = projecting;
  const head = await store.head();
  while (true) {
    const at = await model.checkpoint();
    if (at.entry >= head && (await model.version()) >= READ_MODEL_VERSION) return at;
    const leadership = await model.lead();
    if (leadership === undefined) {
      if (at.stoppedBecause !== undefined && at.stoppedBecause !== REBUILDING) return at;
      await sleep(LOOK_MS);
      continue;
    }
    try {
      const from = await currentFigures(projecting);
      return await foldInto(model, from, pages(store, from.entry, head, BATCH));
    } catch (error) {
      if (!(error instanceof NotTheLeader)) throw error;
    } finally {
      await leadership.release();
    }
  }
}

/** Waits, but no longer than until the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
