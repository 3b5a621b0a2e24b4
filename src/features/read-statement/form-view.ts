import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import type { Form, Mistake, Typed } from './form.js';

/** The form as its page shows it, with what was typed and what was wrong with it. */
export interface FormView {
  readonly typed: Typed;
  readonly collaborations: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[];
  readonly views: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[];
  /** Each with the place on the page that it is about. */
  readonly mistakes: readonly { readonly text: string; readonly href: string }[];
  /** The first mistake of each field, as the form's parts take it; `false` where there is none. */
  readonly errors: Readonly<Record<Mistake['field'], { readonly text: string } | false>>;
}

const PLACES: Readonly<Record<Mistake['field'], string>> = {
  collaboration: '#collaboration',
  first: '#first-day',
  last: '#last-day',
  asAt: '#asAt',
  view: '#view',
  baseYear: '#baseYear',
};

const VIEWS = [
  ['', 'As they are in the ledger'],
  ['real-terms', 'Real terms, at the prices of the base year'],
  ['present-value', 'Present value in the base year'],
  ['real-terms,present-value', 'Real terms, then present value'],
] as const;

/** Puts a form into words. */
export function viewForm({ typed, mistakes }: Form, collaborations: readonly Collaboration[]): FormView {
  const errorIn = (field: Mistake['field']) => {
    const mistake = mistakes.find((each) => each.field === field);
    return mistake === undefined ? false : { text: mistake.reason };
  };
  return {
    typed,
    collaborations: collaborations.map(({ id, name }) => ({
      value: id,
      text: name,
      selected: id === typed.collaboration,
    })),
    views: VIEWS.map(([value, text]) => ({ value, text, selected: value === typed.view })),
    mistakes: mistakes.map(({ field, reason }) => ({ text: reason, href: PLACES[field] })),
    errors: {
      collaboration: errorIn('collaboration'),
      first: errorIn('first'),
      last: errorIn('last'),
      asAt: errorIn('asAt'),
      view: errorIn('view'),
      baseYear: errorIn('baseYear'),
    },
  };
}
