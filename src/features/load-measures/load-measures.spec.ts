import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { id } from '../../../test/support/given-when-then.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { loadMeasures } from './load-measures.js';
import { ensureStandardMeasures } from './standard-measures.js';

const STANDARD = await readFile(new URL('./standard-measures.json', import.meta.url), 'utf8');
interface File {
  readonly measures: readonly { readonly measure: string; readonly version: number }[];
  readonly statements: readonly { readonly lines: readonly object[] }[];
}
const standard = JSON.parse(STANDARD) as File;
const COUNT = standard.measures.length + standard.statements.length;

let ledger: LedgerInMemory;
beforeEach(async () => {
  ledger = ledgerInMemory();
  await ensureStandardMeasures(ledger);
});
const load = (file: unknown) => loadMeasures(ledger, JSON.stringify(file), id('evaluator'));

describe('loading measures', () => {
  it('puts the standard measures in once', async () => {
    expect(await ledger.store.head()).toBe(COUNT - 1);
    await ensureStandardMeasures(ledger);
    expect(await load(standard)).toEqual({ recorded: 0, alreadyThere: COUNT, refused: [] });
    expect(await ledger.store.head()).toBe(COUNT - 1);
  });

  it('takes the next version of a measure, and the earlier one is then there already', async () => {
    const [first] = standard.measures;
    const next = { ...first, version: 2, title: 'Another title' };
    expect(await load({ measures: [next], statements: [] })).toMatchObject({ recorded: 1, refused: [] });
    expect((await ledger.agreements.catalogue()).measures.get(id(first?.measure ?? ''))).toMatchObject({ version: 2 });
    expect(await load(standard)).toEqual({ recorded: 0, alreadyThere: COUNT, refused: [] });
  });

  it('refuses by name what the catalogue does not allow, and goes on', async () => {
    const [first] = standard.measures;
    const measures = [
      { ...first, version: 5 },
      { ...first, measure: 'brand-new' },
    ];
    const { recorded, refused } = await load({ measures, statements: [] });
    expect(recorded).toBe(1);
    expect(refused).toMatchObject([
      { what: `measure ${first?.measure ?? ''}`, refusal: { code: 'contradicts-record' } },
    ]);
  });

  it('refuses a file whole that would empty a statement', async () => {
    const [statement] = standard.statements;
    const head = await ledger.store.head();
    const emptied = { measures: [], statements: [statement, { ...statement, lines: [] }] };
    await expect(load(emptied)).rejects.toThrow('statements[1].lines: has to have at least one line');
    expect(await ledger.store.head()).toBe(head);
  });

  it('refuses a sum of what a measure counts with the one that it is posted alongside', async () => {
    const file = await readFile(new URL('../../demo-data/cash-seizure-minimum.json', import.meta.url), 'utf8');
    expect(await loadMeasures(ledger, file, id('evaluator'))).toMatchObject({ recorded: 3, refused: [] });
    const [first] = standard.measures;
    const of = ['assets-seized-value', 'cash-seized-at-minimum-value'];
    const sum = { ...first, measure: 'twice', measuredIn: 'pence', definition: { is: 'sum', of } };
    expect(await load({ measures: [sum], statements: [] })).toMatchObject({
      recorded: 0,
      refused: [
        {
          refusal: {
            code: 'non-additive',
            field: 'definition.of',
            because: expect.stringMatching(/may count what another/),
          },
        },
      ],
    });
  });

  it('refuses a file that is none as a whole', async () => {
    await expect(load({ measures: [] })).rejects.toThrow(Unreadable);
    await expect(load({ ...standard, more: 1 })).rejects.toThrow('more: is not a field here');
  });
});
