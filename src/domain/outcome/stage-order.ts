import { checked, failed, type Checked } from '../decision.js';
import type { Refusal } from '../refusals.js';
import { unreachable } from '../unreachable.js';
import type { AssetStage, LaterStage } from './asset-stages.js';
import type { OutcomeDetails } from './events.js';
import { foreignFits, refusePounds } from './foreign-money.js';
import { STAGE_TABLE } from './stage-table.js';

type Asset = Extract<OutcomeDetails, { kind: 'asset' }>;

/** Where an asset stands while its stages are gone through. Amounts in pence. */
export interface Standing {
  /** The stage that says what may follow. */
  readonly at: Asset['stage'] | LaterStage;
  /** What was seized, restrained or frozen and is still held. */
  readonly held: bigint;
  /** Of that, what was not detained when other cash of the same seizure was: it may be released or returned, and nothing else. */
  readonly undetained: bigint;
  /** Whether what is held is foreign money, which was not exchanged yet. */
  readonly isForeign: boolean;
  readonly ordered: bigint;
  /** Principal that came in by an order or by forfeiture, and was not paid out as compensation. */
  readonly kept: bigint;
  /** Principal collected, with what of it was paid out as compensation. */
  readonly paid: bigint;
}

/** Where an asset stands when it was recorded and reached no other stage yet. */
export function standingAtFirst({ stage, amountPence, foreign }: Asset): Standing {
  const isOrder = stage === 'ordered';
  return {
    at: stage,
    held: isOrder ? 0n : amountPence,
    undetained: 0n,
    isForeign: foreign !== undefined,
    ordered: isOrder ? amountPence : 0n,
    kept: 0n,
    paid: 0n,
  };
}

/**
 * Where it stands after one more stage, which `checkStages` has let through. `asBefore`: see `OutcomeContext`; what was not detained with the rest was no longer held
 * then.
 */
export function standingAfter(was: Standing, reached: AssetStage, asBefore = false): Standing {
  const { stage, amountPence } = reached;
  switch (stage) {
    case 'detained':
      return asBefore
        ? { ...was, at: stage, held: amountPence }
        : { ...was, at: stage, undetained: was.held - amountPence };
    case 'ordered':
    case 'varied':
      return { ...was, at: stage, ordered: amountPence };
    case 'collected':
      return { ...was, at: stage, kept: was.kept + amountPence, paid: was.paid + amountPence };
    case 'satisfied':
    case 'written-off':
      return { ...was, at: stage };
    case 'forfeited':
      return { ...left(was, reached), kept: was.kept + amountPence };
    case 'applied-to-order':
      return left(was, reached);
    case 'released':
    case 'returned':
      return left({ ...was, undetained: was.undetained - least(was.undetained, amountPence) }, reached);
    case 'compensated':
      return { ...was, kept: was.kept - amountPence };
    case 'exchanged':
      return { ...was, held: amountPence, isForeign: false };
    default:
      return unreachable(stage);
  }
}

/** Part of what was held left; while some is held still, the asset is at the stage at which that is held. What is given back comes out of what was not detained first. */
function left(was: Standing, { stage, amountPence }: AssetStage): Standing {
  const held = was.held - amountPence;
  return { ...was, held, at: held > was.undetained ? was.at : stage };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

const GIVEN_BACK = ['released', 'returned'] as const;

/** The stages that may follow, in the order of the table. */
export function mayFollow(
  { route }: Asset,
  { at, held, undetained, isForeign, kept }: Standing,
): readonly LaterStage[] {
  const next = STAGE_TABLE[route].next[at] ?? [];
  const mayBeExchanged = isForeign && held > 0n;
  return [
    ...next,
    ...(undetained > 0n ? GIVEN_BACK.filter((stage) => !next.includes(stage)) : []),
    ...(mayBeExchanged ? (['exchanged'] as const) : []),
    ...(kept > 0n ? (['compensated'] as const) : []),
  ];
}

/**
 * Checks an asset and all its stages, in the order of their dates, against the table of its route. Refuses the first that is wrong: stage-out-of-order,
 * with the allowed stages named; not-foreign for pounds as foreign money; amount-out-of-range, where more is detained, released, returned, forfeited, applied or paid out than there is; contradicts-record, where
 * other foreign money is exchanged than was taken, or less of it is held than all; exchange-mismatch, where the pence do not follow from the rate. `asBefore`: see `OutcomeContext`.
 */
export function checkStages(asset: Asset, stages: readonly AssetStage[], asBefore = false): Checked<undefined> {
  const { first } = STAGE_TABLE[asset.route];
  if (!first.includes(asset.stage)) {
    const because = `the route ${asset.route} does not begin at ${asset.stage}`;
    return failed({ code: 'stage-out-of-order', field: 'stage', because, allowed: first });
  }
  const pounds = asBefore ? undefined : refusePounds(asset.foreign);
  if (pounds !== undefined) return failed(pounds);
  const mismatch = asset.foreign && foreignFits(asset.foreign, asset.amountPence, 'amountPence');
  if (mismatch !== undefined) return failed(mismatch);
  let standing = standingAtFirst(asset);
  let before: Pick<AssetStage, 'occurredOn'> = asset;
  for (const reached of stages) {
    const refusal = refuseStage(asset, standing, before, reached, asBefore);
    if (refusal !== undefined) return failed(refusal);
    standing = standingAfter(standing, reached, asBefore);
    if (asBefore) standing = { ...standing, isForeign: asset.foreign !== undefined };
    before = reached;
  }
  return checked(undefined);
}

function refuseStage(
  asset: Asset,
  standing: Standing,
  before: Pick<AssetStage, 'occurredOn'>,
  reached: AssetStage,
  asBefore: boolean,
): Refusal | undefined {
  const { stage, amountPence, occurredOn } = reached;
  const allowed = mayFollow(asset, standing);
  const outOfOrder = { code: 'stage-out-of-order', field: 'stage', allowed } as const;
  if (!allowed.includes(stage)) {
    const by = `on the route ${asset.route}`;
    return { ...outOfOrder, because: `${stage} on ${occurredOn} does not follow ${standing.at} ${by}` };
  }
  if (occurredOn < before.occurredOn) {
    return { ...outOfOrder, field: 'occurredOn', because: `${occurredOn} is before the asset was ${asset.stage}` };
  }
  const most = mostOf(reached, standing);
  if (most !== undefined && amountPence > most) {
    const told = `${stage} on ${occurredOn}`;
    return { code: 'amount-out-of-range', field: 'amountPence', stage: told, amount: amountPence, least: 0n, most };
  }
  return reached.stage === 'exchanged'
    ? refuseExchange(asset, asBefore ? { held: asset.amountPence, undetained: 0n } : standing, reached)
    : undefined;
}

/** The most that a stage may be of, where there is such a limit. Collecting has none: more than was ordered is flagged, not refused. */
function mostOf({ stage }: AssetStage, { held, undetained, kept }: Standing): bigint | undefined {
  switch (stage) {
    case 'detained':
    case 'released':
    case 'returned':
      return held;
    case 'forfeited':
    case 'applied-to-order':
      return held - undetained;
    case 'compensated':
      return kept;
    case 'ordered':
    case 'varied':
    case 'collected':
    case 'satisfied':
    case 'written-off':
    case 'exchanged':
      return undefined;
    default:
      return unreachable(stage);
  }
}

/** The money that was exchanged is all the money that was taken, in its own currency and to the last unit: what a part of it came to, nobody could tell from pence. */
function refuseExchange(
  { amountPence: takenPence, foreign: taken }: Asset,
  { held, undetained }: Pick<Standing, 'held' | 'undetained'>,
  { foreign, amountPence }: Extract<AssetStage, { stage: 'exchanged' }>,
): Refusal | undefined {
  const contradiction = { code: 'contradicts-record', field: 'foreign' } as const;
  if (taken !== undefined && (taken.currency !== foreign.currency || taken.amount !== foreign.amount)) {
    const recorded = `${taken.amount} of the smallest unit of ${taken.currency} were taken`;
    return { ...contradiction, recorded };
  }
  const together = held - undetained;
  if (together !== takenPence)
    return {
      ...contradiction,
      recorded: `of ${takenPence} pence of foreign money, ${together} are held${undetained > 0n ? ' and detained' : ''}; only all of it is exchanged`,
    };
  return foreignFits(foreign, amountPence, 'amountPence');
}
