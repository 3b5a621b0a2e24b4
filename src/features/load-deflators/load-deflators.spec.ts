import { beforeEach, describe, expect, it } from '@jest/globals';
import { ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { id } from '../../../test/support/given-when-then.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { ensureStandardMeasures } from '../load-measures/standard-measures.js';
import { loadDeflators } from './load-deflators.js';

const TABLE = 'financial_year,index\n2009-10,95.5\r\n2010-11,100\n';
const about = { source: 'made up', publishedOn: '2012-03-31', illustrative: true };

let ledger: LedgerInMemory;
beforeEach(async () => {
  ledger = ledgerInMemory();
  await ensureStandardMeasures(ledger);
});
const load = (text: string, more: Partial<typeof about> = {}) =>
  loadDeflators(ledger, text, { ...about, ...more }, id('evaluator'));
const standing = async () => (await ledger.agreements.catalogue()).deflators;

describe('loading deflators', () => {
  it('keeps each index to the millionth, with the source', async () => {
    expect(await load(TABLE)).toMatchObject({ ok: true, receipt: { isRepeat: false } });
    expect(await standing()).toEqual({
      ...about,
      deflators: [
        { index: 95_500_000n, year: 2009 },
        { index: 100_000_000n, year: 2010 },
      ],
    });
  });

  it('records nothing for the table that stands, and takes an earlier one back', async () => {
    await load(TABLE);
    const head = await ledger.store.head();
    expect(await load(TABLE)).toMatchObject({ ok: true, receipt: undefined });
    expect(await ledger.store.head()).toBe(head);
    await load(TABLE.replace('95.5', '96'));
    await load(TABLE);
    expect((await standing())?.deflators[0]).toEqual({ index: 95_500_000n, year: 2009 });
    expect(await ledger.store.head()).toBe(head + 2);
  });

  it.each([
    ['other columns', 'year,index\n2009-10,1\n', 'line 1'],
    ['no rows', 'financial_year,index\n', 'line 2'],
    ['a calendar year', 'financial_year,index\n2009,95.5\n', 'line 2'],
    ['a year that is none', 'financial_year,index\n2009-11,95.5\n', 'line 2'],
    ['an index of nothing', 'financial_year,index\n2009-10,1\n2010-11,0.0\n', 'line 3'],
    ['an index in words', 'financial_year,index\n2009-10,high\n', 'line 2'],
    ['another cell', 'financial_year,index\n2009-10,95.5,x\n', 'line 2'],
  ])('refuses %s as a whole, by line', async (_, text, line) => {
    const head = await ledger.store.head();
    await expect(load(text)).rejects.toThrow(Unreadable);
    await expect(load(text)).rejects.toThrow(line);
    expect(await ledger.store.head()).toBe(head);
  });

  it('refuses a table that is not published yet', async () => {
    const refusal = { code: 'date-in-future', field: 'publishedOn' };
    expect(await load(TABLE, { publishedOn: '2012-04-02' })).toMatchObject({ ok: false, refusal });
    expect(await standing()).toBeUndefined();
  });

  it('refuses a day that there is not', async () => {
    await expect(load(TABLE, { publishedOn: 'soon' })).rejects.toThrow('publishedOn');
  });
});
