import type { Verdict } from '../../ledger/verify/verification.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { verifyFile, verifyStream } from '../../ledger/verify/verify-file.js';

/** `tallystick verify FILE [--against ANSWER.json …]`: 0 agrees, 1 differs, 2 could not tell. `-` reads standard input. */
export async function verifyCommand(file: string, against: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const onProgress = (entries: number): void => terminal.progress(`Verifying: ${entries} entries`);
  const verdict =
    file === '-' ? await verifyStream(process.stdin, against, onProgress) : await verifyFile(file, against, onProgress);
  terminal.out(describeVerdict(verdict, file, against));
  return { agrees: 0, differs: 1, 'cannot-tell': 2 }[verdict.verdict] as ExitCode;
}

/** Says in words what a verification found. */
export function describeVerdict(verdict: Verdict, file: string, against: readonly string[]): string {
  switch (verdict.verdict) {
    case 'agrees': {
      const answers = against.map((path) => `\n  ${path}: every figure follows from the entries`).join('');
      const { entries, sha256 } = verdict;
      return `AGREES: ${file}: ${entries} entries, each decided again with the same result; SHA-256 ${sha256}${answers}`;
    }
    case 'differs':
      return `DIFFERS: ${file}: ${verdict.reason}`;
    case 'cannot-tell':
      return `COULD NOT TELL: ${file}: ${verdict.reason}`;
  }
}
