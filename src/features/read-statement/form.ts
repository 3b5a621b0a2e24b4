import { readView, type View } from '../../../projections/views.js';
import type { Period } from '../../domain/civil-date.js';
import { parseAsAt } from '../../ledger/as-at.js';
import type { FilledIn, Mistake, Typed } from '../../web/asked-form.js';
import { oneOf, readDays, type Query } from '../../web/days-asked.js';
import { addressOf } from '../../web/page-address.js';
import { AS_AT_FORMS } from '../../web/query-fields.js';

type Field = 'collaboration' | 'asAt' | 'view' | 'baseYear';

/** What was asked for; `undefined` leaves the choice to the page. */
export interface Choice {
  readonly collaboration: string | undefined;
  readonly period: Period | undefined;
  readonly asAt: string | undefined;
  readonly view: View | undefined;
}

export interface Form extends FilledIn<Typed<Field>> {
  readonly choice: Choice;
  /** The days came in parts, as the form sends them, and not as an address that can be passed on. */
  readonly isInParts: boolean;
}

const VIEW_MISTAKES = {
  view: 'Choose prices, or leave the base year blank',
  baseYear: 'Base year must be a financial year such as 2008-09',
};

/** Reads the choice of a statement. The two days go together: both or neither. */
export function readForm(query: Query): Form {
  const days = readDays(query, { goTogether: true });
  const typed = {
    ...{ collaboration: oneOf(query, 'collaboration'), ...days.typed, asAt: oneOf(query, 'asAt').trim() },
    ...{ view: oneOf(query, 'view'), baseYear: oneOf(query, 'baseYear').trim() },
  };
  const mistakes: Mistake[] = [...days.mistakes];
  if (typed.asAt !== '' && parseAsAt(typed.asAt) === undefined)
    mistakes.push({ field: 'asAt', reason: `As at must be ${AS_AT_FORMS}` });
  const read = readView(given(typed.view), given(typed.baseYear));
  if (!read.ok) mistakes.push({ field: read.field, reason: VIEW_MISTAKES[read.field] });
  const choice = {
    collaboration: given(typed.collaboration),
    period: days.from && days.to && { from: days.from, to: days.to },
    asAt: given(typed.asAt),
    view: read.ok ? read.value : undefined,
  };
  return { typed, mistakes, choice, isInParts: days.isInParts };
}

/** The same choice as an address that can be kept and passed on. */
export function choiceAddress({ collaboration, period, asAt, view }: Choice): string {
  const seen = view && { view: view.view.join(','), baseYear: view.baseYear };
  return addressOf('/', { collaboration, ...period, asAt, ...seen });
}

/** What was typed; nothing where it was left blank. */
function given(typed: string): string | undefined {
  return typed === '' ? undefined : typed;
}
