import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEventStoreDb } from '../../src/adapters/eventstoredb/event-store.js';
import type { EventStoreDbOptions } from '../../src/adapters/eventstoredb/options.js';
import { openEntryIndex } from '../../src/adapters/postgres/entry-index.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { canonicalJson } from '../../src/ledger/codec/json.js';
import { StoreAway } from '../../src/ledger/event-store.js';
import type { Append, EventStore } from '../../src/ledger/event-store.js';
import type { Recorded } from './eventstoredb-server/record-log.js';
import { StandInServer } from './eventstoredb-server/server.js';
import { freshDatabase, type TestDatabase } from './postgres.js';

/** Short, so that a test sees a store give up; long enough for a busy machine to answer in. */
const SHORT = { deadlineMs: 700, patienceMs: 2_500, numberPatienceMs: 20_000 };

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

/** A stand-in for KurrentDB with a database for the numbers of its entries, and the stores that a test opens on them. */
export class EventStoreDbGround {
  readonly #opened: EventStore[] = [];

  private constructor(
    readonly server: StandInServer,
    readonly database: TestDatabase,
  ) {}

  static async prepare(label: string): Promise<EventStoreDbGround> {
    const [server, database] = await Promise.all([StandInServer.start(), freshDatabase(label, migrated)]);
    return new EventStoreDbGround(server, database);
  }

  async open(options: Partial<EventStoreDbOptions> = {}): Promise<ReturnType<typeof openEventStoreDb>> {
    const index = await openEntryIndex({ url: this.database.applicationUrl });
    const store = openEventStoreDb({ url: this.server.url, index, ...SHORT, ...options });
    this.#opened.push(store);
    return store;
  }

  async close(store: EventStore): Promise<void> {
    this.#opened.splice(this.#opened.indexOf(store), 1);
    await store.close();
  }

  /** The ledger's records in the order in which the server holds them: what the entries have to be. */
  records(): readonly Recorded[] {
    return this.server.log.all.filter(({ stream }) => stream.startsWith('outcome-'));
  }

  /** Every record has one number, in the server's order, and every line comes back as it was sent. */
  async expectWhole(store: EventStore): Promise<void> {
    const expected = this.records().map(({ data }, entry) => ({ entry, line: Buffer.from(data).toString('utf8') }));
    await until(async () => (await store.head()) >= expected.length - 1);
    expect(await persist(() => store.readAll(-1, 1_000_000))).toEqual(expected);
    expect(new Set(this.records().map(({ id }) => id)).size).toBe(expected.length);
  }

  /** How often an append is in the server's log, wherever it stands. Throws when only some of its lines are. */
  timesWritten({ stream, lines }: Append): number {
    const times = new Set(lines.map((line) => this.server.log.all.filter(({ id }) => id === line.id).length));
    const [count, another] = [...times];
    if (count === undefined || another !== undefined) throw new Error(`the append to ${stream} was written in part`);
    return count;
  }

  async clear(): Promise<void> {
    this.server.network.speak();
    await this.server.network.open();
    for (const store of this.#opened) await store.close();
    await this.server.close();
    await this.database.drop();
  }
}

/** An append of `lines` lines to a stream of its own, each with this for its event. */
export function freshAppend(lines = 1, data: Readonly<Record<string, unknown>> = {}): Append {
  const line = (): Append['lines'][number] => {
    const id = randomUUID();
    return { id, line: canonicalJson({ command: { id: randomUUID() }, data, id, type: 'OutcomeRecorded' }) };
  };
  return { stream: `outcome-${randomUUID()}`, expectedRevision: -1, lines: Array.from({ length: lines }, line) };
}

const PATIENCE_MS = 30_000;

export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const givenUpAt = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > givenUpAt) throw new Error('what the test waits for did not come');
    await sleep(10);
  }
}

/** Asks again while the store is away, as a client does that is told to. */
export async function persist<T>(ask: () => Promise<T>): Promise<T> {
  const givenUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreAway) || performance.now() > givenUpAt) throw error;
      await sleep(20);
    }
  }
}

/** Throws unless that ends, either way, within `ms`; gives how it ended. */
export async function settledWithin<T>(ms: number, work: Promise<T>): Promise<PromiseSettledResult<T>> {
  const late = sleep(ms, undefined, { ref: false }).then((): never => {
    throw new Error(`it did not end within ${ms} ms`);
  });
  const [settled] = await Promise.race([Promise.allSettled([work]), late]);
  return settled;
}
