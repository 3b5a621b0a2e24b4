import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLES } from '../../src/features/change-measures/bodies.js';
import { verified } from '../support/exports.js';
import { ASSET, FIREARMS, post, SEIZURE, send, type Json } from '../support/http.js';
import { exportOf } from '../support/ledgers.js';
import { startService, type TestService } from '../support/service.js';

const JOINT = 'yorkshire-and-the-humber-joint-working';
const FIRST = EXAMPLES.measure['a new measure'];
const SECOND = EXAMPLES.measure['another version of its rule, in force from a day on'];
const LINES = EXAMPLES.statementLines['another statement'];
const TABLE = EXAMPLES.deflators['a table that is made up'];
const PERIOD = `collaboration=${JOINT}&from=2010-01-01&to=2011-01-01`;

let service: TestService;
beforeAll(async () => {
  service = await startService('http measures');
}, 60_000);
afterAll(() => service.stop());

const tell = (path: string, body: object, key = randomUUID()) =>
  post(service.url, `/api/v1/${path}`, body, { 'idempotency-key': key, 'x-acting-person': 'programme-team' });
const get = (path: string) => send(service.url, `/api/v1/${path}`);

describe('measures over HTTP', () => {
  it('are defined and given further versions, each under a key that gives the same receipt again', async () => {
    const key = randomUUID();
    const first = await tell('measures', FIRST, key);
    expect([first.status, first.body]).toEqual([
      201,
      { measure: 'people-reached', entry: expect.any(Number), revision: expect.any(Number) },
    ]);
    const again = await tell('measures', FIRST, key);
    expect([again.status, again.body]).toEqual([200, first.body]);
    const other = await tell('measures', { ...FIRST, title: 'Another' }, key);
    expect([other.status, other.body]).toMatchObject([
      409,
      { code: 'idempotency-conflict', errors: [{ field: 'Idempotency-Key' }, { field: 'title' }] },
    ]);
    expect((await tell('measures', SECOND)).status).toBe(201);
    const { body } = await get('measures');
    const measures = body['measures'] as readonly Json[];
    expect(measures.find(({ measure }) => measure === 'people-reached')).toMatchObject({
      version: 2,
      versions: [
        { version: 1, from: null },
        { version: 2, from: '2010-04-01', counts: { atLeast: 10 } },
      ],
    });
    const [line] = (
      await send(service.url, `/api/v1/entries?after=${String(Number(first.body['entry']) - 1)}&limit=1`)
    ).text.split('\n');
    expect(line).toContain('"actor":"programme-team"');
  });

  it('count at once, under the version that is in force', async () => {
    const reached = { ...FIREARMS, measure: 'people-reached' };
    for (const [occurredOn, amount] of [
      ['2010-03-31', 9],
      ['2010-04-01', 9],
      ['2010-04-01', 12],
    ])
      expect((await tell('outcomes', { ...reached, occurredOn, amount })).status).toBe(201);
    await service.caughtUp();
    expect((await get(`totals?${PERIOD}&by=month&measure=people-reached`)).body).toMatchObject({
      rows: [
        { month: '2010-03', amount: 9 },
        { month: '2010-04', amount: 12 },
      ],
      rules: [
        { measure: 'people-reached', version: 1, from: null },
        { measure: 'people-reached', version: 2, from: '2010-04-01' },
      ],
    });
    const recount = await get(`recounts?${PERIOD}&measure=people-reached&rules=1,2`);
    expect(recount.body).toMatchObject({ posted: { amount: 21 }, recounts: [{ amount: 30 }, { amount: 12 }] });
    const address = `/recounts?${PERIOD}&measure=people-reached&rules=1,2`;
    const page = await send(service.url, address, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    for (const shown of [
      'Counted under people-reached version 1; people-reached version 2 (from 1 April 2010)',
      'Recounted under version 1: not in the ledger',
      'Recounted under version 2: not in the ledger',
      'The second version less the first: <strong>-18</strong>',
      'West Yorkshire Police',
    ])
      expect(page.text).toContain(shown);
  });

  it.each([
    [409, 'unchanged', 'changes', 'measures', FIRST],
    [409, 'contradicts-record', 'version', 'measures', { ...SECOND, version: 4 }],
    [409, 'back-dated', 'from', 'measures', { ...SECOND, version: 3 }],
    [
      422,
      'unknown-measure',
      'definition.of',
      'measures',
      { ...FIRST, measure: 'all', definition: { is: 'sum', of: ['people-reached', 'nothing'] } },
    ],
    [400, 'malformed-request', 'definition.is', 'measures', { ...FIRST, definition: { is: 'guessed' } }],
    [400, 'malformed-request', 'counts.atLeast', 'measures', { ...SECOND, version: 3, counts: { atLeast: 0 } }],
    [400, 'malformed-request', 'colour', 'measures', { ...FIRST, colour: 'red' }],
    [
      422,
      'unknown-measure',
      'lines[0].measure',
      'statement-lines',
      { ...LINES, lines: [{ measure: 'nothing', title: 'A', benefit: 'B' }] },
    ],
    [
      422,
      'non-additive',
      'lines[0].measure',
      'statement-lines',
      { ...LINES, lines: [{ measure: 'grants-received', title: 'A', benefit: 'B' }] },
    ],
    [
      409,
      'contradicts-record',
      'deflators[1].year',
      'deflators',
      { ...TABLE, deflators: [...TABLE.deflators].reverse() },
    ],
    [400, 'malformed-request', 'publishedOn', 'deflators', { ...TABLE, publishedOn: '2012-02-30' }],
    [400, 'malformed-request', 'deflators', 'deflators', { ...TABLE, deflators: [] }],
    [400, 'malformed-request', 'deflators[0].year', 'deflators', { ...TABLE, deflators: [{ year: 10_000, index: 1 }] }],
    [400, 'malformed-request', 'lines', 'statement-lines', { ...LINES, lines: [] }],
    [400, 'malformed-request', 'deflators[0].index', 'deflators', { ...TABLE, deflators: [{ year: 2009, index: 0 }] }],
  ])('are refused with %d %s, about %s: POST %s', async (status, code, field, path, body) => {
    const head = await service.ledger.store.head();
    const answer = await tell(path, body);
    expect([answer.status, answer.body['code'], answer.body['errors']]).toMatchObject([status, code, [{ field }]]);
    expect(await service.ledger.store.head()).toBe(head);
  });
});

describe('a statement', () => {
  it('is seen at the prices of one year once there is a table, keeps its own amounts, and verifies', async () => {
    const direct = { attribution: { basis: 'direct', force: 'west-yorkshire' } };
    await tell('outcomes', { ...ASSET, ...direct, occurredOn: '2010-03-04', amountPence: 97_00 });
    await service.caughtUp();
    const [asked, seen] = [`statements/benefits-realised?${PERIOD}`, '&view=real-terms&baseYear=2010-11'];
    const nominal = await get(asked);
    const refused = await get(`${asked}${seen}`);
    expect([refused.status, refused.body['code']]).toEqual([422, 'no-deflator']);
    expect((await tell('statement-lines', LINES)).status).toBe(201);
    expect((await tell('deflators', TABLE)).status).toBe(201);
    await service.caughtUp();
    const real = await get(`${asked}${seen}`);
    expect(real.body).toMatchObject({
      view: { view: ['real-terms'], baseYear: '2010-11', deflators: { source: TABLE.source, illustrative: true } },
      labels: ['illustrative'],
      lines: [{}, {}, { measure: 'assets-seized-value', proved: 100_00, difference: null }],
    });
    expect(real.body['lines']).toHaveLength(3);
    const after = await get(asked);
    expect(after.body['lines']).toEqual(nominal.body['lines']);
    const { entry } = real.body['asAt'] as { readonly entry: number };
    expect((await get(`${asked}${seen}&asAt=${entry}`)).body).toEqual(real.body);
    const saved = { 'real.json': real.text, 'nominal.json': after.text };
    const exported = await exportOf(service.ledger.store);
    expect(await verified(exported, saved)).toMatchObject({ verdict: 'agrees' });
    const altered = { 'real.json': real.text.replace('"proved":10000', '"proved":10001') };
    expect(await verified(exported, altered)).toMatchObject({ verdict: 'differs' });
    const page = await send(service.url, `/?${PERIOD}${seen}`, { headers: { accept: 'text/html' } });
    expect(page.text).toContain('Real terms, 2010-11 prices; deflators of Made up for an example');
    expect(page.text).toContain('£100.00');
  });

  it('says beside what drugs are worth how many seizures hold what nobody valued', async () => {
    const unvalued = { substance: 'heroin', form: 'powder', quantity: 1000, quantityIn: 'milligrams' };
    await tell('outcomes', { ...SEIZURE, substances: [...SEIZURE.substances, unvalued] });
    await service.caughtUp();
    const { body, text } = await get(`statements/benefits-realised?${PERIOD}`);
    const lines = body['lines'] as readonly Json[];
    expect(lines.map(({ unvalued: count }) => count)).toEqual([undefined, 1, undefined, undefined]);
    expect(lines[1]).toMatchObject({ proved: 111337, rules: [{ version: 1 }, { version: 1 }, { version: 1 }] });
    expect(await verified(await exportOf(service.ledger.store), { 'a.json': text })).toMatchObject({
      verdict: 'agrees',
    });
    const page = await send(service.url, `/?${PERIOD}`, { headers: { accept: 'text/html' } });
    const [, href = ''] = /href="([^"]+)">unvalued: 1</.exec(page.text) ?? [];
    const behind = await send(service.url, href.replaceAll('&amp;', '&'), { headers: { accept: 'text/html' } });
    expect([behind.status, /govuk-!-font-size-24">([^<]+)</.exec(behind.text)?.[1]]).toEqual([200, '1']);
  });
});
