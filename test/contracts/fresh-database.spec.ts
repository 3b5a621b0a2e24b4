import { describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { freshDatabase } from '../support/postgres.js';

jest.setTimeout(120_000);

let prepared = 0;

async function prepare(ownerUrl: string): Promise<void> {
  prepared += 1;
  await run(ownerUrl, 'CREATE TABLE kept (x text)');
  await run(ownerUrl, 'GRANT SELECT ON kept TO tallystick_app');
}

describe('a fresh database', () => {
  it('is a copy of a template that is prepared once, and nobody else sees what is written to it', async () => {
    const [one, other] = await Promise.all([freshDatabase('One!', prepare), freshDatabase('other', prepare)]);
    const begun = Date.now();
    const third = await freshDatabase('third', prepare);
    process.stdout.write(`a fresh database in ${Date.now() - begun} ms\n`);

    await run(one.ownerUrl, `INSERT INTO kept VALUES ('a penny')`);
    expect(prepared).toBe(1);
    expect(await run(one.applicationUrl, 'SELECT x FROM kept')).toBe(1);
    expect(await run(other.applicationUrl, 'SELECT x FROM kept')).toBe(0);
    await expect(run(one.applicationUrl, `INSERT INTO kept VALUES ('x')`)).rejects.toThrow('permission denied');

    await Promise.all([one.drop(), other.drop(), third.drop()]);
    await expect(run(one.ownerUrl, 'SELECT 1')).rejects.toThrow('does not exist');
  });
});

async function run(connectionString: string, sql: string): Promise<number | null> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rowCount;
  } finally {
    await client.end();
  }
}
