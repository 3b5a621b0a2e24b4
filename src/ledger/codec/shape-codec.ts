import { byCodeUnit } from '../../domain/identifiers.js';
import type { ObjectNode, Shape, ShapeNode } from '../../domain/shape.js';
import { toJsonInteger, Unreadable } from './json.js';

/**
 * Turns values into plain JSON values with sorted keys, and back. `from` throws `Unreadable` for whatever the shape does not allow; the
 * path to the field is put together on the way out, so that lines which are right, nearly all, do not pay for it.
 */
interface Compiled {
  readonly to: (value: never) => unknown;
  readonly from: (json: unknown) => unknown;
}

const compiled = new WeakMap<ShapeNode, Compiled>();

/** The reader and writer of one shape, for those who use it for every line. */
export interface ShapeCodec<T> {
  readonly to: (value: T) => unknown;
  readonly from: (json: unknown, path: string) => T;
}

/** Looks up the reader and writer of a shape once. */
export function shapeCodec<T>(shape: Shape<T>): ShapeCodec<T> {
  const { to, from } = codecOf(shape);
  return { to: to as ShapeCodec<T>['to'], from: (json, path) => inPlace(from, json, path) as T };
}

/** Takes a value that a shape describes; gives the plain JSON value whose native text is canonical. */
export function toWire<T>(shape: Shape<T>, value: T): unknown {
  return codecOf(shape).to(value as never);
}

/** Takes plain JSON; gives the value that the shape describes, or throws `Unreadable` naming the field and what was expected. */
export function fromWire<T>(shape: Shape<T>, json: unknown, path = ''): T {
  return inPlace(codecOf(shape).from, json, path) as T;
}

/** Reads, and names the place in what goes wrong. */
function inPlace(from: Compiled['from'], json: unknown, path: string): unknown {
  try {
    return from(json);
  } catch (error) {
    throw placed(path, error);
  }
}

/** An `Unreadable` as it looks from outside the field, or any other error as it is. */
function placed(path: string, error: unknown): unknown {
  if (!(error instanceof Unreadable) || path === '') return error;
  const { field, reason } = error;
  return new Unreadable(field === '' ? path : field.startsWith('[') ? path + field : `${path}.${field}`, reason);
}

function codecOf(shape: ShapeNode): Compiled {
  const known = compiled.get(shape);
  if (known !== undefined) return known;
  const fresh = compile(shape);
  compiled.set(shape, fresh);
  return fresh;
}

const asIs = (value: unknown): unknown => value;

function compile(shape: ShapeNode): Compiled {
  switch (shape.is) {
    case 'text':
      return { to: asIs, from: (json) => textFrom(shape, json) };
    case 'one-of':
      return { to: asIs, from: (json) => wordFrom(shape.values, json) };
    case 'amount':
      return { to: toJsonInteger, from: (json) => amountFrom(shape, json) };
    case 'number':
      return { to: asIs, from: (json) => wholeNumberFrom(shape.least, json) };
    case 'flag':
      return { to: asIs, from: flagFrom };
    case 'list':
      return compileList(codecOf(shape.item));
    case 'map':
      return compileMap(codecOf(shape.key), codecOf(shape.value));
    case 'object':
      return compileObject(shape);
    case 'variants':
      return compileVariants(shape);
  }
}

function textFrom({ pattern, means, most }: Extract<ShapeNode, { is: 'text' }>, json: unknown): string {
  if (typeof json !== 'string') throw expected(means, json);
  if (json.length > most) throw new Unreadable('', `is longer than ${most} characters`);
  if (!pattern.test(json)) throw expected(means, json);
  return json;
}

function wordFrom(values: readonly string[], json: unknown): string {
  if (typeof json !== 'string' || !values.includes(json)) throw expected(`one of ${values.join(', ')}`, json);
  return json;
}

function amountFrom({ least, most }: Extract<ShapeNode, { is: 'amount' }>, json: unknown): bigint {
  if (typeof json !== 'number' || !Number.isSafeInteger(json)) throw expected('a whole number within 2^53', json);
  const amount = BigInt(json);
  if (amount < least || amount > most) throw new Unreadable('', `is ${amount}, outside ${least} to ${most}`);
  return amount;
}

function wholeNumberFrom(least: number, json: unknown): number {
  if (typeof json !== 'number' || !Number.isSafeInteger(json) || json < least)
    throw expected(`a whole number from ${least}`, json);
  return json;
}

function flagFrom(json: unknown): boolean {
  if (typeof json !== 'boolean') throw expected('true or false', json);
  return json;
}

function compileList(item: Compiled): Compiled {
  return {
    to: (values: readonly never[]) => values.map((value) => item.to(value)),
    from: (json) => {
      if (!Array.isArray(json)) throw expected('a list', json);
      let at = 0;
      try {
        return json.map((each, i) => {
          at = i;
          return item.from(each);
        });
      } catch (error) {
        throw placed(`[${at}]`, error);
      }
    },
  };
}

function compileMap(key: Compiled, value: Compiled): Compiled {
  const each = (given: object, convert: (field: unknown, name: string) => unknown): unknown =>
    Object.fromEntries(
      Object.entries(given)
        .sort(([a], [b]) => byCodeUnit(a, b))
        .map(([name, field]) => [name, convert(field, name)]),
    );
  return {
    to: (given: object) => each(given, (field) => value.to(field as never)),
    from: (json) =>
      each(objectFrom(json), (field, name) => {
        inPlace(key.from, name, name);
        return inPlace(value.from, field, name);
      }),
  };
}

interface Field {
  readonly name: string;
  readonly isOptional: boolean;
  readonly codec: Compiled;
}

function compileObject(shape: ObjectNode, tag?: { readonly name: string; readonly value: string }): Compiled {
  const fields = fieldsOf(shape, tag);
  const names = new Set(fields.map(({ name }) => name));
  return {
    to: (value: Readonly<Record<string, unknown>>) => {
      const wire: Record<string, unknown> = {};
      for (const { name, codec } of fields) {
        const field = value[name];
        if (field !== undefined) wire[name] = codec.to(field as never);
      }
      return wire;
    },
    from: (json) => {
      const given = objectFrom(json);
      const value: Record<string, unknown> = {};
      let found = 0;
      let at = '';
      try {
        for (const { name, isOptional, codec } of fields) {
          const field = given[name];
          at = name;
          if (field === undefined && isOptional) continue;
          if (field === undefined) throw new Unreadable('', 'is missing');
          value[name] = codec.from(field);
          found += 1;
        }
      } catch (error) {
        throw placed(at, error);
      }
      if (found !== Object.keys(given).length) throw unknownField(given, names);
      return value;
    },
  };
}

function fieldsOf(
  shape: ObjectNode,
  tag: { readonly name: string; readonly value: string } | undefined,
): readonly Field[] {
  const own = Object.entries(shape.fields).map(([name, field]) => ({
    name,
    isOptional: shape.optional.includes(name),
    codec: codecOf(field),
  }));
  const tagged =
    tag === undefined
      ? []
      : [{ name: tag.name, isOptional: false, codec: compile({ is: 'one-of', values: [tag.value] }) }];
  return [...own, ...tagged].sort((a, b) => byCodeUnit(a.name, b.name));
}

function compileVariants({ tag, variants }: Extract<ShapeNode, { is: 'variants' }>): Compiled {
  const codecs = new Map(
    Object.entries(variants).map(([value, shape]) => [value, compileObject(shape, { name: tag, value })]),
  );
  const choose = (value: unknown): Compiled => {
    const codec = typeof value === 'string' ? codecs.get(value) : undefined;
    if (codec === undefined) throw placed(tag, expected(`one of ${[...codecs.keys()].join(', ')}`, value));
    return codec;
  };
  return {
    to: (value: Readonly<Record<string, unknown>>) => choose(value[tag]).to(value as never),
    from: (json) => choose(objectFrom(json)[tag]).from(json),
  };
}

function objectFrom(json: unknown): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw expected('an object', json);
  return json as Readonly<Record<string, unknown>>;
}

/** How it is said that an object has a field which its shape does not have. */
export const NO_SUCH_FIELD = 'is not a field here';

function unknownField(given: object, known: ReadonlySet<string>): Unreadable {
  const stray = Object.keys(given).find((name) => !known.has(name)) ?? '';
  return new Unreadable(stray, `${NO_SUCH_FIELD}; there are ${[...known].join(', ')}`);
}

function expected(what: string, found: unknown): Unreadable {
  if (found === undefined) return new Unreadable('', `is missing; it has to be ${what}`);
  const shown =
    typeof found === 'string' || typeof found === 'number' ? ` (it is ${JSON.stringify(found).slice(0, 80)})` : '';
  return new Unreadable('', `has to be ${what}${shown}`);
}
