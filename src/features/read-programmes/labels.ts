import type { Label } from '../../domain/posting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';

/** Labels as this page shows them: what is assumed of a project need not be a share of credit. */
export function sayingOf(labels: readonly Label[]): readonly LabelView[] {
  return viewLabels(labels).map((view, i) =>
    labels[i] === 'assumed'
      ? {
          ...view,
          meaning: 'Chosen for want of a source: a day, a model, an owner, or a key by which credit is shared.',
        }
      : view,
  );
}
