import type { MeasureId } from '../identifiers.js';
import { unreachable } from '../unreachable.js';
import type { Counted } from './counted.js';
import { drugClassOn, type DrugClass } from './drug-classes.js';
import type { AssetStage } from './asset-stages.js';
import type { OutcomeDetails, Substance } from './events.js';
import { countSaving } from './saving.js';
import { countAsset } from './stage-counting.js';

/** The measures that outcomes of the built-in kinds post. The catalogue says the rest about each. */
const measure = (id: string): MeasureId => id as MeasureId;
const ARRESTS = { made: measure('arrests-made'), facilitated: measure('arrests-facilitated') };
const PROPERTY = { count: measure('property-recovered'), value: measure('property-recovered-value') };
/** What is not returned to its owner moves from what is: `property-returned-value` is what was recovered less these deductions. */
const KEPT = { value: measure('property-kept-value'), deductions: measure('property-kept-deductions') };
/** Seizures in which something was not valued, once each. */
export const UNVALUED_SEIZURES = measure('drug-seizures-unvalued');
const SEIZURES = { all: measure('drug-seizures'), unvalued: UNVALUED_SEIZURES };
const SEIZURES_OF = {
  a: measure('drug-seizures-class-a'),
  b: measure('drug-seizures-class-b'),
  c: measure('drug-seizures-class-c'),
};
const VALUE_OF = {
  a: measure('drugs-seized-value-class-a'),
  b: measure('drugs-seized-value-class-b'),
  c: measure('drugs-seized-value-class-c'),
};
const QUANTITY_IN = {
  milligrams: measure('drugs-seized-milligrams'),
  tablets: measure('drugs-seized-tablets'),
  plants: measure('drugs-seized-plants'),
  doses: measure('drugs-seized-doses'),
  millilitres: measure('drugs-seized-millilitres'),
};
const COST = {
  'regional-response': measure('costs-regional-response'),
  'local-comparator': measure('costs-local-comparator'),
  'dis-benefit': measure('dis-benefits'),
  grant: measure('grants-received'),
};

const NO_STAGES: readonly AssetStage[] = [];

/**
 * What an outcome counts for: each measure once on each day, in the measure's smallest unit, before any sharing. Takes an outcome whose
 * substances all have a class on its day, and stages that are in order, which a decision has to check first. `asBefore`: see `OutcomeContext`.
 */
export function countOutcome(details: OutcomeDetails, stages = NO_STAGES, asBefore = false): readonly Counted[] {
  switch (details.kind) {
    case 'arrest':
      return [{ measure: ARRESTS[details.role], amount: 1n }];
    case 'property-recovered':
      return [
        { measure: PROPERTY.count, amount: 1n },
        { measure: PROPERTY.value, amount: details.amountPence },
        ...(details.returnedToOwner ? [] : countKept(details.amountPence)),
      ];
    case 'drugs-seizure':
      return countSeizure(
        details.substances.map((each) => ({ ...each, drugClass: drugClassOn(each.substance, details.occurredOn) })),
      );
    case 'asset':
      return countAsset(details, stages, asBefore);
    case 'counted-item':
      return [{ measure: details.measure, amount: details.amount }];
    case 'saving':
      return countSaving(details);
    case 'cost':
      return [{ measure: COST[details.costType], amount: details.amountPence }];
    default:
      return unreachable(details);
  }
}

function countKept(amountPence: bigint): readonly Counted[] {
  return [
    { measure: KEPT.value, amount: amountPence, ifDefined: true },
    { measure: KEPT.deductions, amount: -amountPence, ifDefined: true },
  ];
}

type Classed = Substance & { readonly drugClass: DrugClass | undefined };

/** One seizure counts once, whatever it held; once more per class present; in quantity per unit; in value per class, where valued. */
function countSeizure(substances: readonly Classed[]): readonly Counted[] {
  const counted = new Map<MeasureId, bigint>([[SEIZURES.all, 1n]]);
  const add = (to: MeasureId, amount: bigint): unknown => counted.set(to, (counted.get(to) ?? 0n) + amount);
  for (const { drugClass, quantity, quantityIn, amountPence } of substances) {
    add(QUANTITY_IN[quantityIn], quantity);
    if (amountPence === undefined) counted.set(SEIZURES.unvalued, 1n);
    if (drugClass === undefined) continue;
    counted.set(SEIZURES_OF[drugClass], 1n);
    if (amountPence !== undefined) add(VALUE_OF[drugClass], amountPence);
  }
  return [...counted].map(([id, amount]) => ({ measure: id, amount }));
}
