import type { Shape, ShapeNode } from '../../domain/shape.js';
import { Unreadable } from './json.js';
import { fromWire } from './shape-codec.js';

/**
 * Everything that is wrong with plain JSON that should be of a shape, where `fromWire` stops at the first; none when it is right. For
 * people who want to put a whole row right at once.
 */
export function problemsIn(shape: Shape<unknown>, json: unknown, path = ''): readonly Unreadable[] {
  const own = problemOf(shape, json, path);
  if (own === undefined) return [];
  const within = partsOf(shape, json, path).flatMap((part) => problemsIn(part.shape, part.json, part.path));
  return within.length === 0 ? [own] : within;
}

function problemOf(shape: Shape<unknown>, json: unknown, path: string): Unreadable | undefined {
  try {
    fromWire(shape, json, path);
    return undefined;
  } catch (error) {
    if (error instanceof Unreadable) return error;
    throw error;
  }
}

interface Part {
  readonly shape: ShapeNode;
  readonly json: unknown;
  readonly path: string;
}

function partsOf(shape: ShapeNode, json: unknown, path: string): readonly Part[] {
  if (shape.is === 'list' && Array.isArray(json))
    return json.map((item: unknown, i) => ({ shape: shape.item, json: item, path: `${path}[${i}]` }));
  if (typeof json !== 'object' || json === null) return [];
  const given = new Map<string, unknown>(Object.entries(json));
  if (shape.is === 'variants') {
    const word = given.get(shape.tag);
    const variant = typeof word === 'string' && Object.hasOwn(shape.variants, word) ? shape.variants[word] : undefined;
    return variant === undefined ? [] : partsOf(variant, json, path);
  }
  if (shape.is !== 'object') return [];
  return Object.entries(shape.fields)
    .filter(([name]) => given.get(name) !== undefined || !shape.optional.includes(name))
    .map(([name, field]) => ({ shape: field, json: given.get(name), path: path === '' ? name : `${path}.${name}` }));
}
