import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { ASSET, post, send } from '../support/http.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site, type ServiceProcess } from '../support/service-process.js';

jest.setTimeout(120_000);

const LOGIN = `log_journey_${randomUUID().slice(0, 8)}`;
const PASSWORD = `pass/word ${randomUUID()}`;
const SECRETS = {
  password: PASSWORD,
  'password in an address': encodeURIComponent(PASSWORD),
  broker: `broker-${randomUUID()}`,
  authorization: `authorization-${randomUUID()}`,
  cookie: `cookie-${randomUUID()}`,
  query: `query-${randomUUID()}`,
  body: `body-${randomUUID()}`,
} as const;

let database: TestDatabase;
let owner: pg.Client;
let site: Site;
let service: ServiceProcess;
beforeAll(async () => {
  database = await freshDatabase('log', (url) => migrate(url, () => undefined));
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`CREATE ROLE ${LOGIN} LOGIN SUPERUSER PASSWORD '${PASSWORD}'`);
  const url = new URL(database.ownerUrl);
  url.username = LOGIN;
  url.password = encodeURIComponent(PASSWORD);
  site = await Site.open({
    DATABASE_URL: url.href,
    LOG_LEVEL: 'debug',
    KAFKA_BROKERS: '127.0.0.1:1',
    KAFKA_USERNAME: 'relay',
    KAFKA_PASSWORD: SECRETS.broker,
  });
  service = await site.serve();
});
afterAll(async () => {
  await site.clear();
  await owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${LOGIN}'`);
  await owner.query(`REASSIGN OWNED BY ${LOGIN} TO CURRENT_USER; DROP OWNED BY ${LOGIN}; DROP ROLE ${LOGIN}`);
  await owner.end();
  await database.drop();
});

describe('the log of a service with everything that it may say', () => {
  it('is one JSON object a line and holds no secret, whatever is asked and whatever fails', async () => {
    const headers = { authorization: `Bearer ${SECRETS.authorization}`, cookie: `session=${SECRETS.cookie}` };
    await send(service.url, `/api/v1/totals?by=measure&token=${SECRETS.query}`, { headers });
    await send(service.url, '/api/v1/outcomes', { method: 'POST', headers, body: { kind: SECRETS.body } });
    expect((await post(service.url, '/api/v1/outcomes', { ...ASSET, password: SECRETS.body })).status).toBe(400);
    await owner.query(`ALTER ROLE ${LOGIN} NOLOGIN`);
    await owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${LOGIN}'`);
    await Promise.all([
      send(service.url, '/api/v1/totals?by=measure', { headers }),
      send(service.url, '/health/ready', { headers }),
      sleep(2_500),
    ]);
    await owner.query(`ALTER ROLE ${LOGIN} LOGIN`);
    expect(await service.stop()).toBe(0);
    const lines = service.said().trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({
        level: expect.stringMatching(/^(?:debug|info|warn|error)$/),
        time: expect.any(String),
        message: expect.any(String),
      });
    }
    const routes = lines.filter((line) => line.includes('"POST /api/v1/outcomes"'));
    expect(routes).toHaveLength(2);
    for (const [what, secret] of Object.entries(SECRETS))
      expect([what, service.said().includes(secret)]).toEqual([what, false]);
  });

  it('names no password when it cannot start', async () => {
    const wrong = new URL(database.ownerUrl);
    wrong.password = encodeURIComponent(SECRETS.broker);
    const elsewhere = await Site.open({ DATABASE_URL: wrong.href });
    const { code, stderr } = await elsewhere.run('serve');
    expect([code, stderr.includes(SECRETS.broker), stderr.length > 10]).toEqual([2, false, true]);
    await elsewhere.clear();
  });
});
