import type { Parsed } from '../money.js';
import type { QUANTITIES } from './events.js';

/** A quantity in the smallest whole unit of its kind. */
export interface Quantity {
  readonly quantity: number;
  readonly quantityIn: (typeof QUANTITIES)[number];
}

const UNITS: ReadonlyMap<string, { readonly quantityIn: Quantity['quantityIn']; readonly decimals: number }> = new Map(
  Object.entries({
    mg: { quantityIn: 'milligrams', decimals: 0 },
    g: { quantityIn: 'milligrams', decimals: 3 },
    kg: { quantityIn: 'milligrams', decimals: 6 },
    milligrams: { quantityIn: 'milligrams', decimals: 0 },
    tablets: { quantityIn: 'tablets', decimals: 0 },
    plants: { quantityIn: 'plants', decimals: 0 },
    doses: { quantityIn: 'doses', decimals: 0 },
    ml: { quantityIn: 'millilitres', decimals: 0 },
    l: { quantityIn: 'millilitres', decimals: 3 },
    millilitres: { quantityIn: 'millilitres', decimals: 0 },
  } as const),
);

/** What a quantity may be told in. */
export const QUANTITY_UNITS: readonly string[] = [...UNITS.keys()];

const NUMBER = /^(\d{1,12})(?:\.(\d+))?$/;

/** Reads a quantity as it was weighed or counted, `27.5` in `g`, into whole milligrams, tablets and so on; never rounds. */
export function parseQuantity(given: string, unit: string): Parsed<Quantity> {
  const known = UNITS.get(unit);
  if (known === undefined)
    return { ok: false, reason: `"${unit}" is not a unit of quantity: ${QUANTITY_UNITS.join(', ')}` };
  const match = NUMBER.exec(given);
  if (match === null) return { ok: false, reason: `"${given}" is not a quantity such as 27 or 27.5` };
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > known.decimals)
    return { ok: false, reason: `"${given}" ${unit} is finer than whole ${known.quantityIn}` };
  const quantity = Number(whole + fraction.padEnd(known.decimals, '0'));
  if (!Number.isSafeInteger(quantity))
    return { ok: false, reason: `"${given}" ${unit} is more than the ledger can hold` };
  return { ok: true, value: { quantity, quantityIn: known.quantityIn } };
}
