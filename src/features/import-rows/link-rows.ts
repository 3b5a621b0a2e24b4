import { LINK_REASONS } from '../../domain/outcome/events.js';
import { object, oneOf, text, variants, type Described } from '../../domain/shape.js';
import { makeLink, undoLink } from '../../ledger/make-link.js';
import { outcomeNamed } from './outcome-named.js';
import { COMMON_COLUMNS, type OutcomeRows } from './row-kind.js';

const reason = oneOf(...LINK_REASONS);
const shape = variants('change', {
  link: object({ primary: text(/\S/, 'the reference or the id of the outcome that it duplicates', 100), reason }),
  unlink: object({ reason }),
});
type Column = 'change' | 'primary' | 'reason';

/** Links of outcomes to those that they are duplicates of, and links that are undone. An outcome has one primary, so that undoing names none. */
export const linkRows: OutcomeRows<Column, Described<typeof shape>> = {
  of: 'outcome',
  names: 'link',
  columns: [...COMMON_COLUMNS, 'change', 'primary', 'reason'],
  optional: ['primary'],
  shape,
  wireOf: (cell) => ({
    change: cell('change'),
    ...(cell('primary') !== '' && { primary: cell('primary') }),
    reason: cell('reason'),
  }),
  columnOf: { command: 'change', duplicateOf: 'primary' },
  async record(ledger, sender, { collaboration, outcomeId, told }) {
    if (told.change === 'unlink') return undoLink(ledger, sender, { outcomeId, reason: told.reason }, undefined);
    const primary = await outcomeNamed(ledger.store, collaboration, told.primary);
    if (!primary.ok) return { ok: false, refusal: { ...primary.refusal, field: 'primary' } };
    return makeLink(ledger, sender, { outcomeId, primary: primary.value, reason: told.reason }, undefined);
  },
};
