import { EXAMPLE_COLLABORATION } from '../../web/api-docs.js';

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
  'a saving, year after year': {
    kind: 'saving',
    ...whatItWas,
    occurredOn: '2008-04-01',
    nature: 'cash-releasing',
    recurrence: { is: 'recurring', runsTo: '2011-04-01' },
    grossPence: 51000000,
    investmentPence: 2500000,
    officerMinutes: 120000,
    baseline: { basis: 'previous-year', amountPence: 90000000, on: '2008-03-31' },
    budgetLine: 'regional-crime-training',
    attribution: { basis: 'key', key: 'population-mid-2010' },
  },
  'what the regional response cost': {
    kind: 'cost',
    ...whatItWas,
    occurredOn: '2009-04-01',
    costType: 'regional-response',
    runsTo: '2010-04-01',
    amountPence: 41250000,
    measure: 'arrests',
    attribution: { basis: 'key', key: 'population-mid-2010' },
  },
  'what one force alone would have spent': {
    kind: 'cost',
    ...whatItWas,
    occurredOn: '2009-04-01',
    costType: 'local-comparator',
    runsTo: '2010-04-01',
    amountPence: 55000000,
    measure: 'arrests',
    attribution: { basis: 'direct', force: 'west-yorkshire' },
  },
};
