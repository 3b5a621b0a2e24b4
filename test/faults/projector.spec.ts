import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { Inquiry, linesOf } from '../support/inquiry.js';
import { Journal } from '../support/journal.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site, type ServiceProcess } from '../support/service-process.js';
import { seeded, Writers } from '../support/writers.js';

jest.setTimeout(120_000);

const CYCLES = 4;

let database: TestDatabase;
let site: Site;
let journal: Journal;
const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

beforeAll(async () => {
  database = await freshDatabase('two services', migrated);
  site = await Site.open({ DATABASE_URL: database.ownerUrl });
  expect(await site.run('load-collaborations', 'src/demo-data/collaborations.json')).toMatchObject({ code: 0 });
  journal = new Journal(join(site.directory, 'journal.ndjson'));
});
afterAll(async () => {
  journal.close();
  await site.clear();
  await database.drop();
});

describe('two services on one database', () => {
  it('both record, and leave exact figures whichever is killed while it leads or waits', async () => {
    const services: [ServiceProcess, ServiceProcess] = [await site.serve(), await site.serve()];
    const inquiry = new Inquiry(journal, site.directory, (await linesOf(services[0].url)).length);
    const chance = seeded(11);
    // Each side's writers know the other's outcomes, so that they meet at the same streams.
    const writers = new Writers(journal, chance);
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      const writing = services.map(({ url }) => writers.start(url, { count: 8 }));
      await sleep(300 + 400 * chance());
      const dying = cycle % 2 === 0 ? 0 : 1;
      await services[dying].kill();
      await sleep(200);
      for (const each of writing) expect(await each.stop()).toBeGreaterThan(0);
      expect((await inquiry.hold(services[1 - dying === 0 ? 0 : 1].url)).violations).toEqual([]);
      services[dying] = await site.serve();
      expect((await inquiry.hold(services[dying].url)).violations).toEqual([]);
    }
  });
});
