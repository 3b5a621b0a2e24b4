import { IsOptional } from 'class-validator';
import type { ObjectNode, ShapeNode } from '../domain/shape.js';
import { Fits } from './fits.js';
import { IsListOf, IsObjectOf } from './nested.js';
import { malformed } from './problems.js';
import { checkRequest, type Inside, type RequestClass } from './valid-request.js';

const classes = new WeakMap<ShapeNode, RequestClass>();

/**
 * Holds the body of a request to a shape, by a class whose fields class-validator knows, so that every missing, wrong or unknown field is named in
 * one refusal (400 malformed-request). Objects and lists of objects inside it are held to theirs, one level deep.
 */
export function checkShape(shape: ObjectNode, body: unknown): void {
  const inside = Object.entries(shape.fields).flatMap(([name, field]) => {
    const choose = chooserOf(field, name);
    return choose === undefined ? [] : [[name, choose] as const];
  });
  checkRequest(classOf(shape), body, Object.fromEntries(inside));
}

function classOf(shape: ObjectNode, tag?: { readonly name: string; readonly shape: ShapeNode }): RequestClass {
  const known = classes.get(shape);
  if (known !== undefined) return known;
  const Request = class {};
  const fields = Object.entries(shape.fields);
  for (const [name, field] of fields) {
    if (shape.optional.includes(name)) IsOptional()(Request.prototype, name);
    holding(field)(Request.prototype, name);
  }
  if (tag !== undefined) Fits(tag.shape)(Request.prototype, tag.name);
  classes.set(shape, Request);
  return Request;
}

function holding(field: ShapeNode): PropertyDecorator {
  if (field.is === 'object' || field.is === 'variants') return IsObjectOf();
  return field.is === 'list' && field.item.is === 'object' ? IsListOf() : Fits(field);
}

function chooserOf(field: ShapeNode, at: string): Inside | undefined {
  if (field.is === 'object') return () => classOf(field);
  if (field.is === 'list') return chooserOf(field.item, at);
  if (field.is !== 'variants') return undefined;
  const { tag, variants } = field;
  const words = Object.keys(variants);
  return (given) => {
    const word = words.find((each) => each === given[tag]);
    const variant = word === undefined ? undefined : variants[word];
    if (variant !== undefined) return classOf(variant, { name: tag, shape: { is: 'one-of', values: words } });
    throw malformed({ field: `${at}.${tag}`, reason: `has to be one of ${words.join(', ')}` });
  };
}
