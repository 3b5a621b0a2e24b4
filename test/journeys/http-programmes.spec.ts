import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { verified } from '../support/exports.js';
import { ARREST, post, send, type Answer } from '../support/http.js';
import { exportOf } from '../support/ledgers.js';
import { startService, type TestService } from '../support/service.js';

const COLLABORATION = ARREST.collaboration;
const FOUR = ['humberside', 'north-yorkshire', 'south-yorkshire', 'west-yorkshire'];
const proposal = (project: string, more: object = {}) => ({
  ...{ collaboration: COLLABORATION, project, name: project, area: 'crime', model: 'lead-force' },
  ...{ owner: 'heads-of-crime', participants: FOUR, proposedOn: '2009-06-01', ...more },
});
const profile = {
  ...{ collaboration: COLLABORATION, profile: 'arrests', owner: 'rart', measure: 'arrests', unit: 'rart' },
  ...{ from: '2010-01-01', to: '2011-01-01', baseline: 1, target: 3 },
};

let service: TestService;
beforeAll(async () => {
  service = await startService('http programmes');
}, 60_000);
afterAll(() => service.stop());

const tell = (path: string, body: object, key = randomUUID()): Promise<Answer> =>
  post(service.url, `/api/v1${path}`, body, { 'idempotency-key': key });
const of = (body: object) => ({ collaboration: COLLABORATION, ...body });
async function read(project: string, asAt?: number): Promise<Readonly<Record<string, unknown>>> {
  const point = asAt === undefined ? '' : `&asAt=${asAt}`;
  const { body } = await send(service.url, `/api/v1/projects/${project}?collaboration=${COLLABORATION}${point}`);
  const [only] = body['projects'] as readonly Readonly<Record<string, unknown>>[];
  return only ?? {};
}
const taken = async (path: string, body: object): Promise<number> => {
  const answer = await tell(path, body);
  expect([path, answer.status, answer.body]).toEqual([
    path,
    201,
    expect.objectContaining({ entry: expect.any(Number) }),
  ]);
  return Number(answer.body['entry']);
};

describe('a project over HTTP', () => {
  it('goes from its proposal to its end, and each step is there at once', async () => {
    await taken(
      '/tiers',
      of({
        from: '2009-01-01',
        most: 10,
        tiers: [
          { tier: 1, atLeast: 15 },
          { tier: 2, atLeast: 8 },
        ],
      }),
    );
    await taken('/projects', proposal('whole-life'));
    expect(await read('whole-life')).toMatchObject({
      status: 'proposed',
      tier: null,
      scores: null,
      businessCase: null,
    });
    const override = { tier: 1, reason: 'urgent-need' };
    await taken(
      '/projects/whole-life/scores',
      of({ scoredOn: '2009-07-01', strategicFit: 7, practicality: 5, override }),
    );
    await taken('/projects/whole-life/business-case', of({ setOn: '2009-08-01', costPence: 0 }));
    await taken('/projects/whole-life/approval', of({ approvedOn: '2010-09-27', effectiveFrom: '2009-09-01' }));
    expect(await read('whole-life')).toMatchObject({ status: 'approved', tier: 1, businessCase: { costPence: 0 } });
    await taken('/projects/whole-life/status', of({ change: { status: 'live' }, on: '2010-10-01' }));
    const stopped = { change: { status: 'stopped', reason: 'unreliable' }, on: '2011-10-01' };
    await taken('/projects/whole-life/status', of(stopped));
    expect(await read('whole-life')).toMatchObject({
      status: 'stopped',
      scores: { tierByScore: 2, override },
      businessCase: { costPence: 0, benefitPencePerYear: null, target: null },
      approval: { approvedOn: '2010-09-27', effectiveFrom: '2009-09-01' },
      changes: [
        { status: 'live', on: '2010-10-01', reason: null },
        { status: 'stopped', on: '2011-10-01', reason: 'unreliable' },
      ],
    });
  });

  it('gets the same receipt for the same request, a conflict for another, and unchanged under a new key', async () => {
    const key = randomUUID();
    const first = await tell('/projects', proposal('twice'), key);
    const again = await tell('/projects', proposal('twice'), key);
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    const other = await tell('/projects', proposal('twice', { owner: 'rart' }), key);
    expect([other.status, other.body['code']]).toEqual([409, 'idempotency-conflict']);
    expect(other.body['errors']).toContainEqual(expect.objectContaining({ field: 'owner' }));
    const anew = await tell('/projects', proposal('twice'));
    expect([anew.status, anew.body['code']]).toEqual([409, 'unchanged']);
  });

  it('is compared with what the totals come to: nothing, then what was recorded, and as at each entry', async () => {
    await taken('/projects', proposal('arresting'));
    const before = await taken('/projects/arresting/benefit-profiles', profile);
    const nothing = { actual: null, difference: null, against: 'nothing-recorded', byGrade: [] };
    expect(await read('arresting')).toMatchObject({ profiles: [nothing] });
    const entries: number[] = [];
    for (const occurredOn of ['2010-01-01', '2010-06-01', '2010-12-31', '2011-01-01'])
      entries.push(Number((await post(service.url, '/api/v1/outcomes', { ...ARREST, occurredOn })).body['entry']));
    await service.caughtUp();
    const counted = (actual: number) => ({ profiles: [{ actual, difference: actual - 3, target: 3 }] });
    expect(await read('arresting')).toMatchObject({ ...counted(3), profiles: [{ against: 'reached', labels: [] }] });
    expect(await read('arresting', before)).toMatchObject({ profiles: [nothing] });
    expect(await read('arresting', entries[0])).toMatchObject(counted(1));
    expect(await read('arresting', entries[1])).toMatchObject(counted(2));
    expect(await read('arresting', entries[3])).toMatchObject({
      ...counted(3),
      profiles: [{ byGrade: [{ grade: 'claimed', amount: 3 }] }],
    });
  });

  it('is listed by collaboration, area and status, in one answer that says as of which entry', async () => {
    const { body } = await send(
      service.url,
      `/api/v1/projects?collaboration=${COLLABORATION}&area=crime&status=proposed`,
    );
    expect(body['asAt']).toEqual({ entry: expect.any(Number), knownAt: expect.any(String) });
    const projects = body['projects'] as readonly { project: string; status: string }[];
    expect(projects.map(({ project }) => project)).toEqual(['arresting', 'twice']);
    const nowhere = await send(service.url, '/api/v1/projects?area=catering');
    expect([nowhere.status, nowhere.body['projects']]).toEqual([200, []]);
  });
});

describe('a project over HTTP is refused', () => {
  beforeAll(() => taken('/projects', proposal('refusing')));
  const live = of({ change: { status: 'live' }, on: '2010-01-01' });

  it.each<readonly [code: string, status: number, path: string, body: object]>([
    ['unknown-collaboration', 404, '/projects', { ...proposal('x'), collaboration: 'atlantis' }],
    ['unknown-project', 404, '/projects/nowhere/status', live],
    ['status-out-of-order', 409, '/projects/refusing/status', live],
    ['contradicts-record', 409, '/projects', proposal('refusing', { model: 'ad-hoc' })],
    ['benefit-counted-already', 409, '/projects/refusing/benefit-profiles', { ...profile, measure: 'arrests-made' }],
    ['no-participants', 422, '/projects', proposal('x', { participants: [] })],
    ['unknown-force', 422, '/projects', proposal('x', { participants: ['gotham'] })],
    ['date-in-future', 422, '/projects', proposal('x', { proposedOn: '2199-01-01' })],
    ['not-a-member', 422, '/projects/refusing/approval', of({ approvedOn: '2010-01-01', effectiveFrom: '2001-01-01' })],
    [
      'dates-out-of-order',
      422,
      '/projects/refusing/scores',
      of({ scoredOn: '2009-05-31', strategicFit: 1, practicality: 1 }),
    ],
    [
      'amount-out-of-range',
      422,
      '/projects/refusing/scores',
      of({ scoredOn: '2009-07-01', strategicFit: 11, practicality: 1 }),
    ],
    ['no-figures', 422, '/projects/refusing/business-case', of({ setOn: '2009-07-01' })],
    ['unknown-measure', 422, '/projects/refusing/benefit-profiles', { ...profile, measure: 'happiness' }],
    ['unknown-unit', 422, '/projects/refusing/benefit-profiles', { ...profile, unit: 'navy' }],
    ['not-whole-months', 422, '/projects/refusing/benefit-profiles', { ...profile, from: '2010-01-15' }],
    ['not-a-participant', 422, '/projects/refusing/benefit-profiles', { ...profile, force: 'durham' }],
  ])('%s (%i)', async (code, status, path, body) => {
    const head = await service.ledger.store.head();
    const answer = await tell(path, body);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(await service.ledger.store.head()).toBe(head);
  });

  it('naming the steps that may follow', async () => {
    const { body } = await tell('/projects/refusing/status', live);
    expect(body['detail']).toContain('what may follow: approved, rejected, stopped');
  });

  it('naming every bad field at once, inside objects and lists too', async () => {
    const bad = { ...of({ scoredOn: 'soon', strategicFit: 1.5 }), override: { tier: 0, why: 'x' }, colour: 'red' };
    const { status, body } = await tell('/projects/refusing/scores', bad);
    expect([status, body['code']]).toEqual([400, 'malformed-request']);
    const fields = (body['errors'] as readonly { field: string }[]).map(({ field }) => field).sort();
    expect(fields).toEqual(
      ['colour', 'override.reason', 'override.tier', 'override.why', 'practicality', 'scoredOn', 'strategicFit'].sort(),
    );
    const tiers = await tell('/tiers', of({ from: '2015-01-01', most: 10, tiers: [{ tier: 1 }, 7] }));
    expect(tiers.status).toBe(400);
    const end = await tell('/projects/refusing/status', of({ change: { status: 'stopped' }, on: '2010-01-01' }));
    expect(end.body['errors']).toEqual([expect.objectContaining({ field: 'change.reason' })]);
    const word = await tell('/projects/refusing/status', of({ change: { status: 'dead' }, on: '2010-01-01' }));
    expect(word.body['errors']).toEqual([expect.objectContaining({ field: 'change.status' })]);
    expect((await tell('/projects/Not%20A%20Slug/status', live)).status).toBe(400);
  });

  it('when it is asked for where it is not', async () => {
    const ask = async (query: string) => (await send(service.url, `/api/v1/projects${query}`)).body['code'];
    expect(await ask('/nowhere?collaboration=' + COLLABORATION)).toBe('unknown-project');
    expect(await ask('/refusing?collaboration=atlantis')).toBe('unknown-collaboration');
    expect(await ask('/refusing')).toBe('malformed-request');
    expect(await ask('?status=dead')).toBe('malformed-request');
    expect(await ask('?asAt=99999')).toBe('malformed-request');
  });
});

describe('what was told of programmes', () => {
  it('verifies offline', async () => {
    expect(await verified(await exportOf(service.ledger.store))).toMatchObject({ verdict: 'agrees' });
  });
});
