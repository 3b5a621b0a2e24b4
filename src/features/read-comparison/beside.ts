import type { TotalsAnswer, TotalsQuestion } from '../../../projections/answers.js';
import type { ComparisonAnswer } from '../../../projections/comparison.js';
import { checked, type Checked } from '../../domain/decision.js';
import type { MeasureId } from '../../domain/identifiers.js';
import type { Catalogue } from '../../domain/measure/catalogue.js';
import { totalsFor } from '../../ledger/answer-totals.js';
import type { Ledger } from '../../ledger/ledger.js';
import { formatAmount } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import type { Words } from './page.js';

/** What stands beside a comparison and is on neither side of it: savings, and what was borne or put in. */
const BESIDE = [
  ...['cash-releasing', 'non-cash-releasing', 'not-an-efficiency'].flatMap((nature) => [
    `savings-${nature}`,
    `savings-${nature}-carried-over`,
  ]),
  'officer-minutes-freed',
  'dis-benefits',
  'grants-received',
].map((measure) => measure as MeasureId);

/** Its totals, whole and by force. */
export interface Beside {
  readonly whole: TotalsAnswer;
  readonly byForce: TotalsAnswer;
}

/** The totals of the scope of a comparison, as of its entry. */
export async function besideComparison(
  ledger: Ledger,
  answer: ComparisonAnswer,
  catalogue: Catalogue,
): Promise<Checked<Beside>> {
  const measure = BESIDE.filter((each) => catalogue.measures.has(each));
  const whole = await totalsAsOf(ledger, { by: ['measure'], ...answer.query, measure }, answer.asAt);
  if (!whole.ok) return whole;
  const byForce = await totalsAsOf(ledger, { by: ['measure', 'force'], ...answer.query, measure }, answer.asAt);
  return byForce.ok ? checked({ whole: whole.value, byForce: byForce.value }) : byForce;
}

/** Figures may have gone on since the comparison was read; one page is as of one entry. */
async function totalsAsOf(
  ledger: Ledger,
  question: TotalsQuestion,
  { entry }: ComparisonAnswer['asAt'],
): Promise<Checked<TotalsAnswer>> {
  const atRest = await totalsFor(ledger, question, undefined);
  return atRest.ok && atRest.value.asAt.entry !== entry ? totalsFor(ledger, question, { entry }) : atRest;
}

/** A saving, a dis-benefit or a grant in words. */
export interface BesideView {
  readonly title: string;
  /** What it is to a force: a benefit or not, in words. */
  readonly is: string;
  readonly amount: string;
  readonly shares: readonly string[];
  readonly labels: readonly LabelView[];
  readonly href: string;
}

/** Puts such totals into words, one item a measure, in the order above. Amounts of two measures are never added up. */
export function viewBeside({ whole, byForce }: Beside, { catalogue, names, asked }: Words): readonly BesideView[] {
  const { collaboration, unit, from, to } = whole.query;
  const scope = Object.entries({ collaboration, unit, from, to, asAt: asked }).flatMap(
    ([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]),
  );
  return BESIDE.flatMap((measure) => {
    const row = whole.rows.find((each) => each.measure === measure);
    if (row === undefined) return [];
    const shares = byForce.rows.filter((each) => each.measure === measure);
    return {
      title: catalogue.measures.get(measure)?.title ?? measure,
      is: WORDS[measure] ?? 'a benefit',
      amount: formatAmount(row.amount, row.measuredIn),
      shares: shares.map(
        ({ force, amount, measuredIn }) => `${names.force(force ?? '')} ${formatAmount(amount, measuredIn)}`,
      ),
      labels: viewLabels(row.labels),
      href: `/outcomes?${new URLSearchParams([...scope, ['measure', measure]]).toString()}`,
    };
  });
}

/** What is more or less than a benefit says so. */
const WORDS: Readonly<Record<string, string>> = {
  'savings-cash-releasing-carried-over': 'claimed in an earlier year already, and never added to what is new',
  'savings-non-cash-releasing-carried-over': 'claimed in an earlier year already, and never added to what is new',
  'savings-not-an-efficiency': 'no efficiency, and in no sum of savings',
  'savings-not-an-efficiency-carried-over': 'claimed in an earlier year already, and never added to what is new',
  'dis-benefits': 'borne, and no benefit',
  'grants-received': 'put in, and never a benefit',
};
