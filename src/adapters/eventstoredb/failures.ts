import {
  AccessDeniedError,
  isCommandError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';

/** The server ended a call early, or did not say a word for too long. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

const FINAL = [
  WrongExpectedVersionError,
  MaxAppendSizeExceededError,
  AccessDeniedError,
  StreamDeletedError,
  StreamNotFoundError,
];

/** Whether the server answered, and will not answer otherwise. */
function isFinal(error: unknown): boolean {
  return FINAL.some((kind) => error instanceof kind);
}

/** Whether a failure says that the server is away, starting, or led by another, so that it may pass. The rest is wrong for good, or a fault of ours. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Error) || isFinal(error)) return false;
  if (error instanceof Interrupted || isCommandError(error)) return true;
  // The client lets some errors of gRPC through as they are, and says in plain words that it found no member of the cluster.
  return ('code' in error && typeof error.code === 'number') || /failed to discover|channel/i.test(error.message);
}

/** Whether nothing was written: the server said no before it came to that. */
export function isBeforeWriting(error: unknown): boolean {
  return error instanceof NotLeaderError || isFinal(error);
}

/** In words for people. The client's errors hold no address. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
