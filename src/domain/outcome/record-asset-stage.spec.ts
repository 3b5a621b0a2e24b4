import { describe, expect, it } from '@jest/globals';
import { day, given, id, uuidEnding } from '../../../test/support/given-when-then.js';
import {
  arrest,
  asset,
  contextAfter,
  posted,
  restingOn,
  TODAY,
  WEST,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import { placeOf } from '../posting.js';
import { refusalReason } from '../refusal-words.js';
import type { AssetStage } from './asset-stages.js';
import { correctAssetStage } from './correct-asset-stage.js';
import { correctOutcome } from './correct-outcome.js';
import type { OutcomeDetails, OutcomeEvent } from './events.js';
import { evolveOutcome, unrecorded, type Outcome } from './outcome.js';
import { recordAssetStage } from './record-asset-stage.js';
import { recordOutcome } from './record-outcome.js';

const OUTCOME = uuidEnding<OutcomeId>(1);
const context = contextAfter();

function eventsOf(decision: Decision<OutcomeEvent>): readonly OutcomeEvent[] {
  if (!decision.accepted) throw new Error(`Not what was given: ${decision.refusal.code}`);
  return decision.events;
}

/** Given: an asset that was recorded and then reached some stages. */
function assetAt(first: OutcomeDetails, ...stages: readonly AssetStage[]): Outcome {
  const recorded = given(
    evolveOutcome,
    unrecorded,
    ...eventsOf(recordOutcome({ collaboration: YORKSHIRE, outcome: first }, context)),
  );
  return stages.reduce((outcome, stage) => given(evolveOutcome, outcome, ...eventsOf(reach(outcome, stage))), recorded);
}

const reach = (outcome: Outcome, stage: AssetStage) =>
  recordAssetStage({ outcomeId: OUTCOME, stage }, outcome, context);
const at = <S extends AssetStage['stage']>(stage: S, date: string, amountPence: bigint) =>
  ({ stage, occurredOn: day(date), amountPence }) as const;
const to = (measure: string, date: string, amount: bigint) =>
  posted(measure, { [WEST]: amount }, { occurredOn: day(date) });

const cash = asset({ amountPence: 1_000n });
const car = asset({ amountPence: 900n, assetType: 'vehicle', route: 'confiscation' });
const house = asset({ amountPence: 9_000n, assetType: 'property', route: 'confiscation', stage: 'restrained' });
const ordered = at('ordered', '2010-05-01', 800n);
const varied = { ...at('varied', '2010-06-01', 500n), ground: 'appeal' } as const;
const paid = (date: string, amountPence: bigint) => at('collected', date, amountPence);

describe('a stage that an asset reaches counts in its own measure, on its own day', () => {
  it.each<[string, Outcome, AssetStage, ReturnType<typeof posted>]>([
    [
      'an order, and one order',
      assetAt(house),
      ordered,
      [...to('assets-ordered-value', '2010-05-01', 800n), ...to('confiscation-orders', '2010-05-01', 1n)],
    ],
    [
      'an order reduced, by the difference',
      assetAt(house, ordered),
      varied,
      to('assets-ordered-value', '2010-06-01', -300n),
    ],
    [
      'an order raised after that',
      assetAt(house, ordered, varied),
      { ...varied, ...at('varied', '2010-07-01', 650n) },
      to('assets-ordered-value', '2010-07-01', 150n),
    ],
    [
      'a payment with interest, apart',
      assetAt(house, ordered),
      { ...paid('2010-06-02', 300n), interestPence: 7n },
      [...to('assets-collected-value', '2010-06-02', 300n), ...to('assets-collected-interest', '2010-06-02', 7n)],
    ],
    [
      'compensation, which comes out of what was collected',
      assetAt(house, ordered, paid('2010-06-02', 300n)),
      at('compensated', '2010-06-03', 100n),
      [...to('assets-compensated-value', '2010-06-03', 100n), ...to('assets-collected-value', '2010-06-03', -100n)],
    ],
    [
      'cash detained',
      assetAt(cash),
      at('detained', '2010-03-05', 1_000n),
      to('assets-detained-value', '2010-03-05', 1_000n),
    ],
    [
      'a car returned, which is not retained any more',
      assetAt(car),
      at('returned', '2010-08-01', 900n),
      [...to('assets-returned-value', '2010-08-01', 900n), ...to('assets-retained-changes', '2010-08-01', -900n)],
    ],
    [
      'cash applied to an order, which leaves the cash route',
      assetAt(cash, at('detained', '2010-03-05', 1_000n)),
      at('applied-to-order', '2010-08-01', 1_000n),
      [
        ...to('assets-applied-to-order-value', '2010-08-01', 1_000n),
        ...to('assets-retained-changes', '2010-08-01', -1_000n),
      ],
    ],
    [
      'a restraint that is lifted: what was never seized was never retained',
      assetAt(house),
      at('released', '2010-08-01', 9_000n),
      to('assets-released-value', '2010-08-01', 9_000n),
    ],
    [
      'an order written off',
      assetAt(house, ordered),
      at('written-off', '2011-01-01', 800n),
      to('assets-written-off-value', '2011-01-01', 800n),
    ],
  ])('%s', (_, outcome, stage, postings) => {
    const common = { type: 'AssetStageReached', collaboration: YORKSHIRE, labels: [], restsOn: restingOn() } as const;
    expect(reach(outcome, stage)).toStrictEqual(accept({ ...common, postings, stage }));
  });

  it('told late goes where its date puts it, and what follows from it is worked out anew', () => {
    const outcome = assetAt(house, ordered, { ...varied, ...at('varied', '2010-07-01', 650n) });
    const late = reach(outcome, varied);
    expect(late).toMatchObject({
      events: [
        {
          postings: [
            ...to('assets-ordered-value', '2010-06-01', -300n),
            ...to('assets-ordered-value', '2010-07-01', 300n),
          ],
        },
      ],
    });
    expect(given(evolveOutcome, outcome, ...eventsOf(late))).toMatchObject({
      stages: [{ amountPence: 800n }, { amountPence: 500n }, { amountPence: 650n }],
    });
  });

  it('of more than was ordered is taken and flagged, for as long as that is so', () => {
    const above = reach(assetAt(house, ordered), paid('2010-06-02', 801n));
    expect(above).toMatchObject({
      events: [
        {
          postings: [
            ...to('assets-collected-value', '2010-06-02', 801n),
            ...to('assets-collected-above-order', '2010-06-02', 1n),
          ],
        },
      ],
    });
    const raised = { ...varied, ...at('varied', '2010-07-01', 801n) };
    expect(reach(assetAt(house, ordered, paid('2010-06-02', 801n)), raised)).toMatchObject({
      events: [
        {
          postings: [
            ...to('assets-ordered-value', '2010-07-01', 1n),
            ...to('assets-collected-above-order', '2010-06-02', -1n),
          ],
        },
      ],
    });
  });

  it('makes all of the asset claimed again, because nobody has looked at it with this stage', () => {
    const validated = { ...assetAt(cash), grade: 'validated' } as Outcome;
    expect(
      given(evolveOutcome, validated, ...eventsOf(reach(validated, at('detained', '2010-03-05', 1_000n)))),
    ).toMatchObject({ grade: 'claimed' });
  });
});

describe('a stage is refused, the first reason first', () => {
  const outOfOrder = (because: RegExp, allowed: readonly string[], field = 'stage') => ({
    accepted: false,
    refusal: { code: 'stage-out-of-order', field, because: expect.stringMatching(because), allowed },
  });
  const tooMuch = (stage: string, amount: bigint, most: bigint) =>
    refuse({ code: 'amount-out-of-range', field: 'amountPence', stage, amount, least: 0n, most });
  const held = ['forfeited', 'released', 'returned', 'applied-to-order'];
  const whole = at('detained', '2010-03-05', 1_000n);

  it.each<[string, Outcome, AssetStage, object]>([
    ['of what was never recorded', unrecorded, ordered, refuse({ code: 'unknown-outcome', outcome: OUTCOME })],
    ['of what is no asset', assetAt(arrest()), ordered, outOfOrder(/kind arrest has no stages/, [])],
    [
      'in the future',
      assetAt(house),
      at('ordered', '2012-04-02', 1n),
      refuse({ code: 'date-in-future', field: 'occurredOn', date: day('2012-04-02'), today: TODAY }),
    ],
    [
      'by a paper of the future',
      assetAt(house),
      { ...at('ordered', '2012-03-02', 1n), reference: { document: 'confiscation-order', dated: day('2012-04-02') } },
      refuse({ code: 'date-in-future', field: 'reference.dated', date: day('2012-04-02'), today: TODAY }),
    ],
    [
      'before the asset itself',
      assetAt(house),
      at('ordered', '2010-03-03', 1n),
      outOfOrder(/2010-03-03 is before the asset was restrained/, ['ordered', 'released'], 'occurredOn'),
    ],
    [
      'collected before anything was ordered',
      assetAt(house),
      paid('2010-06-01', 1n),
      outOfOrder(/collected on 2010-06-01 does not follow restrained/, ['ordered', 'released']),
    ],
    [
      'forfeited before it was detained',
      assetAt(cash),
      at('forfeited', '2010-06-01', 1n),
      outOfOrder(/forfeited .* does not follow seized/, ['detained', 'released', 'returned']),
    ],
    [
      'ordered on the cash route',
      assetAt(cash, whole),
      at('ordered', '2010-06-01', 1n),
      outOfOrder(/route cash-forfeiture/, held),
    ],
    [
      'after the last',
      assetAt(cash, whole, at('released', '2010-06-01', 1_000n)),
      at('forfeited', '2010-07-01', 1n),
      outOfOrder(/does not follow released/, []),
    ],
    [
      'of more than is held',
      assetAt(cash, whole),
      at('released', '2010-06-01', 1_001n),
      tooMuch('released on 2010-06-01', 1_001n, 1_000n),
    ],
    [
      'of more than the rest of it',
      assetAt(cash, whole, at('released', '2010-06-01', 400n)),
      at('forfeited', '2010-07-01', 601n),
      tooMuch('forfeited on 2010-07-01', 601n, 600n),
    ],
    [
      'of more compensation than was collected',
      assetAt(house, ordered, paid('2010-06-02', 5n)),
      at('compensated', '2010-06-03', 6n),
      tooMuch('compensated on 2010-06-03', 6n, 5n),
    ],
  ])('%s', (_, outcome, stage, refusal) => {
    expect(reach(outcome, stage)).toEqual(refusal);
  });

  it('of more than there is once the first amount is put right: the stage in the way is named', () => {
    const outcome = { ...cash, amountPence: 999n };
    const corrected = correctOutcome(
      { outcomeId: OUTCOME, reason: 'keying-error', outcome },
      assetAt(cash, whole),
      context,
    );
    expect(corrected).toStrictEqual(tooMuch('detained on 2010-03-05', 1_000n, 999n));
    if (corrected.accepted) return;
    expect(refusalReason(corrected.refusal)).toBe('detained on 2010-03-05: 1000 is outside 0 to 999');
  });

  it('at the first, where the route does not begin there', () => {
    const frozen = asset({ stage: 'frozen' });
    expect(recordOutcome({ collaboration: YORKSHIRE, outcome: frozen }, context)).toEqual(
      outOfOrder(/cash-forfeiture does not begin at frozen/, ['seized']),
    );
  });
});

describe('cash that is detained in part', () => {
  const part = at('detained', '2010-03-05', 600n);
  const held = ['forfeited', 'released', 'returned', 'applied-to-order'];
  const reached = (...stages: readonly AssetStage[]) => assetAt(cash, ...stages);
  const retained = (outcome: Outcome): bigint =>
    outcome.status === 'recorded'
      ? outcome.postings
          .filter(({ measure }) => measure === 'assets-seized-value' || measure === 'assets-retained-changes')
          .reduce((sum, { amount }) => sum + amount, 0n)
      : 0n;

  it.each(['released', 'returned'] as const)('leaves the rest to be %s, on the same day or later', (stage) => {
    for (const date of ['2010-03-05', '2010-06-01']) {
      expect(reach(reached(part), at(stage, date, 400n))).toMatchObject({
        events: [
          {
            postings: [...to(`assets-${stage}-value`, date, 400n), ...to('assets-retained-changes', date, -400n)],
          },
        ],
      });
      const forfeited = reached(part, at(stage, date, 400n), at('forfeited', '2010-07-01', 600n));
      expect(retained(forfeited)).toBe(600n);
    }
  });

  it('leaves the rest to be released after what was detained is forfeited or applied, and after more than one step', () => {
    for (const end of ['forfeited', 'applied-to-order'] as const) {
      const ended = reached(part, at(end, '2010-06-01', 600n));
      const some = given(evolveOutcome, ended, ...eventsOf(reach(ended, at('released', '2010-07-01', 150n))));
      const all = given(evolveOutcome, some, ...eventsOf(reach(some, at('returned', '2010-08-01', 250n))));
      expect(retained(all)).toBe(end === 'forfeited' ? 600n : 0n);
      const more = reach(all, at('released', '2010-09-01', 1n));
      expect(more).toMatchObject({ refusal: { code: 'stage-out-of-order' } });
    }
  });

  it('is released from the rest first, and then from what is detained', () => {
    const all = reached(part, at('released', '2010-06-01', 500n), at('forfeited', '2010-07-01', 500n));
    expect(retained(all)).toBe(500n);
    expect(reach(all, at('released', '2010-08-01', 0n))).toMatchObject({ refusal: { allowed: ['compensated'] } });
  });

  it.each<[string, readonly AssetStage[], AssetStage, object]>([
    [
      'more forfeited than was detained',
      [part],
      at('forfeited', '2010-06-01', 601n),
      { code: 'amount-out-of-range', most: 600n },
    ],
    [
      'more applied to an order than is detained still',
      [part, at('forfeited', '2010-06-01', 100n)],
      at('applied-to-order', '2010-06-01', 501n),
      { code: 'amount-out-of-range', most: 500n },
    ],
    [
      'more released than is held in all',
      [part, at('forfeited', '2010-06-01', 100n)],
      at('released', '2010-06-01', 901n),
      { code: 'amount-out-of-range', most: 900n },
    ],
    ['detained again', [part], at('detained', '2010-06-01', 400n), { code: 'stage-out-of-order', allowed: held }],
    [
      'the rest forfeited, which nobody let be detained',
      [part, at('forfeited', '2010-06-01', 600n)],
      at('forfeited', '2010-07-01', 400n),
      { code: 'stage-out-of-order', allowed: ['released', 'returned', 'compensated'] },
    ],
  ])('is refused: %s', (_, stages, stage, refusal) => {
    expect(reach(reached(...stages), stage)).toMatchObject({ refusal });
  });

  it('may be told of in any order of different days', () => {
    const placed = (...stages: readonly AssetStage[]): readonly string[] => {
      const outcome = reached(...stages);
      if (outcome.status !== 'recorded') throw new Error('It was not recorded.');
      return outcome.postings.map((posting) => `${placeOf(posting)} ${posting.amount}`).sort();
    };
    const [forfeited, released] = [at('forfeited', '2010-06-01', 600n), at('released', '2010-05-01', 400n)];
    expect(placed(part, forfeited, released)).toEqual(placed(part, released, forfeited));
    const early = at('released', '2010-03-04', 400n);
    expect(placed(part, early)).toEqual(placed(early, part));
  });
});

describe('money in a foreign currency', () => {
  const euros = {
    amount: 10_000n,
    currency: 'EUR',
    rate: '0.85',
    rateOn: day('2010-03-04'),
    rateSource: id('bank'),
  } as const;
  const seized = asset({ amountPence: 8_500n, foreign: euros });
  const exchanged = {
    ...at('exchanged', '2010-06-01', 9_012n),
    foreign: { ...euros, rate: '0.9012', rateOn: day('2010-06-01') },
  } as const;

  it('posts what an exchange brought or cost, and keeps both amounts', () => {
    const done = reach(assetAt(seized), exchanged);
    expect(done).toMatchObject({
      events: [
        {
          postings: [
            ...to('assets-exchange-difference', '2010-06-01', 512n),
            ...to('assets-retained-changes', '2010-06-01', 512n),
          ],
        },
      ],
    });
    expect(given(evolveOutcome, assetAt(seized), ...eventsOf(done))).toMatchObject({
      details: { foreign: { amount: 10_000n } },
      stages: [{ foreign: { rate: '0.9012' } }],
    });
    expect(reach(assetAt(seized, exchanged), at('detained', '2010-06-02', 9_012n))).toMatchObject({ accepted: true });
  });

  it.each<[string, bigint, boolean]>([
    ['at the rate', 8_500n, true],
    ['within the last digit of the rate', 8_550n, true],
    ['within it, below', 8_450n, true],
    ['beyond it', 8_551n, false],
    ['beyond it, below', 8_449n, false],
  ])('is taken in pence that follow from its rate: %s', (_, amountPence, isTaken) => {
    const outcome = asset({ amountPence, foreign: euros });
    const decision = recordOutcome({ collaboration: YORKSHIRE, outcome }, context);
    expect(decision.accepted).toBe(isTaken);
    const refusal = {
      code: 'exchange-mismatch',
      field: 'amountPence',
      amountPence,
      expected: 8_500n,
      rate: '0.85',
    } as const;
    if (!isTaken) expect(decision).toEqual(refuse(refusal));
  });

  it('is exchanged whole, and only where there is some', () => {
    const other = { ...exchanged, foreign: { ...exchanged.foreign, amount: 9_999n } };
    expect(reach(assetAt(seized), other)).toMatchObject({ refusal: { code: 'contradicts-record', field: 'foreign' } });
    expect(reach(assetAt(cash), exchanged)).toMatchObject({ refusal: { code: 'stage-out-of-order' } });
  });

  it('is exchanged while all of it is held, and once', () => {
    const less = at('detained', '2010-03-05', 8_499n);
    const gone = at('released', '2010-04-01', 500n);
    const refusal = { code: 'contradicts-record', field: 'foreign', recorded: expect.stringMatching(/all of it/) };
    expect(reach(assetAt(seized, less), exchanged)).toMatchObject({ refusal });
    expect(reach(assetAt(seized, at('detained', '2010-03-05', 8_500n), gone), exchanged)).toMatchObject({ refusal });
    expect(reach(assetAt(seized, exchanged), { ...gone, occurredOn: day('2010-07-01') })).toMatchObject({
      accepted: true,
    });
    const atTheSameRate = { ...exchanged, ...at('exchanged', '2010-06-01', 8_500n), foreign: euros };
    expect(reach(assetAt(seized, atTheSameRate), atTheSameRate)).toMatchObject({
      refusal: { code: 'stage-out-of-order', allowed: ['detained', 'released', 'returned'] },
    });
    // What was told in between, late, may not take from it either.
    const late = reach(assetAt(seized, at('detained', '2010-03-05', 8_500n), exchanged), gone);
    expect(late).toMatchObject({ refusal });
  });
});

describe('putting a stage right', () => {
  const outcome = assetAt(house, ordered, paid('2010-06-02', 300n));
  const correct = (number: number, stage?: AssetStage) =>
    correctAssetStage({ outcomeId: OUTCOME, number, reason: 'keying-error', stage }, outcome, context);

  it('posts the differences, from what the stages had come to', () => {
    const done = correct(2, paid('2010-06-02', 280n));
    expect(done).toMatchObject({ events: [{ number: 2, postings: to('assets-collected-value', '2010-06-02', -20n) }] });
    expect(given(evolveOutcome, outcome, ...eventsOf(done))).toStrictEqual(
      assetAt(house, ordered, paid('2010-06-02', 280n)),
    );
  });

  it('leaves it where it stands among those of its day', () => {
    const done = { ...at('satisfied', '2010-06-02', 300n) };
    const sameDay = assetAt(house, ordered, paid('2010-06-02', 300n), done);
    const decision = correctAssetStage(
      { outcomeId: OUTCOME, number: 2, reason: 'keying-error', stage: paid('2010-06-02', 800n) },
      sameDay,
      context,
    );
    expect(decision).toMatchObject({
      events: [{ keepsPlace: true, postings: to('assets-collected-value', '2010-06-02', 500n) }],
    });
    expect(given(evolveOutcome, sameDay, ...eventsOf(decision))).toStrictEqual(
      assetAt(house, ordered, paid('2010-06-02', 800n), done),
    );
    expect(eventsOf(correct(2, paid('2010-06-02', 280n)))[0]).not.toHaveProperty('keepsPlace');
  });

  it('takes a stage away that never was', () => {
    const done = correct(2);
    expect(given(evolveOutcome, outcome, ...eventsOf(done))).toStrictEqual(assetAt(house, ordered));
  });

  it('is refused where the others could not stand then', () => {
    expect(correct(1)).toMatchObject({ refusal: { code: 'stage-out-of-order', allowed: ['ordered', 'released'] } });
    expect(correct(3)).toEqual(refuse({ code: 'unknown-stage', number: 3, stages: 2 }));
    expect(correct(2, paid('2010-06-02', 300n))).toEqual(refuse({ code: 'unchanged' }));
    const elsewhere = correctOutcome(
      { outcomeId: OUTCOME, reason: 'other', outcome: { ...house, route: 'cash-forfeiture', stage: 'seized' } },
      outcome,
      context,
    );
    expect(elsewhere).toMatchObject({ refusal: { code: 'stage-out-of-order' } });
  });
});
