import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setImmediate as turn } from 'node:timers/promises';
import { MemoryEventStore } from '../../src/adapters/memory/event-store.js';
import type { Feed } from '../../src/ledger/feed.js';
import { Follower } from '../../src/ledger/follower-state.js';
import { relayEntries } from '../../src/ledger/relay-entries.js';
import { NotLeading } from '../../src/ledger/relay-lead.js';
import { lookAtFeed } from '../support/kafka/feed-oracle.js';
import { MemoryBroker, MemoryLeads, type Fate } from '../support/kafka/memory-feed.js';

const SOURCE = 'urn:tallystick:test';
const BACK_OFF_MS = { first: 0, most: 1 };

const STREAMS = 5;
const uuid = (of: number, n: number): string => `0000000${of}-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Entry n of a ledger whose streams take turns. Long, so that a request holds few. */
function lineOf(n: number): { readonly stream: string; readonly id: string; readonly line: string } {
  const [id, stream] = [uuid(1, n), `outcome-${uuid(2, n % STREAMS)}`];
  const end = { id, recordedAt: '2026-11-22T10:00:00.000Z', revision: Math.floor(n / STREAMS), schema: 1, stream };
  const text = 'x'.repeat(400_000);
  return {
    stream,
    id,
    line: JSON.stringify({ actor: 'a', command: {}, data: { text }, ...end, type: 'OutcomeRecorded' }),
  };
}

async function ledgerOf(entries: number): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  for (let n = 0; n < entries; n += 1) {
    const { stream, id, line } = lineOf(n);
    await store.append({ stream, expectedRevision: Math.floor(n / STREAMS) - 1, lines: [{ id, line }] });
  }
  return store;
}

interface Trial {
  readonly entries: number;
  readonly fates: readonly Fate[];
  /** After so many looks another relay takes over, while the one before goes on unknowing. */
  readonly takeovers: readonly number[];
}

/** Relays a ledger to its end through all that a trial holds, and gives what the oracle has to say. `weaken` takes a defence away. */
async function violationsIn(trial: Trial, weaken: (feed: Feed) => Feed = (feed) => feed): Promise<readonly string[]> {
  const store = await ledgerOf(trial.entries);
  const broker = new MemoryBroker([...trial.fates]);
  const leads = new MemoryLeads();
  const ending = new AbortController();
  const relays: Promise<void>[] = [];
  const start = (): void => {
    const common = { store, clusterId: 'memory', topic: 'entries', source: SOURCE, log: () => undefined };
    const feed = weaken(broker.feed());
    const follower = new Follower('relay');
    const relaying = { ...common, feed, follower, lead: leads.lead(), backOffMs: BACK_OFF_MS };
    relays.push(
      relayEntries(relaying, ending.signal).catch((error: unknown) => {
        if (!(error instanceof NotLeading) && !ending.signal.aborted) throw error;
      }),
    );
  };
  start();
  for (const looks of trial.takeovers) {
    for (let look = 0; look < looks; look += 1) await turn();
    start();
  }
  const givenUpAt = Date.now() + 10_000;
  while (leads.entry() < trial.entries - 1 && Date.now() < givenUpAt) await turn();
  ending.abort();
  await Promise.all(relays);
  // What a weak feed left under way.
  for (let look = 0; look < 20; look += 1) await turn();
  await store.close();
  const lines = Array.from({ length: trial.entries }, (_, n) => lineOf(n).line);
  return lookAtFeed(broker.all(), lines).violations;
}

const trials = fc.record({
  entries: fc.integer({ min: 1, max: 24 }),
  fates: fc.array(fc.constantFrom<Fate>('arrives', 'fails', 'arrives, unanswered', 'late'), { maxLength: 14 }),
  takeovers: fc.array(fc.nat(12), { maxLength: 3 }),
});

/** Says that a request arrived when it has only been sent: the next goes out at once. */
const hasty = (feed: Feed): Feed => ({
  ...feed,
  publish: (topic, messages) => {
    feed.publish(topic, messages).catch(() => undefined);
    return Promise.resolve([]);
  },
});

/** Sends on without waiting, and what failed again later. */
const pipelined = (feed: Feed): Feed => {
  const again = async (...request: Parameters<Feed['publish']>): Promise<void> => {
    await feed.publish(...request).catch(() => again(...request));
  };
  return {
    ...feed,
    publish: (topic, messages) => {
      void again(topic, messages);
      return Promise.resolve([]);
    },
  };
};

describe('the relay', () => {
  it('loses nothing, adds nothing and keeps the order of first copies, whatever becomes of requests and whoever takes over', async () => {
    await fc.assert(
      fc.asyncProperty(trials, async (trial) => {
        expect(await violationsIn(trial)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('would lose entries if it took requests for arrived that are only sent', async () => {
    const trial: Trial = { entries: 12, fates: ['fails'], takeovers: [] };
    expect(await violationsIn(trial)).toEqual([]);
    expect(await violationsIn(trial, hasty)).toContainEqual(expect.stringContaining('lost: '));
  });

  it('would lose the order if it sent on before the answer', async () => {
    const trial: Trial = { entries: 12, fates: ['fails'], takeovers: [] };
    expect(await violationsIn(trial, pipelined)).toContainEqual(expect.stringContaining('order: '));
  });
});
