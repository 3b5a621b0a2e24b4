import { setTimeout as sleep } from 'node:timers/promises';
import { envelopeOf } from './codec/envelope.js';
import type { EventStore } from './event-store.js';
import { isUntouched, type Feed } from './feed.js';
import type { TopicNames } from './feed-topics.js';
import { FeedStopped } from './feed-trouble.js';
import { assertOwnLines, assertWhole } from './feed-whole.js';
import {
  AT_START,
  FEED_PARTS,
  type FeedCheckpoint,
  type FeedPart,
  type RelayLead,
  type RelayLeads,
} from './relay-lead.js';

const ATTEMPTS = 10;
const PAUSE_MS = 300;

/** What has to be looked at before a feed goes on. */
export interface Starting {
  readonly store: EventStore;
  readonly feed: Feed;
  readonly topics: TopicNames;
}

/**
 * Looks whether the feed can go on from its checkpoints. Throws `FeedStopped` when the ledger is not the one that was published (an old
 * backup, or another database), or when the topic of entries holds what this ledger never sent or not all that it sent; and `FeedAway`.
 */
export async function lookBeforeStart(
  starting: Starting,
  lead: RelayLead,
  log: (message: string) => void,
): Promise<void> {
  const { feed, topics } = starting;
  const entries = lead.at('entries');
  await assertGoesOn(starting, (part) => lead.at(part));
  if (entries.entry < 0 && (await isUntouched(feed, topics.entries))) await lead.move('entries', AT_START);
  const figures = lead.at('figures');
  if (figures.entry < 0 || !(await isUntouched(feed, topics.totals))) return;
  log(`${topics.totals} is empty, although totals were sent: all of them are sent again.`);
  // A version that never was has everything sent again.
  await lead.move('figures', { ...figures, version: 0 });
}

/** What `lookBeforeStart` looks at, for whoever does not lead. Throws `FeedStopped` and `FeedAway`. */
export async function assertGoesOn(
  { store, feed, topics }: Starting,
  at: (part: FeedPart) => FeedCheckpoint,
): Promise<void> {
  for (const part of FEED_PARTS) await assertSameLedger(store, at(part));
  await assertWhole({ store, feed, topic: topics.entries }, at('entries'));
}

async function assertSameLedger(store: EventStore, { entry, entryId }: FeedCheckpoint): Promise<void> {
  if (entry < 0) return;
  const [stored] = await store.readAll(entry - 1, 1);
  if (stored !== undefined && envelopeOf(stored.line).id === entryId) return;
  const what = stored === undefined ? `ends at entry ${await store.head()}` : 'has another entry there';
  throw new FeedStopped(
    'feed-disagrees',
    `entry ${entry} was sent to the brokers, but the ledger ${what}.`,
    'Was an old backup restored, or is this another database? Nothing is sent until they agree; with another KAFKA_TOPIC_PREFIX the ledger ' +
      'gets a feed of its own.',
  );
}

/**
 * Takes what the topic of entries holds for this ledger's own, as after it was moved to another database. Throws `FeedStopped` when it is not,
 * and when a relay is at work there already.
 */
export async function adoptFeed({ store, feed, topics }: Starting, leads: RelayLeads, target: string): Promise<void> {
  await leading(leads, target, async (lead) => {
    await assertOwnLines({ store, feed, topic: topics.entries });
    await lead.move('entries', { ...lead.at('entries'), begun: true });
  });
}

/** Has the topic of entries filled again from entry 0. Throws when it holds any, and when a relay is at work there. */
export async function refillFeed({ feed, topics }: Starting, leads: RelayLeads, target: string): Promise<void> {
  await leading(leads, target, async (lead) => {
    if (!(await isUntouched(feed, topics.entries)))
      throw new Error(
        `${topics.entries} holds messages, or held some. Delete it with the tools of Kafka, so that it is made anew; nothing was changed.`,
      );
    await lead.move('entries', AT_START);
  });
}

async function leading(leads: RelayLeads, target: string, work: (lead: RelayLead) => Promise<void>): Promise<void> {
  const lead = await leadSoon(leads, target);
  if (lead === undefined)
    throw new Error('A relay feeds these topics at the moment; stop it first. Nothing was changed.');
  try {
    await work(lead);
  } finally {
    await lead.release();
  }
}

/** One that stands still takes the lead for a moment only, to look again. */
async function leadSoon(leads: RelayLeads, target: string): Promise<RelayLead | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const lead = await leads.lead(target);
    if (lead !== undefined || attempt === ATTEMPTS) return lead;
    await sleep(PAUSE_MS);
  }
}
