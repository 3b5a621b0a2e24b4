import { beforeEach, describe, expect, it } from '@jest/globals';
import { FiveForces, ofTheUnit } from '../../../test/support/five-forces.js';
import { day } from '../../../test/support/given-when-then.js';
import { outcomeOf } from '../../../test/support/recording.js';
import { bringing } from '../../../test/support/rows.js';
import { arrest, asset } from '../../../test/support/yorkshire.js';

const HEAD = 'reference,collaboration,outcome,change,primary,reason';
const occurredOn = day('2009-04-01');
let five: FiveForces;
let bring: ReturnType<typeof bringing>;

/** Four arrests and an asset. */
beforeEach(async () => {
  five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
  bring = bringing(five, 'links');
  for (const command of [1, 2, 3, 4]) await five.record(command, arrest({ ...ofTheUnit, occurredOn }));
  await five.record(5, asset({ ...ofTheUnit, occurredOn }));
});
const link = (reference: string, outcome: number, primary: number, reason = 'recorded-twice') =>
  `${reference},@,${outcomeOf(outcome)},link,${outcomeOf(primary)},${reason}`;
const unlink = (reference: string, outcome: number, primary = '') =>
  `${reference},@,${outcomeOf(outcome)},unlink,${primary},linked-in-error`;
const arrests = async () => five.region(['arrests-made'], { entry: await five.head() });

const GOOD = [link('D1', 2, 1), link('D2', 3, 1), unlink('D3', 2), link('D4', 2, 4)];

describe('a file of links', () => {
  it.each(['atomic', 'row-by-row'] as const)('makes and undoes each, once, %s', async (mode) => {
    expect(await arrests()).toEqual({ 'arrests-made': 4n });
    const before = await five.head();
    expect(await bring({ mode, dryRun: true }, HEAD, ...GOOD)).toMatchObject({ recorded: 4, refused: 0 });
    expect(await five.head()).toBe(before);
    expect(await bring({ mode }, HEAD, ...GOOD)).toMatchObject({ rows: 4, recorded: 4, refused: 0, errors: [] });
    // Each is told in the stream of the primary too.
    expect(await five.head()).toBe(before + 8);
    expect(await arrests()).toEqual({ 'arrests-made': 2n });
    expect(await bring({ mode }, HEAD, ...GOOD)).toMatchObject({ recorded: 0, alreadyRecorded: 4, refused: 0 });
    expect(await bring({ mode, dryRun: true }, HEAD, ...GOOD)).toMatchObject({ recorded: 0, alreadyRecorded: 4 });
    expect(await five.head()).toBe(before + 8);
    await five.expectVerified();
  });

  it('records neither half of any link of an atomic file with a bad row', async () => {
    const before = await five.head();
    const report = await bring({ mode: 'atomic' }, HEAD, ...GOOD, link('D9', 1, 2));
    expect(report).toMatchObject({ recorded: 0, refused: 1, errors: [{ line: 6, code: 'has-duplicates' }] });
    expect(await five.head()).toBe(before);
  });

  it.each<[string, string, string, string, RegExp]>([
    ['a duplicate that there is not', link('D9', 9, 1), 'outcome', 'unknown-outcome', /there is no outcome/],
    ['a primary that there is not', link('D9', 3, 9), 'primary', 'unknown-outcome', /there is no outcome/],
    ['a primary of another kind', link('D9', 3, 5), 'primary', 'contradicts-record', /kind is asset/],
    ['itself', link('D9', 3, 3), 'primary', 'own-duplicate', /of itself/],
    ['a primary that is linked', link('D9', 3, 2), 'primary', 'primary-is-linked', /link to that one/],
    ['one that is linked', link('D9', 2, 3), 'outcome', 'already-linked', /unlink it first/],
    ['no link to undo', unlink('D9', 3), 'outcome', 'not-linked', /linked to no other/],
    ['a primary to unlink from', unlink('D9', 2, 'B'), 'primary', 'malformed-request', /empty/],
    [
      'a link without a primary',
      `D9,@,${outcomeOf(3)},link,,recorded-twice`,
      'primary',
      'malformed-request',
      /missing/,
    ],
    ['no such change', `D9,@,${outcomeOf(3)},join,B,recorded-twice`, 'change', 'malformed-request', /link, unlink/],
    ['no such reason', link('D9', 3, 1, 'dull'), 'reason', 'malformed-request', /one of/],
  ])('says which row is wrong: %s', async (_, bad, field, code, reason) => {
    const report = await bring({}, HEAD, link('D1', 2, 1), bad);
    expect(report).toMatchObject({ rows: 2, recorded: 1, refused: 1 });
    expect(report.errors).toEqual([{ line: 3, field, code, reason: expect.stringMatching(reason) }]);
  });

  it('names a primary that was withdrawn', async () => {
    await five.recorder.withdraw(9, outcomeOf(1), 'recorded-in-error');
    expect(await bring({}, HEAD, link('D9', 3, 1))).toMatchObject({
      errors: [{ field: 'primary', code: 'withdrawn' }],
    });
  });

  it.each([
    ['the primary', link('D1', 2, 3), /differs: primary$/],
    ['the reason', link('D1', 2, 1, 'other'), /differs: reason$/],
    ['what it does', unlink('D1', 2), /differs: change$/],
    ['the outcome', link('D1', 4, 1), /differs: outcome$/],
  ])('names what differs in a row that it had with other content: %s', async (_, changed, reason) => {
    await bring({}, HEAD, link('D1', 2, 1));
    expect(await bring({}, HEAD, changed)).toMatchObject({
      recorded: 0,
      errors: [{ field: 'reference', code: 'idempotency-conflict', reason: expect.stringMatching(reason) }],
    });
  });
});
