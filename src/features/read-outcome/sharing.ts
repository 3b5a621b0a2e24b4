import type { OutcomeId, UnitId } from '../../domain/identifiers.js';
import type { Outcome } from '../../domain/outcome/outcome.js';
import { agreedWeights } from '../../domain/outcome/share-claims.js';
import { formatDay, groupDigits, spaced } from '../../web/formatting.js';
import type { Names } from '../../web/names.js';
import { recordedAmounts } from '../../web/outcome-words.js';

type OnRecord = Exclude<Outcome, { readonly status: 'unrecorded' }>;

/** Outcomes that this one has to do with. */
export interface RelatedView {
  readonly name: string;
  readonly links: readonly { readonly text: string; readonly href: string }[];
}

/** What the item is known by, who else claims it and how it is shared: names and values, without values where there is nothing to say. */
export function sharingFacts(outcome: OnRecord, names: Names): readonly (readonly [string, readonly string[]])[] {
  const { item } = outcome.details;
  const knownBy: readonly string[] =
    item === undefined ? [] : [`${spaced(item.scheme)}, which is kept as a token alone`];
  if (outcome.status === 'withdrawn') return [['Item known by', knownBy]];
  const claims = outcome.claims.map(
    (claim) =>
      `${names.unit(claim.unit)}, who told: ${recordedAmounts(claim).join('; ')}, on ${formatDay(claim.occurredOn)}`,
  );
  return [
    ['Item known by', knownBy],
    ['Claimed by others', claims],
    ['Shared among them', claims.length === 0 ? [] : [sharesWords(outcome, names)]],
  ];
}

function sharesWords(outcome: Extract<OnRecord, { status: 'recorded' }>, names: Names): string {
  const weights = agreedWeights(outcome);
  if (weights === undefined) return 'In equal parts';
  const parts = Object.entries(weights).map(([unit, weight]) => `${names.unit(unit as UnitId)} ${groupDigits(weight)}`);
  return `By agreed weights: ${parts.join(', ')}`;
}

/** The outcome that this one is linked to, and those that are linked to it. */
export function relatedTo(outcome: OnRecord): readonly RelatedView[] {
  if (outcome.status === 'withdrawn') return [];
  const { duplicateOf, duplicates } = outcome;
  const related = [
    { name: 'Linked as a duplicate of', ids: duplicateOf === undefined ? [] : [duplicateOf] },
    { name: 'Has duplicates', ids: duplicates },
  ];
  return related.flatMap(({ name, ids }) => (ids.length === 0 ? [] : [{ name, links: ids.map(linkTo) }]));
}

function linkTo(id: OutcomeId): RelatedView['links'][number] {
  return { text: id, href: `/outcomes/${id}` };
}
