import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { benefitsRealised } from '../../../projections/statement.js';
import { ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { loadGround } from '../../../test/support/ground.js';
import { day, id } from '../../../test/support/given-when-then.js';
import {
  arrest,
  asset,
  car,
  csv,
  drugs,
  GOOD,
  guns,
  response,
  training,
  importing,
  type Cells,
} from '../../../test/support/outcome-rows.js';
import { YORKSHIRE } from '../../../test/support/yorkshire.js';
import { standingAsAt } from '../../ledger/as-at.js';
import { commandIdFor, outcomeIdFor } from '../../ledger/commands.js';
import { Unreadable } from '../../ledger/codec/json.js';
import type { ImportMode } from '../../web/import-report.js';

let ledger: LedgerInMemory;
let before: number;
beforeEach(async () => {
  ledger = ledgerInMemory();
  await loadGround(ledger, id('evaluator'));
  before = await ledger.store.head();
});

it('imports a saving that carries on one of the ledger, and its end if it is a one-off', async () => {
  const first = { ...training, recurrence: 'one-off', expected_to: '' };
  expect(await importing(ledger, csv(first))).toMatchObject({ recorded: 1, refused: 0 });
  const carriedFrom = outcomeIdFor(commandIdFor(YORKSHIRE, 'outcome', training['reference'] ?? ''));
  const next = {
    ...first,
    reference: 'F2',
    occurred_on: '2011-04-01',
    runs_to: '2012-04-01',
    carried_from: carriedFrom,
  };
  const other = { ...next, reference: 'F3', budget_line: 'fleet' };
  expect(await importing(ledger, csv(next, other), { mode: 'row-by-row' })).toMatchObject({
    recorded: 1,
    errors: [{ line: 3, field: 'carried_from', code: 'contradicts-record' }],
  });
  expect(await importing(ledger, csv(next))).toMatchObject({ alreadyRecorded: 1 });
});

const recordedSince = async (): Promise<number> => (await ledger.store.head()) - before;

describe('an import', () => {
  it.each<ImportMode>(['atomic', 'row-by-row'])(
    'records every row once, %s, and nothing the second time',
    async (mode) => {
      expect(await importing(ledger, csv(...GOOD), { mode })).toEqual({
        mode,
        dryRun: false,
        rows: GOOD.length,
        recorded: GOOD.length,
        alreadyRecorded: 0,
        refused: 0,
        errors: [],
      });
      expect(await recordedSince()).toBe(GOOD.length);
      expect(await importing(ledger, csv(...GOOD), { mode })).toMatchObject({
        recorded: 0,
        alreadyRecorded: GOOD.length,
        refused: 0,
      });
      expect(await importing(ledger, csv(...[...GOOD].reverse()).replaceAll('\n', '\r\n'), { mode })).toMatchObject({
        alreadyRecorded: GOOD.length,
      });
      expect(await recordedSince()).toBe(GOOD.length);
    },
  );

  it('takes several substances of one seizure in one row, each with what is known of it', async () => {
    const held = { ...drugs, substance: 'cocaine;cannabis', form: 'powder;plant', quantity: '27.5;12' };
    const row = { ...held, quantity_unit: 'g;plants', amount_gbp: '£1,050.50;', valuation_basis: 'street;' };
    const more = { purity_percent: '45.5;', valuation_source: 'drug-expert;', valued_on: '2010-03-05;' };
    expect(await importing(ledger, csv({ ...row, ...more }))).toMatchObject({ recorded: 1, refused: 0 });
    const [line] = await ledger.store.readAll((await ledger.store.head()) - 1, 1);
    const { outcome } = (JSON.parse(line?.line ?? '') as { data: { outcome: object } }).data;
    const cocaine = { substance: 'cocaine', form: 'powder', quantity: 27500, quantityIn: 'milligrams' };
    const valued = { amountPence: 105050, purityPermille: 455, valuationSource: 'drug-expert', valuedOn: '2010-03-05' };
    expect(outcome).toMatchObject({
      substances: [
        { ...cocaine, ...valued, valuationBasis: 'street' },
        { form: 'plant', quantity: 12, quantityIn: 'plants', substance: 'cannabis' },
      ],
    });
  });

  it('says in a dry run what it would do, and does nothing', async () => {
    await importing(ledger, csv(arrest, asset));
    const changed = { ...asset, amount_gbp: '9.99' };
    const report = await importing(ledger, csv(arrest, changed, drugs, { ...car, unit: 'nobody' }), { dryRun: true });
    expect(report).toMatchObject({ dryRun: true, rows: 4, recorded: 1, alreadyRecorded: 1, refused: 2 });
    expect(report.errors.map(({ line, code }) => [line, code])).toEqual([
      [3, 'idempotency-conflict'],
      [5, 'unknown-unit'],
    ]);
    expect(await recordedSince()).toBe(2);
  });

  it('records nothing of an atomic file with a bad row, however late, and names every bad row', async () => {
    const rows = [...Array(1200).keys()].map((n) => ({ ...arrest, reference: `N${n}` }));
    const report = await importing(
      ledger,
      csv(...rows, { ...arrest, reference: 'bad', unit: 'x' }, { ...arrest, reference: '' }, asset),
    );
    expect(report).toMatchObject({ rows: 1203, recorded: 0, refused: 2 });
    expect(report.errors.map(({ line, field }) => [line, field])).toEqual([
      [1202, 'unit'],
      [1203, 'reference'],
    ]);
    expect(await recordedSince()).toBe(0);
  });

  it('records the good rows row by row, whatever becomes of the others', async () => {
    const report = await importing(ledger, csv(arrest, { ...asset, stage: 'collected' }, drugs), {
      mode: 'row-by-row',
    });
    expect(report).toMatchObject({ rows: 3, recorded: 2, refused: 1, errors: [{ line: 3, field: 'stage' }] });
    expect(await recordedSince()).toBe(2);
  });

  it('knows a row again that it took once and would refuse now', async () => {
    await importing(ledger, csv({ ...arrest, occurred_on: '2012-04-01' }));
    ledger.clock.set('2012-03-01T00:00:00.000Z');
    expect(await importing(ledger, csv({ ...arrest, occurred_on: '2012-04-01' }))).toMatchObject({
      alreadyRecorded: 1,
      refused: 0,
    });
    expect(await importing(ledger, csv({ ...arrest, reference: 'A2', occurred_on: '2012-04-01' }))).toMatchObject({
      errors: [{ line: 2, field: 'occurred_on', code: 'date-in-future' }],
    });
  });

  it('looks up the refused rows of a batch together, not one by one', async () => {
    const refused = Array.from({ length: 300 }, (_, i) => ({ ...arrest, reference: `N${i}`, unit: 'nobody' }));
    const lookedUp = jest.spyOn(ledger.store, 'readByIds');
    expect(await importing(ledger, `${csv(...refused)}\n`, { mode: 'row-by-row' })).toMatchObject({ refused: 300 });
    expect(lookedUp).toHaveBeenCalledTimes(1);
  });

  it('says of a changed row which columns changed', async () => {
    await importing(ledger, csv(...GOOD));
    const changed = [
      { ...arrest, role: 'facilitated', offence_group: 'burglary' },
      { ...asset, amount_gbp: '1', attribution: 'direct:humberside' },
      { ...drugs, quantity: '28', quantity_unit: 'tablets', amount_gbp: '', valuation_basis: '' },
      { ...car, occurred_on: '2010-03-05', lead_force: 'humberside', operation: 'mille' },
      { ...guns, kind: 'counted-item', amount: '4' },
      { ...training, gross_gbp: '1', runs_to: '2011-03-31', baseline_on: '2008-03-30', officer_minutes: '' },
      { ...response, cost_type: 'grant', budget_line: 'training' },
    ];
    const { errors } = await importing(ledger, csv(...changed));
    const differing = [
      'offence_group, role',
      'amount_gbp, attribution',
      'amount_gbp, quantity, quantity_unit, valuation_basis',
      'lead_force, occurred_on, operation',
      'amount',
      'baseline, gross_gbp, officer_minutes, recurrence',
      'budget_line, cost_type',
    ];
    expect(errors).toEqual(
      differing.map((columns, i) => ({
        ...{ line: i + 2, field: 'reference', code: 'idempotency-conflict' },
        reason: `was recorded with other content before; what differs: ${columns}`,
      })),
    );
    expect(await importing(ledger, csv(arrest), { illustrative: true })).toMatchObject({
      errors: [{ reason: expect.stringContaining('illustrative') }],
    });
  });

  it('takes a reference once in a file, and the same in two collaborations twice', async () => {
    const elsewhere: Cells = {
      ...{ reference: 'A1', kind: 'arrest', occurred_on: '2010-01-01', collaboration: 'changing', unit: 'patrol' },
      ...{ lead_force: 'cleveland', attribution: 'direct:cleveland', role: 'made', offence_group: 'theft' },
    };
    expect(await importing(ledger, csv(arrest, elsewhere))).toMatchObject({ recorded: 2 });
    const report = await importing(ledger, csv(asset, drugs, asset, { ...asset, amount_gbp: '5' }), {
      mode: 'row-by-row',
    });
    expect(report).toMatchObject({ recorded: 2, refused: 2 });
    const reason = 'is on line 2 too; a reference is unique within its collaboration';
    expect(report.errors).toEqual(
      [4, 5].map((line) => ({ line, field: 'reference', reason, code: 'idempotency-conflict' })),
    );
  });

  it('reads quoted cells with commas, quotes and newlines, whatever ends the lines', async () => {
    const odd = { ...arrest, reference: 'a "b", c\nd' };
    const text = csv(asset, odd, drugs).replace('"a "b", c', '"a ""b"", c').replace(/^.*,$/gm, '$&');
    const first = await importing(ledger, text);
    expect(first).toMatchObject({ rows: 3, recorded: 3, errors: [] });
    expect(
      await importing(ledger, `\ufeff${text.replaceAll('\n', '\r\n').replace('c\r\nd', 'c\nd')}\r\n\r\n`),
    ).toMatchObject({
      alreadyRecorded: 3,
      rows: 3,
    });
  });

  it('tells apart two letters that were not saved as UTF-8 by refusing both', async () => {
    const latin = Buffer.from(csv({ ...arrest, reference: 'caf\xe9' }, { ...arrest, reference: 'caf\xe8' }), 'latin1');
    const { errors } = await importing(ledger, latin);
    expect(errors).toEqual(
      [2, 3].map((line) => ({
        ...{ line, field: 'reference', code: 'malformed-request' },
        reason: 'holds bytes that are not UTF-8; save the file as UTF-8',
      })),
    );
  });
});

describe('a file that is none', () => {
  it.each([
    ['nothing', '', 'line 1: the file is empty'],
    ['blank lines', '\n\n', 'line 1: the file is empty'],
    ['a column that there is not', 'reference,colour\n', 'line 1: there is no column "colour"'],
    ['a column twice', 'kind,reference,kind\n', 'line 1: the column "kind" is there twice'],
    [
      'columns missing',
      '\nreference,kind\n',
      'line 2: these columns are missing: occurred_on, collaboration, unit, lead_force, attribution',
    ],
    ['a quote that is never closed', `${csv(arrest)}\n"`, 'line 3: is not CSV'],
  ])('is refused as a whole, with nothing recorded: %s', async (_, text, reason) => {
    const refused = importing(ledger, text);
    await expect(refused).rejects.toThrow(Unreadable);
    await expect(refused).rejects.toThrow(reason);
    expect(await recordedSince()).toBe(0);
  });

  it('may leave out the columns that no row needs, have them in any order and with spaces round them', async () => {
    const needed = Object.entries(arrest).reverse();
    const text = `${needed.map(([column]) => ` ${column} `).join(',')}\n${needed.map(([, cell]) => cell).join(',')}\n`;
    expect(await importing(ledger, text)).toMatchObject({ recorded: 1 });
  });
});

describe('the illustrative outcomes', () => {
  const PUBLISHED = {
    'property-recovered-value': 214416800n,
    'drugs-seized-value-class-a-b': 123459000n,
    arrests: 693n,
    'assets-seized-value': 407472000n,
  };

  it('prove the four published figures to the penny, per force, per unit and together', async () => {
    const file = await readFile(new URL('../../demo-data/illustrative-outcomes.csv', import.meta.url));
    expect(await importing(ledger, file, { illustrative: true })).toMatchObject({
      rows: 1041,
      recorded: 1041,
      refused: 0,
    });
    expect(await importing(ledger, file, { illustrative: true })).toMatchObject({ recorded: 0, alreadyRecorded: 1041 });
    const period = { from: day('2009-01-01'), to: day('2011-01-01') };
    const { totals, catalogue, figures } = await standingAsAt(ledger.store, { entry: before + 1041 }, period);
    const { lines, labels } = benefitsRealised(YORKSHIRE, period, catalogue, [...totals.values()], figures);
    expect(Object.fromEntries(lines.map(({ measure, proved }) => [measure, proved]))).toEqual(PUBLISHED);
    for (const { proved, byForce, byUnit } of lines) {
      expect(byForce.reduce((sum, { amount }) => sum + amount, 0n)).toBe(proved);
      expect(byUnit.reduce((sum, { amount }) => sum + amount, 0n)).toBe(proved);
    }
    expect(labels).toEqual(['assumed', 'illustrative']);
  });
});
