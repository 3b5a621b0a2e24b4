// Adds up what jest wrote and prints the closing line. What did not run is counted as skipped, never as passed.
import { existsSync, readFileSync, rmSync } from 'node:fs';

const [, , failedSteps] = process.argv;
let [passed, failed, skipped] = [0, 0, 0];
const file = '.ci/test.json';
if (existsSync(file)) {
  const result = JSON.parse(readFileSync(file, 'utf8'));
  passed = result.numPassedTests;
  failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  skipped = result.numPendingTests + result.numTodoTests;
}
for (const each of ['.ci/test.json', '.ci/check.json']) rmSync(each, { force: true });
if (failedSteps !== '0' && failed === 0) failed = 1;
if (passed === 0 && failed === 0) failed = 1;
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
