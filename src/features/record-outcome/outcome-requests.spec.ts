import { describe, expect, it } from '@jest/globals';
import { OUTCOME_KINDS, outcomeShape } from '../../domain/outcome/events.js';
import { Refused } from '../../web/problems.js';
import { checkRequest } from '../../web/valid-request.js';
import { INSIDE_AN_OUTCOME, outcomeClass } from './outcome-requests.js';

/** Fields of a body that are not told "is not a field here", each of them wrong. */
function unknownFields(kind: (typeof OUTCOME_KINDS)[number]): readonly string[] {
  const fields = 'variants' in outcomeShape ? (outcomeShape.variants[kind]?.fields ?? {}) : {};
  expect(fields).toHaveProperty('attribution');
  const body = Object.fromEntries([...Object.keys(fields), 'collaboration', 'item'].map((name) => [name, null]));
  try {
    checkRequest(outcomeClass(kind), { ...body, kind }, INSIDE_AN_OUTCOME);
    return [];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.problem.errors.filter(({ reason }) => reason === 'is not a field here').map(({ field }) => field);
  }
}

describe('a request class knows every field of its kind', () => {
  it.each(OUTCOME_KINDS)('%s', (kind) => {
    expect(unknownFields(kind)).toEqual([]);
  });
});
