import type { TotalsAnswer } from '../../../projections/answers.js';
import { measuresNotAdded } from '../../../projections/measure-choice.js';
import { firstOf, type CivilDate, type Period } from '../../domain/civil-date.js';
import { financialYearOf } from '../../domain/financial-year.js';
import type { CollaborationId } from '../../domain/identifiers.js';
import { isCost } from '../../domain/measure/catalogue.js';
import { totalsFor } from '../../ledger/answer-totals.js';
import type { Ledger } from '../../ledger/ledger.js';

/** What is compared where nobody chose: a collaboration, and the financial years in which it spent or saved anything. */
export interface UsualScope {
  readonly collaboration: CollaborationId | undefined;
  readonly years: Period;
}

const ON_EITHER_SIDE = ['costs-regional-response', 'costs-local-comparator'];

/**
 * Looks among all totals of costs and savings: of one collaboration or, without one, of that which compares anything, has costs, or else savings; the first by its id of several. The
 * years are those of `today` where nothing was spent or saved.
 */
export async function usualScope(
  ledger: Ledger,
  asked: CollaborationId | undefined,
  today: CivilDate,
): Promise<UsualScope> {
  const rows = await spentOrSaved(ledger, asked);
  const catalogue = await ledger.agreements.catalogue();
  const compared = rows.find(({ measure }) => ON_EITHER_SIDE.includes(measure));
  const shown = compared ?? rows.find(({ measure }) => isCost(catalogue, measure)) ?? rows[0];
  const collaboration = asked ?? shown?.collaboration;
  const own = rows.filter((row) => row.collaboration === collaboration);
  const days = own.flatMap(({ month }) => (month === undefined ? [] : [firstOf(month)])).sort();
  const years = { from: financialYearOf(days[0] ?? today).from, to: financialYearOf(days.at(-1) ?? today).to };
  return { collaboration, years };
}

/** Months of costs and savings; none of a collaboration that there is not, which whoever compares refuses. */
async function spentOrSaved(ledger: Ledger, collaboration: CollaborationId | undefined): Promise<TotalsAnswer['rows']> {
  const catalogue = await ledger.agreements.catalogue();
  const by = ['measure', 'month'] as const;
  const apart = measuresNotAdded({ by }, catalogue);
  const measure = [...catalogue.measures.values()].flatMap(({ measure: id, definition }) => {
    const isEither = definition.is === 'posted' && (definition.by === 'cost' || definition.by === 'saving');
    return isEither && !apart.includes(id) ? [id] : [];
  });
  if (measure.length === 0) return [];
  const scope = collaboration === undefined ? {} : { collaboration };
  const answer = await totalsFor(ledger, { by, ...scope, measure }, undefined);
  return answer.ok ? answer.value.rows : [];
}
