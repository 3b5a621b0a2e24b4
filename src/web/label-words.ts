import type { Label } from '../domain/posting.js';
import { unreachable } from '../domain/unreachable.js';

/** A label as a page shows it: always its word, never its colour alone. */
export interface LabelView {
  readonly word: string;
  readonly meaning: string;
  readonly tagClass: string;
}

/** What has to be said beside a figure, in words. */
export function viewLabels(labels: readonly Label[]): readonly LabelView[] {
  return labels.map(viewLabel);
}

function viewLabel(label: Label): LabelView {
  switch (label) {
    case 'assumed':
      return {
        word: 'Assumed',
        meaning: 'Credit shared between forces by a key that no source gives.',
        tagClass: 'govuk-tag--yellow',
      };
    case 'illustrative':
      return {
        word: 'Illustrative',
        meaning: 'Made up for a demonstration. Not a real record.',
        tagClass: 'govuk-tag--purple',
      };
    default:
      return unreachable(label);
  }
}

/** Labels in one phrase for titles and captions, ` (assumed, illustrative)`; empty when there are none. */
export function inBrackets(labels: readonly Label[]): string {
  return labels.length === 0 ? '' : ` (${labels.join(', ')})`;
}
