import { beforeEach, describe, expect, it } from '@jest/globals';
import { itemKeyOf, ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { loadGround } from '../../../test/support/ground.js';
import { day, id } from '../../../test/support/given-when-then.js';
import { arrest, asset, csv, drugs, importing, training, type Cells } from '../../../test/support/outcome-rows.js';
import { standingAsAt } from '../../ledger/as-at.js';
import { claimsFor } from '../../ledger/answer-claims.js';
import { Ledger } from '../../ledger/ledger.js';
import { YORKSHIRE } from '../../../test/support/yorkshire.js';
import type { ImportMode } from '../../web/import-report.js';

const REFERENCE = 'NB/1234/10';
const item: Cells = { item_scheme: 'custody-reference', item_reference: REFERENCE };
const MODES: readonly ImportMode[] = ['atomic', 'row-by-row'];

let ledger: LedgerInMemory;
let before: number;
beforeEach(async () => {
  ledger = ledgerInMemory();
  await loadGround(ledger, id('evaluator'));
  before = await ledger.store.head();
});

const lines = async (): Promise<readonly string[]> =>
  (await ledger.store.readAll(before, 10_000)).map(({ line }) => line);
const typesOf = async (): Promise<readonly string[]> =>
  (await lines()).map((line) => (JSON.parse(line) as { type: string }).type);

const claimedTwice = [
  { ...arrest, ...item },
  { ...arrest, reference: 'A2', unit: 'rrpt', ...item, item_reference: ' nb/1234/ 10' },
];

describe('rows that tell of one item', () => {
  it.each(MODES)('become one outcome with two claims, and nothing the second time: %s', async (mode) => {
    const text = csv(asset, ...claimedTwice, drugs);
    expect(await importing(ledger, text, { mode })).toMatchObject({ rows: 4, recorded: 4, refused: 0 });
    expect([...(await typesOf())].sort()).toEqual([
      'ItemKeySet',
      'OutcomeClaimed',
      'OutcomeRecorded',
      'OutcomeRecorded',
      'OutcomeRecorded',
    ]);
    const made = { measure: 'arrests-made', distinct: 1n, claimed: 2n };
    expect(await claimsFor(ledger, { collaboration: YORKSHIRE }, undefined)).toMatchObject({
      value: { rows: expect.arrayContaining([expect.objectContaining(made)]) },
    });

    const head = await ledger.store.head();
    for (const again of MODES)
      expect(await importing(ledger, text, { mode: again })).toMatchObject({ recorded: 0, alreadyRecorded: 4 });
    expect(await importing(ledger, text, { dryRun: true })).toMatchObject({ recorded: 0, alreadyRecorded: 4 });
    expect(await ledger.store.head()).toBe(head);
  });

  it('are one in whatever case and form the reference comes, in the order of the file', async () => {
    const rows = ['rart', 'rrpt'].flatMap((unit, at) =>
      Array.from({ length: 30 }, (_, n) => ({
        ...{ ...asset, reference: `${unit}-${n}`, unit, amount_gbp: String(100 + 10 * at) },
        ...{ item_scheme: 'exhibit', item_reference: at === 0 ? `x ${n}` : `X${n}` },
      })),
    );
    for (const mode of MODES) {
      const own = ledgerInMemory();
      await loadGround(own, id('evaluator'));
      expect(await importing(own, csv(...rows), { mode })).toMatchObject({ recorded: 60, refused: 0 });
      const { totals } = await standingAsAt(
        own.store,
        { entry: await own.store.head() },
        { from: day('2010-01-01'), to: day('2011-01-01') },
      );
      const seized = [...totals.values()].filter(({ measure }) => measure === 'assets-seized-value');
      // As the first of each tells it, whatever the second says.
      expect(seized.reduce((sum, { amount }) => sum + amount, 0n)).toBe(30n * 10_000n);
    }
  });

  it('meet what the ledger has of the item already, and are refused as over HTTP', async () => {
    await importing(ledger, csv(claimedTwice[0] ?? {}));
    const rows = [
      { ...arrest, reference: 'A3', ...item },
      { ...arrest, reference: 'A4', unit: 'rrpt', role: 'facilitated', ...item },
      { ...arrest, reference: 'A5', unit: 'nobody', ...item },
      { ...asset, reference: 'A6', ...item },
    ];
    for (const more of [{ dryRun: true }, { mode: 'atomic' as const }, { mode: 'row-by-row' as const }]) {
      const { errors, recorded } = await importing(ledger, csv(...rows), more);
      expect(recorded).toBe(0);
      expect(errors.map(({ line, field, code }) => [line, field, code])).toEqual([
        [2, 'unit', 'already-claimed'],
        [3, 'role', 'contradicts-record'],
        [4, 'unit', 'unknown-unit'],
        [5, 'unit', 'already-claimed'],
      ]);
    }
    expect(await typesOf()).toEqual(['ItemKeySet', 'OutcomeRecorded']);
  });

  it('are refused for what stands further up in the same file, in every mode', async () => {
    const rows = [...claimedTwice, { ...arrest, reference: 'A3', ...item }];
    for (const more of [{ dryRun: true }, { mode: 'atomic' as const }, { mode: 'row-by-row' as const }])
      expect((await importing(ledger, csv(...rows), more)).errors).toMatchObject([
        { line: 4, field: 'unit', code: 'already-claimed' },
      ]);
    expect(await typesOf()).toEqual(['ItemKeySet', 'OutcomeRecorded', 'OutcomeClaimed']);
  });

  it('say which column differs when the same reference comes with another item, or with none', async () => {
    await importing(ledger, csv(claimedTwice[0] ?? {}, asset));
    const rows = [
      { ...arrest, ...item, item_reference: 'NB/9' },
      { ...asset, ...item, item_scheme: 'exhibit' },
    ];
    for (const more of [{ dryRun: true }, { mode: 'row-by-row' as const }, {}]) {
      expect((await importing(ledger, csv(...rows), more)).errors).toMatchObject(
        [2, 3].map((line) => ({
          line,
          code: 'idempotency-conflict',
          reason: expect.stringMatching(/: item_reference$/),
        })),
      );
      expect((await importing(ledger, csv(arrest), more)).errors).toMatchObject([
        { line: 2, reason: expect.stringMatching(/: item_reference$/) },
      ]);
    }
  });
});

describe('an atomic file with items', () => {
  it('leaves nothing when a row is refused, not even the key', async () => {
    const bad = { ...arrest, reference: 'bad', unit: 'x' };
    expect(await importing(ledger, csv(...claimedTwice, bad))).toMatchObject({ recorded: 0, refused: 1 });
    expect(await importing(ledger, csv(bad, ...claimedTwice))).toMatchObject({ recorded: 0, refused: 1 });
    expect(await lines()).toEqual([]);
  });
});

describe('a dry run with items', () => {
  it('says what would happen, and sets and makes no key', async () => {
    const made: string[] = [];
    const source = { ...itemKeyOf(), make: () => Promise.reject(new Error(`made ${made.push('a key')}`)) };
    const keyless = Object.assign(new Ledger(ledger.store, ledger.model, ledger.now, source), { clock: ledger.clock });
    const report = await importing(keyless, csv(...claimedTwice, training), { dryRun: true });
    expect(report).toMatchObject({ recorded: 3, refused: 0, errors: [] });
    expect([await lines(), made]).toEqual([[], []]);
  });
});

describe('the reference of an item', () => {
  const wrong: readonly (readonly [string, Cells, string])[] = [
    ['is missing', { item_scheme: 'exhibit' }, 'item_reference'],
    ['is blank', { item_scheme: 'exhibit', item_reference: '   ' }, 'item_reference'],
    ['is long', { item_scheme: 'exhibit', item_reference: REFERENCE.repeat(40) }, 'item_reference'],
    ['has no letter and no digit', { item_scheme: 'exhibit', item_reference: '- ?' }, 'item_reference'],
    ['says that there is none', { item_scheme: 'exhibit', item_reference: 'n/a' }, 'item_reference'],
    ['is not known', { item_scheme: 'exhibit', item_reference: 'Not known' }, 'item_reference'],
    ['has no scheme', { item_reference: REFERENCE }, 'item_scheme'],
    ['stands in the other column', { item_scheme: REFERENCE, item_reference: 'exhibit' }, 'item_scheme'],
  ];
  it.each(wrong)('that %s is refused by its column', async (_, cells, field) => {
    const { errors } = await importing(ledger, csv({ ...arrest, ...cells }));
    expect(errors).toMatchObject([{ line: 2, field, code: 'malformed-request' }]);
  });

  it('stands in no entry, no report and no error', async () => {
    const texts: string[] = [];
    const take = async (text: string): Promise<unknown> => texts.push(JSON.stringify(await importing(ledger, text)));
    for (const [, cells] of wrong) await take(csv({ ...arrest, ...cells }));
    await take(csv(...claimedTwice));
    await take(csv({ ...arrest, reference: 'A3', ...item }));
    const torn = csv({ ...arrest, ...item }).replace(REFERENCE, `${REFERENCE}"x"`);
    await importing(ledger, torn).catch((error: unknown) => texts.push(String(error)));
    texts.push(...(await lines()));
    expect(texts).toHaveLength(wrong.length + 3 + 3);
    for (const text of texts) expect(text.toUpperCase()).not.toContain('1234/10');
  });

  it('is taken with every kind of outcome', async () => {
    const row = { ...training, item_scheme: 'contract', item_reference: 'C-77' };
    expect(await importing(ledger, csv(row))).toMatchObject({ recorded: 1, refused: 0 });
    expect((await lines()).at(-1)).toContain('"scheme":"contract"');
  });
});
