import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ARREST, post, send } from '../support/http.js';
import { startService, type TestService } from '../support/service.js';

let service: TestService;
let csv: string;
beforeAll(async () => {
  service = await startService('http imports');
  csv = await readFile(new URL('../../src/demo-data/illustrative-outcomes.csv', import.meta.url), 'utf8');
}, 60_000);
afterAll(() => service.stop());

let file = 0;
/** The first rows of the demo's file, under references of this test's own. */
let rows: string[];
beforeEach(() => {
  file += 1;
  rows = csv.split('\n', 6).map((row, i) => (i === 0 ? row : row.replace(/^IL/, `T${file}`)));
});

const head = () => service.ledger.store.head();
const bring = (query: string, body: string, headers: Record<string, string> = { 'content-type': 'text/csv' }) =>
  send(service.url, `/api/v1/imports${query}`, { method: 'POST', headers, body });
const broken = () =>
  [...rows.slice(0, 3), (rows[3] ?? '').replace('west-yorkshire', 'mordor'), ...rows.slice(4)].join('\n');

describe('POST /imports', () => {
  it('records a file once', async () => {
    const before = await head();
    const first = await bring('?mode=atomic', rows.join('\n'), { 'content-type': 'text/csv; charset=utf-8' });
    expect([first.status, first.body]).toEqual([
      201,
      { mode: 'atomic', dryRun: false, rows: 5, recorded: 5, alreadyRecorded: 0, refused: 0, errors: [] },
    ]);
    const again = await bring('', rows.join('\r\n'));
    expect([again.status, again.body]).toMatchObject([200, { recorded: 0, alreadyRecorded: 5 }]);
    expect(await head()).toBe(before + 5);
  });

  it('takes it as the one file of a form, and notes who sent it', async () => {
    const before = await head();
    const form = new FormData();
    form.append('file', new Blob([rows.join('\n')], { type: 'text/csv' }), 'outcomes.csv');
    const answer = await fetch(`${service.url}/api/v1/imports?mode=row-by-row&illustrative=true`, {
      method: 'POST',
      body: form,
      headers: { 'x-acting-person': 'jane-doe' },
    });
    expect([answer.status, await answer.json()]).toMatchObject([201, { mode: 'row-by-row', recorded: 5 }]);
    const [line] = await service.ledger.store.readAll(before, 1);
    const entry = JSON.parse(line?.line ?? '') as { actor: string; data: { labels: string[] } };
    expect(entry.actor).toBe('jane-doe');
    expect(entry.data.labels).toContain('illustrative');
  });

  it('records nothing of an atomic file with a bad row, and names the row', async () => {
    const before = await head();
    const answer = await bring('?mode=atomic', broken());
    expect([answer.status, answer.body['code']]).toEqual([422, 'rows-refused']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ mode: 'atomic', rows: 5, recorded: 0, refused: 1 });
    expect(answer.body['errors']).toEqual([
      { line: 4, field: expect.any(String), reason: expect.stringContaining('mordor'), code: expect.any(String) },
    ]);
    expect(await head()).toBe(before);
  });

  it('records the good rows row by row, and names the bad one', async () => {
    const before = await head();
    const answer = await bring('?mode=row-by-row', broken());
    expect([answer.status, answer.body]).toMatchObject([422, { recorded: 4, refused: 1 }]);
    expect(await head()).toBe(before + 4);
  });

  it('says in a dry run what would happen, and records nothing', async () => {
    const before = await head();
    const good = await bring('?dryRun=true', rows.join('\n'));
    expect([good.status, good.body]).toMatchObject([200, { dryRun: true, recorded: 5, refused: 0 }]);
    const bad = await bring('?dryRun=true', broken());
    expect([bad.status, bad.body]).toMatchObject([200, { dryRun: true, refused: 1 }]);
    expect(await head()).toBe(before);
  });

  it.each([
    [400, 'malformed-request', '?mode=perhaps', 'reference\n', 'text/csv'],
    [400, 'malformed-request', '?dryRun=yes', 'reference\n', 'text/csv'],
    [400, 'malformed-request', '?rows=5', 'reference\n', 'text/csv'],
    [400, 'malformed-request', '', 'no,such,columns\n1,2,3', 'text/csv'],
    [400, 'malformed-request', '', '', 'text/csv'],
    [400, 'malformed-request', '', 'no form', 'multipart/form-data; boundary=x'],
    [400, 'malformed-request', '', 'no form', 'multipart/form-data'],
    [
      400,
      'malformed-request',
      '',
      '--x\r\ncontent-disposition: form-data; name="mode"\r\n\r\natomic\r\n--x--\r\n',
      'multipart/form-data; boundary=x',
    ],
    [415, 'unsupported-media-type', '', '[]', 'application/json'],
    [415, 'unsupported-media-type', '', 'a', 'text/plain'],
  ])('%i %s: %s %j as %s', async (status, code, query, body, type) => {
    const before = await head();
    const answer = await bring(query, body, { 'content-type': type });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(await head()).toBe(before);
  });

  it('answers before it has read all of what it cannot read', async () => {
    const answer = await bring('', `${rows.join('\n')}\n${'x'.repeat(8 * 1024 * 1024)}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  it('refuses a file beyond 64 MiB, saying so, and goes on', async () => {
    const before = await head();
    const answer = await bring('', `${rows.join('\n')}${'\n'.repeat(65 * 1024 * 1024)}`);
    expect([answer.status, answer.body['code']]).toEqual([413, 'too-large']);
    expect(await head()).toBe(before);
  }, 120_000);
});

describe('rows with items, in PostgreSQL', () => {
  const HEADER =
    'reference,kind,occurred_on,collaboration,unit,lead_force,attribution,role,offence_group,item_scheme,item_reference';
  const told = (name: string, unit: string, item: string): string =>
    `${name},arrest,2010-03-04,${ARREST.collaboration},${unit},west-yorkshire,direct:west-yorkshire,made,theft,custody-reference,${item}`;

  it.each(['atomic', 'row-by-row'])(
    'are recorded with the others, and shared with what the file before said: %s',
    async (mode) => {
      const plain = Array.from({ length: 600 }, (_, n) =>
        told(`${mode}-${n}`, 'rart', '').replace('custody-reference', ''),
      );
      const first = [...plain, told(`${mode}-a`, 'rart', `${mode}/1`), told(`${mode}-b`, 'rrpt', `${mode}/1`)];
      expect((await bring(`?mode=${mode}`, [HEADER, ...first].join('\n'))).body).toMatchObject({
        recorded: 602,
        refused: 0,
      });
      const next = [HEADER, ...first, told(`${mode}-c`, 'rart', `${mode}/2`)].join('\n');
      expect((await bring(`?mode=${mode}`, next)).body).toMatchObject({
        recorded: 1,
        alreadyRecorded: 602,
        refused: 0,
      });
      const again = await bring(
        `?mode=${mode}`,
        [HEADER, told(`${mode}-d`, 'rrpt', ` ${mode.toUpperCase()}/ 1`)].join('\n'),
      );
      expect([again.status, again.body['errors']]).toMatchObject([422, [{ line: 2, code: 'already-claimed' }]]);
      expect(again.text.toLowerCase()).not.toContain(`${mode}/`);
    },
  );

  it('meet a claim that somebody else records while they are decided', async () => {
    const { store } = service.ledger;
    const told1 = { ...ARREST, unit: 'rrpt', item: { scheme: 'custody-reference', reference: 'raced/1' } };
    const readStream = store.readStream.bind(store);
    const reading = jest.spyOn(store, 'readStream').mockImplementation(async (stream, from) => {
      const read = await readStream(stream, from);
      if (!stream.startsWith('outcome-')) return read;
      reading.mockRestore();
      expect((await post(service.url, '/api/v1/outcomes', told1)).status).toBe(201);
      return read;
    });
    const answer = await bring('', [HEADER, told('raced', 'rart', 'raced/1')].join('\n'));
    expect([answer.status, answer.body]).toMatchObject([201, { recorded: 1, refused: 0 }]);
    const [line] = await store.readAll((await head()) - 1, 1);
    expect(line?.line).toContain('"type":"OutcomeClaimed"');
  });
});

it('logged no error all the while', () => {
  expect(service.logged).toEqual([]);
});
