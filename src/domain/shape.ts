/**
 * Shapes: event types written down as values, so that the codec, the tests' generators and published schemas all come from one place.
 * A shape says what may stand in a line of the ledger; nothing outside it is ever read or written.
 */
export type Shape<T> = ShapeNode & { readonly describes?: T };

export type ShapeNode =
  | {
      readonly is: 'text';
      readonly pattern: RegExp;
      readonly means: string;
      readonly most: number;
      readonly format?: Format;
    }
  | { readonly is: 'one-of'; readonly values: readonly string[] }
  | { readonly is: 'amount'; readonly least: bigint; readonly most: bigint }
  | { readonly is: 'number'; readonly least: number }
  | { readonly is: 'flag' }
  | { readonly is: 'list'; readonly item: ShapeNode }
  | { readonly is: 'map'; readonly key: ShapeNode; readonly value: ShapeNode }
  | {
      readonly is: 'object';
      readonly fields: Readonly<Record<string, ShapeNode>>;
      readonly optional: readonly string[];
    }
  | { readonly is: 'variants'; readonly tag: string; readonly variants: Readonly<Record<string, ObjectNode>> };

/** What JSON Schema calls some texts. It says nothing that the pattern does not say; programs that make code from schemas go by it. */
export type Format = 'date' | 'date-time' | 'uuid';

export type ObjectNode = Extract<ShapeNode, { is: 'object' }>;

/** The TypeScript type that a shape describes. */
export type Described<S> = S extends Shape<infer T> ? T : never;

type Fields = Readonly<Record<string, ShapeNode>>;
type Flat<T> = { readonly [K in keyof T]: T[K] };
type ObjectOf<R extends Fields, O extends Fields> = Flat<
  { [K in keyof R]: Described<R[K]> } & { [K in keyof O]?: Described<O[K]> }
>;

/** Amounts travel as JSON integers, so nothing beyond 2^53 - 1 in either direction may be written. */
export const AMOUNT_LIMIT = 9_007_199_254_740_991n;

/** Text that matches `pattern`; `means` says in words what it is. */
export function text<T extends string = string>(pattern: RegExp, means: string, most = 200, format?: Format): Shape<T> {
  return { is: 'text', pattern, means, most, ...(format !== undefined && { format }) };
}

/** One of the given words. */
export function oneOf<const V extends readonly string[]>(...values: V): Shape<V[number]> {
  return { is: 'one-of', values };
}

/** A whole number of a measure's smallest unit: a bigint here, a JSON integer in the line. */
export function amount(least = -AMOUNT_LIMIT, most = AMOUNT_LIMIT): Shape<bigint> {
  return { is: 'amount', least, most };
}

/** A small whole number that is counted with but never added up as an amount: a revision, a version. */
export function wholeNumber(least = 0): Shape<number> {
  return { is: 'number', least };
}

/** True or false. */
export function flag(): Shape<boolean> {
  return { is: 'flag' };
}

/** Any number of items of one shape, in order. */
export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return { is: 'list', item };
}

/** Values of one shape under keys of another. */
export function mapOf<K extends string, T>(key: Shape<K>, value: Shape<T>): Shape<Readonly<Record<K, T>>> {
  return { is: 'map', key, value };
}

/** An object with the required fields `fields`, the optional fields `optional`, and no others. */
export function object<R extends Fields>(
  fields: R,
): ObjectNode & { readonly describes?: { readonly [K in keyof R]: Described<R[K]> } };
export function object<R extends Fields, O extends Fields>(
  fields: R,
  optional: O,
): ObjectNode & { readonly describes?: ObjectOf<R, O> };
export function object(fields: Fields, optional: Fields = {}): ObjectNode {
  return { is: 'object', fields: { ...fields, ...optional }, optional: Object.keys(optional) };
}

/** The same object without some of its fields, for those who are told these in another way, such as in an address. */
export function without({ fields, optional }: ObjectNode, ...names: readonly string[]): ObjectNode {
  const kept = Object.entries(fields).filter(([name]) => !names.includes(name));
  return { is: 'object', fields: Object.fromEntries(kept), optional: optional.filter((name) => !names.includes(name)) };
}

type Tagged<Tag extends string, V extends Readonly<Record<string, ObjectNode>>> = {
  [K in keyof V]: Flat<{ readonly [T in Tag]: K } & Described<V[K]>>;
}[keyof V];

/** Objects told apart by the word in their field `tag`. */
export function variants<const Tag extends string, V extends Readonly<Record<string, ObjectNode>>>(
  tag: Tag,
  of: V,
): Shape<Tagged<Tag, V>> {
  return { is: 'variants', tag, variants: of };
}
