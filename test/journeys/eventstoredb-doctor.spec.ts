import { EventStoreDBClient } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site } from '../support/service-process.js';

jest.setTimeout(180_000);

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);
const DEMO = 'src/demo-data';

let server: StandInServer;
let database: TestDatabase;
let site: Site;
beforeEach(async () => {
  server = await StandInServer.start();
  database = await freshDatabase('eventstoredb doctor', migrated);
  site = await Site.open({ DATABASE_URL: database.ownerUrl, EVENTSTORE_URL: server.url });
});
afterEach(async () => {
  await site.clear();
  await database.drop();
  await server.close();
});

describe('tallystick doctor', () => {
  const doctor = () => site.run('doctor');

  it('looks at the store as the user of EVENTSTORE_URL, and changes nothing', async () => {
    expect(await site.run('load-collaborations', `${DEMO}/collaborations.json`)).toMatchObject({ code: 0 });
    const before = server.log.all.length;
    const well = await doctor();
    expect(well).toMatchObject({ code: 0, stdout: expect.stringMatching(/last entry: entry \d+ is there as it was/) });
    expect(well.stdout).toContain('no stream of the ledger is set to lose entries');
    expect(well.stdout).toContain('WARNING  rights in the event store: without TLS');
    expect(well.stdout + well.stderr).not.toContain('changeit');
    expect(server.log.all).toHaveLength(before);
    expect([server.calls.get('delete'), server.calls.get('tombstone')]).toEqual([undefined, undefined]);
  });

  it('finds streams that would lose entries', async () => {
    expect(await site.run('load-collaborations', `${DEMO}/collaborations.json`)).toMatchObject({ code: 0 });
    const client = EventStoreDBClient.connectionString(server.url);
    await client.setStreamMetadata(
      'measure-catalogue',
      { maxCount: 5 },
      { credentials: { username: 'a', password: 'b' } },
    );
    await client.dispose();
    expect(await doctor()).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/FAILING {2}retention: streams are set to lose entries .* measure-catalogue/),
    });
  });

  it('finds a store that was put back, and the program records nothing in it', async () => {
    expect(await site.run('load-collaborations', `${DEMO}/collaborations.json`)).toMatchObject({ code: 0 });
    const older = await StandInServer.start();
    const elsewhere = await Site.open({ DATABASE_URL: database.ownerUrl, EVENTSTORE_URL: older.url });
    expect(await elsewhere.run('doctor')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/FAILING {2}last entry: .*is not there/),
    });
    expect(await elsewhere.run('load-collaborations', `${DEMO}/collaborations.json`)).toMatchObject({ code: 2 });
    expect(older.log.all).toHaveLength(0);
    await elsewhere.clear();
    await older.close();
  });

  it('says that the store is away, and that the entries of this database live there', async () => {
    expect(await site.run('load-collaborations', `${DEMO}/collaborations.json`)).toMatchObject({ code: 0 });
    await server.network.shut();
    const away = await doctor();
    expect(away).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/FAILING {2}event store: .*let us in/),
    });
    expect(away.stdout).toMatch(/FAILING {2}item key: not looked at: /);
    expect(away.stdout).toContain('Something is failing');
    const without = await Site.open({ DATABASE_URL: database.ownerUrl });
    expect(await without.run('doctor')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('live in EventStoreDB'),
    });
    await without.clear();
  });
});
