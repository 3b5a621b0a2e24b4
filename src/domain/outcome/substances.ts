import type { OutcomeDetails } from './events.js';

/** What is wrong with one field, in words that follow the field's name. */
export interface SubstanceFault {
  readonly field: string;
  readonly reason: string;
}

const NEEDS_AMOUNT = ['valuationBasis', 'valuationSource', 'valuedOn'] as const;

/**
 * What cannot be meant by a seizure of drugs, whatever its fields are one by one: no substance at all, or how something was valued of which no value is told.
 * Held against what is sent from now on; entries that say so from before stay valid. None for other kinds.
 */
export function faultsInSubstances(outcome: OutcomeDetails): readonly SubstanceFault[] {
  if (outcome.kind !== 'drugs-seizure') return [];
  if (outcome.substances.length === 0) return [{ field: 'substances', reason: 'has to hold at least one substance' }];
  return outcome.substances.flatMap((substance, i) => {
    if (substance.amountPence !== undefined) return [];
    const stray = NEEDS_AMOUNT.filter((name) => substance[name] !== undefined);
    return stray.map((name) => ({
      field: `substances[${i}].${name}`,
      reason: 'says how a value was found, and no amountPence is given; give the amount or leave this out',
    }));
  });
}
