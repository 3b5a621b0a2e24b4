import fc from 'fast-check';
import { civilDate, parseCivilDate } from '../../src/domain/civil-date.js';
import { nameShape } from '../../src/domain/collaboration/events.js';
import { parseSlug, slug, uuid } from '../../src/domain/identifiers.js';
import { currencyShape, rateShape } from '../../src/domain/outcome/asset-stages.js';
import { evidenceShape } from '../../src/domain/outcome/events.js';
import type { Shape, ShapeNode } from '../../src/domain/shape.js';

type TextNode = Extract<ShapeNode, { is: 'text' }>;

/** Words that a careless reader of lines takes for something else: names that every object has, and the bucket of non-members. */
const AWKWARD_SLUGS = ['constructor', 'outside', 'a', '0-0', '9x', '10x', 'x'.repeat(64)];
/** A line separator, a byte order mark, quotes and what canonical JSON escapes or must not. */
const AWKWARD_NAMES = ['\u2028', '\u2029', '\ufeff', '"\\/', '</script>', '\ud83d\ude94', 'e\u0301', '\ufb33', ' '];

const word = fc.string({ unit: fc.constantFrom(...'a b c x y z 0 1 9'.split(' ')), minLength: 1, maxLength: 8 });

/** Slugs, all of them valid, now and then an awkward one. */
export const slugs: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 9, arbitrary: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('-')) },
    { weight: 1, arbitrary: fc.constantFrom(...AWKWARD_SLUGS) },
  )
  .filter((text) => parseSlug(text) !== undefined);

/** Civil dates that there are, from year 1 to 9999, mostly near the ones that are in use. */
export const civilDates: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: daysFrom('2004-01-01', '2030-01-01') },
    { weight: 1, arbitrary: daysFrom('0001-01-01', '9999-12-31') },
  )
  .filter((date) => parseCivilDate(date) !== undefined);

/** How to make the text of each pattern in use. */
const TEXTS: ReadonlyMap<string, fc.Arbitrary<string>> = new Map([
  [patternOf(slug()), slugs],
  [patternOf(uuid()), fc.uuid()],
  [patternOf(civilDate()), civilDates],
  [patternOf(evidenceShape.fields['sha256']), fc.stringMatching(/^[0-9a-f]{64}$/)],
  [patternOf(currencyShape), fc.stringMatching(/^[A-Z]{3}$/)],
  [patternOf(rateShape), fc.stringMatching(/^(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?$/)],
  [
    patternOf(nameShape),
    fc
      .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...AWKWARD_NAMES)), { maxLength: 4 })
      .map((parts) => parts.join('')),
  ],
]);

/** Values of a shape. Throws for a text whose pattern is not in the table above: say there how to make one. */
export function arbitraryOf<T>(shape: Shape<T>): fc.Arbitrary<T> {
  return arbitraryOfNode(shape) as fc.Arbitrary<T>; // the shape is what says that its values are of this type
}

function arbitraryOfNode(node: ShapeNode): fc.Arbitrary<unknown> {
  switch (node.is) {
    case 'text':
      return textOf(node);
    case 'one-of':
      return fc.constantFrom(...node.values);
    case 'amount':
      return fc.oneof(
        fc.bigInt(node.least, node.most),
        fc.constantFrom(node.least, node.most),
        fc.bigInt(node.least > 0n ? node.least : 0n, 1000n),
      );
    case 'number':
      return fc.oneof(
        fc.integer({ min: node.least, max: node.least + 20 }),
        fc.maxSafeNat().filter((n) => n >= node.least),
      );
    case 'flag':
      return fc.boolean();
    case 'list':
      return fc.array(arbitraryOfNode(node.item), { maxLength: 4 });
    case 'map':
      return fc.dictionary(keysOf(node.key), arbitraryOfNode(node.value), { maxKeys: 5, noNullPrototype: true });
    case 'object':
      return fc.record(fieldsOf(node.fields), { requiredKeys: requiredOf(node), noNullPrototype: true });
    case 'variants':
      return fc.oneof(
        ...Object.entries(node.variants).map(([name, variant]) =>
          fc.record(
            { [node.tag]: fc.constant(name), ...fieldsOf(variant.fields) },
            { requiredKeys: [node.tag, ...requiredOf(variant)], noNullPrototype: true },
          ),
        ),
      );
  }
}

function fieldsOf(fields: Readonly<Record<string, ShapeNode>>): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, arbitraryOfNode(field)]));
}

function requiredOf(node: Extract<ShapeNode, { is: 'object' }>): string[] {
  return Object.keys(node.fields).filter((name) => !node.optional.includes(name));
}

function keysOf(key: ShapeNode): fc.Arbitrary<string> {
  if (key.is === 'text') return textOf(key);
  if (key.is === 'one-of') return fc.constantFrom(...key.values);
  throw new Error(`A map has words as its keys, not ${key.is}`);
}

/** Filtered by the pattern itself, so that a mistake in the table shows as a generator that finds nothing. */
function textOf({ pattern, most, means }: TextNode): fc.Arbitrary<string> {
  const known = TEXTS.get(pattern.source);
  if (known === undefined) throw new Error(`No generator for ${means}, ${pattern.source}: add one to TEXTS`);
  return known.filter((text) => text.length <= most && pattern.test(text));
}

function patternOf(node: ShapeNode | undefined): string {
  if (node?.is !== 'text') throw new Error('Only a text has a pattern');
  return node.pattern.source;
}

function daysFrom(first: string, last: string): fc.Arbitrary<string> {
  return fc
    .date({ min: new Date(first), max: new Date(last), noInvalidDate: true })
    .map((moment) => moment.toISOString().slice(0, 10));
}
