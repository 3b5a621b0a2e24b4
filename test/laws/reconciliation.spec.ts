import { describe, expect, it } from '@jest/globals';
import type { FigureId, MeasureId } from '../../src/domain/identifiers.js';
import type { PublishedFigure } from '../../src/domain/published-figure/events.js';
import { reconciliationsFor } from '../../src/ledger/answer-reconciliations.js';
import { figureIdFor } from '../../src/ledger/commands.js';
import { DERBYSHIRE, FIVE, FiveForces, ofTheUnit, receiptOf } from '../support/five-forces.js';
import { day, id, uuidEnding } from '../support/given-when-then.js';
import { outcomeOf } from '../support/recording.js';
import { arrest } from '../support/yorkshire.js';

const month = { from: day('2009-06-01'), to: day('2009-07-01') };
const region: PublishedFigure = {
  ...{ collaboration: FIVE, measure: id<MeasureId>('arrests'), amount: 3n, bound: 'exact', disputed: false, ...month },
  ...{ source: 'regional unit', operation: id('mille'), unit: ofTheUnit.unit },
};
const within: FigureId = figureIdFor(uuidEnding(1));
const made = (on: string, operation?: string) =>
  arrest({
    ...ofTheUnit,
    attribution: { basis: 'direct', force: DERBYSHIRE },
    occurredOn: day(on),
    ...(operation !== undefined && { operation: id(operation) }),
  });

describe('published figures against the entries, as they stood at each of them', () => {
  it('of one operation, a part inside the whole, at least, in days, and disputed', async () => {
    const five = await FiveForces.agreed('2011-02-01T09:00:00.000Z');
    const { recorder, ledger } = five;
    receiptOf(await recorder.publish(1, region));
    receiptOf(await recorder.publish(2, { ...region, amount: 1n, bound: 'at-least', force: DERBYSHIRE, within }));
    const { operation: _, unit: __, ...whole } = region;
    receiptOf(await recorder.publish(3, { ...whole, from: day('2009-06-10'), to: day('2009-06-20'), disputed: true }));
    const { entry: said } = receiptOf(await recorder.publish(4, { ...whole, amount: 2n, bound: 'at-least' }));

    const verdicts = async (entry: number) => {
      const answer = await reconciliationsFor(ledger, FIVE, { entry });
      if (!answer.ok) throw new Error(answer.refusal.code);
      const { figures } = answer.value;
      return figures.map(({ published, operation, proved, verdict }) => [
        `${published.bound} ${published.amount}${operation === null ? '' : ' of mille'}${published.disputed ? ' disputed' : ''}`,
        proved,
        verdict,
      ]);
    };
    const [WHOLE, PART, ATLEAST, DAYS] = ['exact 3 of mille', 'at-least 1 of mille', 'at-least 2', 'exact 3 disputed'];
    expect(await verdicts(said)).toEqual([
      [ATLEAST, null, 'unsupported'],
      [WHOLE, null, 'unsupported'],
      [PART, null, 'unsupported'],
      [DAYS, null, 'unsupported'],
    ]);
    await five.record(11, made('2009-06-05', 'mille'));
    const { entry: two } = await five.record(12, made('2009-06-15'));
    expect(await verdicts(two)).toEqual([
      [ATLEAST, 2n, 'supported'],
      [WHOLE, 1n, 'partly'],
      [PART, 1n, 'supported'],
      [DAYS, 1n, 'partly'],
    ]);
    // An outcome that turns out to be of the operation moves to it whole, and one of another month never counts.
    const moved = await recorder.correct(13, outcomeOf(12), 'other', { operation: 'mille' }, 0);
    await five.record(14, made('2009-07-01', 'mille'));
    const { entry: last } = await five.record(15, made('2009-06-30', 'mille'));
    expect(receiptOf(moved).revision).toBe(1);
    expect(await verdicts(last)).toEqual([
      [ATLEAST, 3n, 'supported'],
      [WHOLE, 3n, 'supported'],
      [PART, 3n, 'supported'],
      [DAYS, 1n, 'partly'],
    ]);
    const { entry: more } = await five.record(16, made('2009-06-01', 'mille'));
    expect((await verdicts(more))[1]).toEqual([WHOLE, 4n, 'contradicted']);
    // A part names what contains it, and neither is added to the other.
    const answer = await reconciliationsFor(ledger, FIVE, { entry: more });
    const [, container, part] = answer.ok ? answer.value.figures : [];
    expect([container?.contains, part?.within]).toEqual([[part?.figureId], within]);
    await five.region(['arrests'], { entry: more });
    await five.expectVerified();
  });

  it('disputed after it was recorded, and settled: as at each entry, in reconciliation and statement', async () => {
    const five = await FiveForces.agreed('2011-02-01T09:00:00.000Z');
    const { operation: _, unit: __, ...whole } = region;
    const { entry: said } = receiptOf(await five.recorder.publish(1, whole));
    receiptOf(await five.recorder.publish(2, { ...whole, amount: 5n, source: 'a later press release' }));
    const figure = figureIdFor(uuidEnding(2));
    const dispute = { type: 'PublishedFigureDisputed', reason: 'sources-disagree' } as const;
    const { entry: disputed } = receiptOf(await five.recorder.dispute(3, figure, dispute));
    const end = { type: 'FigureDisputeEnded', reason: 'source-confirmed' } as const;
    const { entry: settled } = receiptOf(await five.recorder.dispute(4, figure, end));
    expect(await five.recorder.dispute(5, figure, end)).toMatchObject({ ok: false, refusal: { code: 'unchanged' } });
    await five.record(11, made('2009-06-05'));

    const states = async (entry: number) => {
      const answer = await reconciliationsFor(five.ledger, FIVE, { entry });
      return answer.ok && answer.value.figures.map(({ published }) => [published.amount, published.disputed]);
    };
    // A statement is held against the last figure that nobody disputes.
    const held = async (entry: number) =>
      (await five.line('arrests', month.from, month.to, { entry })).published?.amount;
    expect([await states(said), await held(said)]).toEqual([[[3n, false]], 3n]);
    const both = (isDisputed: boolean) => [
      [3n, false],
      [5n, isDisputed],
    ];
    expect([await states(disputed - 1), await held(disputed - 1)]).toEqual([both(false), 5n]);
    expect([await states(disputed), await held(disputed)]).toEqual([both(true), 3n]);
    expect([await states(settled), await held(settled)]).toEqual([both(false), 5n]);
    await five.expectVerified();
  });
});
