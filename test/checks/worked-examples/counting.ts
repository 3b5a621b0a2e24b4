import { formatPounds, parsePounds } from '../../../src/domain/money.js';
import type { Catalogue } from '../../../src/domain/measure/catalogue.js';
import type { Counted } from '../../../src/domain/outcome/counted.js';
import { countOutcome } from '../../../src/domain/outcome/counting.js';
import type { OutcomeDetails, Substance } from '../../../src/domain/outcome/events.js';
import { day, id } from '../../support/given-when-then.js';
import { theCatalogue } from '../../support/measures.js';
import { arrest, asset, countedItem, recoveredCar, seizure } from '../../support/yorkshire.js';
import { cell, type ExampleRunner } from './example-runner.js';

/** The ways in which an outcome may be told; a telling that none of them reads fails its row. */
const TELLINGS: readonly (readonly [RegExp, (words: readonly string[]) => OutcomeDetails])[] = [
  [/^arrest made$/, () => arrest({ role: 'made' })],
  [/^arrest facilitated$/, () => arrest({ role: 'facilitated' })],
  [/^vehicle recovered, (\S+)$/, ([, worth]) => recoveredCar({ itemType: 'vehicle', amountPence: penceOf(worth) })],
  [/^property recovered, (\S+)$/, ([, worth]) => recoveredCar({ itemType: 'property', amountPence: penceOf(worth) })],
  [/^cash seized, (\S+)$/, ([, worth]) => asset({ assetType: 'cash', amountPence: penceOf(worth) })],
  [/^vehicle seized, (\S+)$/, ([, worth]) => asset({ assetType: 'vehicle', amountPence: penceOf(worth) })],
  [/^(\d+) of (\S+)$/, ([, many = '', what = '']) => countedItem({ amount: BigInt(many), measure: id(what) })],
  [/^seizure of (.+)$/, ([, what = '']) => seizure(what.split(' and ').map(substanceOf))],
];

const SUBSTANCE = /^(\d+) (g|mg|tablets|plants|doses|ml) (?:of )?(\S+?)(?:, (\S+))?$/;
const QUANTITIES: Readonly<Record<string, Pick<Substance, 'quantityIn'> & { readonly times: bigint }>> = {
  g: { quantityIn: 'milligrams', times: 1000n },
  mg: { quantityIn: 'milligrams', times: 1n },
  tablets: { quantityIn: 'tablets', times: 1n },
  plants: { quantityIn: 'plants', times: 1n },
  doses: { quantityIn: 'doses', times: 1n },
  ml: { quantityIn: 'millilitres', times: 1n },
};

/** What an outcome counts for before any sharing, `measure amount; measure amount`, money with a £. */
export const counting: ExampleRunner = {
  given: ['outcome', 'on'],
  answers: (given) => {
    const details = { ...told(cell(given, 'outcome')), occurredOn: day(cell(given, 'on')) };
    return { counts: countedText(countOutcome(details), theCatalogue) };
  },
};

/** What is counted, in words; `by rule 2` where a version of a rule says so. */
export function countedText(counted: readonly Counted[], { measures }: Pick<Catalogue, 'measures'>): string {
  const texts = counted.map(({ measure, amount, rule }) => {
    const isMoney = measures.get(measure)?.measuredIn === 'pence';
    const text = `${measure} ${isMoney ? formatPounds(amount) : amount.toString()}`;
    return rule === undefined ? text : `${text} by rule ${rule}`;
  });
  return texts.join('; ');
}

/** Reads the telling of an outcome. */
export function told(words: string): OutcomeDetails {
  for (const [telling, outcomeOf] of TELLINGS) {
    const match = telling.exec(words);
    if (match !== null) return outcomeOf(match);
  }
  throw new Error(`No way to read "${words}"; the ways are ${TELLINGS.map(([telling]) => telling.source).join(' ')}`);
}

function substanceOf(words: string): Substance {
  const [, many = '', unit = '', substance = '', worth] = SUBSTANCE.exec(words) ?? [];
  const quantity = QUANTITIES[unit];
  if (quantity === undefined) throw new Error(`Not an amount of a substance: "${words}"`);
  const { quantityIn, times } = quantity;
  const what = { substance: id(substance), form: id('any'), quantity: BigInt(many) * times, quantityIn };
  return worth === undefined ? what : { ...what, amountPence: penceOf(worth), valuationBasis: 'street' };
}

/** Reads an amount of money. */
export function penceOf(text = ''): bigint {
  const parsed = parsePounds(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
