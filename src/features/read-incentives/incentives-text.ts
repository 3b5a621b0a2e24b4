import type { IncentivesAnswer, ReceiptAnswer, RouteAnswer } from '../../../projections/incentive-answer.js';
import { formatPounds } from '../../domain/money.js';
import { formatMoment, formatPeriod } from '../../web/formatting.js';
import { tableText } from '../../web/terminal.js';
import { NOT_COUNTED, recipientWords } from './recipient-words.js';

const HEAD = ['route', 'recipient', 'due', 'received', 'received less due', 'labels'];
const RECEIPT_HEAD = ['receipt', 'route', 'recipient', 'force', 'collected from', 'to', 'received on', 'amount', ''];

/** What was given back, for a terminal. What nobody recorded shows as such, and never as 0. */
export function incentivesText(answer: IncentivesAnswer): string {
  const { asAt, incompleteSince, query, is, routes, receipts } = answer;
  const known =
    asAt.knownAt === null
      ? 'Nothing is recorded yet.'
      : `As of entry ${asAt.entry}, known at ${formatMoment(asAt.knownAt)}.`;
  const gap =
    incompleteSince === undefined ? '' : `\nINCOMPLETE since entry ${incompleteSince}: run "tallystick doctor".`;
  const title = `Incentive receipts (${is}), ${query.collaboration}, collected ${formatPeriod(query)}`;
  const parts = [
    `${title}\n${known}${gap}`,
    routes.map(collectedLine).join('\n'),
    routes.length === 0
      ? 'Nothing was collected, no scheme was in force and nothing was received for this period.'
      : tableText([HEAD, ...routes.flatMap((route) => recipientRows(route, answer))], new Set([2, 3, 4])),
    ...(receipts.length === 0 ? [] : [tableText([RECEIPT_HEAD, ...receipts.map(receiptRow)], new Set([0, 7]))]),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function collectedLine({ route, collected, notShared, versions, labels }: RouteAnswer): string {
  const { principal, interest } = collected;
  const under = versions.map(({ version, source }) => `version ${version} (${source})`).join(', ');
  const left = [
    notShared.withoutVersion === 0n ? '' : `; ${formatPounds(notShared.withoutVersion)} under no version`,
    notShared.interest === 0n ? '' : `; interest of ${formatPounds(notShared.interest)} not shared`,
  ].join('');
  const words = (amount: bigint | null): string => (amount === null ? 'nothing' : formatPounds(amount));
  const collectedWords = `${words(principal)} collected, interest ${words(interest)}`;
  const said = labels.length === 0 ? '' : ` (${labels.join(', ')})`;
  return `${route}${said}: ${collectedWords}${left}; ${under === '' ? 'no version in force' : under}`;
}

function recipientRows(route: RouteAnswer, answer: IncentivesAnswer): readonly (readonly string[])[] {
  return route.recipients.map((each) => {
    const { due, received, difference } = recipientWords(route, each, answer);
    return [route.route, each.recipient, due, received, difference, route.labels.join(', ')];
  });
}

function receiptRow(receipt: ReceiptAnswer): readonly string[] {
  const { receiptNumber, route, recipient, force, from, to, receivedOn, amountPence, reverses, counted, labels } =
    receipt;
  const notes = [counted ? '' : NOT_COUNTED, reverses === null ? '' : `takes back ${reverses}`, ...labels].filter(
    (note) => note !== '',
  );
  const [number, amount] = [receiptNumber.toString(), formatPounds(amountPence)];
  return [number, route, recipient, force ?? '', from, to, receivedOn, amount, notes.join(', ')];
}
