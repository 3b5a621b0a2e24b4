import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { MemoryTopic } from '../../../test/support/memory-topic.js';
import { lying, sending } from '../../../test/support/submissions.js';
import { StoreAway } from '../../ledger/event-store.js';
import { Follower } from '../../ledger/follower-state.js';
import type { Submission } from '../../ledger/submissions.js';
import type { Taken } from './answers.js';
import { runIntake } from './intake.js';

const TOPICS = { receipts: 'receipts', rejects: 'rejects' };

/** Submissions with these keys, at the offsets from 0. */
const keyed = (...keys: readonly string[]): readonly Submission[] =>
  keys.map((key, offset) => lying(sending('RecordOutcome', {}, {}, key), offset));

const takenAt = ({ offset }: Submission, to: Taken['to'] = 'receipts'): Taken => ({
  to,
  isParked: to === 'rejects',
  message: { key: String(offset), headers: {}, value: '' },
});

interface Trial {
  readonly topic: MemoryTopic;
  readonly follower: Follower;
  readonly said: readonly string[];
}

/** Runs the intake until everything is settled, or `until` says so. */
async function trial(
  topic: MemoryTopic,
  take: (submission: Submission) => Promise<Taken>,
  until?: () => boolean,
): Promise<Trial> {
  const ending = new AbortController();
  const follower = new Follower('intake');
  const said: string[] = [];
  const parts = { submissions: topic, answers: topic.feed, topics: TOPICS, take, follower };
  const log = (message: string): void => void said.push(message);
  const running = runIntake({ ...parts, log, backOffMs: { first: 1, most: 4 } }, ending.signal);
  const isOver = until ?? ((): boolean => topic.settled === topic.last);
  while (!isOver()) await sleep(1);
  ending.abort();
  await running;
  return { topic, follower, said };
}

describe('the intake', () => {
  it('settles a submission only when it is recorded and its answer is with the brokers', async () => {
    const topic = new MemoryTopic(keyed('a', 'b', 'a'));
    const take = async (submission: Submission): Promise<Taken> => {
      await sleep(submission.key?.toString() === 'a' ? 3 : 1);
      topic.happened.push(`recorded ${submission.offset}`);
      return takenAt(submission, submission.offset === 1 ? 'rejects' : 'receipts');
    };
    const { follower } = await trial(topic, take);
    expect(topic.happened).toEqual([
      'recorded 1',
      'recorded 0',
      'recorded 2',
      'receipts 0 2',
      'rejects 1',
      'settled 2',
    ]);
    expect(follower.state()).toMatchObject({ standing: 'following', parked: 1, reconnects: 0, batches: { sum: 3 } });
    expect(follower.state().behind).toEqual({ items: 0, seconds: 0 });
  });

  it('takes those of one key one after the other, and others meanwhile', async () => {
    const topic = new MemoryTopic(keyed('a', 'a', 'b', 'b', 'a'));
    const [underWay, most] = [new Map<string, number>(), new Map<string, number>()];
    let together = 0;
    const take = async (submission: Submission): Promise<Taken> => {
      const key = String(submission.key);
      underWay.set(key, (underWay.get(key) ?? 0) + 1);
      most.set(key, Math.max(most.get(key) ?? 0, underWay.get(key) ?? 0));
      together = Math.max(
        together,
        [...underWay.values()].reduce((sum, each) => sum + each, 0),
      );
      await sleep(2);
      underWay.set(key, (underWay.get(key) ?? 0) - 1);
      topic.happened.push(key);
      return takenAt(submission);
    };
    await trial(topic, take);
    expect(Object.fromEntries(most)).toEqual({ a: 1, b: 1 });
    expect(together).toBe(2);
  });

  it('waits for a store that is away, and touches nothing behind what it could not record', async () => {
    const topic = new MemoryTopic(keyed('a', 'a', 'b'), 2);
    let failures = 5;
    const standings: string[] = [];
    const follower = new Follower('intake');
    const take = (submission: Submission): Promise<Taken> => {
      topic.happened.push(`tried ${submission.offset}`);
      standings.push(follower.state().standing);
      return failures-- > 0 ? Promise.reject(new StoreAway('no store')) : Promise.resolve(takenAt(submission));
    };
    const { said, follower: own } = await trial(topic, take);
    const tried = ['tried 0', 'tried 0', 'tried 0', 'tried 0', 'tried 0', 'tried 0', 'tried 1'];
    expect(topic.happened).toEqual([...tried, 'receipts 0 1', 'settled 1', 'tried 2', 'receipts 2', 'settled 2']);
    expect(said).toEqual(['The intake waits: no store', 'The intake goes on.']);
    expect(own.state().standing).toBe('following');
  });

  it.each(['follow', 'publish', 'settle'] as const)(
    'waits for brokers that are away when they are to %s',
    async (what) => {
      const topic = new MemoryTopic(keyed('a', 'b', 'c'));
      topic.failing[what] = 3;
      const { follower, said } = await trial(topic, (submission) => Promise.resolve(takenAt(submission)));
      expect(topic.settled).toBe(2);
      expect(new Set(topic.answered.map(({ key }) => key))).toEqual(new Set(['0', '1', '2']));
      const once = [`The intake waits: no brokers to ${what}`, 'The intake goes on.'];
      expect(said).toEqual(what === 'settle' ? [...once, ...once, ...once] : once);
      expect(follower.state().reconnects).toBe(what === 'publish' ? 0 : what === 'follow' ? 1 : 3);
    },
  );

  it('says what it is away from while it is', async () => {
    const topic = new MemoryTopic(keyed('a'));
    let tries = 0;
    const take = (): Promise<Taken> => Promise.reject(new StoreAway(`no store ${(tries += 1) > 3 ? 'yet' : ''}`));
    const { follower, said } = await trial(topic, take, () => tries > 5);
    expect(follower.state()).toMatchObject({
      standing: 'away',
      trouble: { code: 'store-away', detail: 'no store yet' },
    });
    expect(follower.state().behind?.items).toBe(1);
    expect(said).toEqual(['The intake waits: no store ', 'The intake waits: no store yet']);
    expect([topic.settled, topic.answered]).toEqual([-1, []]);
  });

  it('settles nothing of what it was at when it is stopped', async () => {
    const topic = new MemoryTopic(keyed('a', 'a'));
    let tried = 0;
    const take = (submission: Submission): Promise<Taken> => {
      tried += 1;
      return submission.offset === 0 ? Promise.resolve(takenAt(submission)) : Promise.reject(new StoreAway('no store'));
    };
    await trial(topic, take, () => tried > 2);
    expect([topic.settled, topic.answered]).toEqual([-1, []]);
  });

  it('is not brought down by what nobody expected', async () => {
    const topic = new MemoryTopic(keyed('a', 'b'));
    let failures = 2;
    const take = (submission: Submission): Promise<Taken> =>
      failures-- > 0 ? Promise.reject(new TypeError('a bug')) : Promise.resolve(takenAt(submission));
    const { said } = await trial(topic, take);
    expect(topic.settled).toBe(1);
    expect(said).toEqual(['The intake waits: a bug', 'The intake goes on.']);
  });
});
