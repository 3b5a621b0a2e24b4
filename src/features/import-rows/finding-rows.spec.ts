import { beforeEach, describe, expect, it } from '@jest/globals';
import { FiveForces, ofTheUnit } from '../../../test/support/five-forces.js';
import { day, id } from '../../../test/support/given-when-then.js';
import { outcomeOf } from '../../../test/support/recording.js';
import { bringing } from '../../../test/support/rows.js';
import { saving } from '../../../test/support/savings.js';
import { arrest, asset } from '../../../test/support/yorkshire.js';
import type { MeasureId } from '../../domain/identifiers.js';
import { totalsFor } from '../../ledger/answer-totals.js';

const HEAD = 'reference,collaboration,outcome,finding,revision,reason';
const occurredOn = day('2009-04-01');
let five: FiveForces;
let bring: ReturnType<typeof bringing>;

/** A withdrawn outcome, an asset, an arrest, and a saving without evidence, each recorded by `j-smith`. */
beforeEach(async () => {
  five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
  bring = bringing(five, 'findings');
  await five.record(1, arrest({ ...ofTheUnit, occurredOn }));
  await five.record(2, asset({ ...ofTheUnit, occurredOn }));
  await five.record(3, arrest({ ...ofTheUnit, occurredOn }));
  await five.record(4, saving({ ...ofTheUnit, occurredOn, recurrence: { is: 'one-off' } }));
  await five.recorder.withdraw(5, outcomeOf(1), 'recorded-in-error');
});
const row = (reference: string, outcome: number, rest: string) => `${reference},@,${outcomeOf(outcome)},${rest}`;
const grades = async () => {
  const question = { by: ['grade'], measure: [id<MeasureId>('assets-seized-value')] } as const;
  const answer = await totalsFor(five.ledger, question, { entry: await five.head() });
  const rows = answer.ok ? answer.value.rows.filter(({ amount }) => amount !== 0n) : [];
  return rows.map(({ grade, amount }) => [grade, amount]);
};
const GOOD = [
  row('F1', 2, 'validated,0,'),
  row('F2', 3, 'queried,0,date-in-doubt'),
  row('F3', 3, 'answered,1,evidence-shown'),
];

describe('a file of findings', () => {
  it('records each finding, once, and moves what it is about to its grade', async () => {
    const before = await five.head();
    expect(await bring({}, HEAD, ...GOOD)).toMatchObject({ rows: 3, recorded: 3, refused: 0, errors: [] });
    expect(await five.head()).toBe(before + 3);
    expect(await grades()).toEqual([['validated', 1_250_000n]]);
    expect(await bring({}, HEAD, ...GOOD)).toMatchObject({ recorded: 0, alreadyRecorded: 3, refused: 0 });
    expect(await five.head()).toBe(before + 3);
    await five.expectVerifiedAlone();
  });

  it('is done by who hands it in: nobody validates what they recorded, whatever else is in the file', async () => {
    const report = await bring({ actor: id('j-smith') }, HEAD, ...GOOD);
    expect(report).toMatchObject({
      recorded: 2,
      refused: 1,
      errors: [{ line: 2, field: 'finding', code: 'same-person' }],
    });
  });

  it.each(['atomic', 'row-by-row'] as const)(
    'does not let one person validate and audit in one file, %s',
    async (mode) => {
      const both = [row('F1', 2, 'validated,0,'), row('F4', 2, 'audited,1,')];
      for (const dryRun of [true, false])
        expect(await bring({ mode, dryRun }, HEAD, ...both)).toMatchObject({
          ...{ refused: 1, errors: [{ line: 3, field: 'finding', code: 'same-person' }] },
        });
    },
  );

  it.each<[string, string, string, string, RegExp]>([
    ['an outcome that there is not', row('F9', 9, 'validated,0,'), 'outcome', 'unknown-outcome', /there is no outcome/],
    ['one that was withdrawn', row('F9', 1, 'validated,1,'), 'outcome', 'withdrawn', /was withdrawn/],
    ['another revision', row('F9', 2, 'validated,3,'), 'revision', 'revision-conflict', /now at revision 0/],
    ['no revision', row('F9', 2, 'validated,,'), 'revision', 'malformed-request', /revision of the outcome that was/],
    ['no such finding', row('F9', 2, 'approved,0,'), 'finding', 'malformed-request', /validated, audited/],
    ['a query without a reason', row('F9', 2, 'queried,0,'), 'reason', 'malformed-request', /missing/],
    ['a reason that there is not', row('F9', 2, 'queried,0,dull'), 'reason', 'malformed-request', /one of no-evidence/],
    ['a reason to validate', row('F9', 2, 'validated,0,no-evidence'), 'reason', 'malformed-request', /empty/],
    ['an audit before its time', row('F9', 2, 'audited,0,'), 'finding', 'finding-out-of-order', /it can be validated/],
    ['a saving without evidence', row('F9', 4, 'validated,0,'), 'finding', 'no-evidence', /no evidence/],
  ])('says which row is wrong and takes the others: %s', async (_, bad, field, code, reason) => {
    const report = await bring({}, HEAD, bad, ...GOOD);
    expect(report).toMatchObject({ rows: 4, recorded: 3, refused: 1 });
    expect(report.errors).toEqual([{ line: 2, field, code, reason: expect.stringMatching(reason) }]);
  });

  describe('of savings of which one stands in the way of another', () => {
    const proved = {
      evidence: [{ label: id<never>('finance-return'), sha256: 'ab'.repeat(32) }],
      baseline: { amountPence: 90_000_000n, basis: id<never>('previous-year'), on: day('2008-03-31') },
      recurrence: { is: 'one-off' },
    } as const;
    const once = (on: string, carried?: number) =>
      saving({
        ...{ ...ofTheUnit, ...proved, occurredOn: day(on) },
        ...(carried !== undefined && { carriedFrom: outcomeOf(carried) }),
      });
    const rejected = (reference: string, outcome: number) => row(reference, outcome, 'rejected,0,counted-elsewhere');
    const validated = (reference: string, outcome: number) => row(reference, outcome, 'validated,0,');
    const ALL = [
      [{ mode: 'row-by-row', dryRun: true }],
      [{ mode: 'atomic', dryRun: true }],
      [{ mode: 'atomic', dryRun: false }],
      [{ mode: 'row-by-row', dryRun: false }],
    ] as const;
    beforeEach(async () => {
      await five.record(11, once('2008-06-01'));
      for (const command of [12, 13]) await five.record(command, once('2009-06-01', 11));
    });

    it.each(ALL)('is not told that what the row above has done is still to do: %j', async (asked) => {
      const report = await bring(asked, HEAD, rejected('F1', 12), validated('F2', 13));
      expect(report).toMatchObject(
        asked.mode === 'row-by-row'
          ? { recorded: 2, errors: [] }
          : { refused: 1, errors: [{ line: 3, field: 'finding', code: 'rests-on-row-above' }] },
      );
      await five.expectVerifiedAlone();
    });

    it.each(ALL)('does not rest on what the row above rejects: %j', async (asked) => {
      const code = asked.mode === 'atomic' ? 'rests-on-row-above' : 'unknown-predecessor';
      const report = await bring(asked, HEAD, rejected('F1', 11), validated('F2', 12));
      expect(report).toMatchObject({ refused: 1, errors: [{ line: 3, field: 'finding', code }] });
    });

    it.each(ALL)('is decided as ever where the rows above change nothing of it: %j', async (asked) => {
      const rows = [validated('F1', 11), rejected('F2', 13), validated('F3', 12)];
      expect(await bring(asked, HEAD, ...rows)).toMatchObject({ recorded: 3, errors: [] });
      expect(await bring(asked, HEAD, validated('F9', 13))).toMatchObject({ refused: 1 });
      await five.expectVerifiedAlone();
    });
  });

  it('records nothing of an atomic file with a bad row', async () => {
    const before = await five.head();
    const report = await bring({ mode: 'atomic' }, HEAD, ...GOOD, row('F9', 2, 'validated,0,'));
    expect(report).toMatchObject({ recorded: 0, refused: 1, errors: [{ line: 5, code: 'revision-conflict' }] });
    expect(await five.head()).toBe(before);
    expect(await bring({ mode: 'atomic' }, HEAD, ...GOOD)).toMatchObject({ recorded: 3, refused: 0 });
    await five.expectVerifiedAlone();
  });

  it.each([
    ['the finding', row('F2', 3, 'rejected,0,date-in-doubt'), /differs: finding$/],
    ['the reason', row('F2', 3, 'queried,0,no-evidence'), /differs: reason$/],
    ['the revision', row('F2', 3, 'queried,1,date-in-doubt'), /differs: revision$/],
    ['the outcome', row('F2', 2, 'queried,0,date-in-doubt'), /differs: outcome/],
  ])('names what differs in a row that it had with other content: %s', async (_, changed, reason) => {
    await bring({}, HEAD, ...GOOD);
    expect(await bring({}, HEAD, changed)).toMatchObject({
      recorded: 0,
      errors: [{ field: 'reference', code: 'idempotency-conflict', reason: expect.stringMatching(reason) }],
    });
  });
});
