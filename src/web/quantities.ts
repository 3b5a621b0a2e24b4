import { ValidateBy } from 'class-validator';
import { parseQuantity } from '../domain/outcome/quantity.js';
import { isRecord } from './fits.js';
import { malformed } from './problems.js';

/** Decorates a quantity as it was weighed or counted: its unit says later how fine it may be. */
export function IsQuantity(): PropertyDecorator {
  return ValidateBy({
    name: 'isQuantity',
    validator: {
      validate: (value: unknown) => typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER,
      defaultMessage: () => 'has to be a number from 0',
    },
  });
}

const FINEST = new Set(['milligrams', 'tablets', 'plants', 'doses', 'millilitres']);

/**
 * Takes substances as a request tells them and gives them with every quantity in its smallest whole unit: 27.5 `g` is 27500
 * `milligrams`. Nothing is rounded; what is finer than that is refused (400 malformed-request).
 */
export function inSmallestUnits(substances: unknown, at: string): unknown {
  if (!Array.isArray(substances)) return substances;
  return substances.map((each: unknown, i) => {
    if (!isRecord(each)) return each;
    const { quantity, quantityIn } = each;
    if (typeof quantity !== 'number' || typeof quantityIn !== 'string' || FINEST.has(quantityIn)) return each;
    const parsed = parseQuantity(String(quantity), quantityIn);
    if (!parsed.ok) throw malformed({ field: `${at}[${i}].quantity`, reason: parsed.reason });
    return { ...each, ...parsed.value };
  });
}
