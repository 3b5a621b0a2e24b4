import { validateSync, type ValidationError } from 'class-validator';
import { isRecord } from './fits.js';
import { malformed, type FieldError } from './problems.js';

/** A class whose fields class-validator knows. Fields hold whatever was sent, so they are `unknown` until a shape has read them. */
export type RequestClass<T extends object = object> = new () => T;

/** Picks the class of an object inside a request by what it says of itself. */
export type Inside = (given: Readonly<Record<string, unknown>>) => RequestClass;

const STRICT = {
  whitelist: true,
  forbidNonWhitelisted: true,
  validationError: { target: false, value: false },
} as const;

/**
 * Holds a request to its class: every missing, wrong or unknown field is named in one refusal (400 malformed-request). `inside` says
 * which classes the objects, or lists of objects, in its fields have.
 */
export function checkRequest(type: RequestClass, body: unknown, inside: Readonly<Record<string, Inside>> = {}): void {
  const faults = validateSync(toInstance(type, body, '', inside), STRICT);
  if (faults.length > 0) throw malformed(...faults.flatMap((fault) => fieldErrors(fault, '')));
}

/** Copied field by field: validators look at an object's class, and neither `__proto__` nor `constructor` in JSON may become one. */
function toInstance(type: RequestClass, given: unknown, at: string, inside: Readonly<Record<string, Inside>>): object {
  if (!isRecord(given)) throw malformed({ field: at, reason: 'has to be an object' });
  const instance = new type();
  for (const [name, value] of Object.entries(given)) {
    const field = pathTo(at, name);
    if (name in Object.prototype) throw malformed({ field, reason: NO_SUCH_FIELD });
    const choose = inside[name];
    Reflect.set(instance, name, choose === undefined ? value : toInstances(choose, value, field));
  }
  return instance;
}

function toInstances(choose: Inside, value: unknown, at: string): unknown {
  if (!Array.isArray(value)) return isRecord(value) ? toInstance(choose(value), value, at, {}) : value;
  return value.map((item: unknown, i) => {
    const field = `${at}[${i}]`;
    if (!isRecord(item)) throw malformed({ field, reason: 'has to be an object' });
    return toInstance(choose(item), item, field, {});
  });
}

const NO_SUCH_FIELD = 'is not a field here';

function fieldErrors(
  { property, constraints = {}, children = [] }: ValidationError,
  parent: string,
): readonly FieldError[] {
  const field = pathTo(parent, property);
  const own = Object.entries(constraints).map(([name, reason]) => ({
    field,
    reason: name === 'whitelistValidation' ? NO_SUCH_FIELD : reason,
  }));
  return [...own, ...children.flatMap((child) => fieldErrors(child, field))];
}

function pathTo(parent: string, property: string): string {
  if (/^\d+$/.test(property)) return `${parent}[${property}]`;
  return parent === '' ? property : `${parent}.${property}`;
}
