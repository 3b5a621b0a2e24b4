import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ASSET, CAR, post, SEIZURE, send, type Answer } from '../support/http.js';
import { startService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService('http correcting');
}, 60_000);
afterAll(() => service.stop());

const head = () => service.ledger.store.head();
const read = (path: string) => send(service.url, path);

/** Records an outcome and gives its address. */
async function recorded(body: unknown = CAR): Promise<string> {
  const answer = await post(service.url, '/api/v1/outcomes', body);
  return answer.headers.get('location') ?? '';
}

const correct = (address: string, changes: unknown, headers: Record<string, string> = { 'if-match': '"0"' }) =>
  post(service.url, `${address}/corrections`, { reason: 'valuation-revised', changes }, headers);
const withdraw = (address: string, headers: Record<string, string> = {}) =>
  post(service.url, `${address}/withdrawal`, { reason: 'recorded-in-error' }, headers);

async function expectRefused(answer: Promise<Answer>, status: number, code: string, field: string): Promise<void> {
  const before = await head();
  const { status: was, body } = await answer;
  expect([was, body['code']]).toEqual([status, code]);
  expect(body['errors']).toContainEqual({ field, reason: expect.any(String) });
  expect(await head()).toBe(before);
}

const NOBODYS = `/api/v1/outcomes/${randomUUID()}`;

describe('correcting an outcome', () => {
  it('posts the differences, and the outcome stands as corrected', async () => {
    const address = await recorded();
    const answer = await correct(address, { amountPence: 800000 });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({ revision: 1 });
    expect(answer.body['postings']).toEqual([
      expect.objectContaining({ measure: 'property-recovered-value', amount: -50000 }),
    ]);
    const now = await read(address);
    expect(now.headers.get('etag')).toBe('"1"');
    expect(now.body).toMatchObject({ status: 'recorded', revision: 1, amountPence: 800000, unit: 'rart' });
    expect(now.body['postings']).toContainEqual(
      expect.objectContaining({ measure: 'property-recovered-value', amount: 800000 }),
    );
  });

  it('takes an optional field away with null', async () => {
    const address = await recorded({ ...CAR, operation: 'example' });
    await correct(address, { operation: null });
    expect((await read(address)).body).not.toHaveProperty('operation');
  });

  it('takes quantities as they were weighed', async () => {
    const address = await recorded(SEIZURE);
    const answer = await correct(address, {
      substances: [{ ...SEIZURE.substances[0], quantity: 28.5, quantityIn: 'g' }],
    });
    expect(answer.body['postings']).toEqual([
      expect.objectContaining({ measure: 'drugs-seized-milligrams', amount: 1000 }),
    ]);
  });

  it('corrects a correction', async () => {
    const address = await recorded();
    await correct(address, { amountPence: 1 });
    const again = await correct(address, { amountPence: 850000, unit: 'risou' }, { 'if-match': '"1"' });
    expect(again.body).toMatchObject({ revision: 2 });
    expect((await read(address)).body).toMatchObject({ amountPence: 850000, unit: 'risou' });
  });

  it('answers the same again with 200, also after later corrections', async () => {
    const address = await recorded();
    const headers = { 'if-match': '"0"', 'idempotency-key': randomUUID() };
    const first = await correct(address, { amountPence: 1 }, headers);
    await correct(address, { amountPence: 2 }, { 'if-match': '"1"' });
    const again = await correct(address, { amountPence: 1 }, headers);
    expect([again.status, again.text]).toEqual([200, first.text]);
    await expectRefused(correct(address, { amountPence: 3 }, headers), 409, 'idempotency-conflict', 'amountPence');
  });

  it('lets one of two through who read the same revision', async () => {
    const address = await recorded();
    const answers = await Promise.all([correct(address, { amountPence: 1 }), correct(address, { amountPence: 2 })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 412]);
  });

  it('names the current revision to who read an older one', async () => {
    const address = await recorded();
    await correct(address, { amountPence: 1 });
    const late = await correct(address, { amountPence: 2 });
    expect(late.body['detail']).toContain('revision 1');
    await expectRefused(Promise.resolve(late), 412, 'revision-conflict', 'If-Match');
  });

  it.each([
    [404, 'unknown-outcome', 'outcome', NOBODYS, { amountPence: 1 }, { 'if-match': '"0"' }],
    [404, 'unknown-outcome', 'outcome', '/api/v1/outcomes/the-first', { amountPence: 1 }, { 'if-match': '"0"' }],
    [409, 'unchanged', 'changes', '', { amountPence: 850000 }, { 'if-match': '"0"' }],
    [412, 'revision-conflict', 'If-Match', '', { amountPence: 1 }, { 'if-match': '"7"' }],
    [428, 'revision-required', 'If-Match', '', { amountPence: 1 }, {}],
    [400, 'malformed-request', 'If-Match', '', { amountPence: 1 }, { 'if-match': 'W/"0"' }],
    [400, 'malformed-request', 'If-Match', '', { amountPence: 1 }, { 'if-match': '*' }],
    [400, 'malformed-request', 'If-Match', '', { amountPence: 1 }, { 'if-match': '"0", "1"' }],
    [422, 'unknown-unit', 'unit', '', { unit: 'nowhere' }, { 'if-match': '"0"' }],
    [422, 'date-in-future', 'occurredOn', '', { occurredOn: '2999-01-01' }, { 'if-match': '"0"' }],
    [400, 'malformed-request', 'changes', '', {}, { 'if-match': '"0"' }],
    [400, 'malformed-request', 'changes', '', 'all of it', { 'if-match': '"0"' }],
    [400, 'malformed-request', 'changes.kind', '', { kind: 'arrest' }, { 'if-match': '"0"' }],
    [400, 'malformed-request', 'changes.collaboration', '', { collaboration: 'changing' }, { 'if-match': '"0"' }],
    [400, 'malformed-request', 'changes.role', '', { role: 'made' }, { 'if-match': '"0"' }],
    [400, 'malformed-request', 'changes.amountPence', '', { amountPence: 0.5 }, { 'if-match': '"0"' }],
    [400, 'malformed-request', 'changes.amountPence', '', { amountPence: null }, { 'if-match': '"0"' }],
    [400, 'malformed-request', 'changes.occurredOn', '', { occurredOn: '2010-02-30' }, { 'if-match': '"0"' }],
  ])('%i %s names %s (%s)', async (status, code, field, address, changes, headers) => {
    const where = address === '' ? await recorded() : address;
    await expectRefused(correct(where, changes, headers), status, code, field);
  });

  it('needs a reason that it knows', async () => {
    const address = await recorded();
    const body = { reason: 'a whim', changes: { amountPence: 1 } };
    const answer = post(service.url, `${address}/corrections`, body, { 'if-match': '"0"' });
    await expectRefused(answer, 400, 'malformed-request', 'reason');
  });
});

describe('withdrawing an outcome', () => {
  it('takes back all that it posted, for good', async () => {
    const address = await recorded(ASSET);
    const answer = await withdraw(address);
    expect(answer.status).toBe(201);
    const amounts = (answer.body['postings'] as { amount: number }[]).map(({ amount }) => amount);
    expect(amounts).toEqual([-217721, -188899, -317061, -526319]);
    expect((await read(address)).body).toMatchObject({ status: 'withdrawn', revision: 1, postings: [] });
    await expectRefused(withdraw(address), 409, 'withdrawn', 'outcome');
    await expectRefused(correct(address, { amountPence: 1 }, { 'if-match': '"1"' }), 409, 'withdrawn', 'outcome');
  });

  it('answers the same again with 200', async () => {
    const address = await recorded();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await withdraw(address, headers);
    const again = await withdraw(address, headers);
    expect([again.status, again.text]).toEqual([200, first.text]);
  });

  it('heeds a revision where one is named', async () => {
    const address = await recorded();
    await expectRefused(withdraw(address, { 'if-match': '"4"' }), 412, 'revision-conflict', 'If-Match');
    expect((await withdraw(address, { 'if-match': '"0"' })).status).toBe(201);
  });

  it('refuses what was never recorded, and a reason that it does not know', async () => {
    await expectRefused(withdraw(NOBODYS), 404, 'unknown-outcome', 'outcome');
    const answer = post(service.url, `${await recorded()}/withdrawal`, { reason: 'a whim' });
    await expectRefused(answer, 400, 'malformed-request', 'reason');
  });
});

describe('the history of an outcome', () => {
  it('tells each entry with its number, who, when, why, and what it posted', async () => {
    const first = await post(service.url, '/api/v1/outcomes', CAR, { 'x-acting-person': 'jane-doe' });
    const address = first.headers.get('location') ?? '';
    const second = await correct(address, { amountPence: 800000 });
    const third = await withdraw(address);
    const { body, status } = await read(`${address}/history`);
    expect(status).toBe(200);
    const recordedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(body['entries']).toEqual([
      {
        ...{ entry: first.body['entry'], revision: 0, type: 'OutcomeRecorded', actor: 'jane-doe', reason: null },
        ...{ recordedAt, labels: [], postings: first.body['postings'] },
      },
      {
        ...{ entry: second.body['entry'], revision: 1, type: 'OutcomeCorrected', actor: 'evaluator' },
        ...{ reason: 'valuation-revised', recordedAt, labels: [], postings: second.body['postings'] },
      },
      {
        ...{ entry: third.body['entry'], revision: 2, type: 'OutcomeWithdrawn', actor: 'evaluator' },
        ...{ reason: 'recorded-in-error', recordedAt, labels: [], postings: third.body['postings'] },
      },
    ]);
  });

  it.each(['', '/history'])('of nobody is 404 (%s)', async (suffix) => {
    const answer = await read(NOBODYS + suffix);
    expect([answer.status, answer.body['code']]).toEqual([404, 'unknown-outcome']);
  });

  it('finds an outcome by its id in any case', async () => {
    const address = await recorded();
    const id = address.split('/').at(-1) ?? '';
    expect((await read(address.replace(id, id.toUpperCase()))).status).toBe(200);
  });
});

it('logged no error all the while', () => {
  expect(service.logged).toEqual([]);
});
