import { LABELS, type Label } from '../src/domain/posting.js';

/** Before the number of the version of a rule, among what has to be said of a total. */
const RULE = 'rule-';

/** What has to be said of a total, and that its postings were counted under a version of the rule, where they name one. */
export function underRule(labels: string, rule: number | undefined): string {
  if (rule === undefined) return labels;
  return labels === '' ? `${RULE}${rule}` : `${labels},${RULE}${rule}`;
}

/** Reads labels as they are kept in a total: joined by commas, and those of several totals by semicolons, any of them any number of times. */
export function toLabels(joined: string): readonly Label[] {
  // No label is a part of another's word.
  return LABELS.filter((label) => joined.includes(label));
}

/** Reads the versions of the rule from the labels of some totals: 0 for totals that name none. Nothing at all where no total names one. */
export function rulesIn(joined: string): { readonly rules?: readonly number[] } {
  if (!joined.includes(RULE)) return {};
  const versions = joined.split(';').map((each) => parseInt(each.split(RULE)[1] ?? '0', 10));
  return { rules: [...new Set(versions)].sort((a, b) => a - b) };
}
