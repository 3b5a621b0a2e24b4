import { randomUUID } from 'node:crypto';
import { StoreFailed } from '../../ledger/blamed-store.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { StoreAway, StoreBusy } from '../../ledger/event-store.js';
import type { Ledger } from '../../ledger/ledger.js';
import { UnreadableEntry } from '../../ledger/stored-entry.js';
import type { Submission } from '../../ledger/submissions.js';
import { malformed, problem, Refused } from '../../web/problems.js';
import { receiptFor, rejectFor, type Taken } from './answers.js';
import { openLetter, type Letter } from './letter.js';
import type { Submittable } from './submittable.js';

/** What taking a submission needs. The ledger's store is a `blamed` one: else a failure of the store would count against the submission. */
export interface Taking {
  readonly ledger: Ledger;
  readonly commands: ReadonlyMap<string, Submittable>;
  /** CloudEvents' `source` of every answer. */
  readonly source: string;
  readonly logError: (message: string, error: unknown) => void;
}

/**
 * Records what a submission asks for, as the same request over HTTP would be recorded, and gives the answer to be sent. A submission in which no
 * command can be read is parked, and so is one that fails by itself in a way that nobody expected; a command that the ledger refuses is refused.
 * Throws only what says nothing about the submission (`isPassing`); it may be in the ledger then, and taking it again finds out.
 */
export async function takeSubmission(taking: Taking, submission: Submission): Promise<Taken> {
  const letter = opened(taking, submission);
  if (letter instanceof Refused) return rejectFor(submission, 'parked', letter.problem, taking.source);
  const { asked, about, body } = letter;
  try {
    return receiptFor(about.sender.id, await asked.take(taking.ledger, about, body), taking.source);
  } catch (error) {
    const refused = asRefused(error);
    if (refused !== undefined) return rejectFor(submission, 'refused', refused.problem, taking.source);
    if (isPassing(error)) throw error;
    return unexpected(taking, submission, error);
  }
}

/** Whether an error is about the store and not about what was asked of it: the same will go well once that is over. */
export function isPassing(error: unknown): error is Error {
  return (
    error instanceof StoreAway ||
    error instanceof StoreBusy ||
    error instanceof StoreFailed ||
    error instanceof UnreadableEntry
  );
}

function opened({ commands }: Taking, submission: Submission): Letter | Refused {
  try {
    return openLetter(submission, commands);
  } catch (error) {
    const refused = asRefused(error);
    if (refused === undefined) throw error;
    return refused;
  }
}

function asRefused(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  return error instanceof Unreadable ? malformed({ field: error.field, reason: error.reason }) : undefined;
}

function unexpected({ logError, source }: Taking, submission: Submission, error: unknown): Taken {
  const id = randomUUID();
  const { topic, partition, offset } = submission;
  logError(`The submission at ${topic}/${partition}/${offset} failed and is parked, error ${id}`, error);
  const detail = `This should not have happened. The log has more under error ${id}.`;
  return rejectFor(submission, 'parked', problem('unexpected', detail), source);
}
