import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { ASSET, post, send } from '../support/http.js';
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
    expect(await site.run('verify', path('ledger.ndjson'), '--against', path('totals.json'))).toMatchObject({ code: 0 });
    const lines = (await readFile(path('ledger.ndjson'), 'utf8')).split('\n');
    expect(server.log.stream(`outcome-${String(recorded.body['outcomeId'])}`).map(({ data }) => Buffer.from(data).toString())).toEqual(
      lines.filter((line) => line.includes(`"stream":"outcome-${String(recorded.body['outcomeId'])}"`)),
    );
    process.stderr.write(service.said());
    expect(await service.stop()).toBe(0);
  });
});
