import { describe, it } from '@jest/globals';

/** Says that a suite cannot run here and why, and has it counted as skipped: neither passed nor failed. */
export function notRun(suite: string, reason: string): void {
  process.stdout.write(`not run: ${reason}\n`);
  describe(suite, () => {
    it.skip(`not run: ${reason}`, () => undefined);
  });
}
