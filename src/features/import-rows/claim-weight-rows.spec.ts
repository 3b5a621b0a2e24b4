import { beforeEach, describe, expect, it } from '@jest/globals';
import { CRIME, DERBYSHIRE, FIVE, FiveForces, ofTheUnit, receiptOf, ROADS } from '../../../test/support/five-forces.js';
import { day, id } from '../../../test/support/given-when-then.js';
import { outcomeOf } from '../../../test/support/recording.js';
import { bringing } from '../../../test/support/rows.js';
import { asset } from '../../../test/support/yorkshire.js';
import type { MeasureId } from '../../domain/identifiers.js';
import { totalsFor } from '../../ledger/answer-totals.js';
import { outcomeIdOf } from '../../ledger/streams.js';

const HEAD = 'reference,collaboration,outcome,weights';
let five: FiveForces;
let bring: ReturnType<typeof bringing>;
let claimed: string;

/** An asset that two units took together, and one that only one of them tells of. */
beforeEach(async () => {
  five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
  bring = bringing(five, 'claim-weights');
  const direct = { attribution: { basis: 'direct', force: DERBYSHIRE } } as const;
  const told = asset({ ...ofTheUnit, ...direct, occurredOn: day('2009-05-01'), amountPence: 100n });
  const item = { scheme: 'exhibit', reference: 'AB/1' } as const;
  receiptOf(await five.recorder.record(1, FIVE, told, item));
  receiptOf(await five.recorder.record(2, FIVE, { ...told, unit: ROADS }, item));
  const [stream = ''] = await five.ledger.store.streamsOf('outcome');
  claimed = outcomeIdOf(stream) ?? '';
  await five.record(3, told);
});
const row = (reference: string, weights: string, outcome = claimed) => `${reference},@,${outcome},${weights}`;
const credited = async () => {
  const question = { by: ['unit'], measure: [id<MeasureId>('assets-seized-value')] } as const;
  const answer = await totalsFor(five.ledger, question, { entry: await five.head() });
  return answer.ok && answer.value.rows.map(({ unit, amount }) => [unit, amount]).sort();
};

const inParts = (roads: bigint, crime: bigint) => [
  [ROADS, roads],
  [CRIME, crime],
];

describe('a file of weights', () => {
  it.each(['atomic', 'row-by-row'] as const)('shares what several claim by them, once, %s', async (mode) => {
    expect(await credited()).toEqual(inParts(50n, 150n));
    const before = await five.head();
    const rows = [row('W1', `${CRIME}=1;${ROADS}=1`), row('W2', `${CRIME}=1;${ROADS}=3`)];
    expect(await bring({ mode, dryRun: true }, HEAD, ...rows)).toMatchObject({ recorded: 2, refused: 0 });
    expect(await five.head()).toBe(before);
    expect(await bring({ mode }, HEAD, ...rows)).toMatchObject({ recorded: 2, refused: 0, errors: [] });
    expect(await credited()).toEqual(inParts(75n, 125n));
    expect(await bring({ mode }, HEAD, ...rows)).toMatchObject({ recorded: 0, alreadyRecorded: 2, refused: 0 });
    expect(await five.head()).toBe(before + 2);
    await five.expectVerifiedAlone();
  });

  it.each<[string, () => string, string, string, RegExp]>([
    ['a unit without a claim', () => row('W9', 'clowns=1'), 'weights', 'not-claimed', /clowns has no claim/],
    ['a unit left out', () => row('W9', `${CRIME}=1`), 'weights', 'no-weights', /roads claims it too/],
    ['nothing at all', () => row('W9', `${CRIME}=0;${ROADS}=0`), 'weights', 'no-weights', /above zero/],
    ['what stands', () => row('W9', `${CRIME}=2;${ROADS}=5`), 'weights', 'unchanged', /already stands/],
    ['a unit twice', () => row('W9', `${CRIME}=2;${CRIME}=5`), 'weights', 'malformed-request', /names a unit twice/],
    ['words', () => row('W9', 'half and half'), 'weights', 'malformed-request', /<unit>=<weight>/],
    ['no weights', () => row('W9', ''), 'weights', 'malformed-request', /<unit>=<weight>/],
    [
      'an outcome that there is not',
      () => row('W9', `${CRIME}=1`, outcomeOf(9)),
      'outcome',
      'unknown-outcome',
      /there is no/,
    ],
    ['one unit’s own', () => row('W9', `${ROADS}=1`, outcomeOf(3)), 'weights', 'not-claimed', /roads has no claim/],
  ])('says which row is wrong: %s', async (_, bad, field, code, reason) => {
    const report = await bring({}, HEAD, row('W1', `${CRIME}=2;${ROADS}=5`), bad());
    expect(report).toMatchObject({ rows: 2, recorded: 1, refused: 1 });
    expect(report.errors).toEqual([{ line: 3, field, code, reason: expect.stringMatching(reason) }]);
  });

  it('names what differs in a row that it had with other content', async () => {
    await bring({}, HEAD, row('W1', `${CRIME}=2;${ROADS}=5`));
    expect(await bring({}, HEAD, row('W1', `${CRIME}=2;${ROADS}=4`))).toMatchObject({
      recorded: 0,
      errors: [
        { field: 'reference', code: 'idempotency-conflict', reason: expect.stringMatching(/differs: weights$/) },
      ],
    });
  });
});
