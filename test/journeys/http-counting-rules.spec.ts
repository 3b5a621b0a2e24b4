import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { PersonId } from '../../src/domain/identifiers.js';
import { loadMeasures } from '../../src/features/load-measures/load-measures.js';
import { id } from '../support/given-when-then.js';
import { ASSET, post, send, type Json } from '../support/http.js';
import { exportOf } from '../support/ledgers.js';
import { startService, type TestService } from '../support/service.js';
import { verified } from '../support/exports.js';

const CASH = 'cash-seized-at-minimum-value';
const JOINT = 'yorkshire-and-the-humber-joint-working';
const file = await readFile(new URL('../../src/demo-data/cash-seizure-minimum.json', import.meta.url), 'utf8');

let service: TestService;
beforeAll(async () => {
  service = await startService('http counting rules');
  const { refused } = await loadMeasures(service.ledger, file, id<PersonId>('programme-team'));
  expect(refused).toEqual([]);
  const sum = {
    ...{
      measure: 'all-arrests',
      measuredIn: 'count',
      additivity: 'additive',
      benefit: 'Any',
      rule: 'Any',
      title: 'Any',
    },
    ...{ version: 1, definition: { is: 'sum', of: ['arrests-made', 'arrests-facilitated'] } },
  };
  const later = { ...sum, version: 2, from: '2010-04-01', definition: { is: 'sum', of: ['arrests-made', 'people'] } };
  const people = { ...sum, measure: 'people', definition: { is: 'posted', by: 'counted-item' } };
  const held = { ...people, measure: 'cases-open', additivity: 'not-additive' };
  const more = JSON.stringify({ measures: [sum, people, later, held], statements: [] });
  expect((await loadMeasures(service.ledger, more, id<PersonId>('programme-team'))).refused).toEqual([]);
  const seizures = [
    { occurredOn: '2005-12-31', amountPence: 499_999 },
    { occurredOn: '2005-12-31', amountPence: 600_000 },
    { occurredOn: '2006-01-01', amountPence: 499_999 },
  ];
  for (const each of seizures) await recorded({ ...ASSET, ...each });
  const { assetType: _a, route: _r, stage: _s, amountPence: _p, ...common } = ASSET;
  const direct = { basis: 'direct', force: 'humberside' };
  const arrest = { ...common, kind: 'arrest', role: 'facilitated', offenceGroup: 'burglary', attribution: direct };
  for (const occurredOn of ['2010-03-31', '2010-04-01']) await recorded({ ...arrest, occurredOn });
  await service.caughtUp();
}, 60_000);
afterAll(() => service.stop());

const recorded = async (outcome: object): Promise<Json> => {
  const { status, body } = await post(service.url, '/api/v1/outcomes', outcome);
  expect(status).toBe(201);
  return body;
};
const ask = async (path: string, query: Readonly<Record<string, string>>) =>
  send(service.url, `/api/v1/${path}?${new URLSearchParams(query).toString()}`);

describe('counting rules over HTTP', () => {
  it('are named by totals at rest as by those worked out as at an entry, and verify', async () => {
    const query = { by: 'measure', collaboration: JOINT, measure: CASH };
    const atRest = await ask('totals', query);
    expect(atRest.body).toMatchObject({
      rows: [{ measure: CASH, amount: 1_099_999 }],
      rules: [
        { measure: CASH, version: 2, from: '2004-01-01' },
        { measure: CASH, version: 3, from: '2006-01-01' },
      ],
    });
    const head = String(await service.ledger.store.head());
    expect((await ask('totals', { ...query, asAt: head })).body).toEqual(atRest.body);
    const months = await ask('totals', { ...query, by: 'measure,month' });
    expect(months.body['rules']).toEqual(atRest.body['rules']);
    const statement = await ask('statements/benefits-realised', {
      ...{ collaboration: JOINT, from: '2005-01-01', to: '2011-01-01' },
    });
    expect(statement.body['rules']).toContainEqual({ measure: 'assets-seized-value', version: 1, from: null });
    const saved = { 'a.json': atRest.text, 'b.json': months.text, 'c.json': statement.text };
    expect(await verified(await exportOf(service.ledger.store), saved)).toMatchObject({ verdict: 'agrees' });
  });

  it('make a sum of other parts from a month on, at rest as by replay', async () => {
    const query = { by: 'month', collaboration: JOINT, measure: 'all-arrests' };
    const atRest = await ask('totals', query);
    expect(atRest.body).toMatchObject({ rows: [{ month: '2010-03', amount: 1 }] });
    expect(atRest.body['rows']).toHaveLength(1);
    const head = String(await service.ledger.store.head());
    expect((await ask('totals', { ...query, asAt: head })).body).toEqual(atRest.body);
  });

  it('are recounted under one version or two', async () => {
    const query = { collaboration: JOINT, measure: CASH, from: '2005-01-01', to: '2007-01-01' };
    const { status, body } = await ask('recounts', { ...query, rules: '1,3' });
    expect([status, body]).toMatchObject([
      200,
      {
        posted: { amount: 1_099_999 },
        recounts: [
          { version: 1, amount: 0 },
          { version: 3, amount: 1_599_998, difference: 499_999 },
        ],
        difference: 1_599_998,
        undecided: 0,
      },
    ]);
    expect((await ask('recounts', { ...query, rules: '2' })).body).toMatchObject({ difference: null });
  });

  it.each([
    [400, 'malformed-request', 'rules', { rules: '0' }],
    [400, 'malformed-request', 'rules', { rules: '1,2,3' }],
    [400, 'malformed-request', 'to', { rules: '1', to: '2004-01-01' }],
    [422, 'unknown-measure', 'rules', { rules: '9' }],
    [422, 'unknown-measure', 'measure', { rules: '1', measure: 'nothing' }],
    [404, 'unknown-collaboration', 'collaboration', { rules: '1', collaboration: 'nowhere' }],
  ])('refuse a recount with %d %s, about %s', async (status, code, field, changes) => {
    const query = { collaboration: JOINT, measure: CASH, from: '2005-01-01', to: '2007-01-01', ...changes };
    const answer = await ask('recounts', query);
    expect([answer.status, answer.body['code'], answer.body['errors']]).toMatchObject([status, code, [{ field }]]);
  });

  it('forbid a sum by name, and are left out by name of an answer to everything', async () => {
    const refused = await ask('totals', { measure: 'cases-open' });
    expect([refused.status, refused.body['code'], refused.body['detail']]).toEqual([
      422,
      'non-additive',
      expect.stringMatching(/add "force,unit,grade,month" to "by"/),
    ]);
    expect((await ask('totals', {})).body['notAdded']).toEqual(['cases-open']);
  });

  it('are listed with their versions', async () => {
    const { body } = await send(service.url, '/api/v1/measures');
    const measures = body['measures'] as readonly Json[];
    const cash = measures.find(({ measure }) => measure === CASH);
    expect(cash).toMatchObject({
      version: 3,
      versions: [
        { version: 1, from: null, counts: { alongside: 'assets-seized-value', atLeast: 1_000_000 } },
        { version: 2, from: '2004-01-01' },
        { version: 3, from: '2006-01-01' },
      ],
    });
    expect(measures.find(({ measure }) => measure === 'cases-open')).toMatchObject({
      notOver: ['force', 'unit', 'grade', 'month'],
    });
  });
});
