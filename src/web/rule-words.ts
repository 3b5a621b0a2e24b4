import type { CivilDate } from '../domain/civil-date.js';
import { formatDay } from './formatting.js';

/** A version of a measure's rule that figures were counted under. */
interface Rule {
  readonly measure: string;
  readonly version: number;
  readonly from: CivilDate | null;
}

/** Versions of rules on one line: `arrests version 1; cash-seized-value version 2 (from 1 January 2004)`; `nothing was posted` where there are none. */
export function ruleWords(rules: readonly Rule[]): string {
  return rules.length === 0 ? 'nothing was posted' : rules.map(ruleWord).join('; ');
}

/** One version. */
export function ruleWord({ measure, version, from }: Rule): string {
  return `${measure} version ${version}${from === null ? '' : ` (from ${formatDay(from)})`}`;
}

/** The numbers of one measure's versions among others', `2, 3`. */
export function versionsOf(measure: string, rules: readonly Rule[]): string {
  return rules
    .filter((rule) => rule.measure === measure)
    .map(({ version }) => version)
    .join(', ');
}
