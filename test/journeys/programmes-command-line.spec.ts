import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site } from '../support/service-process.js';

jest.setTimeout(120_000);

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);
const YORKSHIRE = 'yorkshire-and-the-humber-joint-working';

interface Programmes {
  readonly asAt: { readonly entry: number };
  readonly labels: readonly string[];
  readonly projects: readonly {
    readonly collaboration: string;
    readonly project: string;
    readonly profiles: readonly { readonly actual: number | null; readonly labels: readonly string[] }[];
  }[];
}

let database: TestDatabase;
let site: Site;
let demo: string;
beforeAll(async () => {
  database = await freshDatabase('programmes', migrated);
  await migrated(database.ownerUrl);
  site = await Site.open({ DATABASE_URL: database.ownerUrl, KAFKA_BROKERS: '', EVENTSTORE_URL: '' });
  const done = await site.run('demo', '--no-serve');
  expect([done.code, done.stderr]).toEqual([0, expect.any(String)]);
  demo = done.stdout;
}, 120_000);
afterAll(async () => {
  await site.clear();
  await database.drop();
});

const asked = async (...args: readonly string[]): Promise<Programmes> => {
  const { code, stdout } = await site.run('programmes', '--json', ...args);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Programmes;
};

describe('programmes by the command line', () => {
  it('are loaded by the demo, once, and its statement still proves what was published', async () => {
    expect(demo).toMatch(/programmes\.json: \d+ facts recorded, 0 stood already, 0 refused\./);
    expect(demo).toContain('Every figure of the published table follows from the entries: no difference.');
    const again = await site.run('load-programmes', 'src/demo-data/programmes.json');
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/: 0 facts recorded, \d+ stood already, 0 refused\./),
    });
  });

  it('show every collaboration of the documents, or the one that is asked for', async () => {
    const { projects } = await asked();
    expect([...new Set(projects.map(({ collaboration }) => collaboration))]).toEqual([
      'east-midlands-collaboration',
      'evolve',
      'netic',
      'south-west-collaboration',
      YORKSHIRE,
    ]);
    const text = await site.run('programmes', '--collaboration', 'evolve', '--status', 'rejected');
    expect(text.stdout).toMatch(/^Legal services +One combined Legal Service Department.* rejected/m);
    expect(text.stdout).not.toContain('Dogs');
  });

  it('hold each actual against the totals command, now and as at an entry', async () => {
    const point = 700;
    const arrests = async (...when: readonly string[]): Promise<number> => {
      const question = ['--by', 'unit', '--measure', 'arrests', '--unit', 'rrpt', '--collaboration', YORKSHIRE];
      const period = ['--from', '2009-01-01', '--to', '2011-01-01'];
      const { stdout } = await site.run('totals', '--json', ...question, ...period, ...when);
      return (JSON.parse(stdout) as { rows: { amount: number }[] }).rows[0]?.amount ?? 0;
    };
    const { projects, asAt } = await asked('--collaboration', YORKSHIRE);
    const roads = projects.find(({ project }) => project === 'regional-roads-policing');
    expect(roads?.profiles.map(({ actual }) => actual)).toContain(await arrests());
    expect(roads?.profiles.every(({ labels }) => labels.includes('illustrative'))).toBe(true);
    const past = await asked('--collaboration', YORKSHIRE, '--as-at', String(point));
    expect([past.asAt.entry, past.projects]).toEqual([point, []]);
    const same = await asked('--collaboration', YORKSHIRE, '--as-at', String(asAt.entry));
    expect(same.projects).toEqual(projects);
    expect(await arrests('--as-at', String(point))).toBeLessThan(await arrests());
  });

  it('refuse what they cannot take, by name, and record the rest', async () => {
    const file = join(site.directory, 'programmes.json');
    const text = await readFile('src/demo-data/programmes.json', 'utf8');
    await writeFile(file, text.replace('"name": "Dogs"', '"name": "Cats"'));
    const { code, stdout } = await site.run('load-programmes', file);
    expect(code).toBe(1);
    expect(stdout).toContain('ProposeProject dogs of evolve: contradicts-record');
    expect(await site.run('programmes', '--collaboration', 'atlantis')).toMatchObject({ code: 1 });
    expect(await site.run('programmes', '--status', 'dead')).toMatchObject({ code: 2 });
  });
});
