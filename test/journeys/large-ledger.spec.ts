import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { COLUMNS } from '../../src/features/import-outcomes/columns.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { arrest, asset, car, drugs, guns, response, training, type Cells } from '../support/outcome-rows.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site } from '../support/service-process.js';

jest.setTimeout(240_000);

const OUTCOMES = 98_000;
const STAGED = 2_000;
const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);
let database: TestDatabase;
let site: Site;
beforeAll(async () => {
  database = await freshDatabase('large ledger', migrated);
  site = await Site.open({ DATABASE_URL: database.ownerUrl, KAFKA_BROKERS: '', EVENTSTORE_URL: '' });
}, 60_000);
afterAll(async () => {
  await site.clear();
  await database.drop();
});

const cash: Cells = { ...asset, route: 'cash-forfeiture' };
const KINDS = [arrest, cash, drugs, car, guns, { ...training }, response, { ...arrest, role: 'facilitated' }];
const FORCES = ['humberside', 'north-yorkshire', 'south-yorkshire', 'west-yorkshire'];
const ATTRIBUTIONS = [
  'key:population-mid-2010',
  ...FORCES.map((force) => `direct:${force}`),
  'agreed:humberside=1;outside=2;west-yorkshire=4',
];
const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** A row of its own: other days, amounts, shares and units from row to row, by a rule and not by chance. */
function row(i: number): Cells {
  const kind = KINDS[i % KINDS.length] ?? arrest;
  const isSpan = kind.kind === 'saving' || kind.kind === 'cost';
  const amount = `${(i * 7919) % 100_003}.${twoDigits((i * 31) % 100)}`;
  return {
    ...kind,
    reference: `L-${i}`,
    unit: i % 3 === 0 && !isSpan ? 'rrpt' : 'rart',
    attribution: ATTRIBUTIONS[(i * 5) % ATTRIBUTIONS.length] ?? '',
    ...(!isSpan && {
      occurred_on: `20${i % 2 === 0 ? '09' : '10'}-${twoDigits(1 + (i % 12))}-${twoDigits(1 + (i % 28))}`,
    }),
    ...(kind.kind === 'counted-item' && { amount: String(i % 7) }),
    ...(kind.gross_gbp !== undefined && { gross_gbp: amount, investment_gbp: '10.01' }),
    ...(kind.amount_gbp !== undefined && { amount_gbp: amount }),
  };
}

async function file(name: string, lines: readonly string[]): Promise<string> {
  const path = join(site.directory, name);
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o644 });
  return path;
}

async function done(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await site.run(...args);
  expect([args[0], code, code === 0 ? '' : stderr + stdout.slice(0, 2_000)]).toEqual([args[0], 0, '']);
  return stdout;
}

describe('a ledger of 100,000 mixed entries', () => {
  it('gives totals and a statement that follow from its export', async () => {
    await done('load-collaborations', 'src/demo-data/collaborations.json');
    const rows = Array.from({ length: OUTCOMES }, (_, i) => row(i));
    const outcomes = rows.map((cells) => COLUMNS.map((column) => (cells[column] ?? '').replaceAll(',', '')).join(','));
    expect(await done('import', await file('outcomes.csv', [COLUMNS.join(','), ...outcomes]))).toContain(
      `${OUTCOMES} recorded, 0 recorded before, 0 refused`,
    );
    const held = rows.filter(({ kind }) => kind === 'asset').slice(0, STAGED);
    const stages = held.map(
      ({ reference, collaboration }) => `S-${reference},${collaboration},${reference},detained,2011-01-15,0.00`,
    );
    const staged = await file('stages.csv', [
      'reference,collaboration,outcome,stage,occurred_on,amount_gbp',
      ...stages,
    ]);
    expect(await done('import-stages', staged)).toContain(`${STAGED} recorded`);

    const by = 'measure,force,unit,grade,month';
    const atRest = await done('totals', '--by', by, '--json');
    const totals = await file('totals.json', [atRest]);
    const statement = await done('statement', '--from', '2009-01-01', '--to', '2011-01-01', '--json');
    const exported = join(site.directory, 'ledger.ndjson');
    await done('export', exported);
    const verdict = await done('verify', exported, '--against', totals, await file('statement.json', [statement]));
    expect(verdict).toContain('AGREES');
    expect(Number(/(\d+) entries/.exec(verdict)?.[1])).toBeGreaterThan(100_000);

    // The totals at rest, rebuilt from the first entry, are the same.
    await done('rebuild');
    expect(await done('totals', '--by', by, '--json')).toBe(atRest);
  });
});
