import type { CivilDate } from '../src/domain/civil-date.js';
import { byCodeUnit, type OutcomeId } from '../src/domain/identifiers.js';
import { whatItIs } from '../src/domain/outcome/claim-outcome.js';
import type { OutcomeDetails } from '../src/domain/outcome/events.js';
import { amountsOf, closeTo, daysApart, likeness, MOST_DAYS_APART } from '../src/domain/outcome/likeness.js';
import { countClose, foundIn, treeOf, type Point, type Tree } from './near.js';

/** An outcome that stands and is linked to nothing. */
export interface Candidate {
  readonly id: OutcomeId;
  readonly firstEntry: number;
  readonly details: OutcomeDetails;
}

/** Two outcomes that may be one: the one that was recorded first, and why they are alike. */
export interface LikelyDuplicate {
  readonly first: Candidate;
  readonly second: Candidate;
  readonly because: readonly string[];
}

/** The pairs that were asked for, and how many there are beyond them. */
export interface LikelyDuplicates {
  readonly pairs: readonly LikelyDuplicate[];
  readonly leftOff: number;
}

/**
 * The pairs of outcomes that may be one (`likeness`), in the order in which their second was recorded: the first `limit` of them, and how many more there are. Of many outcomes
 * alike there are far more pairs than outcomes, so those beyond the limit are counted and not looked at. Goes in pieces, so that others can be served in between.
 */
export function* likelyDuplicates(
  candidates: readonly Candidate[],
  limit: number,
): Generator<undefined, LikelyDuplicates> {
  const placed: Placed[] = [];
  for (const candidate of candidates) {
    yield;
    placed.push(placeOf(candidate));
  }
  const compared: Compared[] = [];
  let alike = 0;
  for (const group of Map.groupBy(placed, (one) => one.group).values()) {
    const schemes = yield* shelvesBy(group, ({ scheme }) => scheme);
    const known = group.filter(({ token }) => token !== '');
    // Two items that are known by one scheme are the same or known to differ.
    const items = yield* shelvesBy(known, ({ token }) => token);
    const unknown = schemes.get('') ?? new Map<number, Tree<Candidate>>();
    alike += yield* pairsAcross([...schemes.values()]);
    for (const shelf of [unknown, ...items.values()]) alike += yield* pairsWithin(shelf);
    for (const one of group) {
      yield;
      const others = [...schemes].filter(([scheme]) => scheme !== one.scheme).map(([, shelf]) => shelf);
      compared.push({ ...one, shelves: [...others, items.get(one.token) ?? unknown] });
    }
  }
  const pairs: LikelyDuplicate[] = [];
  for (const one of compared.sort((a, b) => a.order - b.order)) {
    if (pairs.length >= Math.min(limit, alike)) break;
    yield;
    pairs.push(...pairsWith(one).slice(0, limit - pairs.length));
  }
  return { pairs, leftOff: alike - pairs.length };
}

/** Outcomes by day: what they count is a place, as many numbers as there are measures. */
type Shelf = ReadonlyMap<number, Tree<Candidate>>;

interface Placed extends Point<Candidate> {
  readonly day: number;
  /** Those that alone it is compared with. */
  readonly group: string;
  /** The scheme, and the version of the key, by which its item is known, and the item; nothing where it is not. */
  readonly scheme: string;
  readonly token: string;
}

/** An outcome, with the shelves of those that it may be told again. */
interface Compared extends Placed {
  readonly shelves: readonly Shelf[];
}

function placeOf(candidate: Candidate): Placed {
  const { details, firstEntry } = candidate;
  const amounts = [...amountsOf(details)].sort(([a], [b]) => byCodeUnit(a, b));
  const close = amounts.map(([, amount]) => closeTo(amount));
  const { item, leadForce, operation, occurredOn } = details;
  const measures = amounts.map(([measure]) => measure);
  const scheme = item === undefined ? '' : `${item.scheme} ${item.keyVersion}`;
  return {
    item: candidate,
    order: firstEntry,
    at: amounts.map(([, amount]) => Number(amount)),
    close: { least: close.map(({ least }) => Number(least)), most: close.map(({ most }) => Number(most)) },
    day: daysApart(FIRST_DAY, occurredOn),
    group: [...Object.values(whatItIs(details)), leadForce, operation, ...measures].join(' '),
    scheme,
    token: item === undefined ? '' : `${scheme} ${item.token}`,
  };
}

const FIRST_DAY = '0001-01-01' as CivilDate;

function* shelvesBy(
  group: readonly Placed[],
  nameOf: (placed: Placed) => string,
): Generator<undefined, ReadonlyMap<string, Shelf>> {
  const shelves = new Map<string, Shelf>();
  for (const [name, own] of Map.groupBy(group, nameOf)) {
    const shelf = new Map<number, Tree<Candidate>>();
    for (const [day, points] of Map.groupBy(own, (one) => one.day)) shelf.set(day, yield* treeOf(points));
    shelves.set(name, shelf);
  }
  return shelves;
}

/** How many pairs of outcomes on two different ones of these shelves are alike. */
function* pairsAcross(shelves: readonly Shelf[]): Generator<undefined, number> {
  let pairs = 0;
  for (const [i, one] of shelves.entries())
    for (const other of shelves.slice(i + 1))
      for (const [day, tree] of one)
        for (const beside of treesOn(other, day - MOST_DAYS_APART, day + MOST_DAYS_APART))
          pairs += yield* countClose(tree, beside);
  return pairs;
}

/** How many pairs of outcomes on one shelf are alike. On one day each is counted from both sides, and as like itself. */
function* pairsWithin(shelf: Shelf): Generator<undefined, number> {
  let pairs = 0;
  for (const [day, tree] of shelf) {
    pairs += ((yield* countClose(tree, tree)) - tree.size) / 2;
    for (const later of treesOn(shelf, day + 1, day + MOST_DAYS_APART)) pairs += yield* countClose(tree, later);
  }
  return pairs;
}

/** What a shelf has on some days, the last included. */
function treesOn(shelf: Shelf, first: number, last: number): readonly Tree<Candidate>[] {
  const trees: Tree<Candidate>[] = [];
  for (let day = first; day <= last; day += 1) {
    const tree = shelf.get(day);
    if (tree !== undefined) trees.push(tree);
  }
  return trees;
}

/** The pairs of which an outcome is the second, in order of their first. */
function pairsWith({ item: second, day, close, order, shelves }: Compared): readonly LikelyDuplicate[] {
  const trees = shelves.flatMap((shelf) => treesOn(shelf, day - MOST_DAYS_APART, day + MOST_DAYS_APART));
  const firsts = trees.flatMap((tree) => foundIn(tree, close, order)).sort((a, b) => a.firstEntry - b.firstEntry);
  return firsts.flatMap((first) => {
    const because = likeness(first.details, second.details);
    return because === undefined ? [] : [{ first, second, because }];
  });
}
