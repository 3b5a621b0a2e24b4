import type { AnswerProject } from '../../../projections/programme-answer.js';
import { formatPounds } from '../../domain/money.js';
import { formatDay } from '../../web/formatting.js';
import { inBrackets } from '../../web/label-words.js';

/** A business case, one figure to a line. What nobody told is left out; nothing is worked out. */
export function caseLines(businessCase: NonNullable<AnswerProject['businessCase']>): readonly string[] {
  const { setOn, costPence, benefitPencePerYear, baselinePencePerYear, target, labels, source } = businessCase;
  const line = (what: string, pence: bigint | null): readonly string[] =>
    pence === null ? [] : [`${what}: ${formatPounds(pence)}`];
  return [
    ...line('Cost', costPence),
    ...line('Benefit a year', benefitPencePerYear),
    ...line('Baseline a year', baselinePencePerYear),
    ...(target === null ? [] : [`Target: ${formatPounds(target.pencePerYear)} a year by ${formatDay(target.by)}`]),
    `Set on ${formatDay(setOn)}${inBrackets(labels)}`,
    ...(source === null ? [] : [`Source: ${source}`]),
  ];
}
