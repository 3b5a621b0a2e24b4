import type { ListedOutcome } from '../../projections/outcome-list.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { CollaborationId } from '../domain/identifiers.js';
import type { Ledger } from './ledger.js';
import type { Checkpoint } from './read-model.js';

/** Outcomes that wait to be validated, oldest first, and where to go on. */
export interface ValidationQueue {
  readonly asAt: Checkpoint;
  readonly rows: readonly ListedOutcome[];
  /** Go on after this entry; `undefined` when nothing more waits. */
  readonly next: number | undefined;
}

/** Outcomes are looked through in pages of so many, and at most so many pages for one answer: a long way to the next one is gone in steps. */
const PAGE = 500;
const PAGES = 20;

/**
 * The outcomes of a collaboration that are claimed and that no query or rejection holds, in the order in which they were first recorded, after entry
 * `after`; at most `limit`. Fewer, or none, may come with a `next`. Refuses unknown-collaboration.
 */
export async function validationQueue(
  { agreements, model }: Ledger,
  collaboration: CollaborationId,
  limit: number,
  after?: number,
): Promise<Checked<ValidationQueue>> {
  if ((await agreements.collaboration(collaboration)) === undefined)
    return failed({ code: 'unknown-collaboration', collaboration });
  const waiting: ListedOutcome[] = [];
  let last = after;
  for (let page = 1; ; page += 1) {
    const { asAt, rows } = await model.outcomes({
      collaboration,
      limit: PAGE,
      ...(last !== undefined && { after: last }),
    });
    for (const row of rows) {
      last = row.firstEntry;
      if (!isWaiting(row)) continue;
      waiting.push(row);
      if (waiting.length === limit) return checked({ asAt, rows: waiting, next: last });
    }
    if (rows.length < PAGE) return checked({ asAt, rows: waiting, next: undefined });
    if (page === PAGES) return checked({ asAt, rows: waiting, next: last });
  }
}

function isWaiting({ outcome }: ListedOutcome): boolean {
  return outcome.status === 'recorded' && outcome.grade === 'claimed' && outcome.held === undefined;
}
