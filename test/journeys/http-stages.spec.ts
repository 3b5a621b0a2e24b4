import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ARREST, ASSET, post, SEIZURE, send, type Answer } from '../support/http.js';
import { startService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService('http stages');
}, 60_000);
afterAll(() => service.stop());

const HOUSE = { ...ASSET, assetType: 'property', route: 'confiscation', stage: 'restrained', amountPence: 900000 };
const toWest = { attribution: { basis: 'direct', force: 'west-yorkshire' } };
const at = (stage: string, occurredOn: string, amountPence: number) => ({ stage, occurredOn, amountPence });

async function recorded(body: unknown): Promise<string> {
  return (await post(service.url, '/api/v1/outcomes', body)).headers.get('location') ?? '';
}
const reach = (address: string, stage: object, revision: number): Promise<Answer> =>
  post(service.url, `${address}/stages`, stage, { 'if-match': `"${revision}"` });

async function totals(...measures: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  await service.caughtUp();
  const asked = `by=measure&collaboration=${ASSET.collaboration}&measure=${measures.join(',')}`;
  const { body } = await send(service.url, `/api/v1/totals?${asked}`);
  const rows = body['rows'] as readonly { readonly measure: string; readonly amount: unknown }[];
  return Object.fromEntries(rows.map(({ measure, amount }) => [measure, amount]));
}

describe('the stages of an asset', () => {
  it('are told one by one, each posting what it changes, and show with the asset and on its page', async () => {
    const address = await recorded({ ...HOUSE, ...toWest });
    const order = {
      ...at('ordered', '2010-05-01', 800000),
      reference: { document: 'confiscation-order', dated: '2010-05-01' },
    };
    const ordered = await reach(address, order, 0);
    expect([ordered.status, ordered.headers.get('etag')]).toEqual([201, '"1"']);
    expect(ordered.body['postings']).toMatchObject([
      { measure: 'assets-ordered-value', force: 'west-yorkshire', occurredOn: '2010-05-01', amount: 800000 },
      { measure: 'confiscation-orders', amount: 1 },
    ]);
    await reach(address, { ...at('varied', '2010-06-01', 500000), ground: 'appeal' }, 1);
    await reach(address, { ...at('collected', '2010-07-01', 600000), interestPence: 1234 }, 2);

    const { body } = await send(service.url, address);
    expect(body).toMatchObject({
      flags: ['collected-above-order'],
      stages: [{ number: 1, ...order }, { number: 2 }, { number: 3 }],
    });
    const page = await send(service.url, `/outcomes/${String(body['outcomeId'])}`);
    for (const shown of [
      '1. Ordered £8,000.00 on 1 May 2010',
      'ground: appeal',
      'interest £12.34',
      'More was collected than ordered',
    ])
      expect(page.text).toContain(shown);
    expect(await totals('assets-ordered-value', 'assets-collected-value', 'assets-collected-interest')).toEqual({
      ...{ 'assets-ordered-value': 500000, 'assets-collected-value': 600000 },
      'assets-collected-interest': 1234,
    });
    const listed = await send(service.url, '/api/v1/outcomes?measure=assets-collected-above-order');
    expect(listed.body['outcomes']).toMatchObject([{ outcomeId: body['outcomeId'] }]);
    // What was collected in July is behind the figure of July, and behind none of the day on which the house was restrained.
    const behind = async (period: string): Promise<number> => {
      const query = `collaboration=${ASSET.collaboration}&measure=assets-collected-value&unit=${ASSET.unit}&${period}`;
      const asked = await send(service.url, `/api/v1/outcomes?${query}`);
      const shown = await send(service.url, `/outcomes?${query}`, { headers: { accept: 'text/html' } });
      expect(shown.text.includes('£6,000.00')).toBe((asked.body['outcomes'] as readonly unknown[]).length > 0);
      return (asked.body['outcomes'] as readonly unknown[]).length;
    };
    expect(await behind('from=2010-07-01&to=2010-08-01')).toBe(1);
    expect(await behind('from=2010-03-01&to=2010-05-01')).toBe(0);
  });

  it('are refused out of order with the allowed ones named, and without the revision that was read', async () => {
    const address = await recorded(HOUSE);
    const early = await reach(address, at('collected', '2010-05-01', 1), 0);
    expect([early.status, early.body['code']]).toEqual([422, 'stage-out-of-order']);
    expect(early.body['detail']).toMatch(/what may stand there is ordered, released/);
    const unread = await post(service.url, `${address}/stages`, at('ordered', '2010-05-01', 1));
    expect([unread.status, unread.body['code']]).toEqual([428, 'revision-required']);
    const stale = await reach(address, at('ordered', '2010-05-01', 1), 1);
    expect([stale.status, stale.body['code']]).toEqual([412, 'revision-conflict']);
    const faulty = await reach(address, { stage: 'varied', occurredOn: '2010-02-30', amountPence: -1 }, 0);
    expect(faulty.status).toBe(400);
    const faults = faulty.body['errors'] as readonly { readonly field: string }[];
    expect(faults.map(({ field }) => field).sort()).toEqual(['amountPence', 'ground', 'occurredOn']);
    expect((await send(service.url, address)).body).toMatchObject({ revision: 0 });
  });

  it('follow the route of an account and of a listed asset, which are frozen, and forfeited or released in part', async () => {
    for (const assetType of ['account', 'listed-asset']) {
      const frozen = { ...ASSET, assetType, route: 'account-forfeiture', stage: 'frozen', amountPence: 70000 };
      const address = await recorded({ ...frozen, ...toWest });
      const detained = await reach(address, at('detained', '2010-05-01', 70000), 0);
      expect(detained.body['detail']).toMatch(/what may stand there is forfeited, released/);
      await reach(address, at('released', '2010-05-01', 20000), 0);
      const rest = await reach(address, { ...at('forfeited', '2010-06-01', 50000), interestPence: 3 }, 1);
      expect(rest.body['postings']).toMatchObject([
        { measure: 'assets-forfeited-value', amount: 50000 },
        { measure: 'assets-forfeited-interest', amount: 3 },
      ]);
    }
    const asked = ['assets-frozen-value', 'assets-released-value', 'assets-forfeited-value'] as const;
    expect(await totals(...asked)).toEqual({
      ...{ 'assets-frozen-value': 140000, 'assets-released-value': 40000 },
      'assets-forfeited-value': 100000,
    });
  });

  it('leave what was not detained of some cash to be released and returned, and say so where more is asked', async () => {
    const address = await recorded({ ...ASSET, ...toWest });
    await reach(address, at('detained', '2010-03-06', 1000000), 0);
    const again = await reach(address, at('detained', '2010-03-07', 250000), 1);
    expect([again.status, again.body['code']]).toEqual([422, 'stage-out-of-order']);
    expect(again.body['detail']).toMatch(/what may stand there is forfeited, released, returned, applied-to-order/);
    expect((await reach(address, at('forfeited', '2010-06-01', 1000000), 1)).status).toBe(201);
    const more = await reach(address, at('forfeited', '2010-06-02', 250000), 2);
    expect([more.status, more.body['code']]).toEqual([422, 'stage-out-of-order']);
    expect(more.body['detail']).toMatch(/what may stand there is released, returned, compensated/);
    const much = await reach(address, at('released', '2010-06-02', 250001), 2);
    expect([much.status, much.body['code']]).toEqual([422, 'amount-out-of-range']);
    // Told late, on the day on which the other part was detained.
    const released = await reach(address, at('released', '2010-03-06', 200000), 2);
    expect([released.status, released.body['postings']]).toEqual([
      201,
      [
        expect.objectContaining({ measure: 'assets-released-value', occurredOn: '2010-03-06', amount: 200000 }),
        expect.objectContaining({ measure: 'assets-retained-changes', occurredOn: '2010-03-06', amount: -200000 }),
      ],
    ]);
    expect((await reach(address, at('returned', '2010-07-01', 50000), 3)).status).toBe(201);
    const ended = await reach(address, at('returned', '2010-07-02', 1), 4);
    expect([ended.status, ended.body['code']]).toEqual([422, 'stage-out-of-order']);
    expect((await send(service.url, address)).body).toMatchObject({ revision: 4 });
  });

  it('are put right by their number, and their sum over stages is refused', async () => {
    const address = await recorded({ ...ASSET, ...toWest });
    await reach(address, at('detained', '2010-03-06', 1250000), 0);
    const correction = { number: 1, reason: 'keying-error', stage: at('detained', '2010-03-07', 1000000) };
    const { stage: _, ...untold } = correction;
    const unread = await post(service.url, `${address}/stage-corrections`, untold, { 'if-match': '"1"' });
    expect(unread.body['errors']).toEqual([
      { field: 'stage', reason: 'is missing; it has to be the stage as it was, or null where it never was' },
    ]);
    const done = await post(service.url, `${address}/stage-corrections`, correction, { 'if-match': '"1"' });
    expect(done.body['postings']).toMatchObject([
      { measure: 'assets-detained-value', occurredOn: '2010-03-07', amount: 1000000 },
      { measure: 'assets-detained-value', occurredOn: '2010-03-06', amount: -1250000 },
    ]);
    const sum = await send(service.url, '/api/v1/totals?by=force&measure=assets-seized-value,assets-detained-value');
    expect([sum.status, sum.body['code']]).toEqual([422, 'non-additive']);
    expect(sum.body['detail']).toMatch(/ask for one measure at a time/);
  });
});

describe('an arrest', () => {
  it('made is relabelled as facilitated without changing the sum', async () => {
    const address = await recorded(ARREST);
    await recorded({ ...ARREST, role: 'facilitated' });
    const asked = ['arrests-made', 'arrests-facilitated', 'arrests'] as const;
    expect(await totals(...asked)).toEqual({ 'arrests-made': 1, 'arrests-facilitated': 1, arrests: 2 });
    const relabelled = { reason: 'relabelled', changes: { role: 'facilitated' } };
    await post(service.url, `${address}/corrections`, relabelled, { 'if-match': '"0"' });
    expect(await totals(...asked)).toEqual({ 'arrests-made': 0, 'arrests-facilitated': 2, arrests: 2 });
  });
});

describe('a seizure of drugs', () => {
  const [first] = SEIZURE.substances;

  it('counts once, and once in each class that it held, with each quantity in its own unit', async () => {
    const plants = { substance: 'cannabis', form: 'plant', quantity: 12, quantityIn: 'plants' };
    const valued = { substance: 'cocaine', form: 'powder', quantity: 27.5, quantityIn: 'g', amountPence: 111337 };
    const how = {
      valuationBasis: 'purity-adjusted',
      valuationSource: 'drug-expert',
      valuedOn: '2010-03-08',
      purityPermille: 455,
    };
    const address = await recorded({ ...SEIZURE, ...toWest, substances: [{ ...valued, ...how }, plants] });
    const ofThis = ['drug-seizures', 'drug-seizures-class-a', 'drug-seizures-class-b', 'drug-seizures-unvalued'];
    expect(await totals(...ofThis)).toEqual(Object.fromEntries(ofThis.map((measure) => [measure, 1])));
    expect(await totals('drugs-seized-milligrams', 'drugs-seized-plants')).toEqual({
      'drugs-seized-milligrams': 27500,
      'drugs-seized-plants': 12,
    });
    const page = await send(service.url, address.replace('/api/v1', ''));
    for (const shown of ['45.5% pure', 'not valued', 'purity adjusted by drug expert on 8 March 2010'])
      expect(page.text).toContain(shown);
  });

  it.each([
    ['of nothing', [], 'substances'],
    [
      'valued by a basis and no amount',
      [{ ...first, amountPence: undefined, valuationBasis: 'street' }],
      'substances[0].valuationBasis',
    ],
  ])('is refused: %s', async (_, substances, field) => {
    const { status, body } = await post(service.url, '/api/v1/outcomes', { ...SEIZURE, substances });
    expect([status, body['code'], body['errors']]).toMatchObject([400, 'malformed-request', [{ field }]]);
  });
});
