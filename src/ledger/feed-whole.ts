import type { EventStore } from './event-store.js';
import type { Acknowledged, Extent, Feed, LyingMessage, Place } from './feed.js';
import { feedForeign, feedLost, FeedStopped } from './feed-trouble.js';
import type { FeedCheckpoint, FeedEnds } from './relay-lead.js';

/** What the topic of entries is held against. */
export interface HeldAgainst {
  readonly store: EventStore;
  readonly feed: Feed;
  readonly topic: string;
}

/**
 * Holds the topic of entries against its checkpoint and the ledger: that it still has all that was acknowledged, and that the messages at the
 * ends of its partitions are lines of this ledger. Throws `FeedStopped` when not, and `FeedAway`.
 *
 * A topic that was made anew and filled by somebody may be as long as the old one, or longer. Therefore it is not only the length that counts: at
 * the place that was acknowledged last, each partition has to have the very entry that was sent there.
 */
export async function assertWhole(held: HeldAgainst, checkpoint: FeedCheckpoint): Promise<void> {
  const { feed, topic } = held;
  const { entry, ends, begun } = checkpoint;
  const extents = await feed.extents(topic);
  if (extents.every((each) => each.ends === 0)) {
    if (entry < 0) return;
    throw feedLost(topic, `it is empty, and entries up to ${entry} were sent. It was made anew`);
  }
  if (!begun) throw beforeUs(topic);
  for (const each of extents) assertLong(topic, each, ends);
  for (const partition of Object.keys(ends).map(Number)) {
    if (!extents.some((each) => each.partition === partition)) throw feedLost(topic, `partition ${partition} is gone`);
  }
  const places = placesIn(extents, ends);
  const lying = await feed.read(topic, places);
  for (const place of places) await assertOurs(held, place, lying, ends);
}

/** Whether a topic that this ledger has sent nothing to holds lines of it at its ends, as after it was moved. Throws `FeedStopped` if not. */
export async function assertOwnLines(held: HeldAgainst): Promise<void> {
  const places = placesIn(await held.feed.extents(held.topic), {});
  const lying = await held.feed.read(held.topic, places);
  for (const place of places) await assertOurs(held, place, lying, {});
}

/**
 * The ends after a request was acknowledged. Throws `FeedStopped` when it was put before what is there already: then that is there no more.
 * `entryOf` gives the entry of a message of the request.
 */
export function endsAfter(
  topic: string,
  ends: FeedEnds,
  acknowledged: readonly Acknowledged[],
  entryOf: (message: number) => number,
): FeedEnds {
  const after: Record<number, FeedEnds[number]> = { ...ends };
  for (const { partition, first, next, last } of acknowledged) {
    const before = ends[partition];
    if (before !== undefined && first < before.next)
      throw feedLost(
        topic,
        `partition ${partition} took the next message at offset ${first}, and had ${before.next} before`,
      );
    after[partition] = { next, entry: entryOf(last) };
  }
  return after;
}

function beforeUs(topic: string): FeedStopped {
  return new FeedStopped(
    'feed-disagrees',
    `${topic} holds entries already, and this ledger has sent none.`,
    'Give it topics of its own by KAFKA_TOPIC_PREFIX; or, if they are this ledger\'s own, from before it was moved here, run "tallystick topics ' +
      '--adopt": then it sends them again, under the same ids.',
  );
}

function assertLong(topic: string, { partition, begins, ends: end }: Extent, ends: FeedEnds): void {
  if (begins > 0) throw feedLost(topic, `partition ${partition} begins at offset ${begins}, not at 0`);
  const sent = ends[partition]?.next ?? 0;
  if (end < sent) throw feedLost(topic, `partition ${partition} ends at offset ${end}, and came to ${sent}`);
}

/** The last message of each partition, and the last that was acknowledged there. */
function placesIn(extents: readonly Extent[], ends: FeedEnds): readonly Place[] {
  return extents
    .filter((each) => each.ends > each.begins)
    .flatMap(({ partition, ends: end }) => {
      const offsets = new Set([end - 1, (ends[partition]?.next ?? end) - 1]);
      return [...offsets].map((offset) => ({ partition, offset }));
    });
}

async function assertOurs(
  { store, topic }: HeldAgainst,
  { partition, offset }: Place,
  lying: readonly LyingMessage[],
  ends: FeedEnds,
): Promise<void> {
  const at = `partition ${partition}, offset ${offset}`;
  const message = lying.find((each) => each.partition === partition && each.offset === offset);
  if (message === undefined) throw feedLost(topic, `${at} cannot be read`);
  const given = message.headers['ce_entry'];
  const entry = given !== undefined && /^\d{1,15}$/.test(given) ? Number(given) : undefined;
  const [stored] = entry === undefined ? [] : await store.readAll(entry - 1, 1);
  if (stored?.line !== message.value)
    throw feedForeign(topic, `${at} is ${entry === undefined ? 'no entry' : `another entry ${entry}`}`);
  const sent = ends[partition];
  if (sent?.next === offset + 1 && sent.entry !== entry)
    throw feedLost(topic, `${at} is entry ${stored.entry}, and entry ${sent.entry} was acknowledged there`);
}
