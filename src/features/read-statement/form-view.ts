import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import { viewForm } from '../../web/asked-form.js';
import type { Form } from './form.js';

const VIEWS = [
  ['', 'As they are in the ledger'],
  ['real-terms', 'Real terms, at the prices of the base year'],
  ['present-value', 'Present value in the base year'],
  ['real-terms,present-value', 'Real terms, then present value'],
] as const;

/** Puts the form of a statement into words. */
export function viewStatementForm(form: Form, collaborations: readonly Collaboration[]) {
  return {
    ...viewForm(form, collaborations),
    views: VIEWS.map(([value, text]) => ({ value, text, selected: value === form.typed.view })),
  };
}
