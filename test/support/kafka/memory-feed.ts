import { FeedAway, type Acknowledged, type Feed, type FeedMessage } from '../../../src/ledger/feed.js';
import {
  AT_START,
  FEED_PARTS,
  NotLeading,
  type FeedCheckpoint,
  type FeedPart,
  type RelayLead,
} from '../../../src/ledger/relay-lead.js';
import type { Lying } from './read-topic.js';

/** What becomes of a request: `late` is one that arrives after the sender was told that it failed. */
export type Fate = 'arrives' | 'fails' | 'arrives, unanswered' | 'late';

const PARTITIONS = 3;

/** A broker in memory that treats each request as it is told, for relays that share it. */
export class MemoryBroker {
  readonly #messages: Lying[] = [];
  readonly #late: (() => void)[] = [];

  /** `fates` are taken in turn, and then every request arrives. */
  constructor(private readonly fates: Fate[]) {}

  feed(): Feed {
    return {
      clusterId: () => Promise.resolve('memory'),
      extents: () =>
        Promise.resolve(
          Array.from({ length: PARTITIONS }, (_, partition) => ({
            partition,
            begins: 0,
            ends: this.#endOf(partition),
          })),
        ),
      read: (_topic, places) =>
        Promise.resolve(
          this.#messages.filter((message) =>
            places.some(({ partition, offset }) => partition === message.partition && offset === message.offset),
          ),
        ),
      publish: (_topic, messages) => this.#take(messages),
      close: () => Promise.resolve(),
    };
  }

  /** Forgets everything, as a topic that is made anew. */
  empty(): void {
    this.#messages.length = 0;
  }

  /** Everything, partition by partition, once what is late has come. */
  all(): readonly Lying[] {
    for (const arrive of this.#late.splice(0)) arrive();
    return this.#messages.toSorted((one, other) => one.partition - other.partition || one.offset - other.offset);
  }

  async #take(messages: readonly FeedMessage[]): Promise<readonly Acknowledged[]> {
    const fate = this.fates.shift() ?? 'arrives';
    // Others may come between, as over a network.
    await new Promise((resolve) => setImmediate(resolve));
    if (fate === 'late') this.#late.push(() => void this.#append(messages));
    const acknowledged = fate === 'late' || fate === 'fails' ? [] : this.#append(messages);
    if (fate !== 'arrives') throw new FeedAway('the broker is away');
    // What is late arrives in between.
    if (this.#late.length > 1) this.#late.shift()?.();
    return acknowledged;
  }

  #append(messages: readonly FeedMessage[]): readonly Acknowledged[] {
    const acknowledged = new Map<number, Acknowledged>();
    for (const [last, { key, value, headers }] of messages.entries()) {
      const partition = Buffer.from(key).reduce((sum, byte) => sum + byte, 0) % PARTITIONS;
      const offset = this.#endOf(partition);
      this.#messages.push({ partition, offset, key, value, headers });
      const first = acknowledged.get(partition)?.first ?? offset;
      acknowledged.set(partition, { partition, first, next: offset + 1, last });
    }
    return [...acknowledged.values()];
  }

  #endOf(partition: number): number {
    return this.#messages.filter((message) => message.partition === partition).length;
  }
}

/** Checkpoints in memory. Each lead takes over from the one before, which is not told. */
export class MemoryLeads {
  readonly #checkpoints = new Map<FeedPart, FeedCheckpoint>(FEED_PARTS.map((part) => [part, AT_START]));
  #epoch = 0;

  entry(): number {
    return this.#checkpoints.get('entries')?.entry ?? -1;
  }

  lead(): RelayLead {
    this.#epoch += 1;
    const epoch = this.#epoch;
    return {
      epoch,
      lost: new AbortController().signal,
      at: (part) => {
        const checkpoint = this.#checkpoints.get(part);
        if (checkpoint === undefined) throw new Error(part);
        return checkpoint;
      },
      move: async (part, to) => {
        await Promise.resolve();
        if (epoch !== this.#epoch) throw new NotLeading('another leads');
        this.#checkpoints.set(part, to);
      },
      // It was heard of a moment ago, as far as it knows.
      confirm: () => Promise.resolve(),
      release: () => Promise.resolve(),
    };
  }
}
