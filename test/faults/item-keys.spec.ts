import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openPostgresEventStore } from '../../src/adapters/postgres/event-store.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import type { EventStore } from '../../src/ledger/event-store.js';
import { raceOfKeys } from '../support/key-race.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

jest.setTimeout(60_000);

describe.each([true, false])('a copy that writes long after it looked, guarded: %s', (isGuarded) => {
  let database: TestDatabase;
  const stores: EventStore[] = [];
  beforeAll(async () => {
    database = await freshDatabase('item keys', (url) => migrate(url, () => undefined));
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await database.drop();
  });

  it(isGuarded ? 'makes no second outcome of an item' : 'would make a second outcome of an item', async () => {
    for (let i = 0; i < 2; i += 1) stores.push(await openPostgresEventStore({ url: database.applicationUrl }));
    const [one, two] = stores;
    if (one === undefined || two === undefined) throw new Error('no stores');
    const { slow, other, again, outcomes } = await raceOfKeys(one, two, isGuarded);
    expect([other.ok, slow.ok, outcomes]).toEqual(isGuarded ? [true, false, 1] : [true, true, 2]);
    if (isGuarded) expect(again).toMatchObject({ ok: true, receipt: { event: { type: 'OutcomeClaimed' } } });
  });
});
