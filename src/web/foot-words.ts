import type { Section } from './navigation.js';

const FOOT_WORDS: Readonly<Record<Section, string>> = {
  statement:
    'What is proved here is a sum of ledger entries. What was published is as its source has it, and a difference is worked out from the two.',
  reconciliations: 'What is proved here is a sum of ledger entries. What was published is as its source has it.',
  outcomes: 'What is credited here is a sum of ledger entries. What was recorded of an outcome is as it was told.',
  validation: 'What was recorded of an outcome is as it was told. Nothing here is added up.',
  claims: 'What is credited here is a sum of ledger entries. What is claimed has each item whole, once for each unit.',
  duplicates: 'Every amount here is as it was told of one outcome. Nothing here is added up.',
  comparisons:
    'Every amount here is a sum of ledger entries. A difference or ratio is worked out from two of them and is in none.',
  incentives:
    'What was collected or received is a sum of ledger entries. What is due is worked out from what was collected and is in none.',
  programmes: 'Every actual here is a sum of ledger entries; targets, scores and costs are what was told.',
  rules: 'What is posted is a sum of ledger entries. What is recounted is worked out from them and is in none.',
};

/** Says at the foot of a page of this section which of its figures are sums of ledger entries, and what the others are; nothing on a page without figures. */
export function footWords(section: Section | null): string {
  return section === null ? '' : FOOT_WORDS[section];
}
