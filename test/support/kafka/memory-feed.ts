import { FeedAway, type Feed, type FeedMessage } from '../../../src/ledger/feed.js';
import {
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
      isEmpty: () => Promise.resolve(this.#messages.length === 0),
      publish: (_topic, messages) => this.#take(messages),
      close: () => Promise.resolve(),
    };
  }

  /** Everything, partition by partition, once what is late has come. */
  all(): readonly Lying[] {
    for (const arrive of this.#late.splice(0)) arrive();
    return this.#messages.toSorted((one, other) => one.partition - other.partition || one.offset - other.offset);
  }

  async #take(messages: readonly FeedMessage[]): Promise<void> {
    const fate = this.fates.shift() ?? 'arrives';
    // Others may come between, as over a network.
    await new Promise((resolve) => setImmediate(resolve));
    if (fate === 'late') this.#late.push(() => this.#append(messages));
    else if (fate !== 'fails') this.#append(messages);
    if (fate !== 'arrives') throw new FeedAway('the broker is away');
    // What is late arrives in between.
    if (this.#late.length > 1) this.#late.shift()?.();
  }

  #append(messages: readonly FeedMessage[]): void {
    for (const { key, value, headers } of messages) {
      const partition = Buffer.from(key).reduce((sum, byte) => sum + byte, 0) % PARTITIONS;
      const offset = this.#messages.filter((message) => message.partition === partition).length;
      this.#messages.push({ partition, offset, key, value, headers });
    }
  }
}

/** Checkpoints in memory. Each lead takes over from the one before, which is not told. */
export class MemoryLeads {
  readonly #checkpoints = new Map<FeedPart, FeedCheckpoint>(
    FEED_PARTS.map((part) => [part, { entry: -1, entryId: undefined, version: 0, begun: true }]),
  );
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
      release: () => Promise.resolve(),
    };
  }
}
