import { isWholeMonths, type Period } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { CollaborationId } from '../domain/identifiers.js';
import { partsOf, type Catalogue } from '../domain/measure/catalogue.js';
import { answerStatement, type StatementAnswer } from '../../projections/answers.js';
import { benefitsRealised } from '../../projections/statement.js';
import { DIMENSIONS, toTotal, type Total } from '../../projections/totals.js';
import { gapAfter, standingAt } from './answer-totals.js';
import type { AsAt } from './as-at.js';
import type { Ledger } from './ledger.js';

export interface StatementQuestion {
  readonly collaboration: CollaborationId;
  readonly period: Period;
}

/**
 * Answers with the Benefits Realised statement of a collaboration for a period: from the figures at rest, or by replaying the ledger when it is asked as at some
 * point or for a period that does not start and end with a month. Refuses unknown-collaboration; throws `Unreadable` for a point beyond the
 * ledger.
 */
export async function statementFor(
  ledger: Ledger,
  { collaboration, period }: StatementQuestion,
  asAt: AsAt | undefined,
): Promise<Checked<StatementAnswer>> {
  if ((await ledger.agreements.collaboration(collaboration)) === undefined) {
    return failed({ code: 'unknown-collaboration', collaboration });
  }
  if (asAt === undefined && isWholeMonths(period.from, period.to)) return atRest(ledger, collaboration, period);
  const { entry, knownAt, catalogue, totals, figures } = await standingAt(ledger.store, asAt, period);
  const own = [...totals.values()].filter((total) => total.collaboration === collaboration);
  const statement = benefitsRealised(collaboration, period, catalogue, own, figures);
  return checked(answerStatement(statement, { entry, knownAt: knownAt ?? null }));
}

async function atRest(
  ledger: Ledger,
  collaboration: CollaborationId,
  period: Period,
): Promise<Checked<StatementAnswer>> {
  const catalogue = await ledger.agreements.catalogue();
  const measures = measuresOf(catalogue);
  const [{ asAt, rows }, figures] = await Promise.all([
    ledger.model.totals({ by: DIMENSIONS, collaboration, measures, ...period }),
    ledger.model.figures(collaboration),
  ]);
  const known = figures.filter(({ entry }) => entry <= asAt.entry);
  const statement = benefitsRealised(collaboration, period, catalogue, rows.flatMap(toTotal), known);
  const answer = answerStatement(statement, { entry: asAt.entry, knownAt: asAt.knownAt ?? null });
  return checked({ ...answer, ...gapAfter(asAt) });
}

/** The posted measures that the lines of the statement are made of. */
function measuresOf(catalogue: Catalogue): readonly Total['measure'][] {
  const lines = catalogue.statements.get('benefits-realised') ?? [];
  return [...new Set(lines.flatMap(({ measure }) => partsOf(catalogue, measure)))];
}
