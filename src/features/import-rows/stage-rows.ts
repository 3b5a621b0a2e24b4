import { stageShape, type AssetStage } from '../../domain/outcome/asset-stages.js';
import { recordAssetStage } from '../../domain/outcome/record-asset-stage.js';
import { recordAssetStageContent } from '../../ledger/commands.js';
import { executeOnOutcome } from '../../ledger/execute-on-outcome.js';
import { parsePence } from '../../web/cells.js';
import { FOREIGN_COLUMNS, FOREIGN_FIELDS, foreignIn } from '../../web/foreign-cells.js';
import { COMMON_COLUMNS, type Cell, type Read, type OutcomeRows } from './row-kind.js';

const OWN = ['stage', 'occurred_on', 'amount_gbp'] as const;
const OPTIONAL = ['interest_gbp', 'ground', 'document', 'document_dated', ...FOREIGN_COLUMNS] as const;
type Column = (typeof OWN)[number] | (typeof OPTIONAL)[number];

/** Stages that assets reached. */
export const stageRows: OutcomeRows<Column, AssetStage> = {
  of: 'outcome',
  names: 'stage',
  columns: [...COMMON_COLUMNS, ...OWN, ...OPTIONAL],
  optional: OPTIONAL,
  shape: stageShape,
  wireOf,
  columnOf: {
    occurredOn: 'occurred_on',
    amountPence: 'amount_gbp',
    interestPence: 'interest_gbp',
    'reference.document': 'document',
    'reference.dated': 'document_dated',
    ...FOREIGN_FIELDS,
  },
  record(ledger, sender, { outcomeId, told: stage }) {
    const command = { ...sender, content: recordAssetStageContent(outcomeId, stage) };
    return executeOnOutcome(ledger, command, outcomeId, undefined, (outcome, context) =>
      recordAssetStage({ outcomeId, stage }, outcome, context),
    );
  },
};

function wireOf(cell: Cell<Column>, read: Read<Column>): object {
  const told = (column: Column): boolean => cell(column) !== '';
  return {
    stage: cell('stage'),
    occurredOn: cell('occurred_on'),
    amountPence: read('amount_gbp', parsePence(cell('amount_gbp'))),
    ...(told('interest_gbp') && { interestPence: read('interest_gbp', parsePence(cell('interest_gbp'))) }),
    ...(told('ground') && { ground: cell('ground') }),
    ...((told('document') || told('document_dated')) && {
      reference: { document: cell('document'), dated: cell('document_dated') },
    }),
    ...foreignIn(cell, read),
  };
}
