import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import { reversed } from '../posting.js';
import type { Refusal } from '../refusals.js';
import { assessChange } from './assess-change.js';
import type { DuplicatesNoted, LINK_REASONS, OutcomeLinked, OutcomeUnlinked } from './events.js';
import type { Facts } from './facts.js';
import type { Outcome } from './outcome.js';
import type { OutcomeContext } from './record-outcome.js';

export interface LinkOutcome {
  /** The secondary: the outcome that counts for nothing while it is linked. */
  readonly outcomeId: OutcomeId;
  /** The outcome that it is a duplicate of, and that keeps its credit. */
  readonly primary: OutcomeId;
  readonly reason: (typeof LINK_REASONS)[number];
}

/** The primary as its stream stands, at the revision that the decision will quote. */
export interface AtRevision {
  readonly outcome: Outcome;
  readonly revision: number;
}

/**
 * Decides on linking an outcome to the one that it is a duplicate of: what it had posted is reversed, and what it told stays (brief rule 6).
 *
 * Refuses, the first that applies: unknown-outcome and withdrawn (of the secondary), own-duplicate, already-linked, has-duplicates (a chain: its own duplicates
 * have to be linked to the primary instead); unknown-outcome and withdrawn (of the primary), primary-is-linked, other-collaboration, contradicts-record (of the kind).
 */
export function linkOutcome(
  { outcomeId, primary, reason }: LinkOutcome,
  outcome: Outcome,
  other: AtRevision,
): Decision<OutcomeLinked> {
  if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: outcomeId });
  if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: outcomeId });
  if (primary === outcomeId) return refuse({ code: 'own-duplicate', outcome: outcomeId });
  if (outcome.duplicateOf !== undefined)
    return refuse({ code: 'already-linked', outcome: outcomeId, primary: outcome.duplicateOf });
  if (outcome.duplicates.length > 0)
    return refuse({ code: 'has-duplicates', outcome: outcomeId, duplicates: outcome.duplicates });
  const unfit = refusePrimary(primary, other.outcome, outcome);
  if (unfit !== undefined) return refuse(unfit);
  return accept({
    type: 'OutcomeLinked',
    collaboration: outcome.collaboration,
    duplicateOf: primary,
    labels: outcome.labels,
    postings: reversed(outcome.postings),
    reason,
    restsOn: { primary: other.revision },
  });
}

function refusePrimary(
  id: OutcomeId,
  primary: Outcome,
  secondary: Outcome & { status: 'recorded' },
): Refusal | undefined {
  if (primary.status === 'unrecorded') return { code: 'unknown-outcome', outcome: id, field: 'primary' };
  if (primary.status === 'withdrawn') return { code: 'withdrawn', outcome: id, field: 'primary' };
  if (primary.duplicateOf !== undefined)
    return { code: 'primary-is-linked', outcome: id, primary: primary.duplicateOf };
  const { collaboration } = primary;
  if (collaboration !== secondary.collaboration)
    return { code: 'other-collaboration', field: 'primary', collaboration, outcome: id };
  const { kind } = primary.details;
  return kind === secondary.details.kind
    ? undefined
    : { code: 'contradicts-record', field: 'primary', recorded: `the primary's kind is ${kind}` };
}

export interface UnlinkOutcome {
  readonly outcomeId: OutcomeId;
  readonly reason: (typeof LINK_REASONS)[number];
}

/**
 * Decides on undoing a link: the outcome counts again for all that its facts come to, as claimed, because what it was validated beside may have been validated meanwhile in
 * its place. Refuses unknown-outcome, withdrawn, not-linked, then whatever recording it would be refused for.
 */
export function unlinkOutcome(
  { outcomeId, reason }: UnlinkOutcome,
  outcome: Outcome,
  context: OutcomeContext,
): Decision<OutcomeUnlinked> {
  if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: outcomeId });
  if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: outcomeId });
  if (outcome.duplicateOf === undefined) return refuse({ code: 'not-linked', outcome: outcomeId });
  const { duplicateOf: _, ...facts } = outcome;
  // Before this was put right it came back at the grade that it had.
  const fellBackFrom = facts.grade === 'claimed' || context.asBefore === true ? undefined : facts.grade;
  const assessed = assessChange(fellBackFrom === undefined ? facts : { ...facts, grade: 'claimed' }, outcome, context);
  if (!assessed.ok) return refuse(assessed.refusal);
  return accept({
    type: 'OutcomeUnlinked',
    collaboration: outcome.collaboration,
    ...(fellBackFrom !== undefined && { fellBackFrom }),
    labels: assessed.value.labels,
    postings: assessed.value.postings,
    reason,
    restsOn: { collaboration: context.collaboration.revision, measureCatalogue: context.catalogue.revision },
  });
}

/**
 * Decides on what the primary's stream says of a link that is made or undone in the same moment: which outcomes are linked to it now. `linked` is the secondary after
 * that. It posts nothing. Refuses what `linkOutcome` refuses of a primary, and unchanged.
 */
export function noteDuplicate(
  { primary, duplicate }: { readonly primary: OutcomeId; readonly duplicate: OutcomeId },
  outcome: Outcome,
  linked: AtRevision,
): Decision<DuplicatesNoted> {
  if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: primary });
  if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: primary });
  const isLinked = linked.outcome.status === 'recorded' && linked.outcome.duplicateOf === primary;
  const others = outcome.duplicates.filter((id) => id !== duplicate);
  const duplicates = isLinked ? [...others, duplicate].sort() : others;
  if (isSameList(duplicates, outcome)) return refuse({ code: 'unchanged' });
  const { collaboration, labels } = outcome;
  const restsOn = { duplicate: linked.revision };
  return accept({ type: 'DuplicatesNoted', collaboration, duplicate, duplicates, labels, postings: [], restsOn });
}

function isSameList(duplicates: readonly OutcomeId[], facts: Facts): boolean {
  return duplicates.join() === facts.duplicates.join();
}
