import { describe, expect, it } from '@jest/globals';
import { verified } from '../../../test/support/exports.js';
import { DERBYSHIRE, FIVE, FiveForces, ofTheUnit, receiptOf, ROADS } from '../../../test/support/five-forces.js';
import { day, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { exportOf } from '../../../test/support/ledgers.js';
import { outcomeOf } from '../../../test/support/recording.js';
import { saving } from '../../../test/support/savings.js';
import { arrest, asset, powder, seizure } from '../../../test/support/yorkshire.js';
import type { Decision } from '../../domain/decision.js';
import type { CommandId, MeasureId, OutcomeId, PersonId } from '../../domain/identifiers.js';
import { setDeflators } from '../../domain/measure/set-deflators.js';
import { recordItem } from '../../domain/outcome/claim-outcome.js';
import { correctAssetStage } from '../../domain/outcome/correct-asset-stage.js';
import { correctOutcome } from '../../domain/outcome/correct-outcome.js';
import type { OutcomeDetails, OutcomeEvent } from '../../domain/outcome/events.js';
import { EMPTY_FILE_SHA256 } from '../../domain/outcome/evidence.js';
import { unlinkOutcome } from '../../domain/outcome/link-outcome.js';
import { evolveOutcome, unrecorded, type Outcome } from '../../domain/outcome/outcome.js';
import { recordAssetStage } from '../../domain/outcome/record-asset-stage.js';
import { recordOutcome, type TellingContext } from '../../domain/outcome/record-outcome.js';
import { validateOutcome } from '../../domain/outcome/validate-outcome.js';
import { recordPublishedFigure } from '../../domain/published-figure/record-published-figure.js';
import { loadMeasures } from '../../features/load-measures/load-measures.js';
import { reconciliationsFor } from '../answer-reconciliations.js';
import { londonDate } from '../clock.js';
import { answerJson } from '../codec/json.js';
import {
  correctAssetStageContent,
  figureIdFor,
  findingContent,
  itemOutcomeId,
  recordAssetStageContent,
  recordOutcomeContent,
  recordPublishedFigureContent,
  unlinkOutcomeContent,
} from '../commands.js';
import { toAppend, type Command } from '../execute.js';
import { recountFor } from '../recount.js';
import { decodeAll } from '../stored-entry.js';
import { facts } from '../told-facts.js';
import { catalogueAggregate, figureStream, isOutcomeEvent, outcomeIdOf, outcomeStream } from '../streams.js';

const SOMEBODY = id<PersonId>('j-smith');
const direct = { attribution: { basis: 'direct', force: DERBYSHIRE } } as const;

type Decide = (outcome: Outcome, context: TellingContext) => Decision<OutcomeEvent>;

const standing = async ({ ledger }: FiveForces, outcomeId: OutcomeId): Promise<readonly [Outcome, number]> => {
  const entries = decodeAll(await ledger.store.readStream(outcomeStream(outcomeId)));
  const events = entries.map(({ entry }) => entry.event).filter(isOutcomeEvent);
  return [events.reduce(evolveOutcome, unrecorded), entries.length - 1];
};

/** Writes into a ledger what a decision of before a fault was mended gave, and today's does not. */
async function writeAsBefore(
  five: FiveForces,
  outcomeId: OutcomeId,
  content: string,
  decide: Decide,
  by: Pick<Command, 'id' | 'actor'> = { id: uuidEnding(99), actor: SOMEBODY },
): Promise<void> {
  const { store, agreements, now } = five.ledger;
  const [outcome, revision] = await standing(five, outcomeId);
  agreements.refresh();
  const context = await agreements.contextFor(FIVE, now());
  if (context === undefined) throw new Error('There is no such collaboration.');
  const known = { ...context, predecessor: undefined };
  const [today, before] = [decide(outcome, known), decide(outcome, { ...known, asBefore: true })];
  expect(today).not.toEqual(before);
  const [event] = before.accepted ? before.events : [];
  if (event === undefined) throw new Error('It was never taken.');
  await store.append(toAppend(now(), outcomeStream(outcomeId), revision, { ...by, content }, event));
}

const recording = (outcome: OutcomeDetails) => recordOutcomeContent(FIVE, outcome);

describe('an entry that a fault let into a ledger goes on verifying after the fault was mended:', () => {
  it.each([
    ['all', 8_500n, 500n],
    // What was not detained was no longer held then.
    ['a part', 5_000n, 4_000n],
  ])('foreign money of which %s was detained, exchanged when some of it was gone', async (_, detained, gained) => {
    const five = await FiveForces.agreed();
    const foreign = {
      amount: 10_000n,
      currency: 'EUR',
      rate: '0.85',
      rateOn: day('2009-03-04'),
      rateSource: id('bank'),
    };
    await five.record(1, asset({ ...ofTheUnit, occurredOn: day('2009-03-04'), amountPence: 8_500n, foreign }));
    const at = (month: string) => ({ occurredOn: day(`2009-${month}-01`), amountPence: 8_500n });
    await five.recorder.stage(2, outcomeOf(1), { stage: 'detained', ...at('04'), amountPence: detained });
    await five.recorder.stage(3, outcomeOf(1), { stage: 'released', ...at('05'), amountPence: 500n });
    const stage = { stage: 'exchanged', ...at('06'), foreign } as const;
    await writeAsBefore(five, outcomeOf(1), recordAssetStageContent(outcomeOf(1), stage), (outcome, context) =>
      recordAssetStage({ outcomeId: outcomeOf(1), stage }, outcome, context),
    );
    const measure = 'assets-exchange-difference';
    expect(await five.region([measure], { entry: await five.head() })).toEqual({ [measure]: gained });
    await five.expectVerified();
  });

  it('a stage that went behind the others of its day when it was put right', async () => {
    const five = await FiveForces.agreed();
    const on = day('2009-05-01');
    const told = { ...ofTheUnit, occurredOn: on, amountPence: 100n, route: 'confiscation', stage: 'ordered' } as const;
    await five.record(1, asset({ ...told, assetType: 'property' }));
    const outcomeId = outcomeOf(1);
    for (const [i, amountPence] of [80n, 90n].entries())
      receiptOf(
        await five.recorder.stage(2 + i, outcomeId, { stage: 'varied', occurredOn: on, amountPence, ground: 'appeal' }),
      );
    const stage = { stage: 'varied', occurredOn: on, amountPence: 70n, ground: 'appeal' } as const;
    const correction = { number: 1, reason: 'keying-error', stage } as const;
    await writeAsBefore(five, outcomeId, correctAssetStageContent(outcomeId, correction), (outcome, context) =>
      correctAssetStage({ ...correction, outcomeId }, outcome, context),
    );
    expect((await standing(five, outcomeId))[0]).toMatchObject({
      stages: [{ amountPence: 90n }, { amountPence: 70n }],
    });
    await five.expectVerifiedAlone();
  });

  it.each<[string, OutcomeDetails]>([
    [
      'pounds as foreign money',
      asset({
        ...{ ...ofTheUnit, ...direct, occurredOn: day('2009-03-04'), amountPence: 100n },
        foreign: { amount: 100n, currency: 'GBP', rate: '1', rateOn: day('2009-03-04'), rateSource: id('bank') },
      }),
    ],
    [
      'the digest of an empty file as evidence',
      arrest({
        ...{ ...ofTheUnit, ...direct, occurredOn: day('2009-03-04') },
        evidence: [{ label: id('scan'), sha256: EMPTY_FILE_SHA256 }],
      }),
    ],
  ])('%s', async (_, outcome) => {
    const five = await FiveForces.agreed();
    await writeAsBefore(five, outcomeOf(99), recording(outcome), (_state, context) =>
      recordOutcome({ collaboration: FIVE, outcome }, context),
    );
    await five.expectVerifiedAlone();
  });

  it('a table of deflators that was not published yet', async () => {
    const five = await FiveForces.agreed();
    const { ledger } = five;
    const table = {
      deflators: [{ index: 1n, year: 2010 }],
      illustrative: true,
      publishedOn: day('2999-01-01'),
      source: 'x',
    };
    const catalogue = await ledger.agreements.catalogue();
    const decide = (asBefore: boolean) => setDeflators(table, catalogue, { today: londonDate(ledger.now()), asBefore });
    expect(decide(false)).toMatchObject({ refusal: { code: 'date-in-future' } });
    const before = decide(true);
    const [event] = before.accepted ? before.events : [];
    if (event === undefined) throw new Error('It was never taken.');
    const by = { id: uuidEnding<CommandId>(99), actor: SOMEBODY, content: facts.setDeflators(table).content };
    await ledger.store.append(toAppend(ledger.now(), catalogueAggregate.stream, catalogue.revision, by, event));
    await five.expectVerifiedAlone();
  });

  it('a seizure that counted as valued on a basis on which nothing of it was', async () => {
    const five = await FiveForces.agreed();
    const standing = (await five.ledger.agreements.catalogue()).measures.get(id<MeasureId>('drug-seizures'));
    const rule = { ...standing, version: 2, rule: 'Any', counts: { valuationBases: ['wholesale'] } };
    await loadMeasures(five.ledger, JSON.stringify({ measures: [rule], statements: [] }), SOMEBODY);
    const outcome = seizure([powder('cocaine', 5n, 700n)], { ...ofTheUnit, ...direct, occurredOn: day('2009-03-04') });
    const outcomeId = outcomeOf(99);
    await writeAsBefore(five, outcomeId, recording(outcome), (_, context) =>
      recordOutcome({ collaboration: FIVE, outcome }, context),
    );
    await five.expectVerifiedAlone();
    // What the rule of today would make of it is no difference between two versions of the rule.
    await five.record(
      1,
      seizure([powder('cocaine', 5n, 700n)], { ...ofTheUnit, ...direct, occurredOn: day('2009-03-05') }),
    );
    expect(await recounted(five, 'drug-seizures', [1, 2])).toEqual([1n, [2n, 1n], [1n, 0n]]);
  });

  it('a claim of a unit that was not open on the day of the item, and nothing else of that kind', async () => {
    const five = await FiveForces.agreed();
    await five.change({ closed: { unit: ROADS, to: '2009-04-01' } });
    const told = asset({ ...ofTheUnit, ...direct, occurredOn: day('2009-05-01'), amountPence: 100n });
    await claimAsBefore(five, told, { ...told, unit: ROADS, occurredOn: day('2009-03-01') });
    await five.expectVerifiedAlone();
    const forged = (await exportOf(five.ledger.store)).replace('"amount":50', '"amount":51');
    expect(await verified(forged)).toMatchObject({ verdict: 'differs' });
  });

  it('an outcome that was validated while it was linked, and came back at that grade when it was unlinked', async () => {
    const five = await FiveForces.agreed();
    const told = asset({ ...ofTheUnit, ...direct, occurredOn: day('2009-05-01'), amountPence: 100n });
    for (const command of [1, 2]) await five.record(command, told);
    const outcomeId = outcomeOf(1);
    receiptOf(await five.recorder.link(3, outcomeId, outcomeOf(2)));
    const found = findingContent(outcomeId, 'OutcomeValidated', undefined, 1);
    const validator = { id: uuidEnding<CommandId>(98), actor: id<PersonId>('m-jones') };
    const validate: Decide = (outcome, { asBefore }) =>
      validateOutcome({ outcomeId, person: validator.actor }, { outcome, hands: [], revision: 1 }, undefined, asBefore);
    await writeAsBefore(five, outcomeId, found, validate, validator);
    const unlink = { outcomeId, reason: 'other' } as const;
    await writeAsBefore(five, outcomeId, unlinkOutcomeContent(unlink), (outcome, context) =>
      unlinkOutcome(unlink, outcome, context),
    );
    const text = await exportOf(five.ledger.store);
    expect(text).not.toContain('fellBackFrom');
    expect(await five.region(['assets-seized-value'], { entry: await five.head() })).toEqual({
      'assets-seized-value': 200n,
    });
    await five.expectVerified();
    expect((await standing(five, outcomeId))[0]).toMatchObject({
      ...{ grade: 'validated', postings: [{ grade: 'validated' }] },
    });
  });

  it('the first claim of an item corrected to another kind of thing while another unit claimed it', async () => {
    const five = await FiveForces.agreed();
    const told = arrest({ ...ofTheUnit, ...direct, occurredOn: day('2009-05-01') });
    const reference = { scheme: 'custody-reference', reference: 'NB/1' } as const;
    const done = receiptOf(await five.recorder.record(1, FIVE, told, reference));
    receiptOf(await five.recorder.record(2, FIVE, { ...told, unit: ROADS }, reference));
    if (done.event.type !== 'OutcomeRecorded' || done.event.outcome.item === undefined) throw new Error('No item.');
    const outcomeId = itemOutcomeId(done.event.outcome.item);
    const outcome = { ...done.event.outcome, role: 'facilitated' } as OutcomeDetails;
    await writeAsBefore(five, outcomeId, 'a correction', (state, context) =>
      correctOutcome({ outcomeId, reason: 'relabelled', outcome }, state, context),
    );
    const measures = ['arrests-facilitated', 'arrests-made'];
    const both = { 'arrests-facilitated': 1n, 'arrests-made': 0n };
    expect(await five.region(measures, { entry: await five.head() })).toEqual(both);
    await five.expectVerified();
  });

  it('a saving that was shared among units as a whole, and not year by year', async () => {
    const five = await FiveForces.agreed();
    const recurrence = { is: 'recurring', runsTo: day('2009-04-01') } as const;
    const told = saving({ ...ofTheUnit, ...direct, occurredOn: day('2007-04-01'), recurrence, grossPence: 1_002n });
    await claimAsBefore(five, told, { ...told, unit: ROADS });
    await five.expectVerifiedAlone();
    const years = ['2007-04-01', '2008-04-01', '2009-04-01'] as const;
    const own = [
      await recounted(five, GROSS, [1], years[0], years[1]),
      await recounted(five, GROSS, [1], years[1], years[2]),
    ];
    expect(own).toEqual([502n, 500n].map((posted) => [posted, [posted], [0n]]));
  });

  it('a published figure of a sum that the rule of its measure forbids: it stands, and nothing proves it', async () => {
    const five = await FiveForces.agreed();
    const { store, agreements, now } = five.ledger;
    const standing = (await agreements.catalogue()).measures.get(id<MeasureId>('drug-seizures'));
    const held = { ...standing, measure: 'seizures-held', notOver: ['month'], version: 1 };
    await loadMeasures(five.ledger, JSON.stringify({ measures: [held], statements: [] }), SOMEBODY);
    const told = { collaboration: FIVE, amount: 15n, bound: 'exact', disputed: false, source: 'press' } as const;
    const figure = { ...told, measure: id<MeasureId>('seizures-held') };
    const context = await agreements.contextFor(FIVE, now());
    if (context === undefined) throw new Error('There is no such collaboration.');
    const decide = (asBefore: boolean) => recordPublishedFigure(figure, { ...context, asBefore });
    expect(decide(false)).toMatchObject({
      refusal: { code: 'non-additive', instead: 'let the figure be of one month' },
    });
    const before = decide(true);
    const [event] = before.accepted ? before.events : [];
    if (event === undefined) throw new Error('It was never taken.');
    const by = { id: uuidEnding<CommandId>(99), actor: SOMEBODY, content: recordPublishedFigureContent(figure) };
    await store.append(toAppend(now(), figureStream(figureIdFor(by.id)), -1, by, event));
    const answer = await reconciliationsFor(five.ledger, FIVE, { entry: await five.head() });
    expect(answer).toMatchObject({ value: { figures: [{ proved: null, because: 'not-added-up' }] } });
    const saved = { 'reconciliations.json': answerJson(answer.ok ? answer.value : {}) };
    expect(await verified(await exportOf(store), saved)).toMatchObject({ verdict: 'agrees' });
  });
});

const GROSS = 'savings-cash-releasing-gross';

/** What is posted of a measure, what it would be under versions of its rule, and by how much that differs. */
async function recounted(
  five: FiveForces,
  measure: string,
  rules: readonly number[],
  from = '2008-04-01',
  to = '2010-04-01',
) {
  const question = { collaboration: FIVE, measure: id<MeasureId>(measure), rules, from: day(from), to: day(to) };
  const answer = await recountFor(five.ledger, question, undefined);
  if (!answer.ok) throw new Error(answer.refusal.code);
  const { posted, recounts } = answer.value;
  return [posted.amount, recounts.map(({ amount }) => amount), recounts.map(({ difference }) => difference)];
}

/** Records an item, and writes another unit's claim on it as it was decided before. */
async function claimAsBefore(five: FiveForces, first: OutcomeDetails, second: OutcomeDetails): Promise<void> {
  const done = await five.recorder.record(1, FIVE, first, { scheme: 'exhibit', reference: 'AB/1' });
  const event = done.ok ? done.receipt?.event : undefined;
  if (event?.type !== 'OutcomeRecorded') throw new Error('It was not recorded.');
  const [stream] = await five.ledger.store.streamsOf('outcome');
  const outcomeId = outcomeIdOf(stream ?? '');
  if (outcomeId === undefined) throw new Error('There is no item.');
  const { item } = event.outcome;
  const outcome = { ...second, ...(item !== undefined && { item }) };
  await writeAsBefore(five, outcomeId, recording(outcome), (state, context) =>
    recordItem({ collaboration: FIVE, outcome }, outcomeId, state, context),
  );
}
