import type { OutcomeId } from '../src/domain/identifiers.js';
import type { OutcomeEvent } from '../src/domain/outcome/events.js';
import { evolveOutcome, unrecorded, type Outcome } from '../src/domain/outcome/outcome.js';

/** An outcome as it stands, for lists: the same fold as its stream's, with the entries that made it. */
export interface ListedOutcome {
  readonly id: OutcomeId;
  /** The entry that recorded it first. */
  readonly firstEntry: number;
  /** The last entry folded in. */
  readonly entry: number;
  readonly revision: number;
  readonly outcome: Outcome;
}

/** Folds one event, at its entry number, into the row of its outcome. */
export function evolveListed(
  row: ListedOutcome | undefined,
  id: OutcomeId,
  entry: number,
  event: OutcomeEvent,
): ListedOutcome {
  const was = row ?? { id, firstEntry: entry, entry, revision: -1, outcome: unrecorded };
  return { ...was, entry, revision: was.revision + 1, outcome: evolveOutcome(was.outcome, event) };
}
