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

  it('is not corrected by more than a line of the ledger can hold, which is refused by name', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const once = { ...SAVING, collaboration: YORKSHIRE, recurrence: { is: 'one-off' } };
    const { body } = await post(service.url, '/api/v1/outcomes', { ...once, grossPence: most, investmentPence: 0 });
    const corrections = `/api/v1/outcomes/${String(body['outcomeId'])}/corrections`;
    const correct = (changes: object, revision: number) =>
      post(service.url, corrections, { reason: 'keying-error', changes }, { 'if-match': `"${revision}"` });
    const refused = await correct({ grossPence: 0, investmentPence: most }, 0);
    expect([refused.status, refused.body['code']]).toEqual([422, 'amount-out-of-range']);
    expect(refused.body['errors']).toMatchObject([{ field: 'grossPence' }]);
    // Two corrections do it; then it is taken back, so that no other figure here is moved.
    expect((await correct({ grossPence: 0 }, 0)).status).toBe(201);
    expect((await correct({ investmentPence: most }, 1)).status).toBe(201);
    const withdrawal = `/api/v1/outcomes/${String(body['outcomeId'])}/withdrawal`;
    const gone = await post(service.url, withdrawal, { reason: 'recorded-in-error' }, { 'if-match': '"2"' });
    expect(gone.status).toBe(201);
    await service.caughtUp();
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

  it('is not validated as what it is not', async () => {
    const told = {
      ...{ ...SAVING, unit: 'rrpt', occurredOn: '2009-07-01', recurrence: { is: 'recurring', runsTo: '2011-04-01' } },
      evidence: [{ label: 'finance-return', sha256: 'ab'.repeat(32) }],
      baseline: { basis: 'previous-year', amountPence: 1, on: '2009-06-30' },
    };
    const record = async (changes: object): Promise<string> =>
      String((await post(service.url, '/api/v1/outcomes', { ...told, ...changes })).body['outcomeId']);
    const found = async (outcome: string): Promise<readonly unknown[]> => {
      const headers = { 'x-acting-person': 'reviewer', 'if-match': '"0"' };
      const finding = { finding: 'validated' };
      const { status, body } = await post(service.url, `/api/v1/outcomes/${outcome}/findings`, finding, headers);
      return [status, body['code']];
    };
    expect(await found(await record({}))).toEqual([422, 'one-off-claimed-as-recurring']);
    const once = { recurrence: { is: 'one-off' } };
    const earlier = await record(once);
    const later = await record({ ...once, occurredOn: '2010-07-01' });
    expect(await found(later)).toEqual([422, 'earlier-action-claimed-as-new']);
    expect(await found(earlier)).toEqual([201, undefined]);
    await service.caughtUp();
    const waiting = async (waitsFor: string, outcome: string): Promise<Json | undefined> => {
      const { body } = await get(`/validation-queue?collaboration=${YORKSHIRE}&waitsFor=${waitsFor}`);
      return (body['outcomes'] as readonly Json[]).find(({ outcomeId }) => outcomeId === outcome);
    };
    expect(await waiting('validated', later)).toMatchObject({
      against: [{ code: 'earlier-action-claimed-as-new', field: 'carriedFrom' }],
      notBy: [{ did: 'recorded', revision: 0 }],
    });
    expect(await waiting('validated', earlier)).toBeUndefined();
    expect(await waiting('audited', earlier)).toMatchObject({
      against: [],
      notBy: [{ did: 'recorded' }, { person: 'reviewer', did: 'validated', revision: 1 }],
    });
    const page = await send(service.url, `/validation-queue?collaboration=${YORKSHIRE}`, {
      headers: { accept: 'text/html' },
    });
    expect(page.text).toContain(`Outcome ${earlier} claims the same action as new for 2009-10`);
    expect(page.text).not.toContain(`finding ${later} validated`);
    const nowhere = { ...told, ...once, carriedFrom: '00000000-0000-4000-8000-000000000009' };
    const { status, body } = await post(service.url, '/api/v1/outcomes', nowhere);
    expect([status, body['code']]).toEqual([422, 'unknown-predecessor']);
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
    const { measure: _, runsTo: __, ...grant } = COST;
    await post(service.url, '/api/v1/outcomes', { ...grant, costType: 'grant', amountPence: 13954500 });
    await service.caughtUp();
    const { text } = await send(service.url, `/comparisons?${PERIOD}`, { headers: { accept: 'text/html' } });
    for (const shown of ['put in, and never a benefit', '£139,545.00', 'West Yorkshire Police £139,545.00'])
      expect(text).toContain(shown);
    expect(text).toContain('-£30,000.00'); // the saving, less what was invested
    const { body } = await get(`/totals?by=measure&measure=savings,grants-received&${PERIOD}`);
    expect([body['code'], (await get(`/comparisons?${PERIOD}`)).text.includes('13954500')]).toEqual([undefined, false]);
    const unchosen = await send(service.url, '/comparisons', { headers: { accept: 'text/html' } });
    // The years of the saving too, which stands on the page beside what was spent.
    expect(unchosen.text).toContain('1 April 2008 to 31 March 2011');
  });
});
