import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Distribution } from './distribution.js';
import { Follower, Followers } from './follower-state.js';
import { Watch } from './watch.js';

describe('a distribution', () => {
  it('counts every value once, under the first bound that holds it', () => {
    const bounds = [1, 5, 10];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (values) => {
        const distribution = new Distribution(bounds);
        for (const value of values) distribution.add(value);
        const { counts, sum } = distribution.counted();
        const upTo = (bound: number) => values.filter((value) => value <= bound).length;
        expect(counts).toEqual([upTo(1), upTo(5) - upTo(1), upTo(10) - upTo(5), values.length - upTo(10)]);
        expect(sum).toBe(values.reduce((all, value) => all + value, 0));
      }),
    );
  });

  it('gives what does not change afterwards', () => {
    const distribution = new Distribution([1]);
    const before = distribution.counted();
    distribution.add(1);
    expect(before.counts).toEqual([0, 0]);
  });
});

describe('a follower', () => {
  it('says nothing of its place before it knows it', () => {
    expect(new Follower('relay').state()).toMatchObject({ standing: 'starting', entry: undefined, behind: undefined });
  });

  it('keeps its trouble for as long as it has it', () => {
    const relay = new Follower('relay');
    const trouble = { code: 'broker-away', detail: 'No broker answers.' };
    relay.isAway(trouble);
    expect(relay.state()).toMatchObject({ standing: 'away', trouble });
    relay.follows();
    expect(relay.state()).toMatchObject({ standing: 'following', trouble: undefined });
    relay.stopped(trouble);
    expect(relay.state()).toMatchObject({ standing: 'stopped', trouble });
  });

  it('forgets its place when another copy takes over, and keeps its counts', () => {
    const intake = new Follower('intake');
    intake.dealtWith(7, 41);
    intake.isBehind(3, 1.5);
    intake.parked();
    intake.reconnected();
    intake.standsBy();
    expect(intake.state()).toMatchObject({ standing: 'standing-by', entry: undefined, behind: undefined });
    expect(intake.state()).toMatchObject({ parked: 1, reconnects: 1, batches: { sum: 7 } });
  });

  it('can be passed between threads', () => {
    const projector = new Follower('projector');
    projector.dealtWith(12, 11);
    expect(structuredClone(projector.state())).toEqual(projector.state());
  });
});

describe('the followers of a process', () => {
  it('are each known once, whether they run in this thread or another', () => {
    const followers = new Followers();
    const elsewhere = new Follower('projector');
    elsewhere.isAt(4);
    followers.put(elsewhere.state());
    elsewhere.isAt(5);
    followers.put(elsewhere.state());
    followers.follower('relay').isAt(3);
    expect(followers.follower('relay').state().entry).toBe(3);
    expect(followers.all().map(({ name, entry }) => [name, entry])).toEqual([
      ['projector', 5],
      ['relay', 3],
    ]);
  });
});

describe('the state of the writer', () => {
  it('keeps why writing failed until something is written, or the store answers', () => {
    const { writer } = new Watch();
    const trouble = { code: 'store-away', detail: 'It does not answer.' };
    writer.waits(3, 900);
    writer.failed(trouble);
    expect(writer.numbers()).toMatchObject({ waitingAppends: 3, waitingBytes: 900, trouble });
    writer.wrote(3);
    expect(writer.numbers()).toMatchObject({ trouble: undefined, batches: { sum: 3 } });
    writer.failed(trouble);
    writer.answers();
    expect(writer.numbers().trouble).toBeUndefined();
  });
});
