import { describe, expect, it } from '@jest/globals';
import { Refused } from '../../web/problems.js';
import { readFinding } from './finding-body.js';

describe('a finding that cannot be read', () => {
  it.each([
    ['queried', undefined, /^reason is missing; it has to be one of no-evidence, .*not-an-outcome, other$/],
    ['rejected', 'evidence-shown', /^reason has to be one of no-evidence, [^(]* \(it is "evidence-shown"\)$/],
    [
      'answered',
      undefined,
      /^reason is missing; it has to be one of stands-as-recorded, evidence-shown, query-withdrawn, other$/,
    ],
    ['validated', 'other', /^reason is not a field here$/],
    ['approved', 'other', /^finding has to be one of validated, /],
  ])('%s, because of %s: it is said which reasons it may have', (finding, reason, says) => {
    const errors = faultsIn({ finding, ...(reason !== undefined && { reason }) });
    expect(errors).toEqual([expect.stringMatching(says)]);
  });
});

function faultsIn(body: object): readonly string[] {
  try {
    readFinding(body);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.problem.errors.map(({ field, reason }) => `${field} ${reason}`);
  }
  return [];
}
