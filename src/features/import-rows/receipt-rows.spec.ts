import { beforeEach, describe, expect, it } from '@jest/globals';
import { FIVE, FiveForces, ofTheUnit } from '../../../test/support/five-forces.js';
import { verified } from '../../../test/support/exports.js';
import { day, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { scheme } from '../../../test/support/incentives.js';
import { exportOf } from '../../../test/support/ledgers.js';
import { outcomeOf } from '../../../test/support/recording.js';
import { bringing } from '../../../test/support/rows.js';
import { asset } from '../../../test/support/yorkshire.js';
import { incentivesFor } from '../../ledger/answer-incentives.js';
import { answerJson, Unreadable } from '../../ledger/codec/json.js';
import { recordIncentiveFact } from '../../ledger/incentives.js';

const HEAD =
  'reference,collaboration,route,recipient,force,collected_from,collected_to,received_on,amount_gbp,reverses';
const GOOD = [
  'R1,@,confiscation,police,derbyshire,2010-01-01,2010-04-01,2010-06-15,"1,000.50",',
  'R2,@,confiscation,courts,,2010-01-01,2010-04-01,2010-06-15,£20,',
  'R3,@,confiscation,courts,,2010-01-01,2010-04-01,2010-06-16,-20.00,2',
];
const QUESTION = { collaboration: FIVE, from: day('2010-01-01'), to: day('2010-04-01') };

let five: FiveForces;
/** A house under an order, paid in part, and a scheme of distribution. */
beforeEach(async () => {
  five = await FiveForces.agreed('2011-04-06T09:00:00.000Z');
  const house = { assetType: 'property', route: 'confiscation', stage: 'ordered', amountPence: 900_000n } as const;
  await five.record(1, asset({ ...ofTheUnit, occurredOn: day('2010-01-01'), ...house }));
  const paid = { stage: 'collected', occurredOn: day('2010-02-01'), amountPence: 800_001n, interestPence: 7n } as const;
  await five.recorder.stage(2, outcomeOf(1), paid, 0);
  const sender = { id: uuidEnding<never>(3), actor: id<never>('j-smith') };
  await recordIncentiveFact(five.ledger, sender, scheme({ collaboration: FIVE }));
});

const load = (...rows: readonly string[]) => bringing(five, 'incentive-receipts')({}, HEAD, ...rows);

async function answer(entry?: number) {
  const given = await incentivesFor(five.ledger, QUESTION, { entry: entry ?? (await five.head()) });
  if (!given.ok) throw new Error(given.refusal.code);
  return given.value;
}

describe('a file of incentive receipts', () => {
  it.each(['atomic', 'row-by-row'] as const)(
    'records each once, %s, and holds them against what the scheme comes to',
    async (mode) => {
      const bring = bringing(five, 'incentive-receipts');
      const before = await five.head();
      expect(await bring({ mode, dryRun: true }, HEAD, ...GOOD)).toMatchObject({
        dryRun: true,
        recorded: 3,
        refused: 0,
      });
      expect(await five.head()).toBe(before);
      expect(await bring({ mode }, HEAD, ...GOOD)).toMatchObject({ rows: 3, recorded: 3, refused: 0, errors: [] });
      expect(await bring({ mode }, HEAD, ...GOOD)).toMatchObject({ recorded: 0, alreadyRecorded: 3, refused: 0 });
      expect(await five.head()).toBe(before + 3);
      const [route] = (await answer()).routes;
      expect(route).toMatchObject({ collected: { principal: 800_001n, interest: 7n } });
      // Of each amount by itself: 800,001 leaves a penny for the Home Office, 7 leaves one each for it and the courts.
      expect(route?.recipients).toEqual([
        { recipient: 'courts', due: 100_001n, received: 0n, difference: -100_001n },
        { recipient: 'crown-prosecution-service', due: 150_001n, received: null, difference: null },
        { recipient: 'home-office', due: 400_005n, received: null, difference: null },
        { recipient: 'police', due: 150_001n, received: 100_050n, difference: -49_951n },
      ]);
    },
  );

  it('are verified with the answer, and leave every total as it was', async () => {
    const measures = ['assets-ordered-value', 'assets-collected-value', 'assets-collected-interest'];
    const entry = await five.head();
    const before = await five.region(measures, { entry });
    await load(...GOOD);
    const answered = answerJson(await answer());
    expect(await five.region(measures, { entry: await five.head() })).toEqual(before);
    expect((await answer(entry)).receipts).toEqual([]);
    const text = await exportOf(five.ledger.store);
    const saved = { 'receipts.json': answered };
    expect(await verified(text, saved)).toMatchObject({ verdict: 'agrees' });
    // What is not known once a receipt is only partly of the quarter is no shortfall in a saved answer either.
    await load('R8,@,confiscation,police,,2010-03-01,2010-05-01,2010-06-15,499.51,');
    const partly = answerJson(await answer());
    const police = '"recipient":"police","due":150001,"received":100050,"difference":';
    expect([answered, partly].map((saved) => saved.includes(`${police}-49951`))).toEqual([true, false]);
    const later = await exportOf(five.ledger.store);
    expect(await verified(later, { 'partly.json': partly })).toMatchObject({ verdict: 'agrees' });
    const invented = { 'partly.json': partly.replace(`${police}null`, `${police}-49951`) };
    expect(await verified(later, invented)).toMatchObject({
      verdict: 'differs',
      reason: expect.stringMatching(/recipients\[3\]\.difference is -49951, should be null/),
    });
    const forged = { 'receipts.json': answered.replace('400005', '400006') };
    expect(await verified(text, forged)).toMatchObject({
      verdict: 'differs',
      reason: expect.stringMatching(/recipients\[2\]\.due/),
    });
  });

  it.each<[string, string, string, string, RegExp]>([
    [
      'no reference',
      ',@,confiscation,police,,2010-01-01,2010-04-01,2010-06-15,1,',
      'reference',
      'malformed-request',
      /1 to 100/,
    ],
    [
      'a route that there is not',
      'R9,@,fines,police,,2010-01-01,2010-04-01,2010-06-15,1,',
      'route',
      'malformed-request',
      /one of/,
    ],
    [
      'half a penny',
      'R9,@,confiscation,police,,2010-01-01,2010-04-01,2010-06-15,0.005,',
      'amount_gbp',
      'malformed-request',
      /0.005/,
    ],
    [
      'a day that there is not',
      'R9,@,confiscation,police,,2010-01-01,2010-04-31,2010-06-15,1,',
      'collected_to',
      'malformed-request',
      /date/,
    ],
    [
      'a number in words',
      'R9,@,confiscation,police,,2010-01-01,2010-04-01,2010-06-15,1,one',
      'reverses',
      'malformed-request',
      /number/,
    ],
    [
      'nobody’s collaboration',
      'R9,atlantis,confiscation,police,,2010-01-01,2010-04-01,2010-06-15,1,',
      'collaboration',
      'unknown-collaboration',
      /atlantis/,
    ],
    [
      'a recipient of nothing',
      'R9,@,confiscation,treasury,,2010-01-01,2010-04-01,2010-06-15,1,',
      'recipient',
      'unknown-recipient',
      /police/,
    ],
    [
      'a period before the scheme',
      'R9,@,confiscation,police,,2009-01-01,2009-04-01,2010-06-15,1,',
      'route',
      'scheme-not-in-force',
      /2009-04-01/,
    ],
    [
      'a receipt that there is not',
      'R9,@,confiscation,police,,2010-01-01,2010-04-01,2010-06-15,-1,9',
      'reverses',
      'unknown-receipt',
      /receipt 9/,
    ],
    [
      'money before it was collected',
      'R9,@,confiscation,police,,2010-01-01,2010-04-01,2009-06-15,1,',
      'received_on',
      'dates-out-of-order',
      /too early/,
    ],
    [
      'a period that is not over',
      'R9,@,confiscation,police,,2010-01-01,2101-04-01,2010-06-15,1,',
      'received_on',
      'dates-out-of-order',
      /is over on 2101-04-01/,
    ],
    [
      'a force of another region',
      'R9,@,confiscation,police,west-yorkshire,2010-01-01,2010-04-01,2010-06-15,1,',
      'force',
      'not-a-member',
      /on any day from 2010-01-01 until 2010-04-01/,
    ],
  ])('says which row is wrong and takes the others: %s', async (_, bad, field, code, reason) => {
    const report = await load(bad, ...GOOD);
    expect(report).toMatchObject({ rows: 4, recorded: 3, refused: 1 });
    expect(report.errors).toEqual([{ line: 2, field, code, reason: expect.stringMatching(reason) }]);
  });

  it('records none of an atomic file with a bad row, which only reads well after a good one', async () => {
    const before = await five.head();
    const bring = bringing(five, 'incentive-receipts');
    const twice = 'R4,@,confiscation,courts,,2010-01-01,2010-04-01,2010-06-17,-20.00,2';
    expect(await bring({ mode: 'atomic' }, HEAD, ...GOOD, twice)).toMatchObject({
      ...{ recorded: 0, refused: 1, errors: [{ line: 5, field: 'reverses', code: 'already-reversed' }] },
    });
    expect(await five.head()).toBe(before);
  });

  it('tells what is illustrative, and nothing but yes and no of it', async () => {
    const rows = ['yes', 'no', '', 'maybe'].map(
      (is, i) => `R${i},@,confiscation,police,2010-01-01,2010-04-01,2010-06-15,1,${is}`,
    );
    const head =
      'reference,collaboration,route,recipient,collected_from,collected_to,received_on,amount_gbp,illustrative';
    expect(await bringing(five, 'incentive-receipts')({}, head, ...rows)).toMatchObject({
      ...{ recorded: 3, errors: [{ line: 5, field: 'illustrative', code: 'malformed-request' }] },
    });
    const { receipts } = await answer();
    expect(receipts.map(({ labels }) => labels)).toEqual([['illustrative'], [], []]);
  });

  it('says what differs in a row that it had with other content', async () => {
    await load(...GOOD);
    const { errors } = await load('R1,@,confiscation,police,,2010-01-01,2010-04-01,2010-06-15,1000.51,');
    expect(errors).toMatchObject([{ field: 'reference', code: 'idempotency-conflict' }]);
    expect(errors[0]?.reason).toMatch(/what differs: amount_gbp, force$/);
  });

  it.each([
    ['a column that there is not', ['reference,amount', '1,2']],
    ['a column too few', ['reference,collaboration', '1,2']],
    ['the column of an outcome, which a receipt has none of', [`${HEAD},outcome`]],
    ['a quotation mark that never ends', [HEAD, '"R1']],
  ])('is refused whole with %s', async (_, lines) => {
    await expect(bringing(five, 'incentive-receipts')({}, ...lines)).rejects.toThrow(Unreadable);
  });
});
