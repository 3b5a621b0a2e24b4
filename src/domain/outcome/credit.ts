import { apportion, type Share, type Weight } from '../apportion.js';
import type { CivilDate } from '../civil-date.js';
import { keyInForce, type Collaboration } from '../collaboration/collaboration.js';
import { belongs, countsByKey, mayBeNamed } from '../collaboration/participation.js';
import { checked, failed, type Checked } from '../decision.js';
import { byCodeUnit, OUTSIDE, type ForceId, type FunctionId } from '../identifiers.js';
import type { Label, Posting } from '../posting.js';
import type { Refusal } from '../refusals.js';
import { AMOUNT_LIMIT } from '../shape.js';
import { unreachable } from '../unreachable.js';
import type { Counted } from './counted.js';
import type { Attribution, OutcomeDetails, OutcomeKind } from './events.js';
import type { Facts } from './facts.js';

/** Who is credited, by which weights, and whether the weights were assumed. */
export interface Credit {
  readonly weights: readonly Weight[];
  readonly isAssumed: boolean;
}

/**
 * Works out by which weights an outcome is shared: all to one force, by the version of the agreement's key in force on the day, or
 * as agreed for this outcome. Where the unit serves a function, a key shares among those only who take part in it on the day (decision
 * 0021). Refuses, in this order: unknown-key, key-not-in-force; unknown-force, not-a-member; no-weights.
 */
export function creditFor(
  attribution: Attribution,
  on: CivilDate,
  collaboration: Collaboration,
  forces: ReadonlySet<ForceId>,
  serves?: FunctionId,
): Checked<Credit> {
  switch (attribution.basis) {
    case 'direct': {
      const refusal = refuseStranger(attribution.force, 'attribution.force', on, collaboration, forces, serves);
      return refusal ?? checked({ weights: [{ force: attribution.force, weight: 1n }], isAssumed: false });
    }
    case 'key':
      return creditByKey(attribution.key, on, collaboration, forces, serves);
    case 'agreed':
      return creditAsAgreed(attribution.weights, on, collaboration, forces, serves);
    default:
      return unreachable(attribution);
  }
}

/**
 * The postings of an outcome: every measure it counts for (`countOutcome`), shared by the credit. A share of nothing is left out unless the whole is
 * nothing, because an explicit zero is not the same as unknown. Amounts in each measure's smallest unit, at the outcome's grade.
 */
export function postingsOf(facts: Facts, counted: readonly Counted[], credit: Credit): readonly Posting[] {
  return counted.flatMap((each) => shareOut(each, facts, credit.weights));
}

/** What has to be said of an outcome wherever its figures show. */
export function labelsOf(details: OutcomeDetails, credit: Credit): readonly Label[] {
  const assumed: readonly Label[] = credit.isAssumed ? ['assumed'] : [];
  return details.illustrative === true ? [...assumed, 'illustrative'] : assumed;
}

const FIELD_OF_AMOUNT: Readonly<Record<OutcomeKind, string>> = {
  arrest: 'kind',
  'property-recovered': 'amountPence',
  'drugs-seizure': 'substances',
  asset: 'amountPence',
  'counted-item': 'amount',
  saving: 'grossPence',
  cost: 'amountPence',
};

/** Refuses amounts, and sums over substances, that would not survive the journey through a JSON integer. */
export function checkAmounts({ kind }: OutcomeDetails, counted: readonly Counted[]): Checked<undefined> {
  const beyond = counted.find((each) => each.amount > AMOUNT_LIMIT || each.amount < leastOf(each));
  if (beyond === undefined) return checked(undefined);
  const field = FIELD_OF_AMOUNT[kind];
  return failed({ code: 'amount-out-of-range', field, amount: beyond.amount, least: 0n, most: AMOUNT_LIMIT });
}

/** Refuses differences that would not survive it: between two amounts on either side of zero there may be twice as much as either can be. */
export function checkDifferences({ kind }: OutcomeDetails, between: readonly Posting[]): Checked<undefined> {
  const beyond = between.find(({ amount }) => amount > AMOUNT_LIMIT || amount < -AMOUNT_LIMIT);
  if (beyond === undefined) return checked(undefined);
  const within = { least: -AMOUNT_LIMIT, most: AMOUNT_LIMIT };
  return failed({ code: 'amount-out-of-range', field: FIELD_OF_AMOUNT[kind], amount: beyond.amount, ...within });
}

/** Only what moves from one measure to another is below zero. */
function leastOf({ countsOn, ifDefined }: Counted): bigint {
  return countsOn === undefined && ifDefined === undefined ? 0n : -AMOUNT_LIMIT;
}

function shareOut(counted: Counted, { details, grade }: Facts, weights: readonly Weight[]): readonly Posting[] {
  const { unit } = details;
  const { measure, rule, countsOn: occurredOn = details.occurredOn } = counted;
  const whole = counted.amount - (counted.less ?? 0n);
  return sharesOf(counted, weights)
    .filter(({ amount }) => amount !== 0n || whole === 0n)
    .map(({ amount, force }) => {
      const posting = { amount, force, grade, measure, occurredOn, unit };
      return rule === undefined ? posting : { ...posting, rule };
    });
}

/** What is taken off is shared apart from what it is taken off, so that for each force a net is the gross less the investment, to the penny. */
function sharesOf({ amount: whole, less }: Counted, weights: readonly Weight[]): readonly Share[] {
  const shares = apportion(whole, weights);
  if (less === undefined) return shares;
  const taken = apportion(less, weights);
  return shares.map(({ force, amount }, i) => ({ force, amount: amount - (taken[i]?.amount ?? 0n) }));
}

function creditByKey(
  key: Extract<Attribution, { basis: 'key' }>['key'],
  on: CivilDate,
  collaboration: Collaboration,
  forces: ReadonlySet<ForceId>,
  serves: FunctionId | undefined,
): Checked<Credit> {
  const versions = collaboration.keys.get(key);
  const first = versions?.[0];
  if (versions === undefined || first === undefined) {
    return failed({ code: 'unknown-key', field: 'attribution.key', key, known: [...collaboration.keys.keys()] });
  }
  const version = keyInForce(versions, on);
  if (version === undefined)
    return failed({ code: 'key-not-in-force', field: 'attribution.key', key, from: first.from, on });
  const weights: Weight[] = [];
  for (const each of version.weights) {
    if (each.weight === 0n) continue;
    const isCounted = each.force === OUTSIDE || countsByKey(collaboration, each.force, on, serves);
    if (isCounted) weights.push(each);
    // Whoever belongs, though not to this, is left out. Nobody guesses who is to have the share of one who left.
    else if (!belongs(collaboration, each.force, on))
      return failed(strangerIn(each.force, 'attribution.key', on, collaboration, forces));
  }
  if (weights.length === 0) return failed({ code: 'no-weights', field: 'attribution.key' });
  return checked({ weights, isAssumed: version.isAssumed });
}

function creditAsAgreed(
  agreed: Readonly<Record<ForceId, bigint>>,
  on: CivilDate,
  collaboration: Collaboration,
  forces: ReadonlySet<ForceId>,
  serves: FunctionId | undefined,
): Checked<Credit> {
  const weights = Object.keys(agreed)
    .sort(byCodeUnit)
    .map((force) => ({ force: force as ForceId, weight: agreed[force as ForceId] ?? 0n }));
  for (const { force } of weights) {
    const refusal = refuseStranger(force, `attribution.weights.${force}`, on, collaboration, forces, serves);
    if (refusal !== undefined) return refusal;
  }
  if (!weights.some(({ weight }) => weight > 0n)) return failed({ code: 'no-weights', field: 'attribution.weights' });
  return checked({ weights: weights.filter(({ weight }) => weight > 0n), isAssumed: false });
}

/**
 * A share goes by name to a member on that day, to one who takes part in what the unit serves, or to the bucket `outside`; anybody else by
 * name is refused.
 */
export function refuseStranger(
  force: ForceId,
  field: string,
  on: CivilDate,
  collaboration: Collaboration,
  forces: ReadonlySet<ForceId>,
  serves?: FunctionId,
): ReturnType<typeof failed> | undefined {
  if (force === OUTSIDE || mayBeNamed(collaboration, force, on, serves)) return undefined;
  return failed(strangerIn(force, field, on, collaboration, forces));
}

function strangerIn(
  force: ForceId,
  field: string,
  on: CivilDate,
  collaboration: Collaboration,
  forces: ReadonlySet<ForceId>,
): Refusal {
  if (!forces.has(force)) return { code: 'unknown-force', field, force };
  return { code: 'not-a-member', field, force, collaboration: collaboration.id, on };
}
