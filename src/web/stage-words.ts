import type { AssetStage, ForeignMoney } from '../domain/outcome/asset-stages.js';
import type { AssetFlag } from '../domain/outcome/stage-counting.js';
import { formatPounds } from '../domain/money.js';
import { capitalised, formatDay, groupDigits, spaced } from './formatting.js';

/** A stage on one line: `Varied to £9,000.00 on 1 September 2010`. */
export function stageWords(reached: AssetStage): string {
  const worth = formatPounds(reached.amountPence);
  const to = reached.stage === 'varied' || reached.stage === 'exchanged' ? `to ${worth}` : worth;
  return `${capitalised(spaced(reached.stage))} ${to} on ${formatDay(reached.occurredOn)}`;
}

/** What a stage has besides its value and date, to go after `stageWords`; empty when there is nothing. */
export function stageAmounts(reached: AssetStage): string {
  const { reference } = reached;
  const parts = [
    'interestPence' in reached ? `interest ${formatPounds(reached.interestPence)}` : '',
    reached.stage === 'varied' ? `ground: ${spaced(reached.ground)}` : '',
    reached.stage === 'exchanged' ? foreignWords(reached.foreign) : '',
    reference === undefined ? '' : `${spaced(reference.document)} of ${formatDay(reference.dated)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `; ${parts.join('; ')}`;
}

/** Foreign money with the rate and where it comes from. The currency's smallest units are told as they are: how many make a whole one is not known here. */
export function foreignWords({ amount, currency, rate, rateOn, rateSource }: ForeignMoney): string {
  const quoted = `at ${rate}, the rate of ${formatDay(rateOn)} by ${spaced(rateSource)}`;
  return `${groupDigits(amount)} of the smallest unit of ${currency} ${quoted}`;
}

/** What has to be noticed about an asset. */
export function flagWords(flag: AssetFlag): string {
  return FLAG_WORDS[flag];
}

const FLAG_WORDS: Readonly<Record<AssetFlag, string>> = { 'collected-above-order': 'More was collected than ordered' };
