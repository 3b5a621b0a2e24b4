/** From one place to another, both included, in every direction. */
export interface Box {
  readonly least: readonly number[];
  readonly most: readonly number[];
}

/** Something at a place, which is one whole number in every direction; where others are close to it; and when it came. */
export interface Point<T> {
  readonly at: readonly number[];
  readonly close: Box;
  readonly order: number;
  readonly item: T;
}

/** Points: two halves of them, or all that are at one place, in their order. */
export interface Tree<T> {
  readonly size: number;
  /** The order of the first that came. */
  readonly earliest: number;
  readonly around: Box;
  /** Nothing outside of it is close to any of them, and all within the other to each. */
  readonly closeToAny: Box;
  readonly closeToEach: Box;
  readonly halves: readonly Tree<T>[];
  readonly here: readonly Point<T>[];
}

/**
 * Halves points, and their halves again, until each lot is at one place, so that those close by are found without a look at each of the others. Goes in pieces, so that
 * others can be served in between.
 */
export function* treeOf<T>(points: readonly Point<T>[]): Generator<undefined, Tree<T>> {
  yield;
  const around = boxAround(points);
  const sides = around.most.map((end, i) => end - (around.least[i] ?? end));
  const widest = sides.indexOf(Math.max(...sides));
  const side = sides[widest] ?? 0;
  if (side <= 0) return leafOf(around, points[0]?.close ?? around, points);
  const middle = (around.least[widest] ?? 0) + Math.floor(side / 2);
  const lower: Point<T>[] = [];
  const upper: Point<T>[] = [];
  for (const point of points) ((point.at[widest] ?? 0) <= middle ? lower : upper).push(point);
  return joined(around, yield* treeOf(lower), yield* treeOf(upper));
}

/** Points at one place are close to the same. */
function leafOf<T>(around: Box, close: Box, points: readonly Point<T>[]): Tree<T> {
  const here = points.toSorted((a, b) => a.order - b.order);
  const earliest = here[0]?.order ?? Infinity;
  return { size: points.length, earliest, around, closeToAny: close, closeToEach: close, halves: [], here };
}

function joined<T>(around: Box, one: Tree<T>, other: Tree<T>): Tree<T> {
  const { closeToAny: any, closeToEach: each } = one;
  const [anyOther, eachOther] = [other.closeToAny, other.closeToEach];
  return {
    size: one.size + other.size,
    earliest: Math.min(one.earliest, other.earliest),
    around,
    closeToAny: { least: lesser(any.least, anyOther.least), most: greater(any.most, anyOther.most) },
    closeToEach: { least: greater(each.least, eachOther.least), most: lesser(each.most, eachOther.most) },
    halves: [one, other],
    here: [],
  };
}

const AT_ONCE = 1000;

/** Of how many pairs of a point of one tree and one of the other the second is close to the first. */
export function* countClose<T>(one: Tree<T>, other: Tree<T>): Generator<undefined, number> {
  const left = [[one, other] as const];
  let count = 0;
  let looked = 0;
  for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
    looked += 1;
    if (looked % AT_ONCE === 0) yield;
    const [a, b] = pair;
    if (isApart(b.around, a.closeToAny)) continue;
    if (isInside(b.around, a.closeToEach)) count += a.size * b.size;
    else if (a.halves.length > 0 && (a.size > b.size || b.halves.length === 0))
      for (const half of a.halves) left.push([half, b]);
    else for (const half of b.halves) left.push([a, half]);
  }
  return count;
}

/** Those of the points in a box that came before an order. */
export function foundIn<T>(tree: Tree<T>, box: Box, before: number): readonly T[] {
  const found: T[] = [];
  const left = [tree];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next.earliest >= before || isApart(next.around, box)) continue;
    left.push(...next.halves);
    for (const { order, item } of next.here) if (order < before) found.push(item);
  }
  return found;
}

function boxAround(points: readonly Point<unknown>[]): Box {
  const least = [...(points[0]?.at ?? [])];
  const most = [...least];
  for (const { at } of points)
    for (let i = 0; i < least.length; i += 1) {
      const place = at[i] ?? 0;
      if (place < (least[i] ?? 0)) least[i] = place;
      if (place > (most[i] ?? 0)) most[i] = place;
    }
  return { least, most };
}

function lesser(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((each, i) => Math.min(each, b[i] ?? each));
}

function greater(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((each, i) => Math.max(each, b[i] ?? each));
}

function isApart(a: Box, b: Box): boolean {
  for (let i = 0; i < a.least.length; i += 1)
    if ((a.most[i] ?? 0) < (b.least[i] ?? 0) || (b.most[i] ?? 0) < (a.least[i] ?? 0)) return true;
  return false;
}

function isInside(inner: Box, outer: Box): boolean {
  for (let i = 0; i < inner.least.length; i += 1)
    if ((inner.least[i] ?? 0) < (outer.least[i] ?? 0) || (inner.most[i] ?? 0) > (outer.most[i] ?? 0)) return false;
  return true;
}
