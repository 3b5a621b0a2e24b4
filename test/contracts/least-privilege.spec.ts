import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site } from '../support/service-process.js';
import { run } from './postgres-ledgers.js';

jest.setTimeout(120_000);

const OWNER = `owner_${randomUUID().slice(0, 8)}`;
const script = readFileSync(new URL('../../docker/postgres-roles.sh', import.meta.url), 'utf8');

/** What docker/postgres-roles.sh runs, for a server on which the application's role is there already. */
function rolesOf(database: string): string {
  const sql = /<<'SQL'\n([^]*)\nSQL\n/.exec(script)?.[1] ?? '';
  return sql
    .split('\n')
    .filter((line) => !line.startsWith('CREATE ROLE tallystick_app'))
    .join('\n')
    .replaceAll('tallystick_owner', OWNER)
    .replace(":'owner_password'", `'${OWNER}'`)
    .replace('ALTER DATABASE tallystick', `ALTER DATABASE ${database}`);
}

let database: TestDatabase;
let ownerUrl: string;
beforeAll(async () => {
  database = await freshDatabase('least privilege', () => Promise.resolve());
  await run(database.ownerUrl, rolesOf(new URL(database.ownerUrl).pathname.slice(1)));
  const url = new URL(database.ownerUrl);
  url.username = OWNER;
  url.password = OWNER;
  ownerUrl = url.href;
});
afterAll(async () => {
  await run(
    database.ownerUrl,
    `REASSIGN OWNED BY ${OWNER} TO CURRENT_USER; DROP OWNED BY ${OWNER}; DROP ROLE ${OWNER}`,
  );
  await database.drop();
});

describe('the logins of docker/compose.yaml', () => {
  it('are enough: an owner that is no superuser migrates, and the service runs as the application', async () => {
    const application = await Site.open({ DATABASE_URL: database.applicationUrl });
    const before = await application.run('serve');
    expect(before).toMatchObject({ code: 2 });
    const owner = await Site.open({ DATABASE_URL: ownerUrl });
    expect(await owner.run('migrate')).toMatchObject({ code: 0 });
    await owner.clear();
    const service = await application.serve();
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    expect(await service.stop()).toBe(0);
    const doctor = await application.run('doctor');
    expect(doctor).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/rights: tallystick_app can read entries and append/),
    });
    await application.clear();
    const client = new pg.Client({ connectionString: database.applicationUrl });
    await client.connect();
    await expect(client.query('UPDATE ledger.head SET next = 0')).rejects.toThrow('permission denied');
    await client.end();
  });
});
