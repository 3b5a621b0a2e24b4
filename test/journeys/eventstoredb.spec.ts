import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { INCENTIVE_EXAMPLES } from '../../src/features/record-incentive/incentive-body.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { ASSET, post, send, type Answer } from '../support/http.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site } from '../support/service-process.js';

jest.setTimeout(180_000);

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

let server: StandInServer;
let database: TestDatabase;
let site: Site;
beforeEach(async () => {
  server = await StandInServer.start();
  database = await freshDatabase('eventstoredb journey', migrated);
  site = await Site.open({ DATABASE_URL: database.ownerUrl, EVENTSTORE_URL: server.url });
});
afterEach(async () => {
  await site.clear();
  await database.drop();
  await server.close();
});

const path = (name: string): string => join(site.directory, name);
const DEMO = 'src/demo-data';

describe('the program with its entries in EventStoreDB', () => {
  it('takes a file of stages whole or not at all, and tells what was given back of what was collected', async () => {
    expect(await site.run('load-collaborations', `${DEMO}/collaborations.json`)).toMatchObject({ code: 0 });
    const service = await site.serve();
    const house = { ...ASSET, assetType: 'property', route: 'confiscation', stage: 'ordered', amountPence: 900000 };
    const { body } = await post(service.url, '/api/v1/outcomes', house);
    const [id, of] = [String(body['outcomeId']), ASSET.collaboration];
    const rows = [`S1,${of},${id},collected,2010-05-01,6000.00,0.16`, `S2,${of},${id},collected,2010-06-01,4000.01,`];
    const bring = (query: string, more: readonly string[] = []) =>
      send(service.url, `/api/v1/stage-imports${query}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: ['reference,collaboration,outcome,stage,occurred_on,amount_gbp,interest_gbp', ...rows, ...more].join(
          '\n',
        ),
      });
    expect(await bring('', [`S3,${of},${id},seized,2010-06-01,1,`])).toMatchObject({
      status: 422,
      body: { recorded: 0 },
    });
    expect(await bring('?dryRun=true')).toMatchObject({ status: 200, body: { recorded: 2 } });
    expect(await bring('')).toMatchObject({ status: 201, body: { recorded: 2 } });
    expect(await bring('')).toMatchObject({ status: 200, body: { recorded: 0, alreadyRecorded: 2 } });

    const [scheme] = Object.values(INCENTIVE_EXAMPLES.IncentiveSchemeSet);
    const [receipt] = Object.values(INCENTIVE_EXAMPLES.IncentiveReceiptRecorded);
    expect(await post(service.url, '/api/v1/incentive-schemes', scheme)).toMatchObject({ status: 201 });
    expect(await post(service.url, '/api/v1/incentive-receipts', receipt)).toMatchObject({
      ...{ status: 201, body: { receiptNumber: 1, entry: expect.any(Number) } },
    });
    const period = ['--collaboration', of, '--from', '2010-01-01', '--to', '2010-07-01'];
    const answer = await site.run('incentive-receipts', ...period, '--json');
    await writeFile(path('receipts.json'), answer.stdout);
    expect(answer.stdout).toContain('"principal": 1000001');
    expect(answer.stdout).toContain('"received": 1875000');
    expect(await site.run('export', path('ledger.ndjson'))).toMatchObject({ code: 0 });
    expect(await site.run('verify', path('ledger.ndjson'), '--against', path('receipts.json'))).toMatchObject({
      code: 0,
    });
    expect(await service.stop()).toBe(0);
  });

  it('takes a file whole in which a saving carries on another, before either has an entry, and links of another file', async () => {
    expect(await site.run('load-collaborations', `${DEMO}/collaborations.json`)).toMatchObject({ code: 0 });
    const of = ASSET.collaboration;
    const saving = (reference: string, year: number, carriedFrom: string) =>
      `${reference},saving,${year}-04-01,${of},rart,west-yorkshire,direct:west-yorkshire,cash-releasing,one-off,1000,0,training,${carriedFrom}`;
    const head =
      'reference,kind,occurred_on,collaboration,unit,lead_force,attribution,nature,recurrence,gross_gbp,investment_gbp,budget_line,carried_from';
    const rows = [saving('S1', 2008, ''), saving('S2', 2009, 'S1'), saving('S3', 2010, 'S2'), saving('S4', 2009, 'S1')];
    await writeFile(path('savings.csv'), [head, ...rows].join('\n'), { mode: 0o644 });
    expect(await site.run('import', path('savings.csv'))).toMatchObject({
      ...{ code: 0, stdout: expect.stringContaining('4 recorded, 0 recorded before, 0 refused') },
    });
    const links = ['reference,collaboration,outcome,change,primary,reason', `L1,${of},S4,link,S2,recorded-twice`];
    await writeFile(path('links.csv'), links.join('\n'), { mode: 0o644 });
    expect(await site.run('import-links', path('links.csv'))).toMatchObject({ code: 0 });
    expect(await site.run('import-links', path('links.csv'))).toMatchObject({
      ...{ code: 0, stdout: expect.stringContaining('0 recorded, 1 recorded before') },
    });
    expect(await site.run('export', path('ledger.ndjson'))).toMatchObject({ code: 0 });
    expect(await readFile(path('ledger.ndjson'), 'utf8')).toMatch(
      /"predecessor":0[^]*"OutcomeLinked"[^]*"DuplicatesNoted"/,
    );
    expect(await site.run('verify', path('ledger.ndjson'))).toMatchObject({ code: 0 });
  });

  it('records, corrects, answers, exports and proves', async () => {
    expect(await site.run('load-collaborations', `${DEMO}/collaborations.json`)).toMatchObject({ code: 0 });
    const service = await site.serve();
    const recorded = await post(service.url, '/api/v1/outcomes', ASSET);
    expect(recorded).toMatchObject({ status: 201, body: { entry: expect.any(Number), revision: 0 } });
    const address = `/api/v1/outcomes/${String(recorded.body['outcomeId'])}`;
    const changes = { reason: 'valuation-revised', changes: { amountPence: 1200000 } };
    const corrected = await post(service.url, `${address}/corrections`, changes, { 'if-match': '"0"' });
    expect(corrected).toMatchObject({ status: 201, body: { entry: Number(recorded.body['entry']) + 1, revision: 1 } });
    const history = await send(service.url, `${address}/history`);
    expect(history.body['entries']).toMatchObject([{ revision: 0 }, { revision: 1, type: 'OutcomeCorrected' }]);

    const totals = await site.run('totals', '--by', 'measure,force', '--json');
    await writeFile(path('totals.json'), totals.stdout);
    expect(totals.stdout).toContain('assets-seized-value');
    expect(await site.run('export', path('ledger.ndjson'))).toMatchObject({ code: 0 });
    expect(await site.run('verify', path('ledger.ndjson'), '--against', path('totals.json'))).toMatchObject({
      code: 0,
    });
    const lines = (await readFile(path('ledger.ndjson'), 'utf8')).split('\n');
    expect(
      server.log
        .stream(`outcome-${String(recorded.body['outcomeId'])}`)
        .map(({ data }) => Buffer.from(data).toString()),
    ).toEqual(lines.filter((line) => line.includes(`"stream":"outcome-${String(recorded.body['outcomeId'])}"`)));
    expect(await service.stop()).toBe(0);
  });

  it('proves the demonstration, beside a server and again after it', async () => {
    const service = await site.serve();
    const demo = await site.run('demo', '--no-serve');
    expect(demo).toMatchObject({ code: 0, stdout: expect.stringContaining('no difference') });
    expect(demo.stdout).toContain('1041 recorded, 0 recorded before');
    expect(await service.stop()).toBe(0);
    const again = await site.run('demo', '--no-serve');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('0 recorded, 1041 recorded before') });
  });

  it('records rows of one item as one outcome with its claims, all or nothing, and nothing the second time', async () => {
    expect(await site.run('load-collaborations', `${DEMO}/collaborations.json`)).toMatchObject({ code: 0 });
    const columns = 'reference,kind,occurred_on,collaboration,unit,lead_force,attribution,role,offence_group';
    const told = (name: string, unit: string, item: string, day = '2010-03-04'): string =>
      `${name},arrest,${day},${ASSET.collaboration},${unit},west-yorkshire,direct:west-yorkshire,made,theft,exhibit,${item}`;
    const rows = ['A', 'B'].flatMap((item) =>
      ['rart', 'rrpt', 'soct'].map((unit) => told(`${unit}-${item}`, unit, item)),
    );
    const file = (...more: readonly string[]): string =>
      [`${columns},item_scheme,item_reference`, ...rows, ...more, ''].join('\n');
    await writeFile(path('bad.csv'), file(told('late', 'rart', 'C', '2090-01-01')));
    expect(await site.run('import', path('bad.csv'))).toMatchObject({ code: 1 });
    await writeFile(path('items.csv'), file());
    const imported = await site.run('import', path('items.csv'));
    expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining('6 recorded, 0 recorded before') });
    const again = await site.run('import', path('items.csv'), '--row-by-row');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('0 recorded, 6 recorded before') });
    expect(await site.run('totals', '--measure', 'arrests')).toMatchObject({
      stdout: expect.stringMatching(/arrests\s+2/),
    });
    expect(await site.run('export', path('items.ndjson'))).toMatchObject({ code: 0 });
    expect((await readFile(path('items.ndjson'), 'utf8')).match(/"type":"OutcomeClaimed"/g)).toHaveLength(4);
    expect(await site.run('verify', path('items.ndjson'))).toMatchObject({ code: 0 });
  });

  it('answers figures while the store is away, records nothing meanwhile, and goes on by itself', async () => {
    expect(await site.run('load-collaborations', `${DEMO}/collaborations.json`)).toMatchObject({ code: 0 });
    const service = await site.serve();
    const before = await post(service.url, '/api/v1/outcomes', ASSET);
    const totals = `/api/v1/totals?by=measure,force&collaboration=${ASSET.collaboration}`;
    const asked = () => send(service.url, totals);
    while ((await asked()).text.includes('"rows":[]')) await sleep(50);
    const figures = (await asked()).body;

    await server.network.shut();
    const key = { 'idempotency-key': randomUUID() };
    const refused = await post(service.url, '/api/v1/outcomes', ASSET, key);
    expect(refused).toMatchObject({ status: 503, body: { code: 'store-away' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    for (let time = 0; time < 3; time += 1) {
      const begun = performance.now();
      expect(await asked()).toMatchObject({ status: 200, body: figures });
      expect((await post(service.url, '/api/v1/outcomes', ASSET)).status).toBe(503);
      expect(performance.now() - begun).toBeLessThan(10_000);
      await sleep(1_000);
    }

    await server.network.open();
    const later = await insistently(() => post(service.url, '/api/v1/outcomes', ASSET, key));
    expect(later.body).toMatchObject({ revision: 0, postings: expect.any(Array) });
    // Numbering comes back a moment after writing does.
    const receipt = () => send(service.url, `/api/v1/receipts/${key['idempotency-key']}`);
    while ((await receipt()).body['state'] !== 'counted') await sleep(20);
    const again = await post(service.url, '/api/v1/outcomes', ASSET, key);
    expect(again).toMatchObject({
      status: 200,
      body: { outcomeId: later.body['outcomeId'], entry: expect.any(Number) },
    });
    expect(Number(again.body['entry'])).toBeGreaterThan(Number(before.body['entry']));
    expect(service.said()).not.toContain('changeit');
    expect(await service.stop()).toBe(0);
    expect(await site.run('export', path('ledger.ndjson'))).toMatchObject({ code: 0 });
    expect(await site.run('verify', path('ledger.ndjson'))).toMatchObject({ code: 0 });
  });

  it('gives a receipt of what is recorded and not counted yet, and its number once it is', async () => {
    expect(await site.run('load-collaborations', `${DEMO}/collaborations.json`)).toMatchObject({ code: 0 });
    const service = await site.serve();
    await post(service.url, '/api/v1/outcomes', ASSET);
    const key = randomUUID();
    const receipt = () => send(service.url, `/api/v1/receipts/${key}`);
    const holder = new pg.Client({ connectionString: database.ownerUrl });
    await holder.connect();
    await holder.query('BEGIN; SELECT FROM ledger.numbered_head FOR UPDATE');

    const recorded = await post(service.url, '/api/v1/outcomes', ASSET, { 'idempotency-key': key });
    expect(recorded).toMatchObject({
      status: 201,
      body: { state: 'recorded', receipt: `/api/v1/receipts/${key}`, revision: 0, postings: expect.any(Array) },
    });
    expect(recorded.body).not.toHaveProperty('entry');
    expect(await receipt()).toMatchObject({ status: 200, body: { commandId: key, state: 'recorded', entry: null } });
    const again = await post(service.url, '/api/v1/outcomes', ASSET, { 'idempotency-key': key });
    expect(again).toMatchObject({ status: 200, body: recorded.body });
    const address = `/api/v1/outcomes/${String(recorded.body['outcomeId'])}`;
    expect((await send(service.url, address)).body).toMatchObject({ entry: null, revision: 0 });
    expect((await send(service.url, `/outcomes/${String(recorded.body['outcomeId'])}`)).text).toContain(
      'not counted yet',
    );
    const other = { ...ASSET, amountPence: 1 };
    expect(await post(service.url, '/api/v1/outcomes', other, { 'idempotency-key': key })).toMatchObject({
      status: 409,
      body: { code: 'idempotency-conflict' },
    });

    await holder.query('COMMIT');
    await holder.end();
    while ((await receipt()).body['state'] !== 'counted') await sleep(20);
    const counted = await receipt();
    expect(counted.body).toMatchObject({ entry: expect.any(Number), revision: 0, type: 'OutcomeRecorded' });
    expect(await post(service.url, '/api/v1/outcomes', ASSET, { 'idempotency-key': key })).toMatchObject({
      status: 200,
      body: { entry: counted.body['entry'] },
    });
    expect(await service.stop()).toBe(0);
  });
});

/** Sends again while the store is away, as a client does that is told to. */
async function insistently(ask: () => Promise<Answer>): Promise<Answer> {
  const givenUpAt = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503 || Date.now() > givenUpAt) return answer;
    await sleep(100);
  }
}
