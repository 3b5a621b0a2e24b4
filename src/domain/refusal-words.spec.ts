import { describe, expect, it } from '@jest/globals';
import { day } from '../../test/support/given-when-then.js';
import { refusalReason, refusedField } from './refusal-words.js';
import type { Refusal, RefusalCode } from './refusals.js';

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
    'unknown-figure': [
      { code: 'unknown-figure', field: 'within', figure: 'x' },
      'within',
      'there is no published figure x; record the one that contains it first',
    ],
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
    'stage-out-of-order': [
      { code: 'stage-out-of-order', field: 'stage', because: 'x does not follow y', allowed: ['z', 'w'] },
      'stage',
      'x does not follow y; what may stand there is z, w',
    ],
    'not-foreign': [
      { code: 'not-foreign', field: 'foreign.currency', currency: 'GBP' },
      'foreign.currency',
      'GBP is no foreign money; leave out what it was exchanged from',
    ],
    'empty-evidence': [
      { code: 'empty-evidence', field: 'evidence[0].sha256', label: 'custody-record' },
      'evidence[0].sha256',
      'custody-record has the SHA-256 of an empty file, which proves nothing; name a file that holds something',
    ],
    'unknown-stage': [
      { code: 'unknown-stage', number: 3, stages: 2 },
      'number',
      'there is no stage 3; the asset has 2 after its first',
    ],
    'exchange-mismatch': [
      { code: 'exchange-mismatch', field: 'amountPence', amountPence: 5n, expected: 9n, rate: '0.9' },
      'amountPence',
      '5 pence do not follow from the rate 0.9, which gives 9',
    ],
    'scheme-not-in-force': [
      { code: 'scheme-not-in-force', field: 'route', route: 'confiscation', to: on, first: day('2010-04-01') },
      'route',
      'the first scheme of distribution for confiscation is in force from 2010-04-01, which is not before 2010-03-04',
    ],
    'unknown-recipient': [
      {
        code: 'unknown-recipient',
        field: 'recipient',
        recipient: 'x',
        from: on,
        to: day('2010-04-01'),
        known: ['courts', 'police'],
      },
      'recipient',
      'the schemes in force between 2010-03-04 and 2010-04-01 give nothing to "x"; they give to courts, police',
    ],
    'unknown-receipt': [
      { code: 'unknown-receipt', field: 'reverses', number: 3, receipts: 2 },
      'reverses',
      'there is no receipt 3; the collaboration has 2',
    ],
    'already-reversed': [
      { code: 'already-reversed', field: 'reverses', number: 1, by: 2 },
      'reverses',
      'receipt 1 was taken back by receipt 2',
    ],
    'not-a-member': [
      { code: 'not-a-member', field: 'weights.x', force: 'x', collaboration, on },
      'weights.x',
      'x was no member of netic on 2010-03-04',
    ],
    'unknown-function': [
      { code: 'unknown-function', field: 'function', function: 'x', known: ['dogs', 'forensics'] },
      'function',
      'no force has joined a function "x"; functions are dogs, forensics',
    ],
    'back-dated': [
      { code: 'back-dated', field: 'from', date: on, told: 'x is called "X" from 2011-01-01' },
      'from',
      'changes of one thing are told in the order of their days: x is called "X" from 2011-01-01, which is not before 2010-03-04',
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
    'ends-before-it-starts': [
      { code: 'ends-before-it-starts', field: 'runsTo', from: day('2010-04-01'), to: day('2010-03-01') },
      'runsTo',
      '2010-03-01 does not lie after 2010-04-01; the end is the first day that does not count',
    ],
    'no-deflator': [
      { code: 'no-deflator', field: 'baseYear', year: '2009-10', known: ['2010-11'] },
      'baseYear',
      'there is no deflator for 2009-10; there are deflators for 2010-11: load them with their source (tallystick load-deflators, POST /api/v1/deflators)',
    ],
    'year-before-base': [
      { code: 'year-before-base', field: 'baseYear', year: '2009-10', baseYear: '2010-11' },
      'baseYear',
      'there are amounts of 2009-10, before 2010-11: ask from a later day, or by an earlier year',
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
    'unknown-project': [
      { code: 'unknown-project', project: 'x', collaboration, known: ['a', 'b'] },
      'project',
      '"x" is no project of netic; its projects are a, b',
    ],
    'status-out-of-order': [
      { code: 'status-out-of-order', project: 'x', status: 'live', asked: 'approved', allowed: ['closed', 'stopped'] },
      'status',
      'x is live and cannot be approved; what may follow: closed, stopped',
    ],
    'dates-out-of-order': [
      { code: 'dates-out-of-order', field: 'scoredOn', date: on, earliest: day('2010-04-01'), what: 'it was proposed' },
      'scoredOn',
      '2010-03-04 is too early: it was proposed on 2010-04-01',
    ],
    'not-whole-months': [
      { code: 'not-whole-months', field: 'from', date: on },
      'from',
      '2010-03-04 is not the first day of a month; actual figures are kept by month',
    ],
    'unknown-tier': [
      { code: 'unknown-tier', field: 'override.tier', tier: 3, known: [1, 2] },
      'override.tier',
      'there is no tier 3 on that day; the tiers are 1, 2',
    ],
    'nothing-to-override': [
      { code: 'nothing-to-override', field: 'override.tier', tier: 2 },
      'override.tier',
      'the scores come to tier 2 anyway',
    ],
    'no-participants': [
      { code: 'no-participants', project: 'x' },
      'participants',
      'x needs at least one force that takes part',
    ],
    'not-a-participant': [
      { code: 'not-a-participant', field: 'force', force: 'x', project: 'y', participants: ['a', 'b'] },
      'force',
      'x takes no part in y; those that do are a, b',
    ],
    'no-figures': [
      { code: 'no-figures', field: 'costPence' },
      'costPence',
      'a business case has at least one figure; leave out what is not known, and send 0 for what is nothing',
    ],
    'benefit-counted-already': [
      { code: 'benefit-counted-already', field: 'measure', measure: 'arrests', project: 'x', profile: 'y' },
      'measure',
      'x counts arrests of that time already, in its profile y; one benefit has one project',
    ],
    withdrawn: [
      { code: 'withdrawn', outcome: 'x' },
      'outcome',
      'outcome x was withdrawn, which is final; record it anew if it did happen',
    ],
    'already-claimed': [
      { code: 'already-claimed', outcome: 'x', unit: 'rart' },
      'unit',
      'rart has claimed this item already, in outcome x; correct that claim instead',
    ],
    'other-collaboration': [
      { code: 'other-collaboration', field: 'item', collaboration, outcome: 'x' },
      'item',
      'outcome x belongs to netic, and one item is credited in one collaboration',
    ],
    'not-claimed': [
      { code: 'not-claimed', field: 'claim', unit: 'x', units: ['rart', 'rrpt'] },
      'claim',
      'x has no claim on this outcome; those that have are rart, rrpt',
    ],
    'claims-stand': [
      { code: 'claims-stand', field: 'claim', units: ['rart', 'rrpt'] },
      'claim',
      'rart, rrpt claim this outcome; say which of them takes its claim back',
    ],
    'own-duplicate': [{ code: 'own-duplicate', outcome: 'x' }, 'primary', 'outcome x cannot be a duplicate of itself'],
    'already-linked': [
      { code: 'already-linked', outcome: 'x', primary: 'y' },
      'outcome',
      'outcome x is linked as a duplicate of y; unlink it first',
    ],
    'primary-is-linked': [
      { code: 'primary-is-linked', outcome: 'x', primary: 'y' },
      'primary',
      'outcome x is itself a duplicate of y; link to that one',
    ],
    'not-linked': [{ code: 'not-linked', outcome: 'x' }, 'outcome', 'outcome x is linked to no other'],
    'has-duplicates': [
      { code: 'has-duplicates', outcome: 'x', duplicates: ['y', 'z'] },
      'outcome',
      'these are linked to outcome x as its duplicates: y, z; unlink them first',
    ],
    'item-key-differs': [{ code: 'item-key-differs', because: 'the key is another' }, 'item', 'the key is another'],
    unchanged: [{ code: 'unchanged' }, 'changes', 'it already stands like that; nothing was recorded'],
    'same-person': [
      { code: 'same-person', person: 'jane-doe', did: 'corrected', revision: 2 },
      'X-Acting-Person',
      'jane-doe corrected this outcome (revision 2 of its history), and two people have to stand behind it',
    ],
    'no-evidence': [
      { code: 'no-evidence', finding: 'audited' },
      'evidence',
      'no evidence stands behind it, so it cannot be audited; correct it to name some',
    ],
    'one-off-claimed-as-recurring': [
      {
        ...{ code: 'one-off-claimed-as-recurring', finding: 'validated' },
        ...{ lastsTo: day('2010-03-31'), fullTo: day('2011-04-01') },
      },
      'recurrence',
      'the saving is claimed as recurring and lasts to 2010-03-31, not for two full financial years to 2011-04-01, so it cannot be validated; correct it to be a one-off, which may run over days, or to say until when it is expected to last',
    ],
    'earlier-action-claimed-as-new': [
      { code: 'earlier-action-claimed-as-new', finding: 'validated', outcome: 'x', year: '2008-09' },
      'carriedFrom',
      'outcome x claims the same action as new for 2008-09, so this one cannot be validated as new; correct the later of them to be carried over from the earlier or, where they are two actions, to name a budget line or an operation of its own',
    ],
    'carried-on-already': [
      { code: 'carried-on-already', finding: 'validated', outcome: 'x', predecessor: 'y' },
      'carriedFrom',
      'outcome x carries on y in the same financial year, so this one cannot be validated; withdraw or reject one of them or, where it is another action, let it name the saving that it carries on',
    ],
    'rests-on-row-above': [
      { code: 'rests-on-row-above', finding: 'validated' },
      'finding',
      'a row above decides whether this saving can be validated, and has no entry yet by which that could be proved; put this row in a file of its own, after that one, or have each row recorded for itself',
    ],
    'carried-on-above': [
      { code: 'carried-on-above', finding: 'audited', predecessor: 'y' },
      'carriedFrom',
      'it saves more a year than y, which it carries on, so it cannot be audited; correct it to what is carried on, and record what is more as a saving of its own',
    ],
    'unknown-predecessor': [
      { code: 'unknown-predecessor', field: 'carriedFrom', outcome: 'x', collaboration },
      'carriedFrom',
      'no saving x counts in netic; name the saving of an earlier year that this one carries on',
    ],
    'no-baseline': [
      { code: 'no-baseline', finding: 'validated' },
      'baseline',
      'the saving has no baseline, so it cannot be validated; correct it to say what it is less than',
    ],
    'baseline-after-start': [
      { code: 'baseline-after-start', finding: 'validated', on: day('2010-03-05'), began: on },
      'baseline',
      'the baseline is of 2010-03-05, after the saving began on 2010-03-04, so it cannot be validated; correct it to say what was spent before',
    ],
    'finding-out-of-order': [
      { code: 'finding-out-of-order', finding: 'audited', stands: 'claimed', allowed: ['validated', 'queried'] },
      'finding',
      'the outcome is claimed, so it cannot be audited; it can be validated or queried',
    ],
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

  it('and the way out of a rejection', () => {
    const rejected = { code: 'finding-out-of-order', finding: 'validated', stands: 'rejected', allowed: [] } as const;
    expect(refusalReason(rejected)).toBe('the outcome is rejected, so it cannot be validated; correct it first');
  });

  it('and what may be done instead of a contradiction, where there is such a thing', () => {
    const contradiction = { code: 'contradicts-record', field: 'to', recorded: 'x left', instead: 'do y' } as const;
    expect(refusalReason(contradiction)).toBe('the ledger already says otherwise: x left; do y');
  });

  it('and all of a period, where a force was a member on no day of it', () => {
    const refusal = {
      code: 'not-a-member',
      field: 'force',
      force: 'x',
      collaboration,
      on,
      to: day('2010-04-01'),
    } as const;
    expect(refusalReason(refusal)).toBe('x was no member of netic on any day from 2010-03-04 until 2010-04-01');
  });

  it('without an end for a unit that never closed', () => {
    const open: Refusal = { code: 'unit-not-open', unit: 'x', from: day('2011-07-01'), to: undefined, on };
    expect(refusalReason(open)).toBe('x was open from 2011-07-01, not on 2010-03-04');
  });

  it('and that a day to come is on record, for who never told it', () => {
    const refusal = {
      code: 'date-in-future',
      field: 'x',
      date: day('2011-01-01'),
      today: on,
      isOnRecord: true,
    } as const;
    expect(refusalReason(refusal)).toBe(
      '2011-01-01 lies in the future; today is 2010-03-04; it is recorded so already and not told by this command, so correct that first',
    );
  });

  it('or the program stops, because it is older than what it reads', () => {
    const later = [{ code: 'too-late' }] as readonly object[] as readonly Refusal[];
    expect(() => later.map(refusalReason)).toThrow('No case for too-late');
  });
});
