import type { StatementAnswerLine } from '../../../projections/answers.js';
import { viewVerdict, type VerdictView } from '../../web/verdict-words.js';

/** Puts the verdict on a line into words, or why there is none. It decides nothing: the projections did. */
export function lineVerdict({ published, verdict, because }: StatementAnswerLine): VerdictView {
  if (published === null)
    return without('Nothing published', 'No figure is on record for exactly this measure and period.');
  if (verdict === null || because === null)
    return without('Not compared', 'What was published is nominal, and this view of the money is not.');
  return viewVerdict(verdict, because);
}

function without(word: string, explanation: string): VerdictView {
  return { word, explanation, tagClass: 'govuk-tag--grey' };
}
