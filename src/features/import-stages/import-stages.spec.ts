import { beforeEach, describe, expect, it } from '@jest/globals';
import { FIVE, FiveForces, ofTheUnit } from '../../../test/support/five-forces.js';
import { day, id } from '../../../test/support/given-when-then.js';
import { asset } from '../../../test/support/yorkshire.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { commandIdFor } from '../../ledger/commands.js';
import { recordOutcome } from '../../domain/outcome/record-outcome.js';
import { recordOutcomeContent, outcomeIdFor } from '../../ledger/commands.js';
import { executeNew } from '../../ledger/execute.js';
import { outcomeStream } from '../../ledger/streams.js';
import { rowsOf } from './command-line.js';
import { importStages } from './import-stages.js';

const HEAD = 'reference,collaboration,outcome,stage,occurred_on,amount_gbp,interest_gbp,ground,document,document_dated';
let five: FiveForces;
const importing = (...rows: readonly string[]) =>
  importStages(five.ledger, rowsOf([HEAD, ...rows.map((row) => row.replaceAll('@', FIVE))].join('\n')), id('j-smith'));

/** An asset as an import of outcomes records it, under the reference `H1`. */
beforeEach(async () => {
  five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
  const house = { assetType: 'property', route: 'confiscation', stage: 'restrained', amountPence: 900_000n } as const;
  const outcome = asset({ ...ofTheUnit, occurredOn: day('2009-04-01'), ...house });
  const context = await five.ledger.agreements.contextFor(FIVE, five.ledger.now());
  if (context === undefined) throw new Error('There is no agreement.');
  const command = commandIdFor(FIVE, 'outcome', 'H1');
  const sent = { id: command, actor: id<never>('j-smith'), content: recordOutcomeContent(FIVE, outcome) };
  const decision = recordOutcome({ collaboration: FIVE, outcome }, context);
  await executeNew(five.ledger, outcomeStream(outcomeIdFor(command)), sent, decision);
});

const GOOD = [
  'S1,@,H1,ordered,2009-06-01,"8,000.01",,,confiscation-order,2009-06-01',
  'S2,@,H1,varied,2009-09-01,6000,,appeal,,',
  'S3,@,H1,collected,2009-10-01,1000.00,12.34,,,',
];

describe('a file of stages', () => {
  it('records each stage of the asset that its reference names, once', async () => {
    expect(await importing(...GOOD)).toEqual({ rows: 3, recorded: 3, alreadyRecorded: 0, refused: 0, errors: [] });
    const entry = await five.head();
    const asked = ['assets-ordered-value', 'assets-collected-value', 'assets-collected-interest'];
    expect(await five.region(asked, { entry })).toEqual({
      ...{ 'assets-ordered-value': 600_000n, 'assets-collected-value': 100_000n },
      'assets-collected-interest': 1_234n,
    });
    expect(await importing(...GOOD)).toMatchObject({ recorded: 0, alreadyRecorded: 3, refused: 0 });
    expect(await five.head()).toBe(entry);
    await five.expectVerified();
  });

  it('names the asset by its id too', async () => {
    const outcome = outcomeIdFor(commandIdFor(FIVE, 'outcome', 'H1'));
    expect(await importing(`S1,@,${outcome.toUpperCase()},ordered,2009-06-01,10,,,,`)).toMatchObject({ recorded: 1 });
  });

  it.each<[string, string, string, string, RegExp]>([
    ['a stage out of order', 'S4,@,H1,collected,2009-05-01,1,,,,', 'stage', 'stage-out-of-order', /ordered, released/],
    [
      'an asset that there is not',
      'S4,@,H2,ordered,2009-05-01,1,,,,',
      'outcome',
      'unknown-outcome',
      /there is no outcome/,
    ],
    ['a stage that there is not', 'S4,@,H1,paid,2009-05-01,1,,,,', 'stage', 'malformed-request', /one of detained/],
    ['money in words', 'S4,@,H1,ordered,2009-05-01,much,,,,', 'amount_gbp', 'malformed-request', /"much"/],
    ['a day that there is not', 'S4,@,H1,ordered,2009-02-30,1,,,,', 'occurred_on', 'malformed-request', /a date/],
    ['a variation without its ground', 'S4,@,H1,varied,2009-05-01,1,,,,', 'ground', 'malformed-request', /missing/],
    ['no reference of its own', ',@,H1,ordered,2009-05-01,1,,,,', 'reference', 'malformed-request', /1 to 100/],
  ])('says which row is wrong and takes the others: %s', async (_, bad, field, code, reason) => {
    const report = await importing(bad, ...GOOD);
    expect(report).toMatchObject({ rows: 4, recorded: 3, refused: 1 });
    expect(report.errors).toEqual([{ line: 2, field, code, reason: expect.stringMatching(reason) }]);
  });

  it('says what differs in a row that it had with other content', async () => {
    await importing(...GOOD);
    const { errors } = await importing('S2,@,H1,varied,2009-09-01,5000,,appeal,,');
    expect(errors).toMatchObject([
      { field: 'reference', code: 'idempotency-conflict', reason: expect.stringMatching(/amount_gbp/) },
    ]);
  });

  it('is refused whole without the columns that it needs', async () => {
    const without = importStages(five.ledger, rowsOf('reference,stage\nS1,ordered\n'), id('j-smith'));
    await expect(without).rejects.toThrow(Unreadable);
  });
});
