import { checked, failed, type Checked } from '../decision.js';
import type { Evidence, OutcomeDetails } from './events.js';

/** The SHA-256 of a file that holds nothing, in lower-case hexadecimal. */
export const EMPTY_FILE_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Whether a piece of evidence proves nothing, being the digest of an empty file. */
export function isEmpty({ sha256 }: Evidence): boolean {
  return sha256 === EMPTY_FILE_SHA256;
}

/** Refuses empty-evidence for the digest of an empty file: nothing is proved by nothing. */
export function checkEvidence({ evidence = [] }: OutcomeDetails): Checked<undefined> {
  const index = evidence.findIndex(isEmpty);
  const empty = evidence[index];
  if (empty === undefined) return checked(undefined);
  return failed({ code: 'empty-evidence', field: `evidence[${index}].sha256`, label: empty.label });
}
