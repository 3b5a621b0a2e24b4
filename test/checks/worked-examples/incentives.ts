import { distribute, sharesBy, type RouteSums } from '../../../projections/incentives.js';
import { byCodeUnit, type RecipientId } from '../../../src/domain/identifiers.js';
import { formatPounds, parsePounds } from '../../../src/domain/money.js';
import type { AssetStage } from '../../../src/domain/outcome/asset-stages.js';
import { day, id } from '../../support/given-when-then.js';
import { assetOnRecord, incentivesAfter, receipt, scheme } from '../../support/incentives.js';
import { asset, YORKSHIRE } from '../../support/yorkshire.js';
import { cell, type ExampleRunner } from './example-runner.js';
import { listIn } from './postings.js';

/** One amount by the weights of a scheme, `recipient number; recipient number`. */
export const sharedAtOnce: ExampleRunner = {
  given: ['amount', 'weights'],
  answers: (given) => {
    const shares = sharesBy({ weights: weightsOf(listIn(cell(given, 'weights'))) }, penceOf(cell(given, 'amount')));
    return { shares: shares.map(([recipient, amount]) => `${recipient} ${formatPounds(amount)}`).join('; ') };
  },
};

const ORDER = asset({
  route: 'confiscation',
  stage: 'ordered',
  amountPence: 1_000_000n,
  occurredOn: day('2010-01-01'),
});
const YEAR = { collaboration: YORKSHIRE, from: day('2010-04-01'), to: day('2011-04-01') };

/** What one confiscation order brought in the financial year 2010-11, by versions, with what was received of it. */
export const distributed: ExampleRunner = {
  given: ['versions', 'stages', 'receipts'],
  answers: (given) => {
    const incentives = incentivesAfter(
      ...listIn(cell(given, 'versions')).map(versionOf),
      ...listIn(cell(given, 'receipts')).map(receiptOf),
    );
    const stages = listIn(cell(given, 'stages')).map(stageOf);
    const [route] = distribute(YEAR, incentives, [assetOnRecord(1, ORDER, stages)]);
    return route === undefined
      ? {}
      : {
          collected: collectedIn(route),
          recipients: recipientsIn(route),
          difference: differencesIn(route),
        };
  },
};

function collectedIn({ principal, interest, withoutVersion, interestLeftOut }: RouteSums): string {
  const apart = [
    withoutVersion === 0n ? '' : `; ${formatPounds(withoutVersion)} under no version`,
    interestLeftOut === 0n ? '' : `; ${formatPounds(interestLeftOut)} not shared`,
  ];
  return `${words(principal)} and interest ${words(interest)}${apart.join('')}`;
}

function words(amount: bigint | undefined): string {
  return amount === undefined ? 'nothing' : formatPounds(amount);
}

function recipientsIn({ recipients }: RouteSums): string {
  return recipients
    .map(({ recipient, due, received }) => `${recipient} ${words(due)} of ${words(received)}`)
    .join('; ');
}

/** Of each recipient of whom it is known. */
function differencesIn({ recipients }: RouteSums): string {
  const known = recipients.flatMap(({ recipient, difference }) =>
    difference === undefined ? [] : [`${recipient} ${formatPounds(difference)}`],
  );
  return known.length === 0 ? 'none' : known.join('; ');
}

/** `2010-04-01 police 1, courts 1` or, where interest is not shared, with `principal only` at the end. */
function versionOf(words: string, i: number) {
  const [, from = '', weights = '', only] = /^(\S+) (.*?)( principal only)?$/.exec(words) ?? [];
  const told = { version: i + 1, from: day(from), sharesInterest: only === undefined };
  return scheme({ ...told, weights: weightsOf(weights.split(', ')) });
}

/** `police £5.00 for 2010-04-01 to 2010-07-01` or, for what takes another back, with `reversing 1` at the end. */
function receiptOf(words: string) {
  const form = /^(\S+) (\S+) for (\S+) to (\S+?)( reversing (\d+))?$/;
  const [, recipient = '', worth = '', from = '', to = '', , reverses] = form.exec(words) ?? [];
  const period = { from: day(from), to: day(to), receivedOn: day('2012-01-01') };
  const told = { recipient: id<RecipientId>(recipient), amountPence: penceOf(worth), ...period };
  return receipt({ ...told, ...(reverses !== undefined && { reverses: Number(reverses) }) });
}

/** `collected £5.00 with £0.10 on 2010-05-01`. */
function stageOf(words: string): AssetStage {
  const [, stage = '', worth = '', , interest, on = ''] = /^(\S+) (\S+)( with (\S+))? on (\S+)$/.exec(words) ?? [];
  const told = { occurredOn: day(on), amountPence: penceOf(worth) };
  if (stage === 'compensated') return { stage, ...told };
  if (stage !== 'collected') throw new Error(`"${stage}" is no stage of these tables`);
  return { stage, ...told, ...(interest !== undefined && { interestPence: penceOf(interest) }) };
}

function weightsOf(parts: readonly string[]): Readonly<Record<RecipientId, bigint>> {
  const weights = parts.map((part): [RecipientId, bigint] => {
    const [recipient = '', weight = ''] = part.split(' ');
    return [id<RecipientId>(recipient), BigInt(weight)];
  });
  return Object.fromEntries(weights.sort(([a], [b]) => byCodeUnit(a, b)));
}

function penceOf(text: string): bigint {
  const parsed = parsePounds(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
