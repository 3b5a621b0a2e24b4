import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ARREST, ASSET, CAR, CHANGING, FIREARMS, post, SEIZURE, send } from '../support/http.js';
import { startService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService('http recording');
}, 60_000);
afterAll(() => service.stop());

const record = (body: unknown, headers = {}) => post(service.url, '/api/v1/outcomes', body, headers);
const head = () => service.ledger.store.head();

describe('recording an outcome', () => {
  it('answers 201 with its postings, its address and its revision', async () => {
    const before = await head();
    const answer = await record(ASSET);
    expect(answer.status).toBe(201);
    const posted = { measure: 'assets-seized-value', unit: 'rart', grade: 'claimed', occurredOn: '2010-03-04' };
    expect(answer.body).toEqual({
      outcomeId: expect.any(String),
      entry: before + 1,
      revision: 0,
      postings: [
        { ...posted, force: 'humberside', amount: 217721 },
        { ...posted, force: 'north-yorkshire', amount: 188899 },
        { ...posted, force: 'south-yorkshire', amount: 317061 },
        { ...posted, force: 'west-yorkshire', amount: 526319 },
      ],
    });
    expect(answer.headers.get('location')).toBe(`/api/v1/outcomes/${String(answer.body['outcomeId'])}`);
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.headers.get('content-type')).toContain('application/json');
  });

  it.each([
    ['arrest', ARREST, 'arrests-made', 1],
    ['property-recovered', CAR, 'property-recovered-value', 850000],
    ['drugs-seizure', SEIZURE, 'drugs-seized-milligrams', 27500],
    ['counted-item', FIREARMS, 'firearms-seized', 3],
  ])('records the kind %s', async (_kind, body, measure, amount) => {
    const answer = await record(body);
    expect(answer.status).toBe(201);
    expect(answer.body['postings']).toContainEqual(
      expect.objectContaining({ measure, amount, force: 'west-yorkshire' }),
    );
  });

  it.each([
    [27.5, 'g', 27500, 'milligrams'],
    [0.001, 'g', 1, 'milligrams'],
    [1.234567, 'kg', 1234567, 'milligrams'],
    [12, 'mg', 12, 'milligrams'],
    [3, 'ml', 3, 'millilitres'],
  ])('takes %s %s as it was weighed', async (quantity, quantityIn, amount, smallest) => {
    const substances = [{ substance: 'cocaine', form: 'powder', quantity, quantityIn }];
    const answer = await record({ ...SEIZURE, substances });
    expect(answer.body['postings']).toContainEqual(
      expect.objectContaining({ measure: `drugs-seized-${smallest}`, amount }),
    );
  });

  it('shares by agreed weights, also with those outside', async () => {
    const attribution = { basis: 'agreed', weights: { outside: 1, humberside: 2 } };
    const answer = await record({ ...FIREARMS, attribution });
    expect(answer.body['postings']).toEqual([
      expect.objectContaining({ force: 'humberside', amount: 2 }),
      expect.objectContaining({ force: 'outside', amount: 1 }),
    ]);
  });

  it('writes who acted into the entry, the evaluator unless told', async () => {
    const told = await record(ARREST, { 'x-acting-person': 'jane-doe' });
    const untold = await record(ARREST);
    const lines = await service.ledger.store.readAll(Number(told.body['entry']) - 1, 2);
    expect(lines.map(({ line }) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ actor: 'jane-doe' }),
      expect.objectContaining({ actor: 'evaluator' }),
    ]);
    expect(untold.status).toBe(201);
  });
});

describe('the same request again', () => {
  it('gets the same answer with 200 and records nothing', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await record(ASSET, headers);
    const before = await head();
    const again = await record({ ...ASSET }, { 'idempotency-key': headers['idempotency-key'].toUpperCase() });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.text).toBe(first.text);
    expect(await head()).toBe(before);
  });

  it('is one entry when it is sent many times at once', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const before = await head();
    const answers = await Promise.all(Array.from({ length: 12 }, () => record(CAR, headers)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await head()).toBe(before + 1);
  });

  it('is a conflict by name when it says something else', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await record(ASSET, headers);
    const other = await record({ ...ASSET, amountPence: 1, unit: 'risou' }, headers);
    expect(other.status).toBe(409);
    expect(other.body).toMatchObject({ code: 'idempotency-conflict', status: 409 });
    expect(other.body['errors']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'amountPence' }),
        expect.objectContaining({ field: 'unit' }),
      ]),
    );
  });

  it('has its first receipt even when it would be refused today', async () => {
    const key = randomUUID();
    await record(ASSET, { 'idempotency-key': key });
    const refusedNow = await record({ ...ASSET, unit: 'nowhere' }, { 'idempotency-key': key });
    expect(refusedNow.body['code']).toBe('idempotency-conflict');
  });
});

const seized = (changes: object) => ({ ...SEIZURE, substances: [{ ...SEIZURE.substances[0], ...changes }] });
const FUTURE = '2999-01-01';

describe('what the ledger refuses', () => {
  it.each([
    [404, 'unknown-collaboration', 'collaboration', { ...ASSET, collaboration: 'nobodys' }],
    [422, 'unknown-unit', 'unit', { ...ASSET, unit: 'nowhere' }],
    [422, 'unit-not-open', 'unit', { ...CHANGING, occurredOn: '2005-06-01' }],
    [422, 'unknown-force', 'leadForce', { ...ASSET, leadForce: 'mordor' }],
    [422, 'not-a-member', 'leadForce', { ...ASSET, leadForce: 'cleveland' }],
    [
      422,
      'not-a-member',
      'attribution.force',
      { ...CHANGING, occurredOn: '2011-01-01', attribution: { basis: 'direct', force: 'durham' } },
    ],
    [
      422,
      'unknown-force',
      'attribution.weights.mordor',
      { ...ASSET, attribution: { basis: 'agreed', weights: { mordor: 1 } } },
    ],
    [422, 'date-in-future', 'occurredOn', { ...ASSET, occurredOn: FUTURE }],
    [422, 'unknown-substance', 'substances[0].substance', seized({ substance: 'icing-sugar' })],
    [422, 'unknown-measure', 'measure', { ...FIREARMS, measure: 'unicorns' }],
    [422, 'unknown-measure', 'measure', { ...FIREARMS, measure: 'arrests' }],
    [422, 'unknown-key', 'attribution.key', { ...ASSET, attribution: { basis: 'key', key: 'even' } }],
    [
      422,
      'key-not-in-force',
      'attribution.key',
      { ...CHANGING, occurredOn: '2007-01-01', attribution: { basis: 'key', key: 'even' } },
    ],
    [
      422,
      'no-weights',
      'attribution.weights',
      { ...ASSET, attribution: { basis: 'agreed', weights: { humberside: 0 } } },
    ],
    [
      422,
      'amount-out-of-range',
      'substances',
      {
        ...SEIZURE,
        substances: [1, 2].map(() => ({ ...SEIZURE.substances[0], amountPence: Number.MAX_SAFE_INTEGER })),
      },
    ],
  ])('%i %s names %s, and nothing is recorded', async (status, code, field, body) => {
    const before = await head();
    const answer = await record(body);
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body['errors']).toEqual([{ field, reason: expect.any(String) }]);
    expect(Object.keys(answer.body)).toEqual(['type', 'title', 'status', 'code', 'detail', 'errors']);
    expect(await head()).toBe(before);
  });
});

const without = (body: object, name: string) =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));

describe('what cannot be read', () => {
  it.each<[string, unknown]>([
    ['kind', { ...ASSET, kind: 'wish' }],
    ['kind', without(ASSET, 'kind')],
    ['amountPence', without(ASSET, 'amountPence')],
    ['amountPence', { ...ASSET, amountPence: 12.5 }],
    ['amountPence', { ...ASSET, amountPence: -1 }],
    ['amountPence', { ...ASSET, amountPence: '1250000' }],
    ['amountPence', { ...ASSET, amountPence: 9007199254740993 }],
    ['amountPence', { ...ASSET, amountPence: null }],
    ['occurredOn', { ...ASSET, occurredOn: '2010-02-30' }],
    ['occurredOn', { ...ASSET, occurredOn: '04/03/2010' }],
    ['leadForce', { ...ASSET, leadForce: 'West Yorkshire' }],
    ['route', { ...ASSET, route: 'raffle' }],
    ['colour', { ...ASSET, colour: 'red' }],
    ['role', { ...ASSET, role: 'made' }],
    ['constructor', { ...ASSET, constructor: 1 }],
    ['attribution', without(ASSET, 'attribution')],
    ['attribution', { ...ASSET, attribution: 'key' }],
    ['attribution', { ...ASSET, attribution: null }],
    ['attribution.basis', { ...ASSET, attribution: { basis: 'luck' } }],
    ['attribution.key', { ...ASSET, attribution: { basis: 'key' } }],
    ['attribution.force', { ...ASSET, attribution: { basis: 'key', key: 'population-mid-2010', force: 'humberside' } }],
    ['attribution.weights', { ...ASSET, attribution: { basis: 'agreed', weights: { humberside: 1.5 } } }],
    ['substances', { ...SEIZURE, substances: {} }],
    ['substances[0]', { ...SEIZURE, substances: ['cocaine'] }],
    ['substances[0].quantity', seized({ quantity: -1 })],
    ['substances[0].quantity', seized({ quantity: 1.0005, quantityIn: 'g' })],
    ['substances[0].quantityIn', seized({ quantityIn: 'stone' })],
    ['substances[0].purity', seized({ purity: 50 })],
    ['evidence[0].sha256', { ...ASSET, evidence: [{ label: 'photo', sha256: 'abc' }] }],
    ['operation', { ...ASSET, operation: 'Operation X' }],
    ['operation', { ...ASSET, operation: null }],
    ['illustrative', { ...ASSET, illustrative: 'yes' }],
  ])('names %s', async (field, body) => {
    const before = await head();
    const answer = await record(body);
    expect([answer.status, answer.body['code']]).toEqual([400, 'malformed-request']);
    expect(answer.body['errors']).toContainEqual({ field, reason: expect.stringMatching(/\w/) });
    expect(await head()).toBe(before);
  });

  it('names every fault at once', async () => {
    const answer = await record({ ...without(ASSET, 'unit'), occurredOn: 'once', stage: 'lost', colour: 'red' });
    const fields = (answer.body['errors'] as { field: string }[]).map(({ field }) => field).sort();
    expect(fields).toEqual(['colour', 'occurredOn', 'stage', 'unit']);
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '1'],
    ['a prototype', '{"__proto__":{"kind":"asset"}}'],
    ['depth', '['.repeat(200_000)],
    [
      'deep attribution',
      JSON.stringify(ASSET).replace(
        '{"basis":"key","key":"population-mid-2010"}',
        `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      ),
    ],
  ])('refuses %s', async (_what, body) => {
    const answer = await record(body);
    expect([answer.status, answer.body['code']]).toEqual([400, 'malformed-request']);
  });

  it.each([
    ['Idempotency-Key', { 'idempotency-key': 'again' }],
    ['X-Acting-Person', { 'x-acting-person': 'Jane Doe' }],
  ])('names the header %s', async (field, headers) => {
    const answer = await record(ASSET, headers);
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toEqual([{ field, reason: expect.any(String) }]);
  });

  it.each(['/api/v1/outcomes', '/api/v1/published-figures'])('needs a key to record at %s', async (path) => {
    const answer = await send(service.url, path, { method: 'POST', body: ASSET });
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toEqual([{ field: 'Idempotency-Key', reason: expect.stringContaining('missing') }]);
  });
});

const FIGURE = {
  collaboration: 'yorkshire-and-the-humber-joint-working',
  measure: 'arrests',
  amount: 693,
  bound: 'exact',
  from: '2009-01-01',
  to: '2011-01-01',
  source: 'a table',
};
const publish = (body: unknown, headers = {}) => post(service.url, '/api/v1/published-figures', body, headers);

describe('recording a published figure', () => {
  it('answers 201, and the same again with 200', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const before = await head();
    const first = await publish(FIGURE, headers);
    expect(first.status).toBe(201);
    expect(first.body).toEqual({ figureId: expect.any(String), entry: before + 1, revision: 0 });
    const again = await publish({ ...FIGURE, disputed: false }, headers);
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect((await publish({ ...FIGURE, amount: 1 }, headers)).body['code']).toBe('idempotency-conflict');
  });

  it.each([
    [404, 'unknown-collaboration', 'collaboration', { ...FIGURE, collaboration: 'nobodys' }],
    [422, 'unknown-unit', 'unit', { ...FIGURE, unit: 'nowhere' }],
    [422, 'unknown-force', 'force', { ...FIGURE, force: 'mordor' }],
    [422, 'unknown-measure', 'measure', { ...FIGURE, measure: 'unicorns' }],
    [409, 'contradicts-record', 'to', { ...FIGURE, to: '2009-01-01' }],
    [400, 'malformed-request', 'bound', { ...FIGURE, bound: 'about' }],
    [400, 'malformed-request', 'source', { ...FIGURE, source: 'two\nlines' }],
    [400, 'malformed-request', 'page', { ...FIGURE, page: 3 }],
    [400, 'malformed-request', 'within', { ...FIGURE, within: 'the-other' }],
  ])('%i %s names %s', async (status, code, field, body) => {
    const before = await head();
    const answer = await publish(body);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(answer.body['errors']).toContainEqual({ field, reason: expect.any(String) });
    expect(await head()).toBe(before);
  });
});

describe('POST /published-figures/{id}/dispute and dispute-end', () => {
  it('says so from then on, and no longer, at rest and on the page', async () => {
    const { body: recorded } = await publish({ ...FIGURE, source: 'a press release' });
    const figure = String(recorded['figureId']);
    const say = (what: string, reason: string, headers = {}) =>
      post(service.url, `/api/v1/published-figures/${figure}/${what}`, { reason }, headers);
    const isDisputed = async (asAt = '') => {
      await service.caughtUp();
      const { body } = await send(service.url, `/api/v1/reconciliations?collaboration=${FIGURE.collaboration}${asAt}`);
      const figures = body['figures'] as readonly { figureId: string; published: { disputed: boolean } }[];
      return figures.find(({ figureId }) => figureId === figure)?.published.disputed;
    };
    const headers = { 'idempotency-key': randomUUID(), 'x-acting-person': 'm-jones' };
    const disputed = await say('dispute', 'sources-disagree', headers);
    expect([disputed.status, disputed.body]).toEqual([
      201,
      { figureId: figure, entry: Number(recorded['entry']) + 1, revision: 1 },
    ]);
    expect((await say('dispute', 'sources-disagree', headers)).status).toBe(200);
    expect(await isDisputed()).toBe(true);
    expect(await isDisputed(`&asAt=${String(recorded['entry'])}`)).toBe(false);
    expect((await say('dispute', 'other')).body['code']).toBe('unchanged');
    expect((await say('dispute-end', 'source-confirmed')).body['revision']).toBe(2);
    expect(await isDisputed()).toBe(false);
  });

  it.each([
    [422, 'unknown-figure', '00000000-0000-4000-8000-000000000009/dispute', { reason: 'other' }],
    [400, 'malformed-request', 'the-one/dispute', { reason: 'other' }],
    [400, 'malformed-request', '00000000-0000-4000-8000-000000000009/dispute', { reason: 'mood' }],
    [400, 'malformed-request', '00000000-0000-4000-8000-000000000009/dispute-end', {}],
  ])('%i %s', async (status, code, address, body) => {
    const answer = await post(service.url, `/api/v1/published-figures/${address}`, body);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});

it('logged no error all the while', () => {
  expect(service.logged).toEqual([]);
});
