import type { ReconciledFigure } from '../../../projections/reconciliation-answer.js';
import { formatAmount, formatDay, formatPeriod, spaced } from '../../web/formatting.js';
import type { Names } from '../../web/names.js';

/** What was published, with its bound. */
export function publishedWords({ published, measuredIn }: ReconciledFigure): string {
  return `${published.bound === 'at-least' ? 'at least ' : ''}${formatAmount(published.amount, measuredIn)}`;
}

/** What the entries prove of it, or why there is no amount. */
export function provedWords({ proved, because, measuredIn }: ReconciledFigure): string {
  if (proved !== null) return formatAmount(proved, measuredIn);
  return because === 'not-added-up' ? 'not added up' : 'nothing posted';
}

/** The period that a figure is of; one whose source gives no period says so. */
export function periodWords({ from, to }: ReconciledFigure): string {
  if (from !== null && to !== null) return formatPeriod({ from, to });
  if (from !== null) return `from ${formatDay(from)}`;
  return to === null ? 'no period given' : `before ${formatDay(to)}`;
}

/** Whose figure it is: the whole collaboration's unless it names a unit, a force or an operation. */
export function whoseWords({ unit, force, operation }: ReconciledFigure, names: Names): string {
  const parts = [
    unit === null ? [] : [names.unit(unit)],
    force === null ? [] : [names.force(force)],
    operation === null ? [] : [`operation ${spaced(operation)}`],
  ].flat();
  return parts.length === 0 ? 'whole collaboration' : parts.join(', ');
}
