import { divide } from '../apportion.js';
import type { CivilDate, Period } from '../civil-date.js';
import type { Collaboration } from '../collaboration/collaboration.js';
import { functionOf } from '../collaboration/participation.js';
import { checked, type Checked } from '../decision.js';
import { daysIn, financialYearOf } from '../financial-year.js';
import type { ForceId } from '../identifiers.js';
import { isSame } from '../same.js';
import type { Counted } from './counted.js';
import { creditFor, type Credit } from './credit.js';
import type { OutcomeDetails } from './events.js';

/** Days of one financial year over which an outcome ran and was shared by the same credit. */
export interface Piece extends Period {
  readonly credit: Credit;
}

/** The days over which an outcome ran, of which its amounts are the whole; `undefined` for one that happened on a day. */
export function ranOver(details: OutcomeDetails): Period | undefined {
  const from = details.occurredOn;
  if (details.kind === 'saving' && details.recurrence.runsTo !== undefined)
    return { from, to: details.recurrence.runsTo };
  if (details.kind === 'cost' && details.runsTo !== undefined) return { from, to: details.runsTo };
  return undefined;
}

/**
 * Cuts the days over which an outcome ran into financial years, and those where the weights change: at a new version of the key, or where a force joins
 * or leaves, the whole or a function. Refuses what the attribution meets on any of the days (see `creditFor`).
 */
export function piecesOf(
  { attribution, unit }: OutcomeDetails,
  ran: Period,
  collaboration: Collaboration,
  forces: ReadonlySet<ForceId>,
): Checked<readonly Piece[]> {
  const pieces: Piece[] = [];
  for (const piece of between(cutsIn(ran, attribution, collaboration), ran.to)) {
    const credit = creditFor(attribution, piece.from, collaboration, forces, functionOf(collaboration, unit));
    if (!credit.ok) return credit;
    const last = pieces.at(-1);
    const goesOn = last !== undefined && isOneYear(last, piece) && isSame(last.credit, credit.value);
    pieces.push({ from: goesOn ? last.from : piece.from, to: piece.to, credit: credit.value });
    if (goesOn) pieces.splice(-2, 1);
  }
  return checked(pieces);
}

/**
 * Spreads an amount over the pieces, each on its first day: first over the financial years, each by the part of it over which the outcome ran, so that
 * whole years get the same whether or not they have a leap day; then, within a year, by days. The pieces add up to the amount, and no cut
 * moves anything between two years. A piece that gets nothing of something is left out. What was spread over the years before counts in the one on whose day it counts.
 */
export function spread<P extends Period>(
  counted: Counted,
  pieces: readonly P[],
): readonly (Counted & { readonly piece: P })[] {
  const { measure, rule, atOnce, countsOn } = counted;
  const own = countsOn === undefined ? pieces : pieces.filter((piece) => isOneYear({ from: countsOn }, piece));
  const amounts = atOnce === true ? [counted.amount] : divideByDays(counted.amount, own);
  const isNothing = counted.amount === 0n && (counted.less ?? 0n) === 0n;
  return own.flatMap((piece, i) => {
    const amount = amounts[i];
    const less = i === 0 ? counted.less : undefined;
    const isCounted = amount !== undefined && (amount !== 0n || (less ?? 0n) !== 0n || isNothing);
    if (!isCounted) return [];
    const said = {
      ...(less !== undefined && { less }),
      ...(atOnce !== undefined && { atOnce }),
      ...(rule !== undefined && { rule }),
    };
    return [{ measure, amount, countsOn: piece.from, piece, ...said }];
  });
}

/** A period cut into the financial years that it touches. */
export function byFinancialYear(period: Period): readonly Period[] {
  return between([period.from, ...yearsBegunIn(period)], period.to);
}

/** The parts of an amount for periods that follow one another, none of them in two financial years. Adds up to the amount exactly. */
export function divideByDays(amount: bigint, pieces: readonly Period[]): readonly bigint[] {
  const years = Map.groupBy(pieces, ({ from }) => financialYearOf(from).from);
  const weights = [...years.values()].map(partOfYear);
  const ofYears = divide(amount, weights);
  return [...years.values()].flatMap((ofYear, i) => divide(ofYears[i] ?? 0n, ofYear.map(daysIn)));
}

/** How long a financial year is, as `lengthOf` says it. Years have 365 or 366 days; in 365 × 366ths of a year each of their days is a whole number. */
export const YEAR_LENGTH = 365n * 366n;

/** How long a period is, so that all whole financial years are as long as one another: `YEAR_LENGTH`. */
export function lengthOf({ from, to }: Period): bigint {
  const cuts = [from, ...yearsBegunIn({ from, to })];
  return between(cuts, to).reduce((sum, piece) => sum + partOfYear([piece]), 0n);
}

function partOfYear(pieces: readonly Period[]): bigint {
  const days = pieces.reduce((sum, piece) => sum + daysIn(piece), 0n);
  const [first] = pieces;
  return first === undefined ? 0n : days * (YEAR_LENGTH / daysIn(financialYearOf(first.from)));
}

/** The first day, and every later one on which a financial year begins or the weights may change. */
function cutsIn(
  { from, to }: Period,
  attribution: OutcomeDetails['attribution'],
  { keys, members, functions }: Collaboration,
): readonly CivilDate[] {
  const versions = attribution.basis === 'key' ? (keys.get(attribution.key) ?? []) : [];
  const terms = [members, ...functions.values()].flatMap((forces) => [...forces.values()].flat());
  const changes = [
    ...versions.map((version) => version.from),
    ...terms.flatMap((term) => (term.to === undefined ? [term.from] : [term.from, term.to])),
    ...yearsBegunIn({ from, to }),
  ].filter((day) => day > from && day < to);
  return [...new Set([from, ...changes])].sort();
}

function yearsBegunIn({ from, to }: Period): readonly CivilDate[] {
  const begun: CivilDate[] = [];
  for (let next = financialYearOf(from).to; next < to; next = financialYearOf(next).to) begun.push(next);
  return begun;
}

function between(cuts: readonly CivilDate[], end: CivilDate): readonly Period[] {
  return cuts.map((from, i) => ({ from, to: cuts[i + 1] ?? end }));
}

function isOneYear(a: Pick<Period, 'from'>, b: Pick<Period, 'from'>): boolean {
  return financialYearOf(a.from).from === financialYearOf(b.from).from;
}
