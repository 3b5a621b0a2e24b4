import type { CommandId, OutcomeId } from '../domain/identifiers.js';
import type { Outcome } from '../domain/outcome/outcome.js';
import { flagsOf } from '../domain/outcome/stage-counting.js';
import type { Posting } from '../domain/posting.js';

/** Where routes of the interface begin. */
export const API = 'api/v1';

/**
 * What an answer says of its entry: the number or, while the entry is recorded for good and not counted yet, just that, and where to
 * ask for the number.
 */
export type EntryPlace = { readonly entry: number } | { readonly state: 'recorded'; readonly receipt: string };

export function placeOf(command: CommandId, entry: number | undefined): EntryPlace {
  return entry === undefined ? { state: 'recorded', receipt: `/${API}/receipts/${command}` } : { entry };
}

/** What a command about an outcome answers. */
export type RecordedAnswer = EntryPlace & {
  readonly outcomeId: OutcomeId;
  readonly revision: number;
  readonly postings: readonly Posting[];
};

export function recordedAnswer(
  outcomeId: OutcomeId,
  command: CommandId,
  { entry, revision }: { readonly entry: number | undefined; readonly revision: number },
  postings: readonly Posting[],
): RecordedAnswer {
  return { outcomeId, ...placeOf(command, entry), revision, postings: postings.map(viewPosting) };
}

/** The stages of an asset after its first, each with the number by which it is put right, and what has to be noticed about them. */
function viewStages({ details, stages }: Extract<Outcome, { status: 'recorded' }>): object {
  if (details.kind !== 'asset' || stages.length === 0) return {};
  return { stages: stages.map((each, i) => ({ number: i + 1, ...each })), flags: flagsOf(details, stages) };
}

/** Who else claims the item and how they share it, and what the outcome is a duplicate of or has as duplicates: each only where there is such a thing. */
function viewLinks({
  claims,
  claimWeights,
  duplicateOf,
  duplicates,
}: Extract<Outcome, { status: 'recorded' }>): object {
  return {
    ...(claims.length > 0 && { claims }),
    ...(claimWeights !== undefined && { claimWeights }),
    ...(duplicateOf !== undefined && { duplicateOf }),
    ...(duplicates.length > 0 && { duplicates }),
  };
}

/** A posting in the order in which people read it. */
export function viewPosting({ measure, force, unit, grade, occurredOn, amount, rule }: Posting): Posting {
  return { measure, force, unit, grade, occurredOn, amount, ...(rule !== undefined && { rule }) };
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
  at: { readonly entry: number | undefined; readonly revision: number },
  outcome: Exclude<Outcome, { status: 'unrecorded' }>,
): object {
  const { status, collaboration, details } = outcome;
  const { kind, ...own } = details;
  return {
    outcomeId,
    status,
    entry: at.entry ?? null,
    revision: at.revision,
    labels: status === 'recorded' ? outcome.labels : [],
    ...(status === 'recorded' && { grade: outcome.grade, held: outcome.held ?? null }),
    kind,
    collaboration,
    ...own,
    ...(status === 'recorded' && viewStages(outcome)),
    ...(status === 'recorded' && viewLinks(outcome)),
    postings: status === 'recorded' ? outcome.postings.map(viewPosting) : [],
  };
}
