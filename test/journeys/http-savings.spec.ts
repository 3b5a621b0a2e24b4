import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonId } from '../../src/domain/identifiers.js';
import { loadDeflators } from '../../src/features/load-deflators/load-deflators.js';
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

  it('is seen at its present value, labelled, and the nominal ledger stays as it is', async () => {
    const asked = '/totals?by=month&measure=savings-cash-releasing-gross';
    const nominal = (await get(asked)).body;
    const { body } = await get(`${asked}&view=present-value&baseYear=2008-09`);
    expect((body['rows'] as readonly Json[]).map(({ month, amount }) => [month, amount])).toEqual([
      ['2008-04', 17000000],
      ['2009-04', 16425121],
      ['2010-04', 15869682],
    ]);
    expect(body['view']).toEqual({
      ...{ view: ['present-value'], baseYear: '2008-09' },
      discount: '3.5% a year to year 30, then 3.0%',
    });
    const { entry } = body['asAt'] as { readonly entry: number };
    expect((await get(`${asked}&view=present-value&baseYear=2008-09&asAt=${entry}`)).body).toEqual(body);
    expect((await get(asked)).body).toEqual(nominal);
  });

  it('is seen in real terms once there are deflators, which are labelled when they are illustrative', async () => {
    const asked = '/totals?by=force&measure=savings&view=real-terms&baseYear=2010-11';
    const missing = await get(asked);
    expect([missing.status, missing.body['code']]).toEqual([422, 'no-deflator']);
    const table = 'financial_year,index\n2008-09,90\n2009-10,95\n2010-11,100\n';
    const about = { source: 'made up', publishedOn: '2012-09-30', illustrative: true };
    await loadDeflators(service.ledger, table, about, 'evaluator' as PersonId);
    await service.caughtUp();
    const { body } = await get(asked);
    // -£30,000 at prices of 90, £170,000 at 95 and £170,000 at 100, each by itself.
    expect(body['rows']).toMatchObject([{ amount: -3333333 + 17894737 + 17000000, labels: ['illustrative'] }]);
    expect(body['view']).toMatchObject({ deflators: about });
    const { entry } = body['asAt'] as { readonly entry: number };
    expect((await get(`${asked}&asAt=${entry}`)).body).toEqual(body);
    expect((await get('/measures')).body['deflators']).toMatchObject(about);
  });

  it.each([
    ['view', 'view=real&baseYear=2010-11'],
    ['baseYear', 'view=real-terms'],
    ['baseYear', 'view=real-terms&baseYear=2010'],
    ['view', 'baseYear=2010-11'],
  ])('asks for a view by its %s, or is refused', async (field, query) => {
    const { status, body } = await get(`/totals?by=force&measure=savings&${query}`);
    expect([status, (body['errors'] as readonly Json[])[0]?.['field']]).toEqual([400, field]);
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
    const [{ local }] = body['comparisons'] as [{ readonly local: { readonly restsOn: [{ readonly entry: number }] } }];
    const before = local.restsOn[0].entry - 1;
    expect((await get(`/comparisons?${PERIOD}&unit=rart&asAt=${before}`)).body['comparisons']).toMatchObject([
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
