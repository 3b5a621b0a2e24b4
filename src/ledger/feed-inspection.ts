import { FeedAway } from './feed.js';
import { FeedStopped } from './feed-trouble.js';
import type { Finding, Inspectable } from './inspection.js';
import { FEED_PARTS, type FeedCheckpoint, type RelayLeads } from './relay-lead.js';
import { assertGoesOn, type Starting } from './relay-start.js';

/** What is looked at. */
export interface InspectedFeed extends Starting {
  readonly leads: RelayLeads;
  /** What the feed goes to, as its checkpoints name it, by what tells the brokers apart. */
  readonly targetOn: (clusterId: string) => string;
}

/** Where a part stands that never led: nothing was sent, and what the topic holds is not this ledger's. */
const NEVER: FeedCheckpoint = { entry: -1, entryId: undefined, version: 0, begun: false, ends: {} };

const about = 'feed';

/** Whether the relay can go on: the topic of entries still has all that it was sent, and it is this ledger's. */
export function inspectFeed(inspected: InspectedFeed): Inspectable {
  return { about, inspect: async () => [await lookAt(inspected)] };
}

async function lookAt({ leads, targetOn, ...starting }: InspectedFeed): Promise<Finding> {
  try {
    const standing = await leads.standing(targetOn(await starting.feed.clusterId()));
    await assertGoesOn(starting, (part) => standing[part] ?? NEVER);
    const [entries, figures] = FEED_PARTS.map((part) => standing[part]?.entry ?? -1);
    const head = await starting.store.head();
    return {
      about,
      state: 'well',
      found: `the ledger ends at entry ${head}; entries were sent up to ${entries}, figures up to ${figures}`,
    };
  } catch (error) {
    if (error instanceof FeedStopped) return { about, state: 'failing', found: error.found, advice: error.advice };
    if (error instanceof FeedAway) return { about, state: 'warning', found: `not looked at: ${error.message}` };
    throw error;
  }
}
