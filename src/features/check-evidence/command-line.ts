import type { EventStore } from '../../ledger/event-store.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { compareEvidence, type EvidenceReport } from './compare-evidence.js';
import { filesIn } from './files-in.js';
import { evidenceIn } from './named-evidence.js';

/**
 * `tallystick evidence check DIR`: whether every file that an outcome rests on is in a directory, unaltered. 0 all are there, 1 some are
 * not, or are the digest of an empty file; it records nothing and copies nothing.
 */
export async function checkEvidence(store: EventStore, directory: string, terminal: Terminal): Promise<ExitCode> {
  const files = await filesIn(directory, (done, of) => terminal.progress(`Digesting: ${done} of ${of} files`));
  const ledger = await evidenceIn(store, (done, of) => terminal.progress(`Reading: ${done} of ${of} entries`));
  const report = compareEvidence(ledger, files);
  terminal.out(reportText(report, directory));
  return report.missing.length + report.empty.length === 0 ? 0 : 1;
}

function reportText({ entry, found, missing, empty, former, unnamed }: EvidenceReport, directory: string): string {
  const lost = missing.map(({ label, outcome, entry: by, sha256, altered }) => {
    const hint = altered.length === 0 ? '' : `; ${altered.join(', ')} has that name and holds something else`;
    return `  not found: ${label} of outcome ${outcome} (entry ${by}), SHA-256 ${sha256}${hint}`;
  });
  return [
    `Evidence as of entry ${entry}, against ${directory}: ${found} found, ${missing.length} not found`,
    ...lost,
    ...empty.map(
      ({ label, outcome, entry: by }) =>
        `  proves nothing: ${label} of outcome ${outcome} (entry ${by}) has the SHA-256 of an empty file`,
    ),
    ...former.map((path) => `  ${path} is evidence of nothing that stands: it was withdrawn or corrected away`),
    ...unnamed.map((path) => `  ${path} is in the directory, and no outcome names it`),
  ].join('\n');
}
