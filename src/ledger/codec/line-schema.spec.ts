import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entriesOf } from '../../../test/support/entry-arbitraries.js';
import { goldenEntries, goldenLines } from '../../../test/support/golden-lines.js';
import { mutated } from '../../../test/support/mutations.js';
import { runs } from '../../../test/support/runs.js';
import { faultsOf, schemaValidator } from '../../../test/support/schemas.js';
import type { EventType } from '../../domain/event-catalogue.js';
import { decodeEntry, encodeEntry } from './entry-line.js';
import { parseJson, Unreadable } from './json.js';
import { anyLineSchema, ENTRY_TYPES, lineSchema } from './line-schema.js';

const alone = schemaValidator();
const byType = new Map(ENTRY_TYPES.map((type) => [type, alone.compile(lineSchema(type))]));
const anyLine = schemaValidator().compile(anyLineSchema());
const validatorOf = (type: EventType) => byType.get(type) ?? anyLine;

describe('the schemas of lines', () => {
  it.each(goldenLines.map((line, entry) => ({ entry, line, type: goldenEntries[entry]?.event.type ?? 'MemberLeft' })))(
    'take entry $entry of the golden ledger, a $type, and take it for nothing else',
    ({ line, type }) => {
      const value = parseJson(line);
      expect(faultsOf(validatorOf(type), value)).toBe('');
      expect(faultsOf(anyLine, value)).toBe('');
      expect(ENTRY_TYPES.filter((each) => faultsOf(validatorOf(each), value) === '')).toEqual([type]);
    },
  );

  it('are drafts of 2020-12 with a name of their own each', () => {
    expect(new Set(ENTRY_TYPES.map((type) => lineSchema(type)['$id'])).size).toBe(ENTRY_TYPES.length);
    expect(lineSchema('OutcomeRecorded')).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:tallystick:schema:OutcomeRecorded:1',
      additionalProperties: false,
    });
  });
});

describe.each(ENTRY_TYPES)('the schema of a line with %s', (type) => {
  const validate = validatorOf(type);

  it('takes whatever the ledger can write', () => {
    fc.assert(
      fc.property(entriesOf(type), (entry) => {
        const value = parseJson(encodeEntry(entry));
        expect(faultsOf(validate, value)).toBe('');
        expect(faultsOf(anyLine, value)).toBe('');
      }),
      { numRuns: runs(100) },
    );
  });

  it('takes of lines that were tampered with exactly those that the ledger reads', () => {
    const seen = { taken: 0, refused: 0 };
    const lines = entriesOf(type).chain((entry) => mutated(parseJson(encodeEntry(entry))));
    fc.assert(
      fc.property(lines, (value) => {
        const reason = refusalOf(type, JSON.stringify(value));
        const fault = faultsOf(validate, value);
        seen[reason === '' ? 'taken' : 'refused'] += 1;
        // The one difference: characters that are two code units each count once in a schema.
        if (!reason.includes('is longer than'))
          expect([reason === '', reason, fault]).toEqual([fault === '', reason, fault]);
      }),
      { numRuns: runs(300) },
    );
    expect(seen.refused).toBeGreaterThan(runs(300) / 6);
  });
});

/** Why the ledger does not read a line as one of this type; empty when it does. */
function refusalOf(type: EventType, line: string): string {
  try {
    return decodeEntry(line).event.type === type ? '' : 'of another type';
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
}
