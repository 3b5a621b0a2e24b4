import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, send, type Json } from '../support/http.js';
import { startService, type TestService } from '../support/service.js';

const YORKSHIRE = 'yorkshire-and-the-humber-joint-working';
const whatItWas = {
  collaboration: YORKSHIRE,
  unit: 'rart',
  occurredOn: '2008-04-01',
  leadForce: 'west-yorkshire',
  attribution: { basis: 'direct', force: 'west-yorkshire' },
};
const SAVING = {
  kind: 'saving',
  ...whatItWas,
  nature: 'cash-releasing',
  recurrence: { is: 'recurring', runsTo: '2011-04-01' },
  grossPence: 51000000,
  investmentPence: 20000000,
  budgetLine: 'crime-training',
};
const COST = {
  kind: 'cost',
  ...whatItWas,
  costType: 'regional-response',
  runsTo: '2009-04-01',
  amountPence: 300,
  measure: 'arrests',
};
const PERIOD = `collaboration=${YORKSHIRE}&from=2008-04-01&to=2009-04-01`;

let service: TestService;
let recorded: Json;
beforeAll(async () => {
  service = await startService('http savings');
  recorded = (await post(service.url, '/api/v1/outcomes', SAVING)).body;
  await post(service.url, '/api/v1/outcomes', COST);
  await post(service.url, '/api/v1/outcomes', { ...COST, costType: 'local-comparator', amountPence: 400 });
  await service.caughtUp();
}, 60_000);
afterAll(() => service.stop());

const get = (path: string) => send(service.url, `/api/v1${path}`);

describe('a saving', () => {
  it('is posted to each of its financial years, the first less what was invested', async () => {
    const net = (recorded['postings'] as readonly Json[]).filter(({ measure }) =>
      String(measure).endsWith('recurring'),
    );
    expect(net.map(({ occurredOn, amount }) => [occurredOn, amount])).toEqual([
      ['2008-04-01', -3000000],
      ['2009-04-01', 17000000],
      ['2010-04-01', 17000000],
    ]);
    const { body } = await get(`/totals?by=measure&measure=savings,savings-cash-releasing-investment&${PERIOD}`);
    expect((body['rows'] as readonly Json[]).map(({ measure, amount }) => [measure, amount])).toEqual([
      ['savings', -3000000],
      ['savings-cash-releasing-investment', 20000000],
    ]);
  });

  it('is given as it was told, and shows on its page', async () => {
    const path = `/outcomes/${String(recorded['outcomeId'])}`;
    expect((await get(path)).body).toMatchObject({ ...SAVING, status: 'recorded' });
    const page = await send(service.url, path, { headers: { accept: 'text/html' } });
    expect(page.text).toContain('Recurring cash-releasing saving: crime training');
    expect(page.text).toContain('£200,000.00 invested');
    expect(page.text).toContain('1 April 2008 to 31 March 2011');
  });

  it('is never added to what is in it, or to what is carried over', async () => {
    const { status, body } = await get('/totals?by=force&measure=savings,savings-cash-releasing-carried-over');
    expect([status, body['code']]).toEqual([422, 'non-additive']);
  });

  it.each([
    ['recurrence.is', { recurrence: { is: 'yearly' } }, 400],
    ['recurrence.runsTo', { recurrence: { is: 'recurring' } }, 400],
    ['baseline.on', { baseline: { basis: 'previous-year', amountPence: 1 } }, 400],
    ['investmentPence', { investmentPence: undefined }, 400],
    ['recurrence.runsTo', { recurrence: { is: 'recurring', runsTo: '2008-04-01' } }, 422],
    ['recurrence.runsTo', { recurrence: { is: 'recurring', runsTo: '2999-04-01' } }, 422],
  ])('is refused by the name of %s', async (field, changes, expected) => {
    const { status, body } = await post(service.url, '/api/v1/outcomes', { ...SAVING, ...changes });
    expect([status, (body['errors'] as readonly Json[])[0]?.['field']]).toEqual([expected, field]);
  });

  it('ends before it starts only by mistake', async () => {
    const ended = { ...SAVING, recurrence: { is: 'recurring', runsTo: '2008-03-31' } };
    expect((await post(service.url, '/api/v1/outcomes', ended)).body['code']).toBe('ends-before-it-starts');
  });
});

describe('GET /comparisons', () => {
  it('holds the regional response against what one force alone would have spent', async () => {
    const { status, body } = await get(`/comparisons?${PERIOD}`);
    expect(status).toBe(200);
    expect(body['comparisons']).toMatchObject([
      {
        ...{ unit: 'rart', measure: 'arrests', difference: 100 },
        regional: { amount: 300, byForce: [{ force: 'west-yorkshire', amount: 300 }], restsOn: [{}] },
        local: { amount: 400 },
        ratio: { numerator: 300, denominator: 400, decimal: '0.7500' },
      },
    ]);
  });

  it('gives the same as known at its own entry, by replay', async () => {
    const { body } = await get(`/comparisons?${PERIOD}&unit=rart`);
    const { entry } = body['asAt'] as { readonly entry: number };
    expect((await get(`/comparisons?${PERIOD}&unit=rart&asAt=${entry}`)).body).toEqual(body);
    expect((await get(`/comparisons?${PERIOD}&unit=rart&asAt=${entry - 1}`)).body['comparisons']).toMatchObject([
      { local: null, ratio: null, difference: null },
    ]);
  });

  it('is of a collaboration and a period, and refuses what it does not know', async () => {
    expect((await get(`/comparisons?${PERIOD}&unit=rrpt`)).body['comparisons']).toEqual([]);
    const refused = async (query: string) => {
      const { status, body } = await get(`/comparisons?${query}`);
      return [status, body['code']];
    };
    expect(await refused('collaboration=nobody&from=2008-04-01&to=2009-04-01')).toEqual([404, 'unknown-collaboration']);
    expect(await refused(`${PERIOD}&unit=nobody`)).toEqual([422, 'unknown-unit']);
    expect(await refused(`collaboration=${YORKSHIRE}`)).toEqual([400, 'malformed-request']);
    expect(await refused(`${PERIOD}&asAt=soon`)).toEqual([400, 'malformed-request']);
    expect(await refused(`collaboration=${YORKSHIRE}&from=2009-04-01&to=2008-04-01`)).toEqual([
      400,
      'malformed-request',
    ]);
  });

  it('has a page', async () => {
    const page = await send(service.url, `/comparisons?${PERIOD}`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    for (const shown of ['£3.00', '£4.00', '0.7500', 'Arrests made and facilitated', 'entry '])
      expect(page.text).toContain(shown);
    const unchosen = await send(service.url, '/comparisons', { headers: { accept: 'text/html' } });
    expect(unchosen.text).toContain('1 April 2008 to 31 March 2009');
  });
});
