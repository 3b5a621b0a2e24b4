import type { Period } from '../src/domain/civil-date.js';
import { checked, type Checked } from '../src/domain/decision.js';
import type { CollaborationId } from '../src/domain/identifiers.js';
import type { Catalogue } from '../src/domain/measure/catalogue.js';
import type { FigureOnRecord } from './published-figures.js';
import { benefitsRealised, measuresOnStatement, statementWith, type Statement } from './statement.js';
import type { Total } from './totals.js';
import { viewTotals, type View } from './views.js';

/**
 * The lines of a statement that are money, by a view: proved as `viewTotals` converts it, published as it was told. A figure that was published is
 * nominal, so that there is no difference from it and no verdict. Refuses what `viewTotals` refuses of what the lines are made of.
 */
export function viewStatement(
  view: View,
  collaboration: CollaborationId,
  period: Period,
  catalogue: Catalogue,
  totals: readonly Total[],
  figures: readonly FigureOnRecord[],
): Checked<Statement> {
  const measures = measuresOnStatement(catalogue);
  const own = totals.filter((total) => total.collaboration === collaboration && measures.includes(total.measure));
  const seen = viewTotals(view, catalogue, own);
  if (!seen.ok) return seen;
  const counted = own.filter(({ measure }) => catalogue.measures.get(measure)?.measuredIn !== 'pence');
  const { lines } = benefitsRealised(collaboration, period, catalogue, [...seen.value, ...counted], figures);
  const money = lines.filter(({ measuredIn }) => measuredIn === 'pence');
  return checked(
    statementWith(
      collaboration,
      period,
      money.map((line) => ({ ...line, difference: undefined, judgement: undefined })),
    ),
  );
}
