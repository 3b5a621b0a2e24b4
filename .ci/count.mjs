// Adds up what jest wrote and prints the closing line. What did not run is counted as skipped, never as passed.
import { existsSync, readFileSync, rmSync } from 'node:fs';

const [, , failedSteps] = process.argv;
let [passed, failed, skipped] = [0, 0, 0];
// The unit tests, and the tests of the parts.
for (const file of ['.ci/check.json', '.ci/test.json']) {
  if (!existsSync(file)) {
    failed += 1;
    continue;
  }
  const result = JSON.parse(readFileSync(file, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  skipped += result.numPendingTests + result.numTodoTests;
  rmSync(file);
}
if (failedSteps !== '0' && failed === 0) failed = 1;
if (passed === 0 && failed === 0) failed = 1;
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
