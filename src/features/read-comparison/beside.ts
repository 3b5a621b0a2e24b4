import type { TotalsAnswer, TotalsQuestion } from '../../../projections/answers.js';
import { wholesOf, type ComparisonAnswer } from '../../../projections/comparison.js';
import { measuresNotAdded } from '../../../projections/measure-choice.js';
import { isWholeMonths } from '../../domain/civil-date.js';
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

/** A comparison, and the totals of its scope by measure and force: of what is on neither side. */
export interface Compared {
  readonly answer: ComparisonAnswer;
  readonly beside: TotalsAnswer;
}

/** So often is looked at rest for both as of one entry, before the totals are worked out as at that of the comparison. */
const LOOKS = 3;

/**
 * A comparison and what stands beside it, both as of one entry. Where entries are added all the time, the figures at rest are looked at again: a replay takes as long as the ledger
 * is, and there is never more than one for the totals. What is asked as at an earlier point is nowhere at rest. Measures that may not be added up over forces are left out. Refuses what `compare` and `totalsFor` refuse.
 */
export async function compareBeside(
  ledger: Ledger,
  catalogue: Catalogue,
  compare: () => Promise<Checked<ComparisonAnswer>>,
  isOfThePast = false,
): Promise<Checked<Compared>> {
  const there = BESIDE.filter((each) => catalogue.measures.has(each));
  for (let look = 1; ; look += 1) {
    const answer = await compare();
    if (!answer.ok) return answer;
    const { asAt, query } = answer.value;
    const apart = measuresNotAdded({ ...query, by: ['measure'] }, catalogue);
    const measure = there.filter((each) => !apart.includes(each));
    const question: TotalsQuestion = { by: ['measure', 'force'], ...query, measure };
    const isAtRest = !isOfThePast && isWholeMonths(query.from, query.to);
    const atRest = isAtRest ? await totalsFor(ledger, question, undefined) : undefined;
    if (atRest?.ok === false) return atRest;
    if (atRest?.value.asAt.entry === asAt.entry) return checked({ answer: answer.value, beside: atRest.value });
    if (isAtRest && look < LOOKS) continue;
    const replayed = await totalsFor(ledger, question, { entry: asAt.entry });
    return replayed.ok ? checked({ answer: answer.value, beside: replayed.value }) : replayed;
  }
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
export function viewBeside({ query, rows }: TotalsAnswer, { catalogue, names, asked }: Words): readonly BesideView[] {
  const { collaboration, unit, from, to } = query;
  const scope = Object.entries({ collaboration, unit, from, to, asAt: asked }).flatMap(
    ([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]),
  );
  const wholes = wholesOf(rows);
  return BESIDE.flatMap((measure) => {
    const whole = wholes.find((each) => each.measure === measure);
    if (whole === undefined) return [];
    return {
      title: catalogue.measures.get(measure)?.title ?? measure,
      is: WORDS[measure] ?? 'a benefit',
      amount: formatAmount(whole.amount, whole.measuredIn),
      shares: whole.byForce.map(
        ({ force, amount, measuredIn }) => `${names.force(force ?? '')} ${formatAmount(amount, measuredIn)}`,
      ),
      labels: viewLabels(whole.labels),
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
