import { slug, type CollaborationId } from '../identifiers.js';
import { labelShape, postingShape } from '../posting.js';
import { flag, list, object, oneOf, variants, wholeNumber, type Described } from '../shape.js';

/** What somebody other than those who told an outcome may find of it; `answered` closes a query. */
export const FINDINGS = ['validated', 'audited', 'queried', 'answered', 'rejected'] as const;
export type Finding = (typeof FINDINGS)[number];

/** Why an outcome is queried or rejected: a code and no text, because events hold no text about people. */
export const FINDING_REASONS = [
  'no-evidence',
  'no-baseline',
  'one-off-claimed-as-recurring',
  'earlier-action-claimed-as-new',
  'counted-elsewhere',
  'amount-in-doubt',
  'attribution-in-doubt',
  'date-in-doubt',
  'not-an-outcome',
  'other',
] as const;
export type FindingReason = (typeof FINDING_REASONS)[number];

/** How a query was answered without changing the outcome; an answer that changes it is a correction. */
export const ANSWER_REASONS = ['stands-as-recorded', 'evidence-shown', 'query-withdrawn', 'other'] as const;

const because = object({ reason: oneOf(...FINDING_REASONS) });

/** What somebody found of an outcome. Who finds it right gives no reason; who does not, or answers a query, does. */
export const findingShape = variants('finding', {
  validated: object({}),
  audited: object({}),
  queried: because,
  answered: object({ reason: oneOf(...ANSWER_REASONS) }),
  rejected: because,
});
export type FindingMade = Described<typeof findingShape>;

/** What stands in the way of a grade: a query that nobody answered yet, or a rejection. */
export const heldShape = object({ finding: oneOf('queried', 'rejected'), reason: oneOf(...FINDING_REASONS) });
export type Held = Described<typeof heldShape>;

const whatItPosts = { collaboration: slug<CollaborationId>(), labels: list(labelShape), postings: list(postingShape) };

/**
 * The entry as at which the other savings were looked at, where a saving was found right; `carriedOn` where it carries one on, and all that do the same were among them. Entries of before
 * either was done do not have it.
 */
const besideSavings = { restsOn: object({ savings: wholeNumber() }, { carriedOn: flag() }) };

export const findingEvents = {
  /** Somebody who did not tell the outcome looked at it and found it right; all that it posts moves to the grade validated. */
  OutcomeValidated: object(whatItPosts, besideSavings),
  /** Somebody else again found it right; all that it posts moves to the grade audited. */
  OutcomeAudited: object(whatItPosts, besideSavings),
  /** Somebody asked about it; all that it posts moves back to the grade claimed until it is corrected or the query answered. */
  OutcomeQueried: object({ ...whatItPosts, reason: oneOf(...FINDING_REASONS) }),
  /** The query was answered; the outcome stands as claimed and may be validated. */
  OutcomeQueryAnswered: object({ ...whatItPosts, reason: oneOf(...ANSWER_REASONS) }),
  /** Somebody found that it is not what it says; it posts nothing until it is corrected. */
  OutcomeRejected: object({ ...whatItPosts, reason: oneOf(...FINDING_REASONS) }),
};

type EventOf<Type extends keyof typeof findingEvents> = { readonly type: Type } & Described<
  (typeof findingEvents)[Type]
>;
export type OutcomeValidated = EventOf<'OutcomeValidated'>;
export type OutcomeAudited = EventOf<'OutcomeAudited'>;
export type OutcomeQueried = EventOf<'OutcomeQueried'>;
export type OutcomeQueryAnswered = EventOf<'OutcomeQueryAnswered'>;
export type OutcomeRejected = EventOf<'OutcomeRejected'>;
export type FindingEvent = OutcomeValidated | OutcomeAudited | OutcomeQueried | OutcomeQueryAnswered | OutcomeRejected;
