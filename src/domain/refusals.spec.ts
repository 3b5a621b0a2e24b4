import { describe, expect, it } from '@jest/globals';
import { day } from '../../test/support/given-when-then.js';
import { refusalReason, refusedField, type Refusal, type RefusalCode } from './refusals.js';

const on = day('2010-03-04');
const collaboration = 'netic';

/** One row for each code; the compiler asks for a new one when a code is added. */
const TABLE: { readonly [C in RefusalCode]: readonly [Extract<Refusal, { code: C }>, field: string, reason: string] } =
  {
    'unknown-outcome': [{ code: 'unknown-outcome', outcome: 'x' }, 'outcome', 'there is no outcome x'],
    'unknown-collaboration': [
      { code: 'unknown-collaboration', collaboration },
      'collaboration',
      'there is no collaboration "netic"',
    ],
    'unknown-force': [{ code: 'unknown-force', field: 'leadForce', force: 'x' }, 'leadForce', 'there is no force "x"'],
    'unknown-region': [{ code: 'unknown-region', field: 'region', region: 'x' }, 'region', 'there is no region "x"'],
    'unknown-unit': [
      { code: 'unknown-unit', unit: 'x', collaboration, known: ['a', 'b'] },
      'unit',
      '"x" is no unit of netic; its units are a, b',
    ],
    'unknown-measure': [
      { code: 'unknown-measure', field: 'measure', measure: 'x', because: 'is a sum' },
      'measure',
      '"x" is a sum',
    ],
    'unknown-key': [
      { code: 'unknown-key', field: 'attribution.key', key: 'x', known: [] },
      'attribution.key',
      'there is no key "x"; the agreement\'s keys are none',
    ],
    'unknown-substance': [
      { code: 'unknown-substance', field: 'substances[0].substance', substance: 'x', because: 'is not controlled' },
      'substances[0].substance',
      '"x" is not controlled',
    ],
    'not-a-member': [
      { code: 'not-a-member', field: 'weights.x', force: 'x', collaboration, on },
      'weights.x',
      'x was no member of netic on 2010-03-04',
    ],
    'unit-not-open': [
      { code: 'unit-not-open', unit: 'x', from: day('2008-07-01'), to: day('2009-07-01'), on },
      'unit',
      'x was open from 2008-07-01 until 2009-07-01, not on 2010-03-04',
    ],
    'key-not-in-force': [
      { code: 'key-not-in-force', field: 'attribution.key', key: 'x', from: day('2011-01-01'), on },
      'attribution.key',
      'the first version of x is in force from 2011-01-01, after 2010-03-04',
    ],
    'date-in-future': [
      { code: 'date-in-future', field: 'occurredOn', date: day('2011-01-01'), today: on },
      'occurredOn',
      '2011-01-01 lies in the future; today is 2010-03-04',
    ],
    'no-weights': [{ code: 'no-weights', field: 'weights' }, 'weights', 'at least one weight has to be above zero'],
    'amount-out-of-range': [
      { code: 'amount-out-of-range', field: 'amount', amount: 9n, least: 0n, most: 8n },
      'amount',
      '9 is outside 0 to 8',
    ],
    'non-additive': [
      { code: 'non-additive', field: 'measure', because: 'money is not arrests', instead: 'ask for one' },
      'measure',
      'money is not arrests; ask for one',
    ],
    withdrawn: [
      { code: 'withdrawn', outcome: 'x' },
      'outcome',
      'outcome x was withdrawn, which is final; record it anew if it did happen',
    ],
    unchanged: [{ code: 'unchanged' }, 'changes', 'the outcome already stands like that; nothing was recorded'],
    'contradicts-record': [
      { code: 'contradicts-record', field: 'to', recorded: 'x left' },
      'to',
      'the ledger already says otherwise: x left',
    ],
    'idempotency-conflict': [
      { code: 'idempotency-conflict', fields: ['amountPence', 'unit'] },
      'Idempotency-Key',
      'this key was used for other content; what differs: amountPence, unit',
    ],
    'revision-conflict': [
      { code: 'revision-conflict', current: 3 },
      'If-Match',
      'the outcome is now at revision 3; read it again before changing it',
    ],
    'revision-required': [
      { code: 'revision-required' },
      'If-Match',
      'say which revision you read, such as If-Match: "0"',
    ],
  };

describe('a refusal names its field and its reason', () => {
  it.each(Object.entries(TABLE))('%s', (code, [refusal, field, reason]) => {
    expect([refusal.code, refusedField(refusal), refusalReason(refusal)]).toStrictEqual([code, field, reason]);
  });

  it('without an end for a unit that never closed', () => {
    const open: Refusal = { code: 'unit-not-open', unit: 'x', from: day('2011-07-01'), to: undefined, on };
    expect(refusalReason(open)).toBe('x was open from 2011-07-01, not on 2010-03-04');
  });

  it('or the program stops, because it is older than what it reads', () => {
    const later = [{ code: 'too-late' }] as readonly object[] as readonly Refusal[];
    expect(() => later.map(refusalReason)).toThrow('No case for too-late');
  });
});
