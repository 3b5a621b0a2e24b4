/** An event as a writer sends it. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event with its places: in its stream, and in the log of everything. */
export interface Recorded extends Proposed {
  readonly stream: string;
  readonly revision: number;
  /** Grows with every record, and not by one: positions of the real server are offsets in its files. */
  readonly position: number;
  readonly createdMs: number;
}

export type Expected = number | 'any' | 'no-stream' | 'stream-exists';

/** `revision` and `position` are those of the last event written. */
export type Outcome =
  | { readonly kind: 'written' | 'idempotent'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong-version'; readonly current: number };

const NOTHING: readonly Recorded[] = [];

/** The real server keeps records of its own among ours. So often, here. */
const WRITES_PER_STATISTIC = 8;
const STATISTIC: Proposed = {
  id: '5a000000-0000-4000-8000-000000000000',
  type: '$statsCollected',
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: Buffer.of(),
};

/** What the server has on its disk: it outlives every restart. Order and idempotency are KurrentDB's. */
export class RecordLog {
  readonly #all: Recorded[] = [];
  readonly #streams = new Map<string, Recorded[]>();
  readonly #followers = new Set<() => void>();
  #end = 0;
  #writes = 0;

  get all(): readonly Recorded[] {
    return this.#all;
  }

  stream(name: string): readonly Recorded[] {
    return this.#streams.get(name) ?? NOTHING;
  }

  /** Writes all events or none. */
  append(stream: string, expected: Expected, events: readonly Proposed[]): Outcome {
    const current = this.stream(stream).length - 1;
    const revision = typeof expected === 'number' ? expected : expected === 'no-stream' ? -1 : undefined;
    if (expected === 'stream-exists' && current < 0) return { kind: 'wrong-version', current };
    if (revision === undefined) return this.#alreadyThere(stream, events) ?? this.#write(stream, events);
    if (revision === current) return this.#write(stream, events);
    if (revision > current) return { kind: 'wrong-version', current };
    return this.#sameAt(stream, revision + 1, events) ?? { kind: 'wrong-version', current };
  }

  /** The index in `all` of the first record at or after a position. */
  indexAt(position: number): number {
    let [low, high] = [0, this.#all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#all[middle]?.position ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Calls back after every write, until the function it gives is called. */
  follow(written: () => void): () => void {
    this.#followers.add(written);
    return () => this.#followers.delete(written);
  }

  /** A retry is known by its events standing where it would write them, however long ago that was. */
  #sameAt(stream: string, first: number, events: readonly Proposed[]): Outcome | undefined {
    const there = this.stream(stream).slice(first, first + events.length);
    const last = there.at(-1);
    if (last === undefined || there.length < events.length) return undefined;
    const same = there.every(({ id }, index) => id === events[index]?.id);
    return same ? { kind: 'idempotent', revision: last.revision, position: last.position } : undefined;
  }

  #alreadyThere(stream: string, events: readonly Proposed[]): Outcome | undefined {
    const first = this.stream(stream).findIndex(({ id }) => id === events[0]?.id);
    return first < 0 ? undefined : (this.#sameAt(stream, first, events) ?? { kind: 'wrong-version', current: first });
  }

  #write(stream: string, events: readonly Proposed[]): Outcome {
    this.#writes += 1;
    if (this.#writes % WRITES_PER_STATISTIC === 1) this.#record('$stats-127.0.0.1:2113', [STATISTIC]);
    const last = this.#record(stream, events);
    for (const written of this.#followers) written();
    return { kind: 'written', revision: last?.revision ?? -1, position: last?.position ?? 0 };
  }

  #record(stream: string, events: readonly Proposed[]): Recorded | undefined {
    const records = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, records);
    for (const event of events) {
      const record = { ...event, stream, revision: records.length, position: this.#end, createdMs: Date.now() };
      this.#end += 100 + event.data.length + event.metadata.length;
      records.push(record);
      this.#all.push(record);
    }
    return records.at(-1);
  }
}
