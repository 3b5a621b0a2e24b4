import { isWholeMonths } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import { isSame } from '../domain/same.js';
import { answerStatement, type StatementAnswer, type StatementQuestion } from '../../projections/answers.js';
import { measuresOnStatement } from '../../projections/statement.js';
import { DIMENSIONS, toTotal } from '../../projections/totals.js';
import { gapAfter, standingAt } from './answer-totals.js';
import type { AsAt } from './as-at.js';
import type { Ledger } from './ledger.js';

/**
 * Answers with the Benefits Realised statement of a collaboration for a period: from the figures at rest, or by replaying the ledger when it is asked as at some
 * point or for a period that does not start and end with a month. Refuses unknown-collaboration, and no-deflator or year-before-base by a view; throws
 * `Unreadable` for a point beyond the ledger.
 */
export async function statementFor(
  ledger: Ledger,
  question: StatementQuestion,
  asAt: AsAt | undefined,
): Promise<Checked<StatementAnswer>> {
  const { collaboration, period } = question;
  if ((await ledger.agreements.collaboration(collaboration)) === undefined) {
    return failed({ code: 'unknown-collaboration', collaboration });
  }
  if (asAt === undefined && isWholeMonths(period.from, period.to)) return atRest(ledger, question);
  return byReplay(ledger, question, asAt);
}

async function byReplay(
  ledger: Ledger,
  question: StatementQuestion,
  asAt: AsAt | undefined,
): Promise<Checked<StatementAnswer>> {
  const { collaboration, period } = question;
  const { entry, knownAt, catalogue, totals, figures } = await standingAt(ledger.store, asAt, period);
  const own = [...totals.values()].filter((total) => total.collaboration === collaboration);
  return answerStatement(question, { entry, knownAt: knownAt ?? null }, catalogue, own, figures);
}

async function atRest(ledger: Ledger, question: StatementQuestion): Promise<Checked<StatementAnswer>> {
  const { collaboration, period } = question;
  const catalogue = await ledger.agreements.catalogue();
  const measures = measuresOnStatement(catalogue);
  const before = await ledger.model.figures(collaboration);
  const { asAt, rows } = await ledger.model.totals({ by: DIMENSIONS, collaboration, measures, ...period });
  const figures = await ledger.model.figures(collaboration);
  // One was recorded or disputed meanwhile, and all has to be as of one entry.
  if (!isSame(before, figures)) return byReplay(ledger, question, { entry: asAt.entry });
  const known = figures.filter(({ entry }) => entry <= asAt.entry);
  const at = { entry: asAt.entry, knownAt: asAt.knownAt ?? null };
  const answer = answerStatement(question, at, catalogue, rows.flatMap(toTotal), known);
  return answer.ok ? checked({ ...answer.value, ...gapAfter(asAt) }) : answer;
}
