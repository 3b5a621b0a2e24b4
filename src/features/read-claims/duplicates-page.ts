import type { Candidate } from '../../../projections/likely-duplicates.js';
import { LABELS, type Label } from '../../domain/posting.js';
import type { DuplicatesAnswer } from '../../ledger/answer-duplicates.js';
import { viewAsAt, type AsAtView } from '../../web/as-at-words.js';
import { capitalised, formatDay, groupDigits, spaced } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import { outcomeHeadline, recordedAmounts } from '../../web/outcome-words.js';
import { labelsToldOf } from './view-duplicates.js';
import { viewQuestion, type AskedOfPage, type QuestionView } from './page-form.js';

/** Likely duplicates, as their page shows them. */
export interface PairsView extends QuestionView {
  readonly asAt: AsAtView;
  readonly labels: readonly LabelView[];
  readonly pairs: readonly PairView[];
  /** How many pairs are not shown; `null` when all are. */
  readonly leftOff: string | null;
}

interface PairView {
  readonly because: string;
  readonly tellings: readonly TellingView[];
}

interface TellingView {
  readonly which: string;
  readonly headline: string;
  readonly href: string;
  readonly entry: string;
  readonly unit: string;
  readonly on: string;
  readonly amounts: readonly string[];
  readonly labels: readonly LabelView[];
}

/** What has to be said of a list of likely duplicates. */
export function labelsOfPairs({ pairs }: DuplicatesAnswer): readonly Label[] {
  const said = new Set(
    pairs.flatMap(({ first, second }) => [first, second].flatMap(({ details }) => labelsToldOf(details))),
  );
  return LABELS.filter((label) => said.has(label));
}

/** Puts likely duplicates into words: of each pair why they are alike, and what either was told to be. */
export function viewPairs(answer: DuplicatesAnswer, asked: AskedOfPage): PairsView {
  const { asAt, query, pairs, leftOff } = answer;
  return {
    ...viewQuestion(query, asked, '/likely-duplicates', '/claims'),
    asAt: viewAsAt(asAt, undefined),
    labels: viewLabels(labelsOfPairs(answer)),
    pairs: pairs.map(({ first, second, because }) => ({
      because: `${capitalised(because.map(spaced).join('; '))}.`,
      tellings: [viewTelling('Told first', first, asked), viewTelling('Told again', second, asked)],
    })),
    leftOff: leftOff === 0 ? null : groupDigits(BigInt(leftOff)),
  };
}

function viewTelling(which: string, { id, firstEntry, details }: Candidate, { names }: AskedOfPage): TellingView {
  return {
    which,
    headline: outcomeHeadline(details),
    href: `/outcomes/${id}`,
    entry: firstEntry.toString(),
    unit: names.unit(details.unit, details.occurredOn),
    on: formatDay(details.occurredOn),
    amounts: recordedAmounts(details),
    labels: viewLabels(labelsToldOf(details)),
  };
}
