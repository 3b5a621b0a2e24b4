import { once } from 'node:events';
import { FeedAway, type Feed, type FeedMessage } from '../../src/ledger/feed.js';
import type { Submission, Submissions, Taker } from '../../src/ledger/submissions.js';

/** One partition and the topics that answers go to, in memory. It writes down what happens, in order, and fails as often as it is told to. */
export class MemoryTopic implements Submissions {
  readonly happened: string[] = [];
  readonly answered: FeedMessage[] = [];
  settled = -1;

  get last(): number {
    return this.submissions.length - 1;
  }

  /** How often to fail before going on. */
  failing = { follow: 0, publish: 0, settle: 0 };
  publishing = 0;
  mostPublishing = 0;

  constructor(
    private readonly submissions: readonly Submission[],
    private readonly batchSize = Infinity,
  ) {}

  async follow(taker: Taker, signal: AbortSignal): Promise<void> {
    this.#failIf('follow');
    taker.assigned(['memory/0']);
    while (this.settled < this.submissions.length - 1 && !signal.aborted) {
      const next = this.submissions.slice(this.settled + 1, this.settled + 1 + this.batchSize);
      const behind = this.submissions.length - this.settled - 1 - next.length;
      const settle = (offset: number): Promise<void> => {
        this.#failIf('settle');
        this.settled = offset;
        this.happened.push(`settled ${offset}`);
        return Promise.resolve();
      };
      await taker.take({ partition: 'memory/0', submissions: next, behind, signal, settle });
    }
    if (!signal.aborted) await once(signal, 'abort');
  }

  readonly feed: Feed = {
    clusterId: () => Promise.resolve('memory'),
    extents: () => Promise.resolve([]),
    read: () => Promise.resolve([]),
    publish: async (topic, messages) => {
      this.publishing += 1;
      this.mostPublishing = Math.max(this.mostPublishing, this.publishing);
      await new Promise(setImmediate);
      this.publishing -= 1;
      this.#failIf('publish');
      this.answered.push(...messages);
      this.happened.push(`${topic} ${messages.map(({ key }) => key).join(' ')}`);
      return [];
    },
    close: () => Promise.resolve(),
  };

  #failIf(what: keyof MemoryTopic['failing']): void {
    if (this.failing[what] === 0) return;
    this.failing[what] -= 1;
    throw new FeedAway(`no brokers to ${what}`);
  }
}
