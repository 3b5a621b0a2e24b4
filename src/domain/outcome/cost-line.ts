import { checked, failed, type Checked } from '../decision.js';
import { isCost, type Catalogue } from '../measure/catalogue.js';
import type { OutcomeDetails } from './events.js';

/** Checks what a cost was spent on, where it says so: any measure but another cost. Refuses unknown-measure. */
export function checkCostLine(outcome: OutcomeDetails, catalogue: Catalogue): Checked<undefined> {
  const line = outcome.kind === 'cost' ? outcome.measure : undefined;
  if (line === undefined) return checked(undefined);
  const refusal = { code: 'unknown-measure', field: 'measure', measure: line } as const;
  if (!catalogue.measures.has(line)) return failed({ ...refusal, because: 'is not in the catalogue of measures' });
  if (isCost(catalogue, line))
    return failed({ ...refusal, because: 'is a cost itself; name what was to be had for it' });
  return checked(undefined);
}
