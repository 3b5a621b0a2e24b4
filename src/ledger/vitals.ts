import { parseJson } from './codec/json.js';
import type { EventStore } from './event-store.js';
import type { FollowerState } from './follower-state.js';
import type { Ledger } from './ledger.js';
import type { Checkpoint } from './read-model.js';
import type { Watch } from './watch.js';
import type { WriterNumbers } from './writer-state.js';

/** How far a follower is behind: in items, and the age in seconds of the oldest that it has not dealt with. */
export interface Lag {
  readonly items: number;
  readonly seconds: number;
}

/** A follower with how far it is behind; `lag` is `undefined` when this copy of the application does not know, or another one leads. */
export interface FollowerVitals extends FollowerState {
  readonly lag: Lag | undefined;
}

/** How the service is, as far as it can tell within a second. */
export interface Vitals {
  /** The number of the last entry (-1: none); `undefined` when the store did not say. */
  readonly head: number | undefined;
  /** How far the figures at rest have come; `undefined` when the database did not say. */
  readonly checkpoint: Checkpoint | undefined;
  readonly writer: WriterNumbers;
  readonly followers: readonly FollowerVitals[];
}

const PATIENCE_MS = 1_000;

/**
 * Looks at a ledger and at what the parts of this process tell of themselves. Always answers, and within about two seconds: whoever
 * watches has to be told of a database that is away before they give up themselves.
 */
export async function readVitals({ store, model, now }: Ledger, watch: Watch): Promise<Vitals> {
  const [head, checkpoint] = await Promise.all([inTime(store.head()), inTime(model.checkpoint())]);
  const followers = await Promise.all(
    watch.followers.all().map(async (state): Promise<FollowerVitals> => {
      // Where the figures are is written beside them, whichever copy of the application leads.
      const entry = state.name === 'projector' ? checkpoint?.entry : state.entry;
      const behind = state.behind && { items: state.behind.items, seconds: state.behind.seconds };
      return { ...state, entry, lag: behind ?? (await lagBehind(store, head, entry, now())) };
    }),
  );
  return { head, checkpoint, writer: watch.writer.numbers(), followers };
}

/** Entries that were moved in from another ledger count from when they were first recorded. */
async function lagBehind(
  store: EventStore,
  head: number | undefined,
  entry: number | undefined,
  now: string,
): Promise<Lag | undefined> {
  if (head === undefined || entry === undefined) return undefined;
  if (entry >= head) return { items: 0, seconds: 0 };
  const [oldest] = (await inTime(store.readAll(entry, 1))) ?? [];
  if (oldest === undefined) return undefined;
  const { recordedAt } = parseJson(oldest.line) as { readonly recordedAt: string };
  return { items: head - entry, seconds: Math.max(0, (Date.parse(now) - Date.parse(recordedAt)) / 1000) };
}

async function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  const { promise: overdue, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, PATIENCE_MS, undefined);
  try {
    return await Promise.race([answer, overdue]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
