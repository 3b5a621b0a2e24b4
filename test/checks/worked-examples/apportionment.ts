import { apportion, type Weight } from '../../../src/domain/apportion.js';
import type { ForceId } from '../../../src/domain/identifiers.js';
import { formatPounds, parsePounds } from '../../../src/domain/money.js';
import { id } from '../../support/given-when-then.js';
import { cell, type ExampleRunner } from './example-runner.js';

/** Amounts with a £ are money, all others are counts; weights and shares are `force number; force number`. */
export const apportionment: ExampleRunner = {
  given: ['amount', 'weights'],
  answers: (given) => {
    const amount = cell(given, 'amount');
    const isMoney = amount.includes('£');
    const shares = apportion(isMoney ? penceOf(amount) : BigInt(amount), weightsOf(cell(given, 'weights')));
    const inWords = (share: bigint): string => (isMoney ? formatPounds(share) : share.toString());
    return { shares: shares.map(({ force, amount: share }) => `${force} ${inWords(share)}`).join('; ') };
  },
};

function penceOf(text: string): bigint {
  const parsed = parsePounds(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

function weightsOf(text: string): readonly Weight[] {
  return text.split('; ').map((part) => {
    const [force = '', weight = '', more] = part.split(' ');
    if (weight === '' || more !== undefined) throw new Error(`A weight is a force and a number, not "${part}"`);
    return { force: id<ForceId>(force), weight: BigInt(weight) };
  });
}
