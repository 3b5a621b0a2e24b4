import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { INCENTIVE_EXAMPLES } from '../../src/features/record-incentive/incentive-body.js';
import { verified } from '../support/exports.js';
import { ASSET, post, send } from '../support/http.js';
import { exportOf } from '../support/ledgers.js';
import type { ReadModel } from '../../src/ledger/read-model.js';
import { startService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService('http incentives');
}, 60_000);
afterAll(() => service.stop());

const [SCHEME] = Object.values(INCENTIVE_EXAMPLES.IncentiveSchemeSet);
const [RECEIPT] = Object.values(INCENTIVE_EXAMPLES.IncentiveReceiptRecorded);
const HOUSE = { ...ASSET, assetType: 'property', route: 'confiscation', stage: 'ordered', amountPence: 900000 };
const ASKED = `/api/v1/incentive-receipts?collaboration=${ASSET.collaboration}&from=2010-01-01&to=2010-07-01`;

describe('incentive receipts', () => {
  it('are recorded under a scheme, told beside what was collected, and in no total', async () => {
    const early = await post(service.url, '/api/v1/incentive-receipts', RECEIPT);
    expect([early.status, early.body['code']]).toEqual([422, 'scheme-not-in-force']);
    const set = await post(service.url, '/api/v1/incentive-schemes', SCHEME);
    expect([set.status, set.body['revision']]).toEqual([201, 0]);
    const again = await post(service.url, '/api/v1/incentive-schemes', SCHEME);
    expect([again.status, again.body['code']]).toEqual([409, 'unchanged']);

    const address = (await post(service.url, '/api/v1/outcomes', HOUSE)).headers.get('location') ?? '';
    const paid = { stage: 'collected', occurredOn: '2010-05-01', amountPence: 1000001, interestPence: 16 };
    expect((await post(service.url, `${address}/stages`, paid, { 'if-match': '"0"' })).status).toBe(201);
    await service.caughtUp();
    const totals = `/api/v1/totals?by=measure&collaboration=${ASSET.collaboration}`;
    const statement = `/api/v1/statements/benefits-realised?collaboration=${ASSET.collaboration}&from=2010-01-01&to=2011-01-01`;
    const rows = async () => [
      (await send(service.url, totals)).body['rows'],
      (await send(service.url, statement)).body['lines'],
    ];
    const before = await rows();

    const told = { ...RECEIPT, amountPence: 187_500 };
    const receipt = await post(service.url, '/api/v1/incentive-receipts', told);
    expect([receipt.status, receipt.body['receiptNumber']]).toEqual([201, 1]);
    // The figures at rest may not be there yet; what was recorded is told all the same.
    const answer = (await send(service.url, ASKED)).body;
    expect(answer).toMatchObject({
      is: 'distribution, not a benefit',
      labels: ['assumed', 'illustrative'],
      routes: [
        {
          route: 'confiscation',
          collected: { principal: 1000001, interest: 16 },
          recipients: [
            { recipient: 'courts', due: 125002, received: null, difference: null },
            { recipient: 'crown-prosecution-service', due: 187503, received: null, difference: null },
            { recipient: 'home-office', due: 500009, received: null, difference: null },
            { recipient: 'police', due: 187503, received: 187500, difference: -3 },
          ],
        },
      ],
      receipts: [{ receiptNumber: 1, force: 'west-yorkshire', underVersions: [1], counted: true }],
    });
    await service.caughtUp();
    expect((await send(service.url, ASKED)).body).toEqual(answer);
    expect((await send(service.url, `${ASKED}&asAt=${String(receipt.body['entry'])}`)).body).toEqual(answer);
    expect(await rows()).toEqual(before);
  });

  it('are worked out from the assets of their period, and no others', async () => {
    const address = (await post(service.url, '/api/v1/outcomes', HOUSE)).headers.get('location') ?? '';
    const late = { stage: 'collected', occurredOn: '2010-07-01', amountPence: 5 };
    expect((await post(service.url, `${address}/stages`, late, { 'if-match': '"0"' })).status).toBe(201);
    await service.caughtUp();
    const reading = jest.spyOn(service.ledger.model, 'outcomes');
    const { routes } = (await send(service.url, ASKED)).body as {
      readonly routes: readonly { readonly restsOn: object }[];
    };
    const read = await Promise.all(reading.mock.results.map(({ value }) => value as ReturnType<ReadModel['outcomes']>));
    reading.mockRestore();
    const assets = read.flatMap(({ rows }) => rows.map(({ id: outcomeId, entry }) => ({ outcomeId, entry })));
    expect(assets).toHaveLength(1);
    expect(routes.map(({ restsOn }) => restsOn)).toEqual([assets]);
  });

  it('are taken back by their number, once, and verified offline with the answer', async () => {
    const reversal = { ...RECEIPT, amountPence: -187_500, receivedOn: '2010-07-01', reverses: 1 };
    expect((await post(service.url, '/api/v1/incentive-receipts', reversal)).body).toMatchObject({ receiptNumber: 2 });
    const twice = await post(service.url, '/api/v1/incentive-receipts', reversal);
    expect([twice.status, twice.body['code']]).toEqual([409, 'already-reversed']);
    const { body, text } = await send(service.url, ASKED);
    expect(body['routes']).toMatchObject([{ recipients: [{}, {}, {}, { received: 0, difference: -187503 }] }]);
    const lines = await exportOf(service.ledger.store);
    expect(await verified(lines, { 'receipts.json': text })).toMatchObject({ verdict: 'agrees' });
    const forged = text.replace('"due":187503', '"due":187504');
    expect(await verified(lines, { 'receipts.json': forged })).toMatchObject({ verdict: 'differs' });
  });

  it.each([
    [
      '/api/v1/incentive-schemes',
      { ...SCHEME, version: 0, weights: { Police: 1 }, note: 'x' },
      ['note', 'version', 'weights'],
    ],
    [
      '/api/v1/incentive-receipts',
      { ...RECEIPT, amountPence: 0.5, route: 'fines', to: undefined },
      ['amountPence', 'route', 'to'],
    ],
  ])('are refused at %s with every fault named', async (path, body, fields) => {
    const answer = await post(service.url, path, body);
    expect(answer.status).toBe(400);
    const faults = answer.body['errors'] as readonly { readonly field: string }[];
    expect(faults.map(({ field }) => field.split('.')[0]).sort()).toEqual(fields);
  });

  it.each([
    ['nobody’s collaboration', 'collaboration=atlantis&from=2010-01-01&to=2010-02-01', 404],
    ['no period', 'collaboration=netic', 400],
    ['a period that ends before it starts', 'collaboration=netic&from=2010-02-01&to=2010-01-01', 400],
    ['a point that there is not', 'collaboration=netic&from=2010-01-01&to=2010-02-01&asAt=soon', 400],
  ])('are not answered for %s', async (_, query, status) => {
    expect((await send(service.url, `/api/v1/incentive-receipts?${query}`)).status).toBe(status);
  });
});
