import type { StatementAnswer, TotalsAnswer } from '../../projections/answers.js';
import type { IncentivesAnswer } from '../../projections/incentive-answer.js';
import { DIMENSIONS } from '../../projections/totals.js';
import { incentivesFor } from '../../src/ledger/answer-incentives.js';
import { statementFor } from '../../src/ledger/answer-statement.js';
import { totalsFor } from '../../src/ledger/answer-totals.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { day } from './given-when-then.js';
import { JOINT } from './golden-ledger.js';

type GoldenAnswer = StatementAnswer | TotalsAnswer | IncentivesAnswer;

/** The answers that lie beside the golden ledger, by the name of their file; each as at the ledger's own end. */
export async function goldenAnswers(ledger: Ledger): Promise<Readonly<Record<string, GoldenAnswer>>> {
  const asAt = { entry: await ledger.store.head() };
  const totals = await totalsFor(ledger, { by: DIMENSIONS }, asAt);
  const period = { from: day('2009-01-01'), to: day('2011-01-01') };
  const statement = await statementFor(ledger, { collaboration: JOINT, period }, asAt);
  const years = { from: day('2010-04-01'), to: day('2012-04-01') };
  const incentives = await incentivesFor(ledger, { collaboration: JOINT, ...years }, asAt);
  if (!totals.ok || !statement.ok || !incentives.ok) throw new Error('The golden answers are refused.');
  return {
    'totals.json': totals.value,
    'statement.json': statement.value,
    'incentive-receipts.json': incentives.value,
  };
}
