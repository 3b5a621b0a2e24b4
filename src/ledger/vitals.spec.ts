import { describe, expect, it } from '@jest/globals';
import { goldenLedger } from '../../test/support/golden-ledger.js';
import { goldenEntries } from '../../test/support/golden-lines.js';
import { readVitals } from './vitals.js';
import { Watch } from './watch.js';

const HEAD = goldenEntries.length - 1;
const NEVER = (): Promise<never> => new Promise(() => undefined);

/** The golden ledger, three seconds after its last entry, with figures up to one of its entries. */
async function ledger(figuresUpTo: number) {
  const golden = await goldenLedger();
  golden.clock.set(goldenEntries.at(-1)?.recordedAt ?? '');
  golden.clock.advance(3_000);
  const checkpoint = { entry: figuresUpTo, knownAt: undefined };
  return Object.assign(golden, { model: { ...golden.model, checkpoint: () => Promise.resolve(checkpoint) } });
}

describe('the vitals of a service', () => {
  it('hold how far each follower is behind, in entries and in the age of the oldest of them', async () => {
    const watch = new Watch();
    watch.followers.follower('relay').isAt(HEAD);
    watch.followers.follower('indexer').isAt(HEAD - 1);
    watch.followers.follower('intake').isBehind(5, 0.5);
    // What it reported is older than what is written beside the figures.
    watch.followers.follower('projector').isAt(2);
    const golden = await ledger(HEAD - 10);
    const { head, followers } = await readVitals(golden, watch);
    expect(head).toBe(HEAD);
    const oldest = Date.parse(goldenEntries[HEAD - 9]?.recordedAt ?? '');
    expect(followers.map(({ name, entry, lag }) => [name, entry, lag])).toEqual([
      ['indexer', HEAD - 1, { items: 1, seconds: 3 }],
      ['intake', undefined, { items: 5, seconds: 0.5 }],
      ['projector', HEAD - 10, { items: 10, seconds: (Date.parse(golden.clock.now()) - oldest) / 1000 }],
      ['relay', HEAD, { items: 0, seconds: 0 }],
    ]);
  });

  it('count from the first entry for one that has dealt with none', async () => {
    const watch = new Watch();
    watch.followers.follower('relay').isAt(-1);
    const { followers } = await readVitals(await ledger(HEAD), watch);
    expect(followers[0]?.lag?.items).toBe(HEAD + 1);
    expect(followers[0]?.lag?.seconds).toBeGreaterThan(1_000_000);
  });

  it('say nothing of what does not answer within a second, and nothing about a place nobody knows', async () => {
    const golden = await ledger(HEAD);
    const watch = new Watch();
    watch.followers.follower('relay').isAt(3);
    watch.followers.follower('indexer');
    golden.store.head = NEVER;
    golden.model.checkpoint = () => Promise.reject(new Error('gone'));
    const begun = performance.now();
    const { head, checkpoint, followers } = await readVitals(golden, watch);
    expect(performance.now() - begun).toBeLessThan(2_500);
    expect([head, checkpoint, followers.map(({ lag }) => lag)]).toEqual([undefined, undefined, [undefined, undefined]]);
    golden.store.head = () => Promise.resolve(HEAD);
    golden.store.readAll = NEVER;
    expect((await readVitals(golden, watch)).followers.map(({ lag }) => lag)).toEqual([undefined, undefined]);
  });
});
