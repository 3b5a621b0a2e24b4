import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { FIVE, FiveForces, ofTheUnit } from '../../../test/support/five-forces.js';
import { day, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { asset } from '../../../test/support/yorkshire.js';
import { foundCollaboration } from '../../domain/collaboration/found-collaboration.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { commandIdFor } from '../../ledger/commands.js';
import { recordOutcome } from '../../domain/outcome/record-outcome.js';
import { recordOutcomeContent, outcomeIdFor } from '../../ledger/commands.js';
import { executeNew } from '../../ledger/execute.js';
import { recordByItem } from '../../ledger/record-item.js';
import { collaborationStream, outcomeStream } from '../../ledger/streams.js';
import { importRows, type RowsRequest } from './import-rows.js';
import { stageRows } from './stage-rows.js';

const HEAD = 'reference,collaboration,outcome,stage,occurred_on,amount_gbp,interest_gbp,ground,document,document_dated';
let five: FiveForces;
type Asked = Partial<Omit<RowsRequest, 'bytes'>>;
const brought = (asked: Asked, ...lines: readonly string[]) =>
  importRows(five.ledger, stageRows, {
    bytes: Readable.from([Buffer.from(lines.join('\n').replaceAll('@', FIVE))]),
    ...{ actor: id<never>('j-smith'), mode: 'row-by-row', dryRun: false },
    ...asked,
  });
const importing = (...rows: readonly string[]) => brought({}, HEAD, ...rows);

/** An asset as an import of outcomes records it, under the reference `H1`. */
beforeEach(async () => {
  five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
  const house = { assetType: 'property', route: 'confiscation', stage: 'restrained', amountPence: 900_000n } as const;
  const outcome = asset({ ...ofTheUnit, occurredOn: day('2009-04-01'), ...house });
  const context = await five.ledger.agreements.contextFor(FIVE, five.ledger.now());
  if (context === undefined) throw new Error('There is no agreement.');
  const command = commandIdFor(FIVE, 'outcome', 'H1');
  const sent = { id: command, actor: id<never>('j-smith'), content: recordOutcomeContent(FIVE, outcome) };
  const decision = recordOutcome({ collaboration: FIVE, outcome }, { ...context, predecessor: undefined });
  await executeNew(five.ledger, outcomeStream(outcomeIdFor(command)), sent, decision);
});

const GOOD = [
  'S1,@,H1,ordered,2009-06-01,"8,000.01",,,confiscation-order,2009-06-01',
  'S2,@,H1,varied,2009-09-01,6000,,appeal,,',
  'S3,@,H1,collected,2009-10-01,1000.00,12.34,,,',
];

describe('a file of stages', () => {
  it('records each stage of the asset that its reference names, once', async () => {
    const counts = { rows: 3, recorded: 3, alreadyRecorded: 0, refused: 0, errors: [] };
    expect(await importing(...GOOD)).toEqual({ mode: 'row-by-row', dryRun: false, ...counts });
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
    ['interest in words', 'S4,@,H1,collected,2009-05-01,1,much,,,', 'interest_gbp', 'malformed-request', /"much"/],
    ['a day that there is not', 'S4,@,H1,ordered,2009-02-30,1,,,,', 'occurred_on', 'malformed-request', /a date/],
    ['a variation without its ground', 'S4,@,H1,varied,2009-05-01,1,,,,', 'ground', 'malformed-request', /missing/],
    ['no reference of its own', ',@,H1,ordered,2009-05-01,1,,,,', 'reference', 'malformed-request', /1 to 100/],
  ])('says which row is wrong and takes the others: %s', async (_, bad, field, code, reason) => {
    const report = await importing(bad, ...GOOD);
    expect(report).toMatchObject({ rows: 4, recorded: 3, refused: 1 });
    expect(report.errors).toEqual([{ line: 2, field, code, reason: expect.stringMatching(reason) }]);
  });

  it('names the line that a row starts on, and takes no row apart that has not a cell for each column', async () => {
    const report = await importing('S0,@,H1', '"S\n7",@,H1,paid,2009-05-01,1,,,,', ...GOOD, `${GOOD[0]},`);
    expect(report).toMatchObject({ rows: 6, recorded: 3, refused: 3 });
    expect(report.errors.map(({ line, field, reason }) => [line, field, reason])).toEqual([
      [2, 'row', 'has 3 cells; the header has 10'],
      [3, 'stage', expect.stringMatching(/one of detained/)],
      [8, 'row', 'has 11 cells; the header has 10'],
    ]);
  });

  it('says what differs in a row that it had with other content', async () => {
    await importing(...GOOD);
    const { errors } = await importing('S2,@,H1,varied,2009-09-01,5000,,appeal,,');
    expect(errors).toMatchObject([
      { field: 'reference', code: 'idempotency-conflict', reason: expect.stringMatching(/amount_gbp/) },
    ]);
  });

  it('is refused whole without the columns that it needs', async () => {
    await expect(brought({}, 'reference,stage', 'S1,ordered')).rejects.toThrow(Unreadable);
  });

  it.each([
    ['that is empty', Buffer.from('')],
    ['that is not UTF-8', Buffer.from([...Buffer.from(HEAD), 0x0a, 0xff])],
    ['with a quotation mark that never ends', Buffer.from(`${HEAD}\n"S1`)],
    ['beyond 16 MiB', Buffer.alloc((16 << 20) + 1, 0x0a)],
  ])('is refused whole: a file %s', async (_, bytes) => {
    const request = {
      bytes: Readable.from([bytes]),
      actor: id<never>('j-smith'),
      mode: 'atomic',
      dryRun: false,
    } as const;
    await expect(importRows(five.ledger, stageRows, request)).rejects.toThrow(Unreadable);
  });
});

describe('a file of stages all or nothing', () => {
  const BAD = 'S4,@,H1,collected,2009-05-01,1,,,,';

  it('records all of it, each stage on what the rows before it left', async () => {
    const before = await five.head();
    const report = await brought({ mode: 'atomic' }, HEAD, ...GOOD);
    expect(report).toMatchObject({ mode: 'atomic', dryRun: false, recorded: 3, refused: 0 });
    expect(await five.head()).toBe(before + 3);
    expect(await brought({ mode: 'atomic' }, HEAD, ...GOOD)).toMatchObject({ recorded: 0, alreadyRecorded: 3 });
  });

  it('records nothing with a bad row in it, and names every bad row', async () => {
    const before = await five.head();
    const report = await brought({ mode: 'atomic' }, HEAD, ...GOOD, BAD, 'S5,@,H2,ordered,2009-05-01,1,,,,');
    expect(report).toMatchObject({ rows: 5, recorded: 0, alreadyRecorded: 0, refused: 2 });
    expect(report.errors.map(({ line, code }) => [line, code])).toEqual([
      [5, 'stage-out-of-order'],
      [6, 'unknown-outcome'],
    ]);
    expect(await five.head()).toBe(before);
  });

  it.each(['atomic', 'row-by-row'] as const)('says in a dry run %s what would become of each row', async (mode) => {
    const before = await five.head();
    const report = await brought({ mode, dryRun: true }, HEAD, ...GOOD, BAD);
    expect(report).toMatchObject({ mode, dryRun: true, rows: 4, recorded: 3, refused: 1 });
    expect(await five.head()).toBe(before);
    await brought({ mode: 'row-by-row' }, HEAD, ...GOOD.slice(0, 2));
    expect(await brought({ mode, dryRun: true }, HEAD, ...GOOD)).toMatchObject({ recorded: 1, alreadyRecorded: 2 });
  });
});

describe('the asset of a row', () => {
  it('has to be of the row’s own collaboration, also when it is named by its id', async () => {
    const other = foundCollaboration({ collaboration: id('elsewhere'), name: 'Elsewhere', model: 'ad-hoc' }, undefined);
    const sender = { id: uuidEnding<never>(9), actor: id<never>('j-smith'), content: 'FoundCollaboration' };
    await executeNew(five.ledger, collaborationStream(id('elsewhere')), sender, other);
    const outcome = outcomeIdFor(commandIdFor(FIVE, 'outcome', 'H1'));
    const { errors } = await importing(`S1,elsewhere,${outcome},ordered,2009-06-01,10,,,,`);
    expect(errors).toMatchObject([{ field: 'outcome', code: 'unknown-outcome' }]);
  });

  it('is found by its reference when it is an item, which has a stream of its own', async () => {
    const reference = { scheme: 'exhibit', reference: 'CS/1' } as const;
    const told = { collaboration: FIVE, outcome: asset({ ...ofTheUnit, occurredOn: day('2009-04-01') }) };
    const command = commandIdFor(FIVE, 'outcome', 'I1');
    await recordByItem(five.ledger, { id: command, actor: id('j-smith') }, told, reference);
    expect(await importing('S1,@,I1,detained,2009-06-01,10,,,,')).toMatchObject({ recorded: 1, errors: [] });
  });
});

describe('foreign money in a row', () => {
  const FOREIGN = `${HEAD},foreign_amount,foreign_currency,foreign_rate,foreign_rate_on,foreign_rate_source`;
  const euros = (cells: string) => brought({}, FOREIGN, `S1,@,E1,exchanged,2009-06-02,8801.00,,,,,${cells}`);

  beforeEach(async () => {
    const foreign = { amount: 1_000_000n, currency: 'EUR', rate: '0.8512', rateOn: day('2009-04-01') } as const;
    const cash = {
      occurredOn: day('2009-04-01'),
      amountPence: 851_200n,
      foreign: { ...foreign, rateSource: id('bank') },
    };
    const command = commandIdFor(FIVE, 'outcome', 'E1');
    const outcome = asset({ ...ofTheUnit, ...cash });
    const context = await five.ledger.agreements.contextFor(FIVE, five.ledger.now());
    if (context === undefined) throw new Error('There is no agreement.');
    const sent = { id: command, actor: id<never>('j-smith'), content: recordOutcomeContent(FIVE, outcome) };
    await executeNew(
      five.ledger,
      outcomeStream(outcomeIdFor(command)),
      sent,
      recordOutcome({ collaboration: FIVE, outcome }, { ...context, predecessor: undefined }),
    );
  });

  it('posts what the exchange gained', async () => {
    expect(await euros('1000000,EUR,0.8801,2009-06-01,bank')).toMatchObject({ recorded: 1, errors: [] });
    const gained = await five.region(['assets-exchange-difference'], { entry: await five.head() });
    expect(gained).toEqual({ 'assets-exchange-difference': 28_900n });
  });

  it.each([
    ['the amount', '1000000,,,,', ['foreign_currency', 'foreign_rate', 'foreign_rate_on', 'foreign_rate_source']],
    ['the rate', ',,0.8801,,', ['foreign_amount', 'foreign_currency', 'foreign_rate_on', 'foreign_rate_source']],
    ['all but the currency', '1000000,,0.8801,2009-06-01,bank', ['foreign_currency']],
    ['an amount in words', 'much,EUR,0.8801,2009-06-01,bank', ['foreign_amount']],
    ['a rate of nothing', '1000000,EUR,0,2009-06-01,bank', ['foreign_rate']],
  ])('is not dropped when only a part of it is told: %s', async (_, cells, fields) => {
    const { recorded, errors } = await euros(cells);
    expect([recorded, errors.map(({ field }) => field).sort()]).toEqual([0, fields]);
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['malformed-request']));
  });

  it.each([
    [
      'a stage that has none',
      'S1,@,E1,detained,2009-06-02,8512.00,,,,,1000000,EUR,0.8512,2009-06-01,bank',
      'malformed-request',
    ],
    [
      'another currency than was taken',
      'S1,@,E1,exchanged,2009-06-02,8801.00,,,,,1000000,USD,0.8801,2009-06-01,bank',
      'contradicts-record',
    ],
    [
      'pence that do not follow',
      'S1,@,E1,exchanged,2009-06-02,8802.00,,,,,1000000,EUR,0.8801,2009-06-01,bank',
      'exchange-mismatch',
    ],
  ])('is refused for %s', async (_, row, code) => {
    expect(await brought({}, FOREIGN, row)).toMatchObject({ recorded: 0, refused: 1, errors: [{ code }] });
  });
});
