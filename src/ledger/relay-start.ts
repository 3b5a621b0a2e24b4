import { envelopeOf } from './codec/envelope.js';
import type { EventStore } from './event-store.js';
import type { Feed } from './feed.js';
import type { TopicNames } from './feed-topics.js';
import { FEED_PARTS, type FeedCheckpoint, type RelayLead, type RelayLeads } from './relay-lead.js';

/** What has to be looked at before a feed goes on. */
export interface Starting {
  readonly store: EventStore;
  readonly feed: Feed;
  readonly topics: TopicNames;
  readonly log: (message: string) => void;
}

/** The feed cannot go on unless somebody looks: it would mix two ledgers. */
export class FeedDisagrees extends Error {
  override readonly name = 'FeedDisagrees';
}

/**
 * Looks whether the feed can go on from its checkpoints. A topic that was made anew is filled from the start. Throws `FeedDisagrees` when the
 * ledger is not the one that was published (an old backup, or another database) or when the topic holds what this ledger never sent, and
 * `FeedAway`.
 */
export async function lookBeforeStart({ store, feed, topics, log }: Starting, lead: RelayLead): Promise<void> {
  for (const part of FEED_PARTS) await assertSameLedger(store, lead.at(part));
  const entries = lead.at('entries');
  const isEmpty = await feed.isEmpty(topics.entries);
  if (!isEmpty && !entries.begun) throw new FeedDisagrees(othersIn(topics.entries));
  if (isEmpty && entries.entry >= 0)
    log(
      `${topics.entries} is empty, although entries up to ${entries.entry} were sent: it is filled again from entry 0.`,
    );
  if (isEmpty) await lead.move('entries', { entry: -1, entryId: undefined, version: 0, begun: true });
  const figures = lead.at('figures');
  // A version that never was has everything sent again.
  if (figures.entry >= 0 && (await feed.isEmpty(topics.totals))) await lead.move('figures', { ...figures, version: 0 });
}

function othersIn(topic: string): string {
  return (
    `${topic} holds entries already, and this ledger has sent none. Give it topics of its own by KAFKA_TOPIC_PREFIX; or, if they are this ` +
    'ledger\'s own, from before it was moved here, run "tallystick topics --adopt": then it sends them again, under the same ids.'
  );
}

async function assertSameLedger(store: EventStore, { entry, entryId }: FeedCheckpoint): Promise<void> {
  if (entry < 0) return;
  const [stored] = await store.readAll(entry - 1, 1);
  if (stored !== undefined && envelopeOf(stored.line).id === entryId) return;
  const what = stored === undefined ? `ends at entry ${await store.head()}` : 'has another entry there';
  throw new FeedDisagrees(
    `entry ${entry} was sent to the brokers, but the ledger ${what}. Was an old backup restored, or is this another database? ` +
      'Nothing is sent until they agree; with another KAFKA_TOPIC_PREFIX the ledger gets a feed of its own.',
  );
}

/**
 * Takes what the topic of entries holds for this ledger's own, as after it was moved to another database. Throws when a relay is at work there
 * already.
 */
export async function adoptFeed(leads: RelayLeads, target: string): Promise<void> {
  const lead = await leads.lead(target);
  if (lead === undefined) throw new Error('A relay feeds these topics already; nothing is to be adopted.');
  try {
    await lead.move('entries', { ...lead.at('entries'), begun: true });
  } finally {
    await lead.release();
  }
}
