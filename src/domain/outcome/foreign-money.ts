import type { Refusal } from '../refusals.js';
import type { ForeignMoney } from './asset-stages.js';

/**
 * Whether pence follow from foreign money at its rate, as exactly as the rate was quoted: `0.89` may have been anything from 0.885 to 0.895. Gives the refusal
 * exchange-mismatch when they do not, with the pence that the rate gives, to the nearest.
 */
export function foreignFits(foreign: ForeignMoney, amountPence: bigint, field: string): Refusal | undefined {
  const [whole = '', decimals = ''] = foreign.rate.split('.');
  const scale = 10n ** BigInt(decimals.length);
  // In halves of the last digit of the rate, so that everything stays whole.
  const told = amountPence * scale * 2n;
  const atRate = foreign.amount * BigInt(whole + decimals) * 2n;
  const tolerance = foreign.amount + scale;
  const apart = told > atRate ? told - atRate : atRate - told;
  if (apart <= tolerance) return undefined;
  const expected = (atRate + scale) / (scale * 2n);
  return { code: 'exchange-mismatch', field, amountPence, expected, rate: foreign.rate };
}

/** Refuses not-foreign for pounds: they are told as pence, and nobody exchanges them. */
export function refusePounds(foreign: ForeignMoney | undefined): Refusal | undefined {
  if (foreign?.currency !== 'GBP') return undefined;
  return { code: 'not-foreign', field: 'foreign.currency', currency: foreign.currency };
}
