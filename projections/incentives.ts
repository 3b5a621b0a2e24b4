import type { Period } from '../src/domain/civil-date.js';
import { divide } from '../src/domain/apportion.js';
import { byCodeUnit, type CollaborationId, type OutcomeId, type RecipientId } from '../src/domain/identifiers.js';
import type { AssetRoute } from '../src/domain/incentive/events.js';
import {
  schemeOn,
  schemesDuring,
  type IncentiveReceipt,
  type Incentives,
  type SchemeVersion,
} from '../src/domain/incentive/incentives.js';
import { ASSET_ROUTES } from '../src/domain/outcome/asset-stages.js';
import { LABELS, type Label } from '../src/domain/posting.js';
import { collectedIn, type Collected } from './collected.js';
import type { ListedOutcome } from './outcome-list.js';
import { isCounted, receiptsAcross } from './receipts-counted.js';

/** Of which collections it is asked what was given back: those of one collaboration in a period. */
export interface IncentiveQuestion extends Period {
  readonly collaboration: CollaborationId;
}

/** What one recipient is due and was given, in pence. What nobody recorded is `undefined`, never 0. */
export interface RecipientSums {
  readonly recipient: RecipientId;
  /** `undefined` where nothing was shared under a version that names it. */
  readonly due: bigint | undefined;
  /** `undefined` where no receipt counts. */
  readonly received: bigint | undefined;
  /** Received less due; `undefined` where either is, and where a receipt that does not count holds a part of the period that nobody can tell apart. */
  readonly difference: bigint | undefined;
}

/** What was collected by one route, and what becomes of it: `due` of all recipients, `withoutVersion` and `interestLeftOut` make `principal` and `interest`. */
export interface RouteSums {
  readonly route: AssetRoute;
  /** `undefined` where nothing was posted, as `interest`. */
  readonly principal: bigint | undefined;
  readonly interest: bigint | undefined;
  /** Collected on days on which no version was in force. */
  readonly withoutVersion: bigint;
  /** Interest under versions that do not share it. */
  readonly interestLeftOut: bigint;
  readonly versions: readonly SchemeVersion[];
  readonly recipients: readonly RecipientSums[];
  /** The assets that the collected sums rest on, and the last entry that says how each stands. */
  readonly restsOn: readonly { readonly outcomeId: OutcomeId; readonly entry: number }[];
  readonly labels: readonly Label[];
}

/**
 * Holds what was given back against what the schemes in force come to, route by route. What came in of one asset on one day is shared by the version of that day, exactly and by
 * largest remainder; the rest is adding. Takes assets and receipts as they stand. The result is a distribution of what was collected and enters no measure.
 */
export function distribute(
  question: IncentiveQuestion,
  incentives: Incentives,
  assets: Iterable<ListedOutcome>,
): readonly RouteSums[] {
  const collected = collectedIn(question, assets);
  const receipts = incentives.receipts.filter((receipt) => isCounted(receipt, question));
  const across = receiptsAcross(question, incentives);
  return ASSET_ROUTES.flatMap((route) => {
    const own = collected.filter((each) => each.route === route);
    const received = receipts.filter((receipt) => receipt.route === route);
    const versions = schemesDuring(incentives, route, question);
    if (own.length === 0 && received.length === 0 && versions.length === 0) return [];
    const unknown = new Set(across.filter((receipt) => receipt.route === route).map(({ recipient }) => recipient));
    return [sumsOf(route, own, received, unknown, versions, incentives)];
  });
}

function sumsOf(
  route: AssetRoute,
  collected: readonly Collected[],
  receipts: readonly IncentiveReceipt[],
  unknown: ReadonlySet<RecipientId>,
  versions: readonly SchemeVersion[],
  incentives: Incentives,
): RouteSums {
  const due = new Map<RecipientId, bigint>();
  let [withoutVersion, interestLeftOut] = [0n, 0n];
  for (const { on, part, amount } of collected) {
    const version = schemeOn(incentives, route, on);
    if (version === undefined) withoutVersion += amount;
    else if (part === 'interest' && !version.sharesInterest) interestLeftOut += amount;
    else
      for (const [recipient, share] of sharesBy(version, amount))
        due.set(recipient, (due.get(recipient) ?? 0n) + share);
  }
  const received = new Map<RecipientId, bigint>();
  for (const { recipient, amountPence } of receipts)
    received.set(recipient, (received.get(recipient) ?? 0n) + amountPence);
  const entries = new Map(collected.map(({ outcomeId, entry }) => [outcomeId, entry]));
  return {
    route,
    principal: totalOf(collected, 'principal'),
    interest: totalOf(collected, 'interest'),
    ...{ withoutVersion, interestLeftOut, versions },
    recipients: recipientsOf(versions, [...due.keys(), ...received.keys()]).map((recipient) => ({
      recipient,
      due: due.get(recipient),
      received: received.get(recipient),
      difference: unknown.has(recipient) ? undefined : lessDue(received.get(recipient), due.get(recipient)),
    })),
    restsOn: [...entries].map(([outcomeId, entry]) => ({ outcomeId, entry })).sort((a, b) => a.entry - b.entry),
    labels: labelsOf(collected, receipts, versions),
  };
}

function lessDue(received: bigint | undefined, due: bigint | undefined): bigint | undefined {
  return received === undefined || due === undefined ? undefined : received - due;
}

/** The parts of an amount by a version, in order of the recipients' ids: they make the amount exactly, whichever way they were listed. */
export function sharesBy(
  { weights }: Pick<SchemeVersion, 'weights'>,
  amount: bigint,
): readonly (readonly [RecipientId, bigint])[] {
  const inOrder = Object.entries<bigint>(weights).sort(([a], [b]) => byCodeUnit(a, b));
  const parts = divide(
    amount,
    inOrder.map(([, weight]) => weight),
  );
  return inOrder.map(([recipient], i) => [recipient as RecipientId, parts[i] ?? 0n]);
}

function recipientsOf(versions: readonly SchemeVersion[], others: readonly RecipientId[]): readonly RecipientId[] {
  const named = versions.flatMap(({ weights }) => Object.keys(weights) as RecipientId[]);
  return [...new Set([...named, ...others])].sort(byCodeUnit);
}

function totalOf(collected: readonly Collected[], wanted: Collected['part']): bigint | undefined {
  const amounts = collected.filter(({ part }) => part === wanted).map(({ amount }) => amount);
  return amounts.length === 0 ? undefined : amounts.reduce((sum, amount) => sum + amount);
}

function labelsOf(
  collected: readonly Collected[],
  receipts: readonly IncentiveReceipt[],
  versions: readonly SchemeVersion[],
): readonly Label[] {
  const borne = new Set<Label>(collected.flatMap(({ labels }) => labels));
  if (versions.some(({ assumed }) => assumed)) borne.add('assumed');
  if (receipts.some(({ illustrative }) => illustrative === true)) borne.add('illustrative');
  return LABELS.filter((label) => borne.has(label));
}
