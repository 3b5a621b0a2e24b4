import { readFile } from 'node:fs/promises';
import type {
  CollaborationId,
  CommandId,
  ForceId,
  KeyId,
  MeasureId,
  PersonId,
  RecipientId,
  UnitId,
} from '../../src/domain/identifiers.js';
import type { IncentiveFact } from '../../src/domain/incentive/events.js';
import { loadCollaborations } from '../../src/features/load-collaborations/load-collaborations.js';
import { loadDeflators } from '../../src/features/load-deflators/load-deflators.js';
import { loadMeasures } from '../../src/features/load-measures/load-measures.js';
import { loadProgrammes } from '../../src/features/load-programmes/load-programmes.js';
import type { OutcomeDetails } from '../../src/domain/outcome/events.js';
import { recordOutcome } from '../../src/domain/outcome/record-outcome.js';
import type { PublishedFigure } from '../../src/domain/published-figure/events.js';
import { recordPublishedFigure } from '../../src/domain/published-figure/record-published-figure.js';
import {
  figureIdFor,
  itemOutcomeId,
  recordOutcomeContent,
  recordPublishedFigureContent,
} from '../../src/ledger/commands.js';
import { executeNew, type Executed } from '../../src/ledger/execute.js';
import { recordIncentiveFact } from '../../src/ledger/incentives.js';
import { figureStream, outcomeStream } from '../../src/ledger/streams.js';
import { day, id, uuidEnding } from './given-when-then.js';
import { changeAgreements, countByRules } from './golden-agreements.js';
import { linkWhatWasValidated } from './golden-links.js';
import { validateSavings } from './golden-savings.js';
import { releaseTheRest, stageAssets } from './golden-stages.js';
import { ledgerInMemory, type LedgerInMemory } from './ledgers.js';
import { outcomeOf, recorderOf, type Recorder } from './recording.js';

export const JOINT = id<CollaborationId>('joint-working');
export const FORENSICS = id<CollaborationId>('forensics');
const HUMBERSIDE = id<ForceId>('humberside');
const WEST = id<ForceId>('west-yorkshire');
const CLEVELAND = id<ForceId>('cleveland');
const OUTSIDE = id<ForceId>('outside');
const RART = id<UnitId>('rart');
const RRPT = id<UnitId>('rrpt');
const POPULATION = id<KeyId>('population');

const byKey = { basis: 'key', key: POPULATION } as const;
const toWest = { basis: 'direct', force: WEST } as const;
const asset = {
  kind: 'asset',
  unit: RART,
  leadForce: WEST,
  assetType: 'cash',
  route: 'cash-forfeiture',
  stage: 'seized',
} as const;
const powder = { form: id('powder'), quantityIn: 'milligrams', valuationBasis: 'street' } as const;

/**
 * A small ledger with an entry of every type and an outcome of every kind: several collaborations with a unit of the same id, a force
 * that leaves, a key with two versions, corrections of corrections, withdrawals, published figures in one another, a clock that went
 * back. Everything about it is fixed. It may only grow, at its end.
 */
export async function goldenLedger(): Promise<LedgerInMemory> {
  const ledger = ledgerInMemory();
  const read = (name: string) => readFile(new URL(`../golden/${name}`, import.meta.url), 'utf8');
  const actor = id<PersonId>('programme-team');
  for (const { refused } of [
    await loadMeasures(ledger, await read('measures.json'), actor),
    await loadCollaborations(ledger, await read('collaborations.json'), actor),
  ])
    if (refused.length > 0) throw new Error(`The golden ledger is refused: ${refused.map(({ what }) => what).join()}`);
  const recorder = recorderOf(ledger);
  await recordOutcomes(recorder);
  ledger.clock.set('2012-03-31T22:30:00.000Z');
  await changeOutcomes(recorder);
  ledger.clock.set('2012-10-28T00:30:00.000Z');
  await publishFigures(ledger, recorder);
  const { refused } = await loadProgrammes(ledger, await read('programmes.json'), actor);
  if (refused.length > 0)
    throw new Error(`The golden programmes are refused: ${refused.map(({ what }) => what).join()}`);
  ledger.clock.set('2012-11-01T10:00:00.000Z');
  const more = await loadMeasures(ledger, await read('measures-of-savings.json'), actor);
  if (more.refused.length > 0) throw new Error('The golden ledger is refused.');
  await recordSavings(ledger, recorder);
  ledger.clock.set('2018-05-01T09:00:00.000Z');
  await changeAgreements(ledger, recorder, JOINT);
  await recordFindings(ledger, recorder);
  await stageAssets(ledger, recorder);
  await claimAnItem(recorder);
  const about = { source: 'made up for this ledger', publishedOn: '2012-09-30', illustrative: true };
  const set = await loadDeflators(ledger, 'financial_year,index\n2009-10,95.5\n2010-11,100\n', about, actor);
  if (!set.ok) throw new Error('The golden deflators are refused.');
  await publishInside(recorder);
  const rules = await loadMeasures(ledger, await read('measures-with-rules.json'), actor);
  if (rules.refused.length > 0) throw new Error('The golden rules are refused.');
  await countByRules(recorder, JOINT);
  await giveBack(ledger);
  await disputeAndSettle(recorder);
  await linkWhatWasValidated(ledger, recorder, JOINT);
  await releaseTheRest(recorder);
  await validateSavings(ledger, recorder, JOINT);
  return ledger;
}

async function recordOutcomes({ record }: Recorder): Promise<void> {
  const on = (date: string) => ({ occurredOn: day(date) });
  const arrest = { kind: 'arrest', unit: RRPT, leadForce: WEST, offenceGroup: id('drugs-supply') } as const;
  taken(await record(1, JOINT, { ...asset, ...on('2010-03-04'), attribution: byKey, amountPence: 1_250_001n }));
  taken(await record(2, JOINT, { ...asset, ...on('2010-07-01'), attribution: byKey, amountPence: 100n }));
  taken(await record(3, FORENSICS, { ...asset, ...on('2010-07-01'), attribution: byKey, amountPence: 100n }));
  taken(await record(4, JOINT, { ...arrest, ...on('2009-01-01'), role: 'made', attribution: toWest }));
  taken(
    await record(5, JOINT, {
      ...arrest,
      ...on('2010-12-31'),
      role: 'facilitated',
      attribution: toWest,
      operation: id('mille'),
    }),
  );
  taken(
    await record(6, JOINT, {
      kind: 'property-recovered',
      ...{ unit: RRPT, leadForce: HUMBERSIDE, itemType: 'vehicle', valuationBasis: 'trade-guide' },
      ...on('2010-06-30'),
      amountPence: 0n,
      returnedToOwner: true,
      attribution: { basis: 'agreed', weights: { [CLEVELAND]: 2n, [HUMBERSIDE]: 1n, [OUTSIDE]: 1n } },
      evidence: [{ label: id('photograph'), sha256: 'ab'.repeat(32) }],
    }),
  );
  const cannabis = { ...powder, substance: id('cannabis'), quantity: 27_500n, amountPence: 30_001n };
  const plants = { substance: id('cannabis'), form: id('plant'), quantity: 12n, quantityIn: 'plants' } as const;
  const cocaine = { ...powder, substance: id('cocaine'), quantity: 1_000n, amountPence: 4_000n };
  const seizure = {
    kind: 'drugs-seizure',
    unit: RRPT,
    leadForce: CLEVELAND,
    attribution: { basis: 'key', key: id<KeyId>('equal') },
  } as const;
  taken(await record(7, JOINT, { ...seizure, ...on('2009-01-25'), substances: [cannabis] }));
  taken(
    await record(8, JOINT, {
      ...seizure,
      ...on('2009-01-26'),
      substances: [cannabis, plants, cocaine],
      illustrative: true,
    }),
  );
  const firearms = {
    kind: 'counted-item',
    measure: id<MeasureId>('firearms-seized'),
    unit: RART,
    leadForce: WEST,
  } as const;
  taken(await record(9, JOINT, { ...firearms, ...on('2011-02-28'), amount: 3n, attribution: toWest }));
  taken(await record(10, FORENSICS, { ...firearms, ...on('2011-02-28'), amount: 0n, attribution: toWest }));
}

async function changeOutcomes({ correct, withdraw }: Recorder): Promise<void> {
  taken(await correct(21, outcomeOf(1), 'valuation-revised', { amountPence: 1_200_000 }, 0));
  taken(await correct(22, outcomeOf(1), 'attribution-revised', { attribution: toWest, operation: 'mille' }, 1));
  taken(await correct(23, outcomeOf(1), 'valuation-revised', { amountPence: 0, operation: null }, 2));
  taken(await correct(24, outcomeOf(4), 'relabelled', { role: 'facilitated' }, 0));
  taken(await correct(25, outcomeOf(8), 'laboratory-result', { occurredOn: '2009-02-01', illustrative: null }, 0));
  taken(await withdraw(26, outcomeOf(2), 'duplicate'));
  taken(await withdraw(27, outcomeOf(8), 'recorded-in-error', 1));
}

async function publishFigures(ledger: LedgerInMemory, { publish, record }: Recorder): Promise<void> {
  const figure = { collaboration: JOINT, measure: id<MeasureId>('arrests'), disputed: false } as const;
  const period = { from: day('2009-01-01'), to: day('2011-01-01') };
  const table = { ...figure, ...period, amount: 693n, bound: 'exact', source: 'Benefits Realised table' } as const;
  taken(await publish(31, table));
  const within = figureIdFor(uuidEnding<CommandId>(31));
  taken(
    await publishedBefore(ledger, 32, {
      ...table,
      amount: 46n,
      within,
      force: WEST,
      operation: id('mille'),
      source: 'a force’s release',
    }),
  );
  taken(await publish(33, { ...figure, amount: 600n, bound: 'at-least', disputed: true, unit: RRPT, source: 'press' }));
  taken(await publish(34, { ...table, measure: id<MeasureId>('assets-seized-value'), amount: 407_472_000n }));
  taken(await record(11, JOINT, { ...asset, occurredOn: day('2010-12-31'), attribution: byKey, amountPence: 1n }));
}

/** A figure inside another one, as the program recorded it before it looked that one up. */
async function publishedBefore(ledger: LedgerInMemory, command: number, figure: PublishedFigure): Promise<Executed> {
  const context = await ledger.agreements.contextFor(figure.collaboration, ledger.now());
  if (context === undefined) throw new Error('no such collaboration');
  const sender = { id: uuidEnding<CommandId>(command), actor: id<PersonId>('j-smith') };
  const decision = recordPublishedFigure(figure, { ...context, containing: 'not-looked-up' });
  const content = recordPublishedFigureContent(figure);
  const done = await executeNew(ledger, figureStream(figureIdFor(sender.id)), { ...sender, content }, decision);
  ledger.clock.advance(1000);
  return done;
}

/** An outcome that carries on another one, as the program recorded it before it looked that one up. */
async function recordAsBefore(ledger: LedgerInMemory, number: number, outcome: OutcomeDetails): Promise<Executed> {
  const sender = { id: uuidEnding<CommandId>(number), actor: id<PersonId>('j-smith') };
  const context = await ledger.agreements.contextFor(JOINT, ledger.now());
  if (context === undefined) throw new Error('The golden agreement is not there.');
  const decision = recordOutcome({ collaboration: JOINT, outcome }, { ...context, predecessor: 'not-looked-up' });
  const content = recordOutcomeContent(JOINT, outcome);
  const done = await executeNew(ledger, outcomeStream(outcomeOf(number)), { ...sender, content }, decision);
  ledger.clock.advance(1000);
  return done;
}

async function recordSavings(ledger: LedgerInMemory, { record, correct }: Recorder): Promise<void> {
  const training = { unit: RART, leadForce: WEST, attribution: byKey } as const;
  const saving = {
    kind: 'saving',
    ...training,
    budgetLine: id('crime-training'),
    nature: 'cash-releasing',
    grossPence: 51_000_000n,
    investmentPence: 20_000_001n,
  } as const;
  const runs = (runsTo: string) => ({ is: 'recurring', runsTo: day(runsTo) }) as const;
  taken(
    await record(41, JOINT, {
      ...saving,
      ...{ occurredOn: day('2008-07-15'), recurrence: runs('2011-04-01'), officerMinutes: 90_000n },
      baseline: { amountPence: 70_000_000n, basis: id('previous-year'), on: day('2008-03-31') },
    }),
  );
  taken(
    await recordAsBefore(ledger, 42, {
      ...saving,
      ...{ occurredOn: day('2011-04-01'), recurrence: { is: 'one-off' }, carriedFrom: outcomeOf(41) },
      ...{ investmentPence: 0n, officerMinutes: 7n },
    }),
  );
  const cost = { kind: 'cost', ...training, occurredOn: day('2010-01-01'), runsTo: day('2010-07-01') } as const;
  const arrests = id<MeasureId>('arrests');
  taken(await record(43, JOINT, { ...cost, costType: 'regional-response', amountPence: 750_001n, measure: arrests }));
  taken(
    await record(44, JOINT, {
      ...cost,
      ...{ costType: 'local-comparator', amountPence: 1_000_000n, measure: arrests, attribution: toWest },
    }),
  );
  const ended = { is: 'recurring', runsTo: '2010-10-01', expectedTo: '2011-03-31' };
  taken(await correct(45, outcomeOf(41), 'other', { recurrence: ended }, 0));
}

/** A figure inside another one, which is looked up by now. */
async function publishInside({ publish }: Recorder): Promise<void> {
  const within = figureIdFor(uuidEnding<CommandId>(31));
  const figure = {
    collaboration: JOINT,
    measure: id<MeasureId>('arrests'),
    bound: 'at-least',
    disputed: false,
  } as const;
  const year = { from: day('2009-01-01'), to: day('2010-01-01') };
  taken(await publish(81, { ...figure, ...year, within, force: WEST, amount: 40n, source: 'a force’s release' }));
}

/** A force's figure is disputed and settled, and the region's press release, disputed when it was recorded, is settled too. */
async function disputeAndSettle({ dispute }: Recorder): Promise<void> {
  const [force, press] = [81, 33].map((command) => figureIdFor(uuidEnding<CommandId>(command)));
  if (force === undefined || press === undefined) throw new Error('no figures');
  taken(await dispute(211, force, { type: 'PublishedFigureDisputed', reason: 'sources-disagree' }));
  taken(await dispute(212, force, { type: 'FigureDisputeEnded', reason: 'source-confirmed' }));
  taken(await dispute(213, press, { type: 'FigureDisputeEnded', reason: 'entries-support-it' }));
}

/** One outcome of each way that findings can go, on days of their own: audited, answered and validated, and rejected. */
async function recordFindings(ledger: LedgerInMemory, { record, correct }: Recorder): Promise<void> {
  const [validator, auditor] = ['m-jones', 'a-auditor'].map((person) => recorderOf(ledger, id<PersonId>(person)));
  if (validator === undefined || auditor === undefined) throw new Error('nobody');
  const firearms = { kind: 'counted-item', measure: id<MeasureId>('firearms-seized'), unit: RART } as const;
  for (const [command, date] of [
    [71, '2011-03-01'],
    [72, '2011-04-01'],
    [73, '2011-05-01'],
  ] as const) {
    const told = { ...firearms, leadForce: WEST, occurredOn: day(date), amount: BigInt(command), attribution: byKey };
    // Nothing is audited without something to look at.
    const evidence = [{ label: id('receipt'), sha256: 'cd'.repeat(32) }];
    taken(await record(command, JOINT, command === 71 ? { ...told, evidence } : told));
  }
  taken(await validator.find(74, outcomeOf(71), { finding: 'validated' }, 0));
  taken(await auditor.find(75, outcomeOf(71), { finding: 'audited' }, 1));
  taken(await validator.find(76, outcomeOf(72), { finding: 'queried', reason: 'amount-in-doubt' }, 0));
  taken(await auditor.find(77, outcomeOf(72), { finding: 'answered', reason: 'stands-as-recorded' }, 1));
  taken(await validator.find(78, outcomeOf(72), { finding: 'validated' }, 2));
  taken(await correct(79, outcomeOf(72), 'keying-error', { amount: 15 }, 3));
  taken(await validator.find(80, outcomeOf(73), { finding: 'rejected', reason: 'counted-elsewhere' }, 0));
}

/** What came in of the confiscation order is given back, by a scheme and then another; one receipt was told in error. */
async function giveBack(ledger: LedgerInMemory): Promise<void> {
  const told = async (command: number, fact: IncentiveFact): Promise<void> => {
    taken(
      await recordIncentiveFact(ledger, { id: uuidEnding<CommandId>(command), actor: id<PersonId>('j-smith') }, fact),
    );
    ledger.clock.advance(1000);
  };
  const of = { collaboration: JOINT, route: 'confiscation' } as const;
  const scheme = { type: 'IncentiveSchemeSet', ...of, assumed: true, source: 'made up for this ledger' } as const;
  const [police, courts] = [id<RecipientId>('police'), id<RecipientId>('courts')];
  const weights = { [courts]: 2n, [police]: 3n };
  await told(201, { ...scheme, version: 1, from: day('2009-04-01'), sharesInterest: true, weights });
  await told(202, { ...scheme, version: 2, from: day('2011-04-01'), sharesInterest: false, weights: { [police]: 1n } });
  const receipt = { type: 'IncentiveReceiptRecorded', ...of, recipient: police } as const;
  const year = { from: day('2010-04-01'), to: day('2011-04-01'), receivedOn: day('2011-06-15') };
  await told(203, { ...receipt, ...year, force: WEST, amountPence: 300_000n });
  const error = { ...receipt, ...year, illustrative: true } as const;
  await told(204, { ...error, amountPence: 5n });
  await told(205, { ...error, amountPence: -5n, reverses: 2 });
}

/** One arrest that two units claim, and a link that is made and undone. */
async function claimAnItem({ record, correct, withdraw, agreeWeights, link, unlink }: Recorder): Promise<void> {
  const custody = { scheme: 'custody-reference', reference: 'NB/1234/10' } as const;
  const arrest = {
    kind: 'arrest',
    role: 'made',
    leadForce: WEST,
    offenceGroup: id('drugs-supply'),
    occurredOn: day('2010-05-06'),
    attribution: byKey,
  } as const;
  taken(await record(91, JOINT, { ...arrest, unit: RRPT }, custody));
  const claimed = await record(92, JOINT, { ...arrest, unit: RART, attribution: toWest }, custody);
  taken(claimed);
  const item =
    claimed.ok && claimed.receipt?.event.type === 'OutcomeClaimed' ? claimed.receipt.event.outcome.item : undefined;
  if (item === undefined) throw new Error('The golden ledger has no item.');
  const outcome = itemOutcomeId(item);
  taken(await agreeWeights(93, outcome, { [RART]: 1n, [RRPT]: 2n }));
  taken(await correct(94, outcome, 'attribution-revised', { attribution: byKey }, 2, RART));
  taken(await withdraw(95, outcome, 'recorded-in-error', 3, RRPT));
  taken(await record(96, JOINT, { ...arrest, unit: RRPT }, custody));
  taken(await link(97, outcomeOf(5), outcome));
  taken(await unlink(98, outcomeOf(5)));
  taken(await correct(99, outcomeOf(5), 'relabelled', { role: 'made' }, 2));
}

function taken(done: Executed): void {
  if (!done.ok) throw new Error(`The golden ledger is refused: ${done.refusal.code}`);
}
