import type { CivilDate } from '../src/domain/civil-date.js';
import type { ForceId, RecipientId } from '../src/domain/identifiers.js';
import type { AssetRoute } from '../src/domain/incentive/events.js';
import type { Incentives, SchemeVersion } from '../src/domain/incentive/incentives.js';
import { LABELS, type Label } from '../src/domain/posting.js';
import type { AnswerAsAt } from './answers.js';
import { distribute, type IncentiveQuestion, type RouteSums } from './incentives.js';
import type { ListedOutcome } from './outcome-list.js';
import { isCounted, overlaps } from './receipts-counted.js';

/** What every answer about incentive receipts says of itself (brief rule 12). */
export const WHAT_IT_IS = 'distribution, not a benefit';

/**
 * A recipient's part of what was collected by one route. What is not known is `null`, never 0; `difference` is received less due, and is not known while
 * a receipt of theirs is only partly of the period.
 */
export interface RecipientAnswer {
  readonly recipient: RecipientId;
  readonly due: bigint | null;
  readonly received: bigint | null;
  readonly difference: bigint | null;
}

export interface RouteAnswer extends Pick<RouteSums, 'route' | 'restsOn' | 'labels'> {
  readonly collected: { readonly principal: bigint | null; readonly interest: bigint | null };
  /** What of it is given back to nobody: collected under no version, and interest that the version does not share. */
  readonly notShared: { readonly withoutVersion: bigint; readonly interest: bigint };
  readonly versions: readonly Omit<SchemeVersion, 'collaboration' | 'route'>[];
  readonly recipients: readonly RecipientAnswer[];
}

/** A receipt as it was told. `counted` is whether its period lies in the one that was asked for; one that lies in it only partly is listed and no more. */
export interface ReceiptAnswer {
  readonly receiptNumber: number;
  readonly route: AssetRoute;
  readonly recipient: RecipientId;
  readonly force: ForceId | null;
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly receivedOn: CivilDate;
  readonly amountPence: bigint;
  readonly underVersions: readonly number[];
  readonly reverses: number | null;
  readonly counted: boolean;
  readonly labels: readonly Label[];
}

export interface IncentivesAnswer {
  readonly asAt: AnswerAsAt;
  /** The first entry that could not be counted, while one cannot: the figures stand still before it. */
  readonly incompleteSince?: number;
  readonly query: IncentiveQuestion;
  readonly is: typeof WHAT_IT_IS;
  readonly labels: readonly Label[];
  readonly routes: readonly RouteAnswer[];
  readonly receipts: readonly ReceiptAnswer[];
}

/** Distributes what was collected and puts it into the form of an answer. */
export function answerIncentives(
  query: IncentiveQuestion,
  asAt: AnswerAsAt,
  incentives: Incentives,
  assets: Iterable<ListedOutcome>,
): IncentivesAnswer {
  const routes = distribute(query, incentives, assets);
  return {
    asAt,
    query,
    is: WHAT_IT_IS,
    labels: LABELS.filter((label) => routes.some((route) => route.labels.includes(label))),
    routes: routes.map(routeAnswer),
    receipts: receiptsOf(query, incentives),
  };
}

function routeAnswer({ route, principal, interest, restsOn, labels, ...sums }: RouteSums): RouteAnswer {
  return {
    route,
    collected: { principal: principal ?? null, interest: interest ?? null },
    notShared: { withoutVersion: sums.withoutVersion, interest: sums.interestLeftOut },
    versions: sums.versions.map(({ collaboration: _, route: __, ...version }) => version),
    recipients: sums.recipients.map(({ recipient, due, received, difference }) => ({
      recipient,
      due: due ?? null,
      received: received ?? null,
      difference: difference ?? null,
    })),
    restsOn,
    labels,
  };
}

function receiptsOf(query: IncentiveQuestion, { receipts }: Incentives): readonly ReceiptAnswer[] {
  return receipts
    .filter((receipt) => overlaps(receipt, query))
    .map(({ receiptNumber, route, recipient, force, reverses, underVersions, ...told }) => ({
      receiptNumber,
      ...{ route, recipient, force: force ?? null, from: told.from, to: told.to, receivedOn: told.receivedOn },
      ...{ amountPence: told.amountPence, underVersions, reverses: reverses ?? null },
      counted: isCounted(told, query),
      labels: told.illustrative === true ? ['illustrative'] : [],
    }));
}
