import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { verified } from '../support/exports.js';
import { post, send } from '../support/http.js';
import { exportOf } from '../support/ledgers.js';
import { startService, type TestService } from '../support/service.js';

const EVOLVE = '/api/v1/collaborations/evolve';
const SPECIAL = 'special-operations';

let service: TestService;
beforeAll(async () => {
  service = await startService('http agreements');
}, 60_000);
afterAll(() => service.stop());

const tell = (path: string, body: object, key = randomUUID()) =>
  post(service.url, path, body, { 'idempotency-key': key });

describe('agreements over HTTP', () => {
  it('are founded, joined, left, equipped with units and keys, and read with all their dates', async () => {
    const founded = await tell('/api/v1/collaborations', { id: 'evolve', name: 'Evolve', model: 'shared-function' });
    expect([founded.status, founded.body]).toEqual([
      201,
      { collaboration: 'evolve', entry: expect.any(Number), revision: 0 },
    ]);
    const from = '2016-04-01';
    const steps: readonly (readonly [string, object])[] = [
      ...['north-yorkshire', 'cleveland', 'durham'].map((force) => ['/members', { force, from }] as const),
      ...['cleveland', 'durham'].map((force) => ['/members', { force, from, function: SPECIAL }] as const),
      ['/units', { unit: 'dogs', name: 'Dogs', from }],
      ['/units', { unit: SPECIAL, name: 'Special Operations', from, function: SPECIAL, leadForce: 'cleveland' }],
      ['/units/dogs/names', { name: 'Dog Support', from: '2017-04-01' }],
      ['/units/dogs/lead-forces', { leadForce: 'durham', from: '2016-09-01', approvedOn: '2017-09-27' }],
      ['/units/dogs/closure', { to: '2020-01-01' }],
      ['/keys', { key: 'equal', basis: 'equal', from, weights: { 'north-yorkshire': 1, cleveland: 1, durham: 2 } }],
      ['/keys', { key: 'equal', basis: 'equal', from: '2018-04-01', weights: { cleveland: 1, durham: 1 } }],
      ['/members/durham/departures', { function: SPECIAL, to: '2019-04-01' }],
    ];
    for (const [path, body] of steps)
      expect([path, (await tell(`${EVOLVE}${path}`, body)).status]).toEqual([path, 201]);
    const { body } = await send(service.url, EVOLVE);
    expect(body).toMatchObject({
      members: ['north-yorkshire', 'cleveland', 'durham'].map((force) => ({ force, from, to: null })),
      functions: [
        {
          function: SPECIAL,
          members: [
            { force: 'cleveland', from, to: null },
            { force: 'durham', from, to: '2019-04-01' },
          ],
        },
      ],
      units: [
        {
          ...{ unit: 'dogs', name: 'Dog Support', leadForce: 'durham', from, to: '2020-01-01', function: null },
          names: [
            { from, name: 'Dogs' },
            { from: '2017-04-01', name: 'Dog Support' },
          ],
          leadForces: [{ from: '2016-09-01', leadForce: 'durham', approvedOn: '2017-09-27' }],
        },
        { unit: SPECIAL, function: SPECIAL, leadForces: [{ from, leadForce: 'cleveland', approvedOn: null }] },
      ],
      keys: [{ key: 'equal', versions: [{ from, assumed: false }, { from: '2018-04-01' }] }],
    });
  });

  it('are joined by a force that was registered a moment ago, in a region that was too', async () => {
    const region = { region: 'wales', name: 'Wales' };
    const force = { force: 'gwent', name: 'Gwent Police', region: 'wales' };
    expect((await tell('/api/v1/forces', force)).body['code']).toBe('unknown-region');
    const key = randomUUID();
    const first = await tell('/api/v1/regions', region, key);
    expect([first.status, first.body]).toEqual([
      201,
      { region: 'wales', entry: expect.any(Number), revision: expect.any(Number) },
    ]);
    expect(await tell('/api/v1/regions', region, key)).toMatchObject({ status: 200, body: first.body });
    expect((await tell('/api/v1/forces', force)).status).toBe(201);
    const refusals = [
      [await tell('/api/v1/forces', force), 409, 'unchanged'],
      [await tell('/api/v1/forces', { ...force, name: 'Another' }), 409, 'contradicts-record'],
      [await tell('/api/v1/forces', { ...force, colour: 'red' }), 400, 'malformed-request'],
    ] as const;
    for (const [answer, status, code] of refusals) expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect((await tell(`${EVOLVE}/members`, { force: 'gwent', from: '2019-04-01' })).status).toBe(201);
  });

  it('share by function, and verify', async () => {
    const outcome = {
      ...{ kind: 'asset', collaboration: 'evolve', unit: SPECIAL, occurredOn: '2018-01-01', leadForce: 'cleveland' },
      ...{ assetType: 'cash', route: 'cash-forfeiture', stage: 'seized', amountPence: 900 },
      attribution: { basis: 'key', key: 'equal' },
    };
    const { status, body } = await tell('/api/v1/outcomes', outcome);
    expect([status, body['postings']]).toMatchObject([
      201,
      [
        { force: 'cleveland', amount: 300 },
        { force: 'durham', amount: 600 },
      ],
    ]);
    expect(await verified(await exportOf(service.ledger.store))).toMatchObject({ verdict: 'agrees' });
  });

  it('take the same command again with the same answer, and other content under the key not at all', async () => {
    const key = randomUUID();
    const joining = { force: 'humberside', from: '2018-04-01' };
    const first = await tell(`${EVOLVE}/members`, joining, key);
    const again = await tell(`${EVOLVE}/members`, joining, key);
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    const other = await tell(`${EVOLVE}/members`, { ...joining, force: 'south-yorkshire' }, key);
    expect([other.status, other.body]).toMatchObject([
      409,
      { code: 'idempotency-conflict', errors: [{ field: 'Idempotency-Key' }, { field: 'force' }] },
    ]);
  });

  it.each([
    [409, 'unchanged', 'changes', '/members', { force: 'durham', from: '2016-04-01' }],
    [409, 'contradicts-record', 'force', '/members', { force: 'durham', from: '2017-04-01' }],
    [422, 'unknown-force', 'force', '/members', { force: 'kent', from: '2017-04-01' }],
    [422, 'unknown-function', 'function', '/members/durham/departures', { function: 'horses', to: '2017-04-01' }],
    [422, 'not-a-member', 'force', '/members/west-yorkshire/departures', { to: '2017-04-01' }],
    [422, 'unknown-unit', 'unit', '/units/horses/names', { name: 'Horses', from: '2017-04-01' }],
    [409, 'back-dated', 'from', '/units/dogs/names', { name: 'Hounds', from: '2016-12-01' }],
    [422, 'not-a-member', 'leadForce', '/units/dogs/lead-forces', { leadForce: 'dorset', from: '2017-04-01' }],
    [422, 'unit-not-open', 'unit', '/units/dogs/names', { name: 'Hounds', from: '2020-01-01' }],
    [409, 'back-dated', 'from', '/keys', { key: 'equal', basis: 'equal', from: '2017-04-01', weights: { durham: 1 } }],
    [400, 'malformed-request', 'to', '/units/dogs/closure', { to: '2020-02-30' }],
    [400, 'malformed-request', 'form', '/members', { force: 'durham', from: '2017-04-01', form: 1 }],
    [
      400,
      'malformed-request',
      'weights',
      '/keys',
      { key: 'k', basis: 'b', from: '2016-04-01', weights: { durham: -1 } },
    ],
  ])('are refused with %d %s, about %s: POST %s', async (status, code, field, path, body) => {
    const head = await service.ledger.store.head();
    const answer = await tell(`${EVOLVE}${path}`, body);
    expect([answer.status, answer.body['code'], answer.body['errors']]).toMatchObject([status, code, [{ field }]]);
    expect(await service.ledger.store.head()).toBe(head);
  });

  it('are refused with 404 where there is no such collaboration', async () => {
    const answer = await tell('/api/v1/collaborations/nowhere/members', { force: 'durham', from: '2017-04-01' });
    expect([answer.status, answer.body['code']]).toEqual([404, 'unknown-collaboration']);
  });

  it('call a unit what it was called in the period of the statement, and on the day of the outcome', async () => {
    const outcome = {
      ...{ kind: 'arrest', collaboration: 'evolve', unit: 'dogs', leadForce: 'durham', role: 'made' },
      ...{ offenceGroup: 'burglary', attribution: { basis: 'direct', force: 'durham' } },
    };
    for (const occurredOn of ['2016-06-01', '2017-06-01'])
      expect((await tell('/api/v1/outcomes', { ...outcome, occurredOn })).status).toBe(201);
    await service.caughtUp();
    const page = async (address: string) => (await send(service.url, address)).text;
    const statement = (from: string, to: string) => page(`/?collaboration=evolve&from=${from}&to=${to}`);
    const [before, after] = [await statement('2016-04-01', '2017-04-01'), await statement('2017-04-01', '2018-04-01')];
    expect([/>\s*Dogs\s*</.test(before), before.includes('Dog Support')]).toEqual([true, false]);
    expect([/>\s*Dogs\s*</.test(after), after.includes('Dog Support')]).toEqual([false, true]);
    const list = await page('/outcomes?collaboration=evolve&kind=arrest');
    expect([/>\s*Dogs\s*</.test(list), list.includes('Dog Support')]).toEqual([true, true]);
  });
});
