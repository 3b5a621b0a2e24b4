import { capitalised } from './formatting.js';

/** How what the entries prove stands to what was published: a word, and a sentence for those who want to know why. */
export interface VerdictView {
  readonly word: string;
  readonly explanation: string;
  readonly tagClass: string;
}

/** Puts a verdict into words. It decides nothing. */
export function viewVerdict(verdict: keyof typeof TAG_OF, because: keyof typeof BECAUSE): VerdictView {
  return { word: capitalised(verdict), explanation: BECAUSE[because], tagClass: TAG_OF[verdict] };
}

/** Why a figure was judged as it was, in a sentence. */
const BECAUSE = {
  equal: 'Proved equals published.',
  enough: 'Proved is more than the least that was published.',
  less: 'Entries prove a part of it.',
  more: 'Entries prove more than the exact figure that was published.',
  opposite: 'Entries come to the other side of zero.',
  nothing: 'Entries come to nothing.',
  'nothing-posted': 'No entries stand behind it.',
  'not-added-up': 'The rule of its measure forbids the sum, so that nothing can prove it.',
  'more-than-what-contains-it': 'It is more than the exact figure that contains it.',
} as const;

const TAG_OF = {
  supported: 'govuk-tag--green',
  partly: 'govuk-tag--yellow',
  unsupported: 'govuk-tag--grey',
  contradicted: 'govuk-tag--red',
} as const;
