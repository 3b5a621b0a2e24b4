import type { StatementAnswerLine } from '../../../projections/answers.js';
import { formatAmount } from '../../web/formatting.js';

/** How what the entries prove stands to what was published: a word, and a sentence for those who want to know why. */
export interface Verdict {
  readonly word: 'Agrees' | 'Differs' | 'Unsupported' | 'Nothing published' | 'Not compared';
  readonly explanation: string;
  readonly tagClass: string;
}

/** Judges a line by the sign of its difference; the difference itself was worked out in the projections. */
export function judge({ published, proved, difference, measuredIn, byForce }: StatementAnswerLine): Verdict {
  if (published === null) {
    const explanation = 'No figure is on record for exactly this measure and period.';
    return { word: 'Nothing published', explanation, tagClass: 'govuk-tag--grey' };
  }
  if (difference === null) {
    const explanation = 'What was published is nominal, and this view of the money is not.';
    return { word: 'Not compared', explanation, tagClass: 'govuk-tag--grey' };
  }
  if (byForce.length === 0) {
    return {
      word: 'Unsupported',
      explanation: 'No entries stand behind the published figure.',
      tagClass: 'govuk-tag--red',
    };
  }
  if (difference === 0n) {
    return { word: 'Agrees', explanation: 'Proved equals published.', tagClass: 'govuk-tag--green' };
  }
  if (published.bound === 'at-least' && difference > 0n) {
    const explanation = 'Proved is more than the least that was published.';
    return { word: 'Agrees', explanation, tagClass: 'govuk-tag--green' };
  }
  const comparison = difference > 0n ? 'more than' : 'less than';
  return {
    word: 'Differs',
    explanation: `Proved (${formatAmount(proved, measuredIn)}) is ${comparison} published (${formatAmount(published.amount, measuredIn)}).`,
    tagClass: 'govuk-tag--red',
  };
}
