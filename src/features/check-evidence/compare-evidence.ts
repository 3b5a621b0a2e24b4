import { parse } from 'node:path';
import { isEmpty } from '../../domain/outcome/evidence.js';
import type { DigestedFile } from './files-in.js';
import type { EvidenceInLedger, NamedEvidence } from './named-evidence.js';

/** Evidence without its file. `altered` are files called as its label is, that hold something else. */
export interface MissingEvidence extends NamedEvidence {
  readonly altered: readonly string[];
}

/** How the files of a directory compare with the evidence that a ledger names. */
export interface EvidenceReport {
  readonly entry: number;
  readonly found: number;
  readonly missing: readonly MissingEvidence[];
  /** Evidence that is the digest of an empty file, as entries of before that was refused may name it. A file of that digest proves nothing. */
  readonly empty: readonly NamedEvidence[];
  /** Files that only withdrawn outcomes, or outcomes before they were corrected, named. */
  readonly former: readonly string[];
  /** Files that no outcome ever named. */
  readonly unnamed: readonly string[];
}

/** Holds files against the evidence that a ledger names, digest by digest: a name proves nothing, but helps to find what was altered. */
export function compareEvidence(
  { entry, named, formerly }: EvidenceInLedger,
  files: readonly DigestedFile[],
): EvidenceReport {
  const digests = new Set(files.map(({ sha256 }) => sha256));
  const wanted = new Set(named.map(({ sha256 }) => sha256));
  const others = files.filter(({ sha256 }) => !wanted.has(sha256));
  const empty = named.filter(isEmpty);
  const missing = named
    .filter((evidence) => !isEmpty(evidence) && !digests.has(evidence.sha256))
    .map((evidence) => ({
      ...evidence,
      altered: others.filter(({ path }) => parse(path).name === evidence.label).map(({ path }) => path),
    }));
  return {
    entry,
    found: named.length - missing.length - empty.length,
    missing,
    empty,
    former: others.filter(({ sha256 }) => formerly.has(sha256)).map(({ path }) => path),
    unnamed: others.filter(({ sha256 }) => !formerly.has(sha256)).map(({ path }) => path),
  };
}
