import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startBuilt, type BuiltService } from '../support/built-service.js';
import { send } from '../support/http.js';

jest.setTimeout(120_000);

/** Far more than are decided before a second thread takes over, which only the built program has. */
const ROWS = 9_000;
let service: BuiltService;
let head: string;
let demo: readonly string[];
beforeAll(async () => {
  service = await startBuilt('import long', 'demo');
  const csv = await readFile(new URL('../../src/demo-data/illustrative-outcomes.csv', import.meta.url), 'utf8');
  [head = '', ...demo] = csv.trim().split('\n');
});
afterAll(() => service.stop());

const rowsNamed = (name: string): string[] =>
  Array.from({ length: ROWS }, (_, i) => (demo[i % demo.length] ?? '').replace(/^[^,]*/, `${name}-${i}`));
const bring = (query: string, rows: readonly string[]) =>
  send(service.url, `/api/v1/imports${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: [head, ...rows].join('\n'),
  });
/** The line of the file on which a row stands: the header is the first. */
const lineOf = (row: number): number => row + 2;

describe('a file that is long enough for a second thread', () => {
  it('is recorded once', async () => {
    const rows = rowsNamed('ONCE');
    const report = { mode: 'atomic', dryRun: false, rows: ROWS, refused: 0, errors: [] };
    expect((await bring('', rows)).body).toEqual({ ...report, recorded: ROWS, alreadyRecorded: 0 });
    expect((await bring('', rows)).body).toEqual({ ...report, recorded: 0, alreadyRecorded: ROWS });
  });

  it.each(['atomic', 'row-by-row'])('names every bad row in the order of the lines, %s', async (mode) => {
    const rows = rowsNamed(`BAD-${mode}`);
    const spoil = (row: number, how: (text: string) => string): unknown => (rows[row] = how(rows[row] ?? ''));
    spoil(100, (text) => text.replace('west-yorkshire', 'mordor').replace('rrpt', 'nowhere'));
    spoil(6_500, (text) => text.replace('yorkshire-and-the-humber-joint-working', 'atlantis'));
    spoil(7_000, () => rows[50] ?? '');
    spoil(8_000, (text) => `${text},more`);
    spoil(8_900, (text) => text.replace('yorkshire-and-the-humber-joint-working', 'atlantis'));
    const { status, body } = await bring(`?mode=${mode}`, rows);
    expect([status, body['rows'], body['refused']]).toEqual([422, ROWS, 5]);
    const errors = body['errors'] as readonly { line: number; code: string; reason: string }[];
    expect(errors.map(({ line, code }) => [line, code])).toEqual([
      [lineOf(100), expect.any(String)],
      [lineOf(6_500), 'unknown-collaboration'],
      [lineOf(7_000), 'idempotency-conflict'],
      [lineOf(8_000), 'malformed-request'],
      [lineOf(8_900), 'unknown-collaboration'],
    ]);
    expect(errors[2]?.reason).toContain(`line ${lineOf(50)}`);
    expect(body['recorded']).toBe(mode === 'atomic' ? 0 : ROWS - 5);
  });

  it('names what differs in a row that was recorded with other content before', async () => {
    const rows = rowsNamed('ONCE');
    const at = rows.findIndex((text, row) => row > 7_000 && text.includes(',arrest,'));
    rows[at] = (rows[at] ?? '').replace(/,(made|facilitated),/, (_, role) =>
      role === 'made' ? ',facilitated,' : ',made,',
    );
    const { status, body } = await bring('', rows);
    expect([status, body['alreadyRecorded'], body['refused']]).toEqual([422, ROWS - 1, 1]);
    expect(body['errors']).toEqual([
      { line: lineOf(at), field: 'reference', code: 'idempotency-conflict', reason: expect.stringContaining('role') },
    ]);
  });

  it.each(['atomic', 'row-by-row'])(
    'has items in any of its rows, which the second thread leaves alone, %s',
    async (mode) => {
      const told = rowsNamed(`ITEM-${mode}`).map((text) => `${text},,`);
      const columns = head.split(',');
      const rowFor = (name: string, unit: string, item: string): string => {
        const cells: Readonly<Record<string, string>> = {
          ...{ reference: name, kind: 'asset', occurred_on: '2010-03-04', unit, lead_force: 'west-yorkshire' },
          ...{ collaboration: 'yorkshire-and-the-humber-joint-working', attribution: 'direct:west-yorkshire' },
          ...{ asset_type: 'cash', route: 'cash-forfeiture', stage: 'seized', amount_gbp: '10.01' },
        };
        return [...columns.map((column) => cells[column] ?? ''), 'exhibit', item].join(',');
      };
      for (const [at, name, unit] of [
        [10, 'first', 'rart'],
        [ROWS - 10, 'second', 'rrpt'],
        [ROWS - 5, 'third', 'rart'],
      ] as const)
        told[at] = rowFor(`${mode}-${name}`, unit, `${mode}/long`);
      const { status, body } = await send(service.url, `/api/v1/imports?mode=${mode}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: [`${head},item_scheme,item_reference`, ...told].join('\n'),
      });
      expect([status, body['refused']]).toEqual([422, 1]);
      expect(body['errors']).toMatchObject([{ line: lineOf(ROWS - 5), field: 'unit', code: 'already-claimed' }]);
      expect(body['recorded']).toBe(mode === 'atomic' ? 0 : ROWS - 1);
    },
  );

  it('ends where it cannot be read, after the rows before that were recorded, row by row', async () => {
    const rows = rowsNamed('TORN');
    const { status, body } = await bring('?mode=row-by-row', [...rows, '"never closed', ...rows]);
    expect([status, body['code']]).toEqual([400, 'malformed-request']);
    const again = await bring('', rows);
    expect(again.body).toMatchObject({ recorded: 0, alreadyRecorded: ROWS });
  });
});
