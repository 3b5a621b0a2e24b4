import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ARREST, ASSET, CAR, CHANGING, post, send } from '../support/http.js';
import { startService, type TestService } from '../support/service.js';

const YORKSHIRE = 'yorkshire-and-the-humber-joint-working';
let service: TestService;
const entries: number[] = [];

beforeAll(async () => {
  service = await startService('http reading');
  const bodies = [
    ASSET,
    CAR,
    ARREST,
    { ...ARREST, role: 'facilitated', unit: 'soct' },
    { ...CAR, occurredOn: '2010-12-31', illustrative: true },
  ];
  for (const body of [...bodies, CHANGING]) {
    entries.push(Number((await post(service.url, '/api/v1/outcomes', body)).body['entry']));
  }
  const figure = {
    collaboration: YORKSHIRE,
    measure: 'arrests',
    amount: 3,
    bound: 'exact',
    from: '2010-01-01',
    to: '2011-01-01',
    source: 'a table',
  };
  await post(service.url, '/api/v1/published-figures', figure);
  await service.caughtUp();
}, 60_000);
afterAll(() => service.stop());

const get = (path: string) => send(service.url, `/api/v1${path}`);
const rowsOf = async (path: string) => (await get(path)).body['rows'];
const at = (index: number) => entries[index] ?? NaN;

const assets = (force: string, amount: number) => ({
  collaboration: YORKSHIRE,
  measure: 'assets-seized-value',
  measuredIn: 'pence',
  force,
  amount,
  labels: ['assumed'],
});
const ASSET_ROWS = [
  assets('humberside', 217721),
  assets('north-yorkshire', 188899),
  assets('south-yorkshire', 317061),
  assets('west-yorkshire', 526319),
];

describe('GET /totals', () => {
  it('adds up, tells apart what was asked for, and says of which entry it is', async () => {
    const answer = await get('/totals?by=force,measure&measure=assets-seized-value');
    expect(answer.status).toBe(200);
    expect(answer.body['asAt']).toEqual({ entry: await service.ledger.store.head(), knownAt: expect.any(String) });
    expect(answer.body['query']).toEqual({ by: ['measure', 'force'], measure: ['assets-seized-value'] });
    expect(answer.body['labels']).toEqual(['assumed']);
    expect(answer.body['rows']).toEqual(ASSET_ROWS);
  });

  it('gives the same rows at rest, as at the end, and for a period that cuts through months', async () => {
    const end = await service.ledger.store.head();
    for (const query of [
      'by=measure,force,unit,month,grade',
      `by=force&measure=arrests&collaboration=${YORKSHIRE}`,
      '',
    ]) {
      const atRest = await rowsOf(`/totals?${query}`);
      expect(await rowsOf(`/totals?${query}&asAt=${end}`)).toEqual(atRest);
      expect(await rowsOf(`/totals?${query}&from=2010-01-02&to=2011-01-02`)).toEqual(atRest);
    }
  });

  it('gives a sum under its own name, with all its labels', async () => {
    const query = `by=unit,measure&measure=arrests,property-recovered&collaboration=${YORKSHIRE}`;
    expect(await rowsOf(`/totals?${query}`)).toEqual([
      { collaboration: YORKSHIRE, measure: 'arrests', measuredIn: 'count', unit: 'rart', amount: 1, labels: [] },
      { collaboration: YORKSHIRE, measure: 'arrests', measuredIn: 'count', unit: 'soct', amount: 1, labels: [] },
      {
        ...{ collaboration: YORKSHIRE, measure: 'property-recovered', measuredIn: 'count' },
        ...{ unit: 'rart', amount: 2, labels: ['illustrative'] },
      },
    ]);
  });

  it('keeps to the filters and the half-open period', async () => {
    const scope = `measure=property-recovered-value&collaboration=${YORKSHIRE}`;
    expect(await rowsOf(`/totals?${scope}&from=2010-03-01&to=2010-04-01`)).toMatchObject([{ amount: 850000 }]);
    expect(await rowsOf(`/totals?${scope}&from=2010-03-05&to=2010-12-31`)).toEqual([]);
    expect(await rowsOf(`/totals?${scope}&unit=soct`)).toEqual([]);
    expect(await rowsOf(`/totals?${scope}&force=humberside`)).toEqual([]);
    expect(await rowsOf(`/totals?${scope}&grade=audited`)).toEqual([]);
  });

  it('shows what was known as at an entry, a moment, and the end of a day in London', async () => {
    const afterCar = await get(`/totals?measure=property-recovered&asAt=${at(1)}`);
    expect(afterCar.body).toMatchObject({ asAt: { entry: at(1) }, rows: [{ amount: 1, labels: [] }] });
    const { knownAt } = afterCar.body['asAt'] as { knownAt: string };
    const then = await get(`/totals?measure=arrests&asAt=${knownAt}`);
    expect((then.body['asAt'] as { entry: number }).entry).toBeGreaterThanOrEqual(at(1));
    expect((await get('/totals?asAt=2000-01-01')).body).toMatchObject({ asAt: { entry: -1, knownAt: null }, rows: [] });
    const endOfDay = await get('/totals?asAt=2998-01-01');
    expect(endOfDay.body).toMatchObject({ asAt: { entry: await service.ledger.store.head() } });
  });

  it('says where the ledger ends to who asks beyond it', async () => {
    const end = await service.ledger.store.head();
    const answer = await get(`/totals?asAt=${end + 1}`);
    expect([answer.status, answer.body['code']]).toEqual([400, 'malformed-request']);
    expect(answer.body['errors']).toEqual([{ field: 'asAt', reason: expect.stringContaining(`entry ${end}`) }]);
  });

  it.each([
    [422, 'non-additive', 'measure', 'by=force'],
    [422, 'non-additive', 'measure', 'by=force&measure=arrests-made,arrests-facilitated'],
    [422, 'non-additive', 'measure', 'by=force&measure=arrests-made,arrests-facilitated&asAt=1'],
    [422, 'unknown-measure', 'measure', 'measure=unicorns'],
    [422, 'unknown-force', 'force', 'force=mordor'],
    [422, 'unknown-unit', 'unit', `unit=nowhere&collaboration=${YORKSHIRE}`],
    [404, 'unknown-collaboration', 'collaboration', 'collaboration=nobodys'],
    [400, 'malformed-request', 'collaboration', 'unit=rart'],
    [400, 'malformed-request', 'by', 'by=colour'],
    [400, 'malformed-request', 'by', 'by='],
    [400, 'malformed-request', 'by', 'by=force&by=unit'],
    [400, 'malformed-request', 'colour', 'colour=red'],
    [400, 'malformed-request', 'from', 'from=2010-02-30'],
    [400, 'malformed-request', 'to', 'from=2010-01-01&to=2010-01-01'],
    [400, 'malformed-request', 'asAt', 'asAt=yesterday'],
    [400, 'malformed-request', 'asAt', 'asAt=2026-11-22T10:00:00'],
    [400, 'malformed-request', 'grade', 'grade=best'],
    [400, 'malformed-request', 'measure[0]', 'measure='],
    [400, 'malformed-request', 'force', 'force=humberside&force=outside'],
  ])('%i %s names %s: %s', async (status, code, field, query) => {
    const answer = await get(`/totals?${query}`);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(answer.body['errors']).toContainEqual({ field, reason: expect.any(String) });
  });

  it('says what may be asked instead of a sum that is not allowed', async () => {
    const answer = await get('/totals?by=force&measure=arrests-made,arrests-facilitated');
    expect(answer.body['detail']).toContain('measure=arrests');
  });
});

describe('GET /statements/benefits-realised', () => {
  const question = `collaboration=${YORKSHIRE}&from=2010-01-01&to=2011-01-01`;

  it('proves each line beside what was published', async () => {
    const { body, status } = await get(`/statements/benefits-realised?${question}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ collaboration: YORKSHIRE, from: '2010-01-01', to: '2011-01-01' });
    expect(body['labels']).toEqual(['assumed', 'illustrative']);
    const lines = body['lines'] as { measure: string }[];
    expect(lines.map(({ measure }) => measure)).toEqual([
      ...['property-recovered-value', 'drugs-seized-value-class-a-b', 'arrests', 'assets-seized-value'],
    ]);
    expect(lines[2]).toMatchObject({
      published: { amount: 3, bound: 'exact', disputed: false, source: 'a table' },
      proved: 2,
      difference: -1,
      byForce: [{ force: 'west-yorkshire', amount: 2 }],
      byUnit: [
        { unit: 'rart', amount: 1 },
        { unit: 'soct', amount: 1 },
      ],
      byGrade: [{ grade: 'claimed', amount: 2 }],
      labels: [],
    });
    expect(lines[3]).toMatchObject({ published: null, proved: 1250000, difference: null, labels: ['assumed'] });
  });

  it('is the same as at the end of the ledger', async () => {
    const now = await get(`/statements/benefits-realised?${question}`);
    const end = await service.ledger.store.head();
    const then = await get(`/statements/benefits-realised?${question}&asAt=${end}`);
    expect(then.text).toBe(now.text);
    const before = await get(`/statements/benefits-realised?${question}&asAt=${at(0)}`);
    expect((before.body['lines'] as object[])[2]).toMatchObject({ published: null, proved: 0, difference: null });
  });

  it.each([
    [404, 'unknown-collaboration', 'collaboration', 'collaboration=nobodys&from=2010-01-01&to=2011-01-01'],
    [400, 'malformed-request', 'from', `collaboration=${YORKSHIRE}&to=2011-01-01`],
    [400, 'malformed-request', 'to', `collaboration=${YORKSHIRE}&from=2011-01-01&to=2010-01-01`],
    [400, 'malformed-request', 'collaboration', 'from=2010-01-01&to=2011-01-01'],
    [400, 'malformed-request', 'asAt', `collaboration=${YORKSHIRE}&from=2010-01-01&to=2011-01-01&asAt=99999`],
    [400, 'malformed-request', 'force', `collaboration=${YORKSHIRE}&from=2010-01-01&to=2011-01-01&force=humberside`],
  ])('%i %s names %s: %s', async (status, code, field, query) => {
    const answer = await get(`/statements/benefits-realised?${query}`);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(answer.body['errors']).toContainEqual({ field, reason: expect.any(String) });
  });
});

describe('GET /outcomes', () => {
  it('gives pages that lead on until there is no more', async () => {
    const seen: unknown[] = [];
    let next: unknown = '/api/v1/outcomes?limit=2';
    for (let pages = 0; typeof next === 'string' && pages < 9; pages += 1) {
      const page = await send(service.url, next);
      seen.push(...(page.body['outcomes'] as { entry: number }[]).map(({ entry }) => entry));
      next = page.body['next'];
    }
    expect(next).toBeNull();
    expect(seen).toEqual(entries);
  });

  it.each([
    [`collaboration=changing`, [5]],
    ['kind=arrest', [2, 3, 5]],
    [`unit=soct&collaboration=${YORKSHIRE}`, [3]],
    ['force=humberside', [0]],
    ['measure=arrests', [2, 3, 5]],
    ['from=2010-12-31&to=2011-01-01', [4]],
  ])('keeps to %s', async (query, expected) => {
    const { body } = await get(`/outcomes?${query}`);
    const found = (body['outcomes'] as { entry: number }[]).map(({ entry }) => entries.indexOf(entry));
    expect(found).toEqual(expected);
  });

  it('shows each as it stands', async () => {
    const { body } = await get('/outcomes?limit=1');
    expect(body['outcomes']).toMatchObject([{ ...ASSET, status: 'recorded', revision: 0, labels: ['assumed'] }]);
  });

  it.each([
    [400, 'limit', 'limit=0'],
    [400, 'limit', 'limit=501'],
    [400, 'limit', 'limit=many'],
    [400, 'after', 'after=-1'],
    [400, 'kind', 'kind=wish'],
    [400, 'page', 'page=2'],
    [404, 'collaboration', 'collaboration=nobodys'],
    [422, 'measure', 'measure=unicorns'],
  ])('%i names %s: %s', async (status, field, query) => {
    const answer = await get(`/outcomes?${query}`);
    expect(answer.status).toBe(status);
    expect(answer.body['errors']).toContainEqual({ field, reason: expect.any(String) });
  });
});

describe('GET /entries', () => {
  it('gives the exact lines in order', async () => {
    const lines = await service.ledger.store.readAll(-1, 10_000);
    const answer = await get('/entries');
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    expect(answer.text).toBe(lines.map(({ line }) => `${line}\n`).join(''));
  });

  it('starts after an entry and gives so many', async () => {
    const lines = await service.ledger.store.readAll(4, 3);
    expect((await get('/entries?after=4&limit=3')).text).toBe(lines.map(({ line }) => `${line}\n`).join(''));
    expect((await get('/entries?after=99999')).text).toBe('');
  });

  it.each(['after=x', 'limit=0', 'colour=red', 'after=1&after=2'])('refuses %s', async (query) => {
    expect((await get(`/entries?${query}`)).status).toBe(400);
  });
});

describe('GET /collaborations and /measures', () => {
  it('lists and shows agreements with their dates', async () => {
    const all = await get('/collaborations');
    expect(all.body['collaborations']).toContainEqual(expect.objectContaining({ id: 'changing' }));
    const one = await get('/collaborations/changing');
    expect(one.body).toMatchObject({
      id: 'changing',
      model: 'shared-function',
      members: [
        { force: 'cleveland', from: '2005-01-01', to: null },
        { force: 'durham', from: '2005-01-01', to: '2010-01-01' },
      ],
      units: [{ unit: 'patrol', name: 'Patrol', leadForce: null, from: '2006-01-01', to: '2012-01-01' }],
      keys: [
        {
          key: 'even',
          versions: [{ from: '2009-01-01', basis: 'agreed', assumed: false, weights: { cleveland: 1, durham: 1 } }],
        },
      ],
    });
  });

  it.each(['nobodys', 'No%20Slug', '%2e%2e'])('knows no %s', async (id) => {
    const answer = await get(`/collaborations/${id}`);
    expect(answer.status).toBe(404);
  });

  it('shows what is counted, and the lines of the statement', async () => {
    const { body } = await get('/measures');
    expect(body['measures']).toContainEqual(
      expect.objectContaining({
        measure: 'arrests',
        definition: { is: 'sum', of: ['arrests-made', 'arrests-facilitated'] },
      }),
    );
    expect(body['statements']).toMatchObject([{ statement: 'benefits-realised' }]);
  });
});
