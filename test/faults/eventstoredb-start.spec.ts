import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { isRecord } from '../../src/web/fits.js';
import { until } from '../support/eventstoredb-ground.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { ASSET, post, send } from '../support/http.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site, type ServiceProcess } from '../support/service-process.js';

jest.setTimeout(120_000);

const COLLABORATIONS = 'src/demo-data/collaborations.json';
/** What rests in PostgreSQL. */
const AT_REST = [
  `/api/v1/totals?by=measure,force&collaboration=${ASSET.collaboration}`,
  `/api/v1/statements/benefits-realised?collaboration=${ASSET.collaboration}&from=2010-01-01&to=2011-01-01`,
  `/?collaboration=${ASSET.collaboration}&from=2010-01-01&to=2011-01-01`,
  '/outcomes',
  '/api/v1/outcomes',
  '/api/v1/measures',
  '/api/v1/collaborations',
];

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

/** The program on a database of its own, with its entries in a stand-in for KurrentDB. */
interface Place {
  readonly server: StandInServer;
  readonly database: TestDatabase;
  readonly site: Site;
}

const places: Place[] = [];
async function makePlace(): Promise<Place> {
  const server = await StandInServer.start();
  const database = await freshDatabase('eventstoredb start', migrated);
  const site = await Site.open({ DATABASE_URL: database.ownerUrl, EVENTSTORE_URL: server.url });
  const place = { server, database, site };
  places.push(place);
  return place;
}

let place: Place;
/** What rests answers this, whatever the store does. */
let before: Awaited<ReturnType<typeof answersOf>>;
beforeAll(async () => {
  place = await makePlace();
  expect(await place.site.run('load-collaborations', COLLABORATIONS)).toMatchObject({ code: 0 });
  const service = await place.site.serve();
  await recordOne(service);
  for (const [path, status] of before) expect([path, status]).toEqual([path, 200]);
  expect(before[0]?.[2]).toContain('assets-seized-value');
  await service.stop();
});
afterAll(async () => {
  for (const { site, database, server } of places) {
    await site.clear();
    await database.drop();
    await server.close();
  }
});

/** Records an outcome, and keeps what is answered once it is folded. */
async function recordOne(service: ServiceProcess): Promise<void> {
  const { status, body } = await post(service.url, '/api/v1/outcomes', ASSET);
  expect(status).toBe(201);
  const key = Number(body['entry'] ?? 0);
  await until(async () => {
    const { entry, projector } = await healthOf(service);
    return isRecord(projector) && entry === projector['entry'] && Number(entry) >= key;
  });
  before = await answersOf(service);
}

/** What a page or an answer says, without what is made anew for each answer. */
async function answersOf({ url }: ServiceProcess): Promise<readonly (readonly [string, number, string])[]> {
  const answers = [];
  for (const path of AT_REST) {
    const { status, text } = await send(url, path);
    answers.push([path, status, text.replaceAll(/nonce="[^"]*"/g, '')] as const);
  }
  return answers;
}

const healthOf = async ({ url }: ServiceProcess) => (await send(url, '/health/ready')).body;

async function askPostgres(sql: string): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString: place.database.ownerUrl });
  await client.connect();
  const { rows } = await client.query<object>(sql);
  await client.end();
  return rows;
}

const ABSENCES: readonly (readonly [string, () => Promise<void> | void, () => Promise<void> | void])[] = [
  ['refuses connections', () => place.server.network.shut(), () => place.server.network.open()],
  ['takes connections and is silent', () => place.server.network.silence(), () => place.server.network.speak()],
];

describe('a process that starts while EventStoreDB is away', () => {
  it.each(ABSENCES)(
    'serves what rests when it %s, records nothing, and heals by itself',
    async (_, leave, comeBack) => {
      await leave();
      const service = await place.site.serve();
      expect(await answersOf(service)).toEqual(before);
      const refused = await post(service.url, '/api/v1/outcomes', ASSET);
      expect(refused).toMatchObject({ status: 503, body: { code: 'store-away' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await send(service.url, '/health/ready')).toMatchObject({
        status: 200,
        body: {
          status: 'degraded',
          reads: true,
          writes: false,
          reasons: expect.arrayContaining([expect.objectContaining({ code: 'store-away', part: 'writer' })]),
        },
      });
      expect(await answersOf(service)).toEqual(before);

      await comeBack();
      await until(async () => (await healthOf(service))['status'] === 'ready');
      expect(await healthOf(service)).toMatchObject({ writes: true, reasons: [] });
      await recordOne(service);
      expect(service.said()).not.toContain('changeit');
      expect(await service.stop()).toBe(0);
    },
  );

  it('and has never held an entry records its measures as soon as it is there, and ends when its port is taken', async () => {
    const { server, database, site } = await makePlace();
    await server.network.shut();
    const service = await site.serve();
    expect(await send(service.url, '/')).toMatchObject({ status: 200 });
    expect(await healthOf(service)).toMatchObject({ status: 'degraded', writes: false });
    const settings = { DATABASE_URL: database.ownerUrl, EVENTSTORE_URL: server.url };
    const other = await Site.open({ ...settings, PORT: new URL(service.url).port });
    expect(await other.run('serve')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('listens on that port'),
    });
    await other.clear();
    await server.network.open();
    await until(() => server.log.stream('measure-catalogue').length > 0);
    await until(async () => (await send(service.url, '/api/v1/measures')).text.includes('assets-seized-value'));
    await until(async () => (await healthOf(service))['status'] === 'ready');
    expect(await service.stop()).toBe(0);
  });
});

describe('the lines that are kept beside their numbers', () => {
  it('are made again where an older program has not kept them, and believed by nobody when they are not what was numbered', async () => {
    const kept = await askPostgres('SELECT entry FROM ledger.kept_lines ORDER BY entry');
    expect(kept.length).toBeGreaterThan(10);
    await askPostgres('DELETE FROM ledger.kept_lines');
    const again = await place.site.serve();
    await until(async () => (await askPostgres('SELECT FROM ledger.kept_lines')).length === kept.length);
    await again.stop();
    expect(await askPostgres('SELECT entry FROM ledger.kept_lines ORDER BY entry')).toEqual(kept);

    await askPostgres(
      `UPDATE ledger.kept_lines SET line = replace(line, 'West Yorkshire', 'West Yorkshirf') WHERE line LIKE '%West Yorkshire%'`,
    );
    await place.server.network.shut();
    const service = await place.site.serve();
    const [totals = ''] = AT_REST;
    expect(await send(service.url, `${totals}&force=west-yorkshire`)).toMatchObject({
      status: 503,
      body: { code: 'store-away' },
    });
    expect(await send(service.url, totals)).toMatchObject({ status: 200, text: before[0]?.[2] });
    await service.stop();
  });
});
