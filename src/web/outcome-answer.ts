import type { OutcomeId } from '../domain/identifiers.js';
import type { Outcome } from '../domain/outcome/outcome.js';
import type { Posting } from '../domain/posting.js';

/** Where routes of the interface begin. */
export const API = 'api/v1';

/** What a command about an outcome answers. */
export interface RecordedAnswer {
  readonly outcomeId: OutcomeId;
  readonly entry: number;
  readonly revision: number;
  readonly postings: readonly Posting[];
}

export function recordedAnswer(
  outcomeId: OutcomeId,
  { entry, revision }: { readonly entry: number; readonly revision: number },
  postings: readonly Posting[],
): RecordedAnswer {
  return { outcomeId, entry, revision, postings: postings.map(viewPosting) };
}

/** A posting in the order in which people read it. */
export function viewPosting({ measure, force, unit, grade, occurredOn, amount }: Posting): Posting {
  return { measure, force, unit, grade, occurredOn, amount };
}

/** The address of an outcome. */
export function addressOf(id: OutcomeId): string {
  return `/${API}/outcomes/${id}`;
}

/** A revision as `ETag` and `If-Match` carry it. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/** An outcome as it stands; its own fields are those it was recorded with, so that they can be sent again. */
export function viewOutcome(
  outcomeId: OutcomeId,
  at: { readonly entry: number; readonly revision: number },
  outcome: Exclude<Outcome, { status: 'unrecorded' }>,
): object {
  const { status, collaboration, details } = outcome;
  const { kind, ...own } = details;
  return {
    outcomeId,
    status,
    entry: at.entry,
    revision: at.revision,
    labels: status === 'recorded' ? outcome.labels : [],
    kind,
    collaboration,
    ...own,
    postings: status === 'recorded' ? outcome.postings.map(viewPosting) : [],
  };
}
