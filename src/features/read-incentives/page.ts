import type { IncentivesAnswer, ReceiptAnswer, RouteAnswer } from '../../../projections/incentive-answer.js';
import { formatPounds } from '../../domain/money.js';
import type { Label } from '../../domain/posting.js';
import { viewAsAt } from '../../web/as-at-words.js';
import { capitalised, formatDay, formatPeriod, groupDigits, spaced } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import type { Names } from '../../web/names.js';
import { addressOf } from '../../web/page-address.js';
import { NOT_COUNTED, recipientWords } from './recipient-words.js';

/** Puts what was given back into words. It works nothing out: each amount is the answer's own. `asked` is the `asAt` as it was given. */
export function viewIncentives(answer: IncentivesAnswer, names: Names, asked: string | undefined) {
  const { asAt, incompleteSince, query, labels, routes, receipts } = answer;
  return {
    asAt: viewAsAt(asAt, incompleteSince),
    now: asked === undefined ? null : addressOf('/incentive-receipts', { ...query }),
    period: formatPeriod(query),
    labels: labelsHere(labels),
    routes: routes.map((route) => viewRoute(route, answer, asked)),
    receipts: receipts.map((receipt) => viewReceipt(receipt, names)),
    json: addressOf('/api/v1/incentive-receipts', { ...query, asAt: asked }),
  };
}

function viewRoute(answered: RouteAnswer, answer: IncentivesAnswer, asked: string | undefined) {
  const { route, collected, notShared, versions, recipients, restsOn, labels } = answered;
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
    recipients: recipients.map((each) => ({
      name: capitalised(spaced(each.recipient)),
      ...recipientWords(answered, each, answer),
    })),
    restsOn:
      restsOn.length === 0 ? null : { assets: assetsIn(restsOn.length), lists: listsBehind(answered, answer, asked) },
    labels: labelsHere(labels),
  };
}

/** What nobody recorded is not £0.00. */
function collectedWords({ principal, interest }: RouteAnswer['collected']): string {
  if (principal === null && interest === null) return 'Nothing was collected.';
  const amount = principal === null ? 'no principal' : formatPounds(principal);
  return `Collected ${amount}${interest === null ? ', no interest' : ` and interest of ${formatPounds(interest)}`}.`;
}

const assetsIn = (count: number): string => (count === 1 ? '1 asset' : `${groupDigits(BigInt(count))} assets`);

/** An order is collected, cash and accounts are forfeited, and never both of one asset. */
const COMES_IN: Readonly<Record<RouteAnswer['route'], 'collected' | 'forfeited'>> = {
  confiscation: 'collected',
  'civil-recovery': 'collected',
  'cash-forfeiture': 'forfeited',
  'account-forfeiture': 'forfeited',
};

/** The lists of assets behind what was collected: principal and interest, each where there is any. A list tells no routes apart. */
function listsBehind({ route, collected }: RouteAnswer, { query }: IncentivesAnswer, asAt: string | undefined) {
  const how = COMES_IN[route];
  const lists = [
    { amount: collected.principal, text: `principal ${how}`, measure: `assets-${how}-value` },
    { amount: collected.interest, text: `interest ${how}`, measure: `assets-${how}-interest` },
  ];
  return lists
    .filter(({ amount }) => amount !== null)
    .map(({ text, measure }) => ({ text, href: addressOf('/outcomes', { ...query, measure, asAt }) }));
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
      counted ? [] : [capitalised(NOT_COUNTED)],
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
