import { readFile } from 'node:fs/promises';
import type { CollaborationId, PersonId } from '../../src/domain/identifiers.js';
import { loadMeasures } from '../../src/features/load-measures/load-measures.js';
import { day, id } from './given-when-then.js';
import type { LedgerInMemory } from './ledgers.js';
import type { Executed } from '../../src/ledger/execute.js';
import { outcomeOf, type Recorder } from './recording.js';

const JOINT = id<CollaborationId>('joint-working');
const common = {
  kind: 'asset',
  unit: id<never>('rart'),
  leadForce: id<never>('west-yorkshire'),
  attribution: { basis: 'key', key: id<never>('population') },
} as const;

/** The golden ledger's assets that reach further stages: an order varied twice and paid in parts, and euros that were exchanged. Everything about it is fixed. */
export async function stageAssets(ledger: LedgerInMemory, recorder: Recorder): Promise<void> {
  const measures = await readFile(new URL('../golden/stage-measures.json', import.meta.url), 'utf8');
  const { refused } = await loadMeasures(ledger, measures, id<PersonId>('programme-team'));
  if (refused.length > 0) throw new Error(`The golden ledger is refused: ${refused.map(({ what }) => what).join()}`);
  await exchangeEuros(recorder);
  await payAnOrder(recorder);
  const kept = { itemType: 'vehicle', amountPence: 500n, valuationBasis: 'owner', returnedToOwner: false } as const;
  const recovered = { ...common, ...kept, kind: 'property-recovered', occurredOn: day('2011-05-01') } as const;
  taken(await recorder.record(143, JOINT, recovered));
}

/** Cash detained in part: how much is put right on its own day, of which more was told, and the rest is returned once what was detained is forfeited. */
export async function releaseTheRest({ record, stage, correctStage }: Recorder): Promise<void> {
  const on = (date: string, amountPence: bigint) => ({ occurredOn: day(date), amountPence });
  const seized = { assetType: 'cash', route: 'cash-forfeiture', stage: 'seized', ...on('2011-06-01', 1_000n) } as const;
  taken(await record(807, JOINT, { ...common, ...seized }));
  const detained = { stage: 'detained', ...on('2011-06-02', 500n) } as const;
  taken(await stage(808, outcomeOf(807), detained, 0));
  taken(await stage(809, outcomeOf(807), { stage: 'forfeited', ...on('2011-06-02', 100n) }, 1));
  const putRight = { number: 1, reason: 'court-order', stage: { ...detained, amountPence: 600n } } as const;
  taken(await correctStage(810, outcomeOf(807), putRight, 2));
  taken(await stage(811, outcomeOf(807), { stage: 'forfeited', ...on('2011-09-01', 500n) }, 3));
  taken(await stage(812, outcomeOf(807), { stage: 'returned', ...on('2011-10-01', 400n) }, 4));
}

async function payAnOrder({ record, stage, correctStage }: Recorder): Promise<void> {
  const on = (date: string, amountPence: bigint) => ({ occurredOn: day(date), amountPence });
  const restrained = { ...on('2010-05-01', 900_000n), route: 'confiscation', stage: 'restrained' } as const;
  taken(await record(141, JOINT, { ...common, assetType: 'property', ...restrained }));
  const reference = { document: 'confiscation-order', dated: day('2010-09-01') } as const;
  taken(await stage(151, outcomeOf(141), { stage: 'ordered', ...on('2010-09-01', 800_001n), reference }, 0));
  taken(await stage(152, outcomeOf(141), { stage: 'varied', ...on('2011-01-10', 700_000n), ground: 'appeal' }, 1));
  const paid = { stage: 'collected', ...on('2011-03-01', 720_000n), interestPence: 1_234n } as const;
  taken(await stage(153, outcomeOf(141), paid, 2));
  taken(
    await correctStage(
      154,
      outcomeOf(141),
      { number: 3, reason: 'keying-error', stage: { ...paid, ...on('2011-03-02', 600_000n) } },
      3,
    ),
  );
  taken(await stage(155, outcomeOf(141), { stage: 'compensated', ...on('2011-04-01', 100_000n) }, 4));
  taken(await stage(156, outcomeOf(141), { stage: 'written-off', ...on('2012-01-01', 100_000n) }, 5));
  taken(await correctStage(157, outcomeOf(141), { number: 5, reason: 'court-order' }, 6));
}

async function exchangeEuros({ record, stage }: Recorder): Promise<void> {
  const euros = { amount: 1_000_000n, currency: 'EUR', rateSource: id('bank-of-england') } as const;
  const seized = {
    assetType: 'cash',
    route: 'cash-forfeiture',
    stage: 'seized',
    occurredOn: day('2011-02-01'),
  } as const;
  const foreign = { ...euros, rate: '0.8512', rateOn: day('2011-02-01') } as const;
  taken(await record(142, JOINT, { ...common, ...seized, amountPence: 851_200n, foreign }));
  taken(
    await stage(158, outcomeOf(142), { stage: 'detained', occurredOn: day('2011-02-03'), amountPence: 851_200n }, 0),
  );
  const later = { ...euros, rate: '0.8801', rateOn: day('2011-06-01') } as const;
  const exchanged = {
    stage: 'exchanged',
    occurredOn: day('2011-06-02'),
    amountPence: 880_100n,
    foreign: later,
  } as const;
  taken(await stage(159, outcomeOf(142), exchanged, 1));
  taken(
    await stage(160, outcomeOf(142), { stage: 'released', occurredOn: day('2011-07-01'), amountPence: 80_100n }, 2),
  );
  const rest = { stage: 'applied-to-order', occurredOn: day('2011-07-02'), amountPence: 800_000n } as const;
  taken(await stage(161, outcomeOf(142), rest, 3));
}

function taken(done: Executed): void {
  if (!done.ok) throw new Error(`The golden ledger is refused: ${done.refusal.code}`);
}
