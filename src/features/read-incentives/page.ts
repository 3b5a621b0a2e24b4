import type {
  IncentivesAnswer,
  ReceiptAnswer,
  RecipientAnswer,
  RouteAnswer,
} from '../../../projections/incentive-answer.js';
import { formatPounds } from '../../domain/money.js';
import type { Label } from '../../domain/posting.js';
import { viewAsAt } from '../../web/as-at-words.js';
import { capitalised, formatDay, formatPeriod, spaced } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import type { Names } from '../../web/names.js';

/** Puts what was given back into words. It works nothing out: each amount is the answer's own. `asked` is the `asAt` as it was given. */
export function viewIncentives(answer: IncentivesAnswer, names: Names, asked: string | undefined) {
  const { asAt, incompleteSince, query, labels, routes, receipts } = answer;
  return {
    asAt: viewAsAt(asAt, incompleteSince),
    now: asked === undefined ? null : addressOf('/incentive-receipts', query),
    period: formatPeriod(query),
    labels: labelsHere(labels),
    routes: routes.map((route) => viewRoute(route)),
    receipts: receipts.map((receipt) => viewReceipt(receipt, names)),
    json: addressOf('/api/v1/incentive-receipts', query, asked),
  };
}

function viewRoute({ route, collected, notShared, versions, recipients, restsOn, labels }: RouteAnswer) {
  return {
    id: route,
    name: capitalised(spaced(route)),
    collected: [
      collectedWords(collected),
      ...(notShared.withoutVersion === 0n
        ? []
        : [`Of this ${formatPounds(notShared.withoutVersion)} came in while no scheme was in force.`]),
      ...(notShared.interest === 0n ? [] : [`Interest of ${formatPounds(notShared.interest)} is not shared.`]),
    ].join(' '),
    versions: versions.map(({ version, from, source, assumed }) => ({
      text: `Version ${version}, in force from ${formatDay(from)}: ${source}`,
      labels: viewLabels(assumed ? ['assumed'] : []),
    })),
    recipients: recipients.map(viewRecipient),
    restsOn: restsOn.map(({ outcomeId, entry }) => ({ entry: entry.toString(), href: `/outcomes/${outcomeId}` })),
    labels: labelsHere(labels),
  };
}

/** What nobody recorded is not £0.00. */
function collectedWords({ principal, interest }: RouteAnswer['collected']): string {
  if (principal === null && interest === null) return 'Nothing was collected.';
  const amount = principal === null ? 'no principal' : formatPounds(principal);
  return `Collected ${amount}${interest === null ? ', no interest' : ` and interest of ${formatPounds(interest)}`}.`;
}

function viewRecipient({ recipient, due, received, difference }: RecipientAnswer) {
  return {
    name: capitalised(spaced(recipient)),
    due: due === null ? 'nothing shared' : formatPounds(due),
    received: received === null ? 'not recorded' : formatPounds(received),
    difference: difference === null ? '–' : formatPounds(difference),
  };
}

function viewReceipt(receipt: ReceiptAnswer, names: Names) {
  const { receiptNumber, route, recipient, force, receivedOn, amountPence, reverses, counted, labels } = receipt;
  return {
    number: receiptNumber.toString(),
    who: `${capitalised(spaced(recipient))}${force === null ? '' : `, ${names.force(force)}`}`,
    what: `${capitalised(spaced(route))}, collected ${formatPeriod(receipt)}`,
    receivedOn: formatDay(receivedOn),
    amount: formatPounds(amountPence),
    notes: [
      reverses === null ? [] : [`Takes receipt ${reverses} back`],
      counted ? [] : ['Not counted: it is of a longer period'],
    ].flat(),
    labels: labelsHere(labels),
  };
}

/** Here a share may be assumed by the scheme as well as by a key. */
function labelsHere(labels: readonly Label[]): readonly LabelView[] {
  return viewLabels(labels).map((view, i) =>
    labels[i] === 'assumed' ? { ...view, meaning: 'Shared by weights that no source gives.' } : view,
  );
}

function addressOf(path: string, query: IncentivesAnswer['query'], asAt?: string): string {
  const words = Object.entries({ ...query, asAt }).filter(([, value]) => value !== undefined);
  return `${path}?${new URLSearchParams(words as [string, string][]).toString()}`;
}
