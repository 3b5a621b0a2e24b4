import { slug, type UnitId } from '../../domain/identifiers.js';
import { agreeClaimWeights } from '../../domain/outcome/agree-claim-weights.js';
import { amount, mapOf, object, type Described } from '../../domain/shape.js';
import { agreeClaimWeightsContent } from '../../ledger/commands.js';
import { executeOnOutcome } from '../../ledger/execute-on-outcome.js';
import { parseWeights } from '../../web/cells.js';
import { COMMON_COLUMNS, type OutcomeRows } from './row-kind.js';

const shape = object({ weights: mapOf(slug<UnitId>(), amount(0n)) });
type Column = 'weights';

/** Weights by which the units that claim an outcome agreed to share it. */
export const claimWeightRows: OutcomeRows<Column, Described<typeof shape>> = {
  of: 'outcome',
  names: 'claim-weights',
  columns: [...COMMON_COLUMNS, 'weights'],
  optional: [],
  shape,
  wireOf: (cell, read) => ({ weights: read('weights', parseWeights(cell('weights'), 'unit')) }),
  columnOf: { weights: 'weights', changes: 'weights' },
  record(ledger, sender, { outcomeId, told: { weights } }) {
    const command = { ...sender, content: agreeClaimWeightsContent(outcomeId, weights) };
    return executeOnOutcome(ledger, command, outcomeId, undefined, (outcome, context) =>
      agreeClaimWeights({ outcomeId, weights }, outcome, context),
    );
  },
};
