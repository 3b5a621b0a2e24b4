import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { send, type Answer, type Json } from '../support/http.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site, type Ended, type ServiceProcess } from '../support/service-process.js';

jest.setTimeout(120_000);

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);
const OF = 'yorkshire-and-the-humber-joint-working';
const OUTCOME_HEAD =
  'reference,kind,occurred_on,collaboration,unit,lead_force,attribution,role,offence_group,item_scheme,item_reference';
const told = (reference: string, unit: string, item = ',') =>
  `${reference},arrest,2010-03-04,${OF},${unit},west-yorkshire,direct:west-yorkshire,made,drugs-supply,${item}`;
const ITEM = 'custody-reference,NB/1/10';
/** An arrest that two units claim, the same arrest told a third time without its item, and another. */
const ARRESTS = [told('A1', 'rart', ITEM), told('A2', 'rrpt', ITEM), told('A3', 'rart'), told('A4', 'rart')];

const FINDING_HEAD = 'reference,collaboration,outcome,finding,revision,reason';
const LINK_HEAD = 'reference,collaboration,outcome,change,primary,reason';
const RECEIPT_HEAD = 'reference,collaboration,route,recipient,force,collected_from,collected_to,received_on,amount_gbp';
const of = { collaboration: OF, route: 'confiscation' };
const WEIGHTS_HEAD = 'reference,collaboration,outcome,weights';

let database: TestDatabase;
let site: Site;
let service: ServiceProcess;
beforeAll(async () => {
  database = await freshDatabase('import rows', migrated);
  await migrated(database.ownerUrl);
  site = await Site.open({ DATABASE_URL: database.ownerUrl, KAFKA_BROKERS: '', EVENTSTORE_URL: '' });
  expect(await site.run('load-collaborations', 'src/demo-data/collaborations.json')).toMatchObject({ code: 0 });
  service = await site.serve();
  expect(await bring('imports', 'j-smith', OUTCOME_HEAD, ...ARRESTS)).toMatchObject({ status: 201 });
}, 120_000);
afterAll(async () => {
  await site.clear();
  await database.drop();
});

function bring(route: string, person: string, ...lines: readonly string[]): Promise<Answer> {
  const headers = { 'content-type': 'text/csv', 'x-acting-person': person };
  return send(service.url, `/api/v1/${route}`, { method: 'POST', headers, body: lines.join('\n') });
}

async function run(command: string, person: string, options: readonly string[], ...lines: string[]): Promise<Ended> {
  const path = join(site.directory, `${command}.csv`);
  await writeFile(path, lines.join('\r\n'), { mode: 0o644 });
  return site.run(command, path, '--as', person, ...options);
}

async function head(): Promise<number> {
  const { text } = await send(service.url, '/api/v1/entries?limit=1000');
  return text.trimEnd().split('\n').length - 1;
}

/** How many lines an export has. */
async function recorded(): Promise<number> {
  const path = join(site.directory, 'so-far.ndjson');
  await site.run('export', path);
  return (await readFile(path, 'utf8')).split('\n').length;
}

/** Arrests by grade and unit, once the figures at rest are up with the ledger. */
async function arrests(): Promise<readonly Json[]> {
  const { body } = await send(service.url, `/api/v1/totals?by=unit,grade&measure=arrests&asAt=${await head()}`);
  const rows = body['rows'] as readonly Json[];
  return rows.filter(({ amount }) => amount !== 0).map(({ unit, grade, amount }) => ({ unit, grade, amount }));
}

// The tests go on with one another.
describe('files that go on with outcomes', () => {
  it('link duplicates over HTTP: nothing in a dry run, all or nothing, and once', async () => {
    expect(await arrests()).toEqual([{ unit: 'rart', grade: 'claimed', amount: 3 }]);
    const good = `L1,${OF},A3,link,A1,recorded-twice`;
    const bad = `L2,${OF},A4,link,A9,recorded-twice`;
    const before = await head();
    expect(await bring('link-imports?dryRun=true', 'j-smith', LINK_HEAD, good)).toMatchObject({
      ...{ status: 200, body: { recorded: 1, refused: 0 } },
    });
    const refused = await bring('link-imports', 'j-smith', LINK_HEAD, good, bad);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([
      422,
      'application/problem+json; charset=utf-8',
    ]);
    expect(refused.body).toMatchObject({
      ...{ code: 'rows-refused', recorded: 0, refused: 1 },
      errors: [{ line: 3, field: 'primary', code: 'unknown-outcome' }],
    });
    expect(await head()).toBe(before);
    expect(await bring('link-imports?mode=row-by-row', 'j-smith', LINK_HEAD, bad, good)).toMatchObject({
      ...{ status: 422, body: { recorded: 1, refused: 1 } },
    });
    expect(await bring('link-imports', 'j-smith', LINK_HEAD, good)).toMatchObject({
      ...{ status: 200, body: { recorded: 0, alreadyRecorded: 1 } },
    });
    // The link, and that the primary has it.
    expect(await head()).toBe(before + 2);
    expect(await arrests()).toEqual([{ unit: 'rart', grade: 'claimed', amount: 2 }]);
  });

  it('and undo links by the command line, beside the running service', async () => {
    const row = `L3,${OF},A3,unlink,,linked-in-error`;
    const dry = await run('import-links', 'j-smith', ['--dry-run'], LINK_HEAD, row);
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('1 would be recorded') });
    expect(await run('import-links', 'j-smith', [], LINK_HEAD, row)).toMatchObject({
      ...{ code: 0, stdout: expect.stringContaining('1 row: 1 recorded, 0 recorded before, 0 refused.') },
    });
    expect(await arrests()).toEqual([{ unit: 'rart', grade: 'claimed', amount: 3 }]);
    const again = await run('import-links', 'j-smith', [], LINK_HEAD, row.replace('linked-in-error', 'other'));
    expect(again).toMatchObject({ code: 1, stdout: expect.stringMatching(/idempotency-conflict.*differs: reason/) });
  });

  it('share what two units claim by the weights that they agreed, over HTTP and by the command line', async () => {
    const even = `W1,${OF},A1,rart=1;rrpt=3`;
    expect(await bring('claim-weight-imports', 'j-smith', WEIGHTS_HEAD, even)).toMatchObject({ status: 201 });
    expect(await arrests()).toEqual([
      { unit: 'rart', grade: 'claimed', amount: 2 },
      { unit: 'rrpt', grade: 'claimed', amount: 1 },
    ]);
    const other = `W2,${OF},A2,rart=3;rrpt=1`;
    expect(await run('import-claim-weights', 'j-smith', ['--row-by-row'], WEIGHTS_HEAD, even, other)).toMatchObject({
      ...{ code: 0, stdout: expect.stringContaining('1 recorded, 1 recorded before') },
    });
    expect(await arrests()).toEqual([{ unit: 'rart', grade: 'claimed', amount: 3 }]);
    const stranger = await bring('claim-weight-imports', 'j-smith', WEIGHTS_HEAD, `W3,${OF},A4,rrpt=1`);
    expect(stranger.body['errors']).toMatchObject([{ line: 2, field: 'weights', code: 'not-claimed' }]);
  });

  it('validate a month by somebody else than recorded it, over HTTP, and audit it by a third by the command line', async () => {
    const month = [`F1,${OF},A3,validated,2,`, `F2,${OF},A4,validated,0,`];
    const own = await bring('finding-imports', 'j-smith', FINDING_HEAD, ...month);
    expect([own.status, own.body['errors']]).toMatchObject([
      422,
      [
        { line: 2, field: 'finding', code: 'same-person' },
        { line: 3, field: 'finding', code: 'same-person' },
      ],
    ]);
    expect(await bring('finding-imports', 'm-jones', FINDING_HEAD, ...month)).toMatchObject({ status: 201 });
    expect(await bring('finding-imports', 'm-jones', FINDING_HEAD, ...month)).toMatchObject({
      ...{ status: 200, body: { alreadyRecorded: 2 } },
    });
    expect(await arrests()).toEqual([
      { unit: 'rart', grade: 'claimed', amount: 1 },
      { unit: 'rart', grade: 'validated', amount: 2 },
    ]);

    const audit = [`G1,${OF},A4,audited,1,`, `G2,${OF},A3,queried,3,counted-elsewhere`];
    const refused = await run('import-findings', 'm-jones', [], FINDING_HEAD, ...audit);
    expect(refused).toMatchObject({ code: 1, stdout: expect.stringMatching(/2 +finding +same-person/) });
    expect(await arrests()).toHaveLength(2);
    const rest = await run('import-findings', 'a-auditor', ['--row-by-row'], FINDING_HEAD, ...audit);
    expect(rest.stdout).toMatch(/1 recorded, 0 recorded before, 1 refused[^]*no-evidence/);
    expect(await arrests()).toEqual([
      { unit: 'rart', grade: 'claimed', amount: 2 },
      { unit: 'rart', grade: 'validated', amount: 1 },
    ]);
  });

  it.each(['finding-imports', 'link-imports', 'claim-weight-imports', 'incentive-receipt-imports'])(
    'are refused whole: %s',
    async (route) => {
      expect(await bring(route, 'j-smith', 'no,such,columns', '1,2,3')).toMatchObject({
        ...{ status: 400, body: { code: 'malformed-request' } },
      });
      expect(await bring(`${route}?illustrative=true`, 'j-smith', LINK_HEAD)).toMatchObject({ status: 400 });
      expect(await send(service.url, `/api/v1/${route}`, { method: 'POST', body: {} })).toMatchObject({ status: 415 });
    },
  );

  it('tell what was given back: nothing in a dry run, all or nothing, and once, over HTTP as in the shell', async () => {
    const scheme = { ...of, version: 1, from: '2009-04-01', weights: { courts: 1, police: 1 }, sharesInterest: true };
    const whence = { assumed: true, source: 'made up for this test' };
    const headers = { 'idempotency-key': '1d9f0c1e-8b1f-4a55-9c7a-3f4f6f1f2a13', 'x-acting-person': 'j-smith' };
    const body = { ...scheme, ...whence };
    expect(await send(service.url, '/api/v1/incentive-schemes', { method: 'POST', headers, body })).toMatchObject({
      status: 201,
    });
    const receipt = (reference: string, to: string, amount: string) =>
      `${reference},${OF},confiscation,police,west-yorkshire,2010-01-01,${to},2010-06-15,${amount}`;
    const [good, bad] = [receipt('Q1', '2010-04-01', '"£1,000.50"'), receipt('Q2', '2101-04-01', '1')];
    const before = await head();
    expect(await bring('incentive-receipt-imports', 'j-smith', RECEIPT_HEAD, good, bad)).toMatchObject({
      ...{ status: 422, body: { code: 'rows-refused', recorded: 0, refused: 1 } },
    });
    const dry = await run('load-incentive-receipts', 'j-smith', ['--dry-run'], RECEIPT_HEAD, good, bad);
    expect(dry).toMatchObject({ code: 1, stdout: expect.stringMatching(/received_on +dates-out-of-order/) });
    expect(await head()).toBe(before);
    expect(await run('load-incentive-receipts', 'j-smith', ['--row-by-row'], RECEIPT_HEAD, good, bad)).toMatchObject({
      code: 1,
    });
    expect(await bring('incentive-receipt-imports', 'j-smith', RECEIPT_HEAD, good)).toMatchObject({
      ...{ status: 200, body: { recorded: 0, alreadyRecorded: 1 } },
    });
    expect(await head()).toBe(before + 1);
  });

  it.each(['import-stages', 'import-findings', 'import-links', 'import-claim-weights', 'load-incentive-receipts'])(
    'explain themselves: %s --help',
    async (command) => {
      const { code, stdout } = await site.run(command, '--help');
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(new RegExp(`\\$ tallystick ${command} \\S+\\.csv --as`)),
      ]);
    },
  );

  it('let a saving be carried on in its own file, long enough for two threads, all of it or nothing', async () => {
    const columns = 'nature,recurrence,runs_to,gross_gbp,investment_gbp,budget_line,carried_from';
    const saving = (reference: string, year: number, carriedFrom: string) =>
      `${reference},saving,${year}-04-01,${OF},rart,west-yorkshire,direct:west-yorkshire,,,,,` +
      `cash-releasing,one-off,${year + 1}-04-01,1000,0,training,${carriedFrom}`;
    const between = Array.from({ length: 6_000 }, (_, n) => `${told(`Y${n}`, 'rart')},,,,,,,`);
    const rows = [saving('S1', 2008, ''), ...between, saving('S2', 2009, 'S1'), saving('S3', 2010, 'S2')];
    const before = await recorded();
    const bad = await run('import', 'j-smith', [], `${OUTCOME_HEAD},${columns}`, ...rows, saving('S4', 2011, 'S9'));
    expect(bad).toMatchObject({ code: 1, stdout: expect.stringMatching(/unknown-predecessor +no saving "S9" counts/) });
    expect(await recorded()).toBe(before);
    expect(await run('import', 'j-smith', [], `${OUTCOME_HEAD},${columns}`, ...rows)).toMatchObject({
      ...{ code: 0, stdout: expect.stringContaining('6003 recorded, 0 recorded before, 0 refused') },
    });
    expect(await run('import', 'j-smith', [], `${OUTCOME_HEAD},${columns}`, ...rows)).toMatchObject({
      ...{ code: 0, stdout: expect.stringContaining('0 recorded, 6003 recorded before, 0 refused') },
    });
    const { body } = await send(service.url, `/api/v1/outcomes?collaboration=${OF}&kind=saving`);
    expect(body['outcomes']).toHaveLength(3);
  });

  it('leave a ledger that verifies', async () => {
    const path = join(site.directory, 'ledger.ndjson');
    expect(await site.run('export', path)).toMatchObject({ code: 0 });
    expect(await site.run('verify', path)).toMatchObject({ code: 0, stdout: expect.stringContaining('AGREES') });
  });
});
