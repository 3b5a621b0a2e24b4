import { findingShape } from '../../domain/outcome/finding-events.js';
import { object, wholeNumber, type Described } from '../../domain/shape.js';
import { executeFinding } from '../../ledger/execute-finding.js';
import { parseCount } from '../../web/cells.js';
import { COMMON_COLUMNS, type OutcomeRows } from './row-kind.js';

const shape = object({ made: findingShape, revision: wholeNumber() });
type Column = 'finding' | 'revision' | 'reason';

const LOOKED_AT =
  '; it is the revision of the outcome that was looked at, as the validation queue and its page have it';

/** What somebody found of outcomes. Whoever hands the file in is who found it, so that none of them may be what they recorded themselves. */
export const findingRows: OutcomeRows<Column, Described<typeof shape>> = {
  of: 'outcome',
  names: 'finding',
  columns: [...COMMON_COLUMNS, 'finding', 'revision', 'reason'],
  optional: ['reason'],
  shape,
  wireOf: (cell, read) => ({
    made: { finding: cell('finding'), ...(cell('reason') !== '' && { reason: cell('reason') }) },
    revision: read('revision', parseCount(cell('revision'), LOOKED_AT)),
  }),
  columnOf: {
    made: 'finding',
    'made.reason': 'reason',
    command: 'finding',
    'If-Match': 'revision',
    // What stands in the way of a grade lies with the outcome, and not in this file: another finding may be made of it, or by another person.
    'X-Acting-Person': 'finding',
    evidence: 'finding',
    baseline: 'finding',
    recurrence: 'finding',
    carriedFrom: 'finding',
  },
  record: (ledger, sender, { outcomeId, told: { made, revision } }) =>
    executeFinding(ledger, sender, outcomeId, made, revision),
};
