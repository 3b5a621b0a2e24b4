import { pause } from './back-off.js';
import { decodeAll } from './stored-entry.js';
import { publishAllStatements, publishPage, publishTouched, type PublishingFigures } from './figure-publisher.js';
import type { Place } from './figures-by-place.js';
import { READ_MODEL_VERSION } from './read-model.js';
import type { FeedCheckpoint, RelayLead } from './relay-lead.js';
import { touchedBy } from './touched-figures.js';

/** What totals and statements of the feed need. */
export interface RelayingFigures extends PublishingFigures {
  readonly lead: RelayLead;
  /** When everything is sent again: so long after taking the lead, and then so often. */
  readonly sweepMs: SweepTimes;
}

export interface SweepTimes {
  readonly first: number;
  readonly every: number;
}

/** Entries that are looked through at a time for the places they move. */
const PAGE = 2_000;
/** How often it looks whether the figures have moved. */
const LOOK_MS = 100;

/**
 * Sends the totals and statements that each entry moves, once the figures at rest have come as far as that entry, until the signal aborts. Where many
 * entries move one total in a moment, its last value is sent.
 *
 * Everything is sent again now and then, and when the arithmetic has changed: the topics keep the last value of a key, and the last to arrive may
 * be an old one of a leader that was replaced. An empty topic is filled that way, too.
 */
export async function relayFigures(relaying: RelayingFigures, signal: AbortSignal): Promise<void> {
  const { lead, model, follower, sweepMs } = relaying;
  let at = fromStart(lead.at('figures'));
  let sweepAt = performance.now() + sweepMs.first;
  let sweep: Sweep | undefined;
  follower.isAt(at.entry);
  while (!signal.aborted) {
    if ((await model.version()) !== READ_MODEL_VERSION) {
      // They are being worked out again, or are a newer program's.
      await pause(LOOK_MS, signal);
      continue;
    }
    const before = at.entry;
    at = await followOn(relaying, at, signal);
    if (sweep === undefined && (performance.now() >= sweepAt || at.version !== READ_MODEL_VERSION)) sweep = {};
    if (sweep !== undefined) {
      sweep = await goOn(relaying, sweep, signal);
      if (sweep === undefined) {
        at = await move(relaying, { ...at, version: READ_MODEL_VERSION });
        sweepAt = performance.now() + sweepMs.every;
      }
    } else if (at.entry === before) await pause(LOOK_MS, signal);
  }
}

/** Who begins with the first entry sends everything by following. */
function fromStart(at: FeedCheckpoint): FeedCheckpoint {
  return at.entry < 0 ? { ...at, version: READ_MODEL_VERSION } : at;
}

/** A sweep under way: up to which place everything is sent. */
interface Sweep {
  readonly after?: Place;
}

/** One page of a sweep, so that it holds up nothing else; `undefined` when that was all. */
async function goOn(relaying: RelayingFigures, { after }: Sweep, signal: AbortSignal): Promise<Sweep | undefined> {
  const last = await publishPage(relaying, after, signal);
  if (last !== undefined) return { after: last };
  await publishAllStatements(relaying, signal);
  return undefined;
}

/** Sends what the next entries moved, as far as the figures have come. */
async function followOn(relaying: RelayingFigures, at: FeedCheckpoint, signal: AbortSignal): Promise<FeedCheckpoint> {
  const { store, model, follower } = relaying;
  const { entry: reached } = await model.checkpoint();
  if (reached <= at.entry) return at;
  const entries = decodeAll(await store.readAll(at.entry, Math.min(PAGE, reached - at.entry)));
  const last = entries.at(-1);
  if (last === undefined) return at;
  await publishTouched(relaying, touchedBy(entries), signal);
  const next = await move(relaying, { ...at, entry: last.number, entryId: last.entry.id });
  follower.isAt(next.entry);
  return next;
}

async function move({ lead }: RelayingFigures, to: FeedCheckpoint): Promise<FeedCheckpoint> {
  await lead.move('figures', to);
  return to;
}
