import { describe, expect, it } from '@jest/globals';
import { CRIME, FIVE, FiveForces, receiptOf } from '../../test/support/five-forces.js';
import { day, id } from '../../test/support/given-when-then.js';
import type { MeasureId } from '../domain/identifiers.js';
import type { PublishedFigure } from '../domain/published-figure/events.js';
import { reconciliationsFor } from './answer-reconciliations.js';
import { statementFor } from './answer-statement.js';
import { Ledger } from './ledger.js';
import type { ReadModel } from './read-model.js';
import { figureIdOf } from './streams.js';

const period = { from: day('2009-01-01'), to: day('2011-01-01') };
const figure = {
  ...{
    collaboration: FIVE,
    unit: CRIME,
    measure: id<MeasureId>('assets-seized-value'),
    amount: 5n,
    bound: 'exact' as const,
  },
  ...{ disputed: false, source: 'a table', ...period },
} satisfies PublishedFigure;

/** A ledger whose figures at rest stand before an entry that disputes the one there is, until their totals are asked for. */
async function disputedMeanwhile(): Promise<Ledger> {
  const { ledger, recorder } = await FiveForces.agreed('2011-02-01T09:00:00.000Z');
  const { entry } = receiptOf(await recorder.publish(1, figure));
  const [stream = ''] = await ledger.store.streamsOf('published-figure');
  const figureId = figureIdOf(stream);
  if (figureId === undefined) throw new Error('The figure is not there.');
  receiptOf(await recorder.dispute(2, figureId, { type: 'PublishedFigureDisputed', reason: 'other' }));
  let isDisputed = false;
  const model: ReadModel = {
    ...ledger.model,
    totals: () => {
      isDisputed = true;
      return Promise.resolve({ asAt: { entry, knownAt: undefined }, rows: [] });
    },
    figures: () => Promise.resolve([{ entry, id: figureId, figure: { ...figure, disputed: isDisputed } }]),
  };
  return new Ledger(ledger.store, model, ledger.now);
}

describe('an answer from the figures at rest', () => {
  it('of a statement is as of the entry that it quotes, though a figure is disputed meanwhile', async () => {
    const ledger = await disputedMeanwhile();
    const question = { collaboration: FIVE, period };
    const answer = await statementFor(ledger, question, undefined);
    if (!answer.ok) throw new Error(answer.refusal.code);
    expect(answer).toEqual(await statementFor(ledger, question, { entry: answer.value.asAt.entry }));
  });

  it('of reconciliations is too', async () => {
    const ledger = await disputedMeanwhile();
    const answer = await reconciliationsFor(ledger, FIVE, undefined);
    if (!answer.ok) throw new Error(answer.refusal.code);
    expect(answer).toEqual(await reconciliationsFor(ledger, FIVE, { entry: answer.value.asAt.entry }));
  });
});
