import { setTimeout as after } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { linesOf, sealed, verified } from '../../../test/support/exports.js';
import { id } from '../../../test/support/given-when-then.js';
import { loadGround } from '../../../test/support/ground.js';
import { exportOf, ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { arrest, csv, importing, training, type Cells } from '../../../test/support/outcome-rows.js';
import { recorderOf } from '../../../test/support/recording.js';
import { YORKSHIRE } from '../../../test/support/yorkshire.js';
import { commandIdFor, outcomeIdFor } from '../../ledger/commands.js';
import type { ImportMode } from '../../web/import-report.js';

const MODES: readonly ImportMode[] = ['atomic', 'row-by-row'];
let ledger: LedgerInMemory;
let before: number;
beforeEach(async () => {
  ledger = ledgerInMemory();
  await loadGround(ledger, id('evaluator'));
  before = await ledger.store.head();
});

const yearOf = (reference: string, year: number, more: Cells = {}): Cells => ({
  ...{ ...training, reference, occurred_on: `${year}-04-01`, expected_to: '' },
  ...{ recurrence: 'one-off', runs_to: `${year + 1}-04-01`, ...more },
});
const first = yearOf('S1', 2008);
const second = yearOf('S2', 2009, { carried_from: 'S1' });
const third = yearOf('S3', 2010, { carried_from: 'S2' });
const BELOW = /^"S1" stands on line 3 below; put it above this row$/;
const idOf = (reference: string) => outcomeIdFor(commandIdFor(YORKSHIRE, 'outcome', reference));

interface Line {
  readonly data: { readonly outcome: { readonly carriedFrom?: string }; readonly restsOn: Record<string, number> };
}
/** What each saving since the test began says it carries on and rests on. */
async function carried(): Promise<readonly (readonly [string | undefined, Record<string, number>])[]> {
  const lines = (await ledger.store.readAll(before, 10_000)).filter(({ line }) => line.includes('"kind":"saving"'));
  return lines.map(({ line }) => {
    const { outcome, restsOn } = (JSON.parse(line) as Line).data;
    const { collaboration: _, measureCatalogue: __, ...beside } = restsOn;
    return [outcome.carriedFrom, beside];
  });
}
const expectVerified = async (): Promise<void> =>
  expect(await verified(await exportOf(ledger.store))).toMatchObject({ verdict: 'agrees' });

describe('a saving that carries on one of its own file', () => {
  it('rests on that one as it stands in the file when all are recorded together', async () => {
    expect(await importing(ledger, csv(first, arrest, second, third))).toMatchObject({ recorded: 4, errors: [] });
    expect(await carried()).toEqual([
      [undefined, {}],
      [idOf('S1'), { predecessor: 0 }],
      [idOf('S2'), { predecessor: 0 }],
    ]);
    await expectVerified();
  });

  it('rests on that one as the ledger has it by then when each row is recorded for itself', async () => {
    const report = await importing(ledger, csv(first, second, third), { mode: 'row-by-row' });
    expect(report).toMatchObject({ recorded: 3, errors: [] });
    expect(await carried()).toEqual([
      [undefined, {}],
      [idOf('S1'), { savings: before + 1 }],
      [idOf('S2'), { savings: before + 2 }],
    ]);
    await expectVerified();
  });

  it.each(MODES)('is recorded once, and a dry run says so before and after: %s', async (mode) => {
    const text = csv(first, second, third);
    expect(await importing(ledger, text, { mode, dryRun: true })).toMatchObject({ recorded: 3, refused: 0 });
    expect(await ledger.store.head()).toBe(before);
    await importing(ledger, text, { mode });
    for (const again of MODES) {
      expect(await importing(ledger, text, { mode: again })).toMatchObject({ recorded: 0, alreadyRecorded: 3 });
      expect(await importing(ledger, text, { mode: again, dryRun: true })).toMatchObject({ alreadyRecorded: 3 });
    }
    expect(await ledger.store.head()).toBe(before + 3);
    const changed = await importing(ledger, csv(first, { ...third, carried_from: 'S1' }), { mode });
    expect(changed.errors).toMatchObject([
      { field: 'reference', code: 'idempotency-conflict', reason: expect.stringMatching(/differs: carried_from$/) },
    ]);
  });

  it.each(MODES)('is far below it in a long file: %s', async (mode) => {
    const between = Array.from({ length: 1_000 }, (_, n) => ({ ...arrest, reference: `A-${n}` }));
    expect(await importing(ledger, csv(first, ...between, second), { mode })).toMatchObject({ recorded: 1_002 });
    await expectVerified();
  });

  it.each(MODES)('waits for it where writing takes long: %s', async (mode) => {
    const { store } = ledger;
    const append = store.append.bind(store);
    const atomically = store.atomically.bind(store);
    store.append = async (one) => {
      await after(30);
      return append(one);
    };
    store.atomically = (work) =>
      atomically((write) =>
        work(async (appends) => {
          await after(30);
          return write(appends);
        }),
      );
    expect(await importing(ledger, csv(first, second, third), { mode })).toMatchObject({ recorded: 3, errors: [] });
    await expectVerified();
  });

  it.each(MODES)('is not above it, however near: %s', async (mode) => {
    for (const dryRun of [true, false])
      expect(await importing(ledger, csv(second, first), { mode, dryRun })).toMatchObject({
        refused: 1,
        errors: [{ line: 2, field: 'carried_from', code: 'unknown-predecessor', reason: expect.stringMatching(BELOW) }],
      });
    expect(await importing(ledger, csv(yearOf('S9', 2008, { carried_from: 'S9' })))).toMatchObject({
      errors: [{ line: 2, field: 'carried_from', code: 'unknown-predecessor' }],
    });
  });

  it.each(MODES)('is not above it, however far: %s', async (mode) => {
    const between = Array.from({ length: 1_000 }, (_, n) => ({ ...arrest, reference: `A-${n}` }));
    const { errors } = await importing(ledger, csv(second, ...between, first), { mode, dryRun: true });
    expect(errors).toMatchObject([
      { line: 2, code: 'unknown-predecessor', reason: '"S1" stands on line 1003 below; put it above this row' },
    ]);
  });

  it.each(MODES)('is refused with it, and for what it says otherwise: %s', async (mode) => {
    const bad = [{ ...first, unit: 'nobody' }, second, yearOf('S4', 2010), yearOf('S5', 2010, { carried_from: 'S4' })];
    const fleet = yearOf('S6', 2011, { carried_from: 'S4', budget_line: 'fleet' });
    for (const dryRun of [true, false]) {
      const { errors } = await importing(ledger, csv(...bad, fleet), { mode, dryRun });
      expect(errors.map(({ line, field, code }) => [line, field, code])).toEqual([
        [2, 'unit', 'unknown-unit'],
        [3, 'carried_from', 'unknown-predecessor'],
        [5, 'carried_from', 'contradicts-record'],
        [6, 'carried_from', 'contradicts-record'],
      ]);
    }
  });
});

describe('a saving that carries on one of an earlier file', () => {
  it.each(MODES)('names its reference there, and finds it as it is by now: %s', async (mode) => {
    await importing(ledger, csv(first));
    const head = await ledger.store.head();
    expect(await importing(ledger, csv(first, second), { mode })).toMatchObject({ recorded: 1, alreadyRecorded: 1 });
    expect((await carried()).at(-1)).toEqual([idOf('S1'), { savings: head }]);
    await recorderOf(ledger).withdraw(1, idOf('S1'), 'recorded-in-error');
    const another = yearOf('S9', 2010, { carried_from: 'S1' });
    expect(await importing(ledger, csv(first, another), { mode })).toMatchObject({
      errors: [{ line: 3, field: 'carried_from', code: 'unknown-predecessor' }],
    });
    expect(await importing(ledger, csv(another, first), { mode })).toMatchObject({
      errors: [{ line: 2, field: 'carried_from', reason: expect.stringMatching(/^no saving "S1" counts/) }],
    });
    await expectVerified();
  });
});

describe('a saving that the ledger has', () => {
  it.each(MODES)('is carried on wherever its row stands in another file: %s', async (mode) => {
    await importing(ledger, csv(first));
    for (const between of [[], Array.from({ length: 1_000 }, (_, n) => ({ ...arrest, reference: `A-${n}` }))])
      for (const dryRun of [true, false]) {
        const next = yearOf(`S-${between.length}`, 2009, { carried_from: 'S1' });
        const report = await importing(ledger, csv(next, ...between, first), { mode, dryRun });
        expect(report).toMatchObject({ recorded: between.length + 1, alreadyRecorded: 1, errors: [] });
      }
    await expectVerified();
  });

  it.each(MODES)('does not carry on itself: %s', async (mode) => {
    await importing(ledger, csv(first));
    expect(await importing(ledger, csv({ ...first, carried_from: 'S1' }), { mode })).toMatchObject({
      errors: [{ line: 2, field: 'reference', code: 'idempotency-conflict' }],
    });
  });

  it.each(MODES)('is known in a file that was sorted anew, also where it has an item: %s', async (mode) => {
    const withItem = yearOf('S1', 2008, { item_scheme: 'exhibit', item_reference: 'CONTRACT/1' });
    await importing(ledger, csv(withItem, second, third));
    for (const dryRun of [true, false])
      expect(await importing(ledger, csv(third, second, withItem), { mode, dryRun })).toMatchObject({
        ...{ recorded: 0, alreadyRecorded: 3, errors: [] },
      });
  });
});

describe('a saving with an item', () => {
  const item = { item_scheme: 'exhibit', item_reference: 'CONTRACT/1' };

  it.each(MODES)('is carried on under the reference of its row, whatever its id: %s', async (mode) => {
    const text = csv(
      yearOf('S1', 2009, item),
      yearOf('S1b', 2009, { ...item, unit: 'rrpt' }),
      yearOf('S2', 2010, { carried_from: 'S1' }),
      yearOf('S3', 2011, { ...item, item_reference: 'CONTRACT/2', carried_from: 'S2' }),
    );
    expect(await importing(ledger, text, { mode, dryRun: true })).toMatchObject({ recorded: 4, errors: [] });
    expect(await importing(ledger, text, { mode })).toMatchObject({ recorded: 4, errors: [] });
    expect(await importing(ledger, text, { mode })).toMatchObject({ recorded: 0, alreadyRecorded: 4 });
    const its = await carried();
    expect(its.map(([from]) => from).filter((from) => from !== undefined)).toEqual([
      expect.not.stringContaining(idOf('S1')),
      idOf('S2'),
    ]);
    await expectVerified();
  });
});

describe('an entry that rests on another of its own moment', () => {
  it.each([
    ['a revision that it was not at', '"predecessor":0', '"predecessor":1'],
    ['an entry as well', '"predecessor":0', `"predecessor":0,"savings":1`],
  ])('is found out when it says %s', async (_, told, forged) => {
    await importing(ledger, csv(first, second));
    const lines = linesOf(await exportOf(ledger.store)).map((line) => line.replace(told, forged));
    expect(await verified(sealed(lines))).toMatchObject({ verdict: 'differs', entry: before + 2 });
  });
});
