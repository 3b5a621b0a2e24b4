import { ValidateBy, type ValidationArguments } from 'class-validator';
import type { ShapeNode } from '../domain/shape.js';

const SHOWN = 80;

/**
 * Decorates a field that has to be what a shape describes: text, a word, an amount, a number or a flag. The shapes are the ones that
 * entries are written in, so a request is held to exactly what the ledger can keep.
 */
export function Fits(shape: ShapeNode): PropertyDecorator {
  return ValidateBy({
    name: 'fits',
    validator: {
      validate: (value: unknown) => faultOf(shape, value) === undefined,
      defaultMessage: (given?: ValidationArguments) => faultOf(shape, given?.value) ?? '',
    },
  });
}

/** Says in words why a value is not what the shape describes; `undefined` when it is. */
function faultOf(shape: ShapeNode, value: unknown): string | undefined {
  if (value === undefined) return `is missing; it has to be ${describe(shape)}`;
  return isLike(shape, value) ? undefined : `has to be ${describe(shape)}${shown(value)}`;
}

function isLike(shape: ShapeNode, value: unknown): boolean {
  switch (shape.is) {
    case 'text':
      return typeof value === 'string' && value.length <= shape.most && shape.pattern.test(value);
    case 'one-of':
      return typeof value === 'string' && shape.values.includes(value);
    case 'amount':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= shape.least && value <= shape.most;
    case 'number':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= shape.least;
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value) && value.every((item) => isLike(shape.item, item));
    case 'map':
      return isRecord(value) && Object.entries(value).every(([k, v]) => isLike(shape.key, k) && isLike(shape.value, v));
    case 'object':
    case 'variants':
      throw new TypeError('An object is checked by a class of its own.');
  }
}

function describe(shape: ShapeNode): string {
  switch (shape.is) {
    case 'text':
      return `${shape.means}, at most ${shape.most} characters`;
    case 'one-of':
      return shape.values.length === 1 ? `"${shape.values.join('')}"` : `one of ${shape.values.join(', ')}`;
    case 'amount':
      return `a whole number from ${shape.least} to ${shape.most}`;
    case 'number':
      return `a whole number from ${shape.least}`;
    case 'flag':
      return 'true or false';
    case 'list':
      return `a list, each ${describe(shape.item)}`;
    case 'map':
      return `an object that gives ${describe(shape.key)} ${describe(shape.value)}`;
    case 'object':
    case 'variants':
      return 'an object';
  }
}

/** Whether JSON gave an object, as opposed to a list or nothing. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? ` (it is ${typeof value === 'string' ? `"${value.slice(0, SHOWN)}"` : value})` : '';
}
