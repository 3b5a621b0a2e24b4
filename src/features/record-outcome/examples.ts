import { slug } from '../../domain/identifiers.js';
import { outcomeShape, substanceShape } from '../../domain/outcome/events.js';
import { QUANTITY_UNITS } from '../../domain/outcome/quantity.js';
import { amount, list, oneOf, type ShapeNode } from '../../domain/shape.js';
import { EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { schemaOf, type Schema } from '../../domain/shape-schema.js';

const whatItWas = {
  collaboration: EXAMPLE_COLLABORATION,
  unit: 'rart',
  occurredOn: '2010-03-04',
  leadForce: 'west-yorkshire',
};

/** One example of each kind and each attribution. */
export const OUTCOME_EXAMPLES: Readonly<Record<string, object>> = {
  'cash seized, shared by key': {
    kind: 'asset',
    ...whatItWas,
    assetType: 'cash',
    route: 'cash-forfeiture',
    stage: 'seized',
    amountPence: 1250000,
    attribution: { basis: 'key', key: 'population-mid-2010' },
  },
  'an arrest, credited to one force': {
    kind: 'arrest',
    ...whatItWas,
    role: 'made',
    offenceGroup: 'drugs-supply',
    attribution: { basis: 'direct', force: 'humberside' },
  },
  'a car recovered, shared as agreed': {
    kind: 'property-recovered',
    ...whatItWas,
    itemType: 'vehicle',
    amountPence: 850000,
    valuationBasis: 'trade-guide',
    returnedToOwner: true,
    attribution: { basis: 'agreed', weights: { humberside: 1, outside: 1 } },
  },
  'a drugs seizure, one substance unvalued': {
    kind: 'drugs-seizure',
    ...whatItWas,
    substances: [
      {
        substance: 'cocaine',
        form: 'powder',
        quantity: 27.5,
        quantityIn: 'g',
        amountPence: 111337,
        valuationBasis: 'street',
      },
      { substance: 'cannabis', form: 'plants', quantity: 17, quantityIn: 'plants' },
    ],
    attribution: { basis: 'direct', force: 'west-yorkshire' },
    operation: 'example',
    evidence: [{ label: 'property-store', sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }],
  },
};

const quantity = amount(0n);
/** As it was weighed or counted: `27.5` with `g`. */
const asWeighed: Schema = { type: 'number', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** What a request may hold: an outcome as the ledger keeps it, its collaboration, and quantities as they were weighed. */
export const outcomeSchema: Schema = schemaOf(requestShape(), new Map([[quantity, asWeighed]]));

function requestShape(): ShapeNode {
  if (outcomeShape.is !== 'variants') throw new TypeError('An outcome is one of several kinds.');
  const quantities = { quantity, quantityIn: oneOf(...QUANTITY_UNITS) };
  const substances = list({ ...substanceShape, fields: { ...substanceShape.fields, ...quantities } });
  const variants = Object.entries(outcomeShape.variants).map(([kind, { fields, optional, is }]) => {
    const own = 'substances' in fields ? { substances } : {};
    return [kind, { is, fields: { collaboration: slug(), ...fields, ...own }, optional }] as const;
  });
  return { ...outcomeShape, variants: Object.fromEntries(variants) };
}
