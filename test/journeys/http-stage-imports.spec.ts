import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verified } from '../support/exports.js';
import { ASSET, send, type Answer } from '../support/http.js';
import { exportOf } from '../support/ledgers.js';
import { startService, type TestService } from '../support/service.js';

let service: TestService;
let outcomeId: string;
beforeAll(async () => {
  service = await startService('http stage imports');
  const head = 'reference,kind,occurred_on,collaboration,unit,lead_force,attribution,asset_type,route,stage,amount_gbp';
  const house = `HOUSE,asset,2010-03-04,${ASSET.collaboration},rart,west-yorkshire,direct:west-yorkshire,property,confiscation,restrained,9000`;
  expect((await bring('imports', '', [head, house].join('\n'))).status).toBe(201);
  await service.caughtUp();
  const { body } = await send(service.url, `/api/v1/outcomes?collaboration=${ASSET.collaboration}&kind=asset`);
  outcomeId = String((body['outcomes'] as readonly { readonly outcomeId: string }[])[0]?.outcomeId);
}, 60_000);
afterAll(() => service.stop());

const HEAD = 'reference,collaboration,outcome,stage,occurred_on,amount_gbp,interest_gbp,ground';
const row = (reference: string, stage: string, on: string, amount: string, rest = ',') =>
  `${reference},${ASSET.collaboration},HOUSE,${stage},${on},${amount},${rest}`;
const GOOD = [
  row('S1', 'ordered', '2010-05-01', '"8,000.01"'),
  row('S2', 'varied', '2010-06-01', '6000', ',appeal'),
  row('S3', 'collected', '2010-07-01', '6000.00', '12.34,'),
];
const BAD = row('S9', 'restrained', '2010-08-01', '1');

const head = () => service.ledger.store.head();
function bring(route: string, query: string, body: string, type = 'text/csv'): Promise<Answer> {
  return send(service.url, `/api/v1/${route}${query}`, { method: 'POST', headers: { 'content-type': type }, body });
}
const stages = (query: string, ...rows: readonly string[]): Promise<Answer> =>
  bring('stage-imports', query, [HEAD, ...rows].join('\n'));

describe('POST /stage-imports', () => {
  it('says in a dry run what would happen, and records nothing', async () => {
    const before = await head();
    const good = await stages('?dryRun=true', ...GOOD);
    expect([good.status, good.body]).toEqual([
      200,
      { mode: 'atomic', dryRun: true, rows: 3, recorded: 3, alreadyRecorded: 0, refused: 0, errors: [] },
    ]);
    expect(await stages('?dryRun=true&mode=row-by-row', ...GOOD, BAD)).toMatchObject({
      status: 200,
      body: { recorded: 3, refused: 1, errors: [{ line: 5, field: 'stage' }] },
    });
    expect(await head()).toBe(before);
  });

  it('records nothing of an atomic file with a bad row, and names each bad row', async () => {
    const before = await head();
    const { status, body } = await stages(
      '',
      ...GOOD,
      BAD,
      GOOD[2]?.replace('S3', 'S4').replace('HOUSE', 'FLAT') ?? '',
    );
    expect([status, body['code']]).toEqual([422, 'rows-refused']);
    expect(body).toMatchObject({ mode: 'atomic', rows: 5, recorded: 0, refused: 2 });
    expect(body['errors']).toMatchObject([
      { line: 5, field: 'stage', code: 'malformed-request' },
      { line: 6, field: 'outcome', code: 'unknown-outcome' },
    ]);
    expect(await head()).toBe(before);
  });

  it('records the good rows row by row, and the rest once', async () => {
    const before = await head();
    const first = await stages('?mode=row-by-row', GOOD[0] ?? '', BAD);
    expect([first.status, first.body]).toMatchObject([422, { recorded: 1, refused: 1 }]);
    const rest = await stages('', ...GOOD);
    expect([rest.status, rest.body]).toMatchObject([201, { recorded: 2, alreadyRecorded: 1 }]);
    const again = await stages('', ...GOOD);
    expect([again.status, again.body]).toMatchObject([200, { recorded: 0, alreadyRecorded: 3 }]);
    const changed = await stages('', GOOD[1]?.replace('6000', '5000') ?? '');
    expect(changed.body['errors']).toMatchObject([{ field: 'reference', code: 'idempotency-conflict' }]);
    expect(await head()).toBe(before + 3);
    const { body } = await send(service.url, `/api/v1/outcomes/${outcomeId}`);
    expect(body).toMatchObject({ stages: [{ stage: 'ordered' }, { stage: 'varied' }, { stage: 'collected' }] });
  });

  it('takes it as the one file of a form, notes who sent it, and the asset by its id', async () => {
    const before = await head();
    const form = new FormData();
    const paid = row('S5', 'collected', '2010-09-01', '1').replace('HOUSE', outcomeId.toUpperCase());
    form.append('file', new Blob([[HEAD, paid].join('\r\n')], { type: 'text/csv' }), 'stages.csv');
    const headers = { 'x-acting-person': 'jane-doe' };
    const answer = await fetch(`${service.url}/api/v1/stage-imports`, { method: 'POST', body: form, headers });
    expect([answer.status, await answer.json()]).toMatchObject([201, { recorded: 1 }]);
    const [line] = await service.ledger.store.readAll(before, 1);
    expect(JSON.parse(line?.line ?? '')).toMatchObject({ actor: 'jane-doe', type: 'AssetStageReached' });
  });

  it('refuses a row that speaks for another collaboration', async () => {
    const other = row('S6', 'collected', '2010-09-01', '1').replace('HOUSE', outcomeId);
    const { status, body } = await stages('', other.replace(ASSET.collaboration, 'netic'));
    expect(status).toBe(422);
    expect(body['errors']).toMatchObject([{ line: 2, field: 'outcome', code: 'unknown-outcome' }]);
  });

  it.each([
    [400, 'malformed-request', '?mode=perhaps', HEAD, 'text/csv'],
    [400, 'malformed-request', '?dryRun=yes', HEAD, 'text/csv'],
    [400, 'malformed-request', '?illustrative=true', HEAD, 'text/csv'],
    [400, 'malformed-request', '', 'no,such,columns\n1,2,3', 'text/csv'],
    [400, 'malformed-request', '', '', 'text/csv'],
    [400, 'malformed-request', '', 'no form', 'multipart/form-data; boundary=x'],
    [415, 'unsupported-media-type', '', '[]', 'application/json'],
  ])('%i %s: %s %j as %s', async (status, code, query, body, type) => {
    const answer = await bring('stage-imports', query, body, type);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it('leaves a ledger that verifies', async () => {
    expect(await verified(await exportOf(service.ledger.store))).toMatchObject({ verdict: 'agrees' });
  });
});
