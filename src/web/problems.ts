import { refusalReason, refusedField } from '../domain/refusal-words.js';
import type { Refusal, RefusalCode } from '../domain/refusals.js';

/** Refusals of the ledger, and what only the way in can refuse. */
export type ProblemCode =
  | RefusalCode
  | 'malformed-request'
  | 'not-found'
  | 'unknown-command'
  | 'method-not-allowed'
  | 'too-large'
  | 'unsupported-media-type'
  | 'foreign-origin'
  | 'foreign-host'
  | 'rows-refused'
  | 'busy'
  | 'store-away'
  | 'not-ready'
  | 'unexpected';

/** What is wrong with one field of a request, as the sender wrote it; a row of an import has its line too. */
export interface FieldError {
  readonly field: string;
  readonly reason: string;
  readonly line?: number;
}

/** RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: readonly FieldError[];
}

/** The one table of what each refusal is over HTTP. */
const PROBLEMS: Readonly<Record<ProblemCode, { readonly status: number; readonly title: string }>> = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'same-person': { status: 403, title: 'Somebody else has to do this' },
  'foreign-origin': { status: 403, title: 'The request comes from another site' },
  'unknown-outcome': { status: 404, title: 'There is no such outcome' },
  'unknown-collaboration': { status: 404, title: 'There is no such collaboration' },
  'unknown-project': { status: 404, title: 'There is no such project' },
  'unknown-command': { status: 404, title: 'No such command was recorded' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'idempotency-conflict': { status: 409, title: 'The key was used for something else' },
  withdrawn: { status: 409, title: 'The outcome was withdrawn' },
  'already-claimed': { status: 409, title: 'The unit has claimed this item already' },
  'other-collaboration': { status: 409, title: 'The outcome belongs to another collaboration' },
  'claims-stand': { status: 409, title: 'Several units claim this outcome' },
  'already-linked': { status: 409, title: 'The outcome is linked as a duplicate' },
  'primary-is-linked': { status: 409, title: 'The primary is a duplicate itself' },
  'not-linked': { status: 409, title: 'The outcome is not linked' },
  'already-reversed': { status: 409, title: 'The receipt was taken back already' },
  'has-duplicates': { status: 409, title: 'Other outcomes are linked to this one' },
  unchanged: { status: 409, title: 'Nothing would change' },
  'status-out-of-order': { status: 409, title: 'The project is not at that point' },
  'benefit-counted-already': { status: 409, title: 'Another project counts that benefit' },
  'contradicts-record': { status: 409, title: 'The ledger says otherwise' },
  'back-dated': { status: 409, title: 'A later change is on record' },
  'revision-conflict': { status: 412, title: 'The outcome has changed since it was read' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The request is of a type that is not taken here' },
  'foreign-host': { status: 421, title: 'The request was meant for another host' },
  'unknown-force': { status: 422, title: 'There is no such force' },
  'unknown-region': { status: 422, title: 'There is no such region' },
  'unknown-predecessor': { status: 422, title: 'There is no such saving to carry on' },
  'unknown-figure': { status: 422, title: 'There is no such published figure' },
  'unknown-unit': { status: 422, title: 'The collaboration has no such unit' },
  'unknown-measure': { status: 422, title: 'There is no such measure to be had' },
  'unknown-function': { status: 422, title: 'The collaboration shares no such function' },
  'unknown-key': { status: 422, title: 'The agreement has no such key' },
  'unknown-substance': { status: 422, title: 'The substance has no class' },
  'not-a-member': { status: 422, title: 'The force was no member on that day' },
  'unit-not-open': { status: 422, title: 'The unit was not open on that day' },
  'key-not-in-force': { status: 422, title: 'The key was not in force on that day' },
  'date-in-future': { status: 422, title: 'The date lies in the future' },
  'ends-before-it-starts': { status: 422, title: 'It would end before it starts' },
  'not-claimed': { status: 422, title: 'The unit has no claim on this outcome' },
  'own-duplicate': { status: 422, title: 'An outcome is no duplicate of itself' },
  'no-deflator': { status: 422, title: 'There is no deflator for that year' },
  'year-before-base': { status: 422, title: 'Amounts lie before the base year' },
  'scheme-not-in-force': { status: 422, title: 'No scheme of distribution was in force' },
  'unknown-recipient': { status: 422, title: 'The scheme gives nothing to that recipient' },
  'unknown-receipt': { status: 422, title: 'There is no such receipt' },
  'no-weights': { status: 422, title: 'There is nothing to share by' },
  'amount-out-of-range': { status: 422, title: 'The amount is out of range' },
  'dates-out-of-order': { status: 422, title: 'The date is too early' },
  'not-whole-months': { status: 422, title: 'The period cuts through a month' },
  'unknown-tier': { status: 422, title: 'There is no such tier' },
  'nothing-to-override': { status: 422, title: 'There is nothing to override' },
  'no-participants': { status: 422, title: 'Nobody takes part' },
  'not-a-participant': { status: 422, title: 'The force takes no part in the project' },
  'no-figures': { status: 422, title: 'There are no figures' },
  'stage-out-of-order': { status: 422, title: 'The asset cannot be at that stage' },
  'not-foreign': { status: 422, title: 'The money is not foreign' },
  'empty-evidence': { status: 422, title: 'The evidence is empty' },
  'unknown-stage': { status: 422, title: 'The asset has no such stage' },
  'exchange-mismatch': { status: 422, title: 'The pence do not follow from the rate' },
  'non-additive': { status: 422, title: 'These may not be added up' },
  'no-evidence': { status: 422, title: 'No evidence stands behind it' },
  'no-baseline': { status: 422, title: 'The saving has no baseline' },
  'baseline-after-start': { status: 422, title: 'The baseline is of after the saving began' },
  'one-off-claimed-as-recurring': { status: 422, title: 'The saving does not last as it is claimed to' },
  'earlier-action-claimed-as-new': { status: 422, title: 'The saving is claimed as new for another year too' },
  'carried-on-already': { status: 422, title: 'The saving is carried on in that year already' },
  'carried-on-above': { status: 422, title: 'The saving is more than what it carries on' },
  'rests-on-row-above': { status: 422, title: 'It rests on a row above it' },
  'finding-out-of-order': { status: 422, title: 'That finding cannot follow' },
  'rows-refused': { status: 422, title: 'Some rows were refused' },
  'revision-required': { status: 428, title: 'Say which revision you read' },
  unexpected: { status: 500, title: 'Something went wrong here' },
  busy: { status: 503, title: 'Too much is waiting to be recorded' },
  'store-away': { status: 503, title: 'The database does not answer' },
  'item-key-differs': { status: 503, title: 'This copy cannot tell items apart' },
  'not-ready': { status: 503, title: 'The service is not ready' },
};

export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];

export const RETRY_AFTER_SECONDS = 1;

/** A request that was refused, on its way to the filter that answers it. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly problem: Problem,
    /** Further members of the answer. */
    readonly extension: object = {},
  ) {
    super(problem.detail);
  }
}

/** Puts a problem together; `detail` is a sentence for people. */
export function problem(code: ProblemCode, detail: string, errors: readonly FieldError[] = []): Problem {
  const { status, title } = PROBLEMS[code];
  return { type: `urn:tallystick:problem:${code}`, title, status, code, detail, errors };
}

/** A request in which these fields cannot be read. */
export function malformed(...errors: readonly FieldError[]): Refused {
  const faults = errors.map(({ field, reason }) => (field === '' ? reason : `"${field}" ${reason}`));
  return new Refused(problem('malformed-request', sentence(faults.join('; ')), errors));
}

/** What the ledger refused. */
export function refusedBecause(refusal: Refusal): Refused {
  const reason = refusalReason(refusal);
  const differing = refusal.code === 'idempotency-conflict' ? refusal.fields : [];
  const errors = [
    { field: refusedField(refusal), reason },
    ...differing.map((field) => ({ field, reason: 'differs from what this key was used for first' })),
  ];
  return new Refused(problem(refusal.code, sentence(reason), errors));
}

/** The receipt of a command that was carried out; throws what it was refused for. */
export function receiptOf<Receipt>(
  executed:
    { readonly ok: true; readonly receipt: Receipt | undefined } | { readonly ok: false; readonly refusal: Refusal },
): Receipt {
  if (!executed.ok) throw refusedBecause(executed.refusal);
  if (executed.receipt === undefined) throw new Error('A command that always records something recorded nothing.');
  return executed.receipt;
}

/** The value of an answer; throws what it was refused for. */
export function answered<T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal },
): T {
  if (!answer.ok) throw refusedBecause(answer.refusal);
  return answer.value;
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
