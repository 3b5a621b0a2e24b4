import { describe, expect, it } from '@jest/globals';
import {
  contextAfter,
  arrest,
  HUMBERSIDE,
  posted,
  restingOn,
  WEST,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import { id, uuidEnding } from '../../../test/support/given-when-then.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId, PersonId } from '../identifiers.js';
import { answerQuery } from './answer-query.js';
import { auditOutcome } from './audit-outcome.js';
import { correctOutcome } from './correct-outcome.js';
import type { OutcomeEvent } from './events.js';
import { EMPTY_FILE_SHA256 } from './evidence.js';
import { FINDINGS, type Finding, type FindingEvent } from './finding-events.js';
import { FINDINGS_AFTER, type Standing } from './findings.js';
import { evolveHandled, untouched, type HandledOutcome } from './hands.js';
import { queryOutcome } from './query-outcome.js';
import { rejectOutcome } from './reject-outcome.js';
import { validateOutcome } from './validate-outcome.js';
import { withdrawOutcome } from './withdraw-outcome.js';

const outcomeId = uuidEnding<OutcomeId>(1);
const [RECORDER, OTHER, VALIDATOR, AUDITOR] = ['j-smith', 'p-other', 'm-jones', 'a-auditor'].map((name) =>
  id<PersonId>(name),
) as [PersonId, PersonId, PersonId, PersonId];

const MADE = 'arrests-made';
const evidence = [{ label: id('custody-record'), sha256: 'ab'.repeat(32) }];
const told = { collaboration: YORKSHIRE, labels: ['assumed'], restsOn: restingOn() } as const;
const recorded: OutcomeEvent = {
  ...told,
  type: 'OutcomeRecorded',
  outcome: arrest({ evidence }),
  postings: posted(MADE, { [HUMBERSIDE]: 0n, [WEST]: 1n }),
};
const corrected: OutcomeEvent = {
  ...told,
  type: 'OutcomeCorrected',
  outcome: arrest({ offenceGroup: id('theft'), evidence }),
  postings: posted(MADE, { [WEST]: 1n }, { grade: 'claimed' }).concat(
    posted(MADE, { [WEST]: -1n }, { grade: 'validated' }),
  ),
  reason: 'keying-error',
};
const found = { collaboration: YORKSHIRE, labels: ['assumed'] } as const;
/** All that the outcome posts leaves one grade for another. */
const moved = (from: 'claimed' | 'validated' | 'audited', to: 'claimed' | 'validated' | 'audited') => [
  ...posted(MADE, { [HUMBERSIDE]: 0n, [WEST]: 1n }, { grade: to }),
  ...posted(MADE, { [HUMBERSIDE]: -0n, [WEST]: -1n }, { grade: from }),
];
const validated: OutcomeEvent = { ...found, type: 'OutcomeValidated', postings: moved('claimed', 'validated') };
const audited: OutcomeEvent = { ...found, type: 'OutcomeAudited', postings: moved('validated', 'audited') };
const queried: OutcomeEvent = { ...found, type: 'OutcomeQueried', postings: [], reason: 'no-evidence' };
const answered: OutcomeEvent = { ...found, type: 'OutcomeQueryAnswered', postings: [], reason: 'evidence-shown' };
const undone = posted(MADE, { [HUMBERSIDE]: -0n, [WEST]: -1n });
const rejected: OutcomeEvent = { ...found, type: 'OutcomeRejected', postings: undone, reason: 'counted-elsewhere' };

/** Who did what, in order. */
const after = (...done: readonly (readonly [PersonId, OutcomeEvent])[]): HandledOutcome =>
  done.reduce((handled, [person, event]) => evolveHandled(handled, event, person), untouched);
const onceRecorded = [RECORDER, recorded] as const;
const onceValidated = [onceRecorded, [VALIDATOR, validated]] as const;

describe('a finding moves what the outcome posts from grade to grade, and changes no amount', () => {
  it('validated', () => {
    expect(validateOutcome({ outcomeId, person: VALIDATOR }, after(onceRecorded), 'not-looked-up')).toStrictEqual(
      accept(validated),
    );
    expect(after(...onceValidated).outcome).toMatchObject({
      grade: 'validated',
      postings: posted(MADE, { [HUMBERSIDE]: 0n, [WEST]: 1n }, { grade: 'validated' }),
    });
  });

  it('audited', () => {
    expect(auditOutcome({ outcomeId, person: AUDITOR }, after(...onceValidated), 'not-looked-up')).toStrictEqual(
      accept(audited),
    );
    expect(after(...onceValidated, [AUDITOR, audited]).outcome).toMatchObject({ grade: 'audited' });
  });

  it('queried while it is claimed: flagged, and nothing moves', () => {
    const { outcome } = after(onceRecorded);
    expect(queryOutcome({ outcomeId, reason: 'no-evidence' }, outcome)).toStrictEqual(accept(queried));
    expect(after(onceRecorded, [VALIDATOR, queried]).outcome).toMatchObject({
      grade: 'claimed',
      held: { finding: 'queried', reason: 'no-evidence' },
    });
  });

  it('queried after it was audited: back to claimed', () => {
    const { outcome } = after(...onceValidated, [AUDITOR, audited]);
    const back = { ...queried, postings: moved('audited', 'claimed') } as FindingEvent;
    expect(queryOutcome({ outcomeId, reason: 'no-evidence' }, outcome)).toStrictEqual(accept(back));
  });

  it('answered: claimed, and nothing holds it', () => {
    const { outcome } = after(onceRecorded, [VALIDATOR, queried]);
    expect(answerQuery({ outcomeId, reason: 'evidence-shown' }, outcome)).toStrictEqual(accept(answered));
    const { outcome: stands } = after(onceRecorded, [VALIDATOR, queried], [OTHER, answered]);
    expect(stands).toStrictEqual(after(onceRecorded).outcome);
  });

  it('rejected: it posts nothing until it is corrected, and then it is claimed again', () => {
    const { outcome } = after(onceRecorded);
    expect(rejectOutcome({ outcomeId, reason: 'counted-elsewhere' }, outcome)).toStrictEqual(accept(rejected));
    const { outcome: stands } = after(onceRecorded, [VALIDATOR, rejected]);
    expect(stands).toMatchObject({ held: { finding: 'rejected', reason: 'counted-elsewhere' }, postings: [] });
    const command = { outcomeId, reason: 'keying-error', outcome: arrest({ role: 'facilitated' }) } as const;
    const correction = correctOutcome(command, stands, contextAfter());
    expect(correction).toMatchObject({
      accepted: true,
      events: [{ postings: posted('arrests-facilitated', { [WEST]: 1n }) }],
    });
    if (!correction.accepted) return;
    const put = correction.events.reduce((state, event) => evolveHandled(state, event, RECORDER), {
      ...after(onceRecorded, [VALIDATOR, rejected]),
    });
    expect(put.outcome).not.toHaveProperty('held');
    expect(put.outcome).toMatchObject({ grade: 'claimed', postings: posted('arrests-facilitated', { [WEST]: 1n }) });
  });

  it('and a correction falls back to claimed', () => {
    const { outcome } = after(...onceValidated);
    const command = { outcomeId, reason: 'keying-error', outcome: arrest({ offenceGroup: id('theft') }) } as const;
    const correction = correctOutcome(command, outcome, contextAfter());
    if (!correction.accepted) throw new Error(correction.refusal.code);
    const [event] = correction.events;
    expect(event?.postings).toStrictEqual([
      ...posted(MADE, { [WEST]: 1n }),
      ...posted(MADE, { [HUMBERSIDE]: 0n, [WEST]: -1n }, { grade: 'validated' }),
    ]);
    expect(after(...onceValidated, [RECORDER, corrected]).outcome).toMatchObject({ grade: 'claimed' });
  });

  it('and a withdrawal takes back what was audited', () => {
    const { outcome } = after(...onceValidated, [AUDITOR, audited]);
    expect(withdrawOutcome({ outcomeId, reason: 'other' }, outcome)).toMatchObject({
      events: [{ postings: posted(MADE, { [HUMBERSIDE]: -0n, [WEST]: -1n }, { grade: 'audited' }) }],
    });
  });
});

describe('two people stand behind a grade:', () => {
  const byCorrection = after(onceRecorded, [OTHER, { ...corrected, postings: [] }]);
  const same = (person: PersonId, did: 'recorded' | 'corrected' | 'validated', revision: number) =>
    refuse({ code: 'same-person', person, did, revision });

  it.each<[string, HandledOutcome, PersonId, ReturnType<typeof refuse>]>([
    ['what one recorded', after(onceRecorded), RECORDER, same(RECORDER, 'recorded', 0)],
    ['what one recorded and a colleague corrected', byCorrection, RECORDER, same(RECORDER, 'recorded', 0)],
    ['what one corrected', byCorrection, OTHER, same(OTHER, 'corrected', 1)],
    [
      'what one corrected after a query of one’s own',
      after(onceRecorded, [VALIDATOR, queried], [VALIDATOR, { ...corrected, postings: [] }]),
      VALIDATOR,
      same(VALIDATOR, 'corrected', 2),
    ],
  ])('nobody validates %s', (_, handled, person, refusal) => {
    expect(validateOutcome({ outcomeId, person }, handled, 'not-looked-up')).toStrictEqual(refusal);
  });

  it('nobody audits what they recorded or validated, however long ago', () => {
    const handled = after(...onceValidated, [OTHER, corrected], [AUDITOR, validated]);
    expect(auditOutcome({ outcomeId, person: RECORDER }, handled, 'not-looked-up')).toStrictEqual(
      same(RECORDER, 'recorded', 0),
    );
    expect(auditOutcome({ outcomeId, person: VALIDATOR }, handled, 'not-looked-up')).toStrictEqual(
      same(VALIDATOR, 'validated', 1),
    );
    expect(auditOutcome({ outcomeId, person: OTHER }, handled, 'not-looked-up')).toStrictEqual(
      same(OTHER, 'corrected', 2),
    );
    expect(auditOutcome({ outcomeId, person: AUDITOR }, handled, 'not-looked-up')).toStrictEqual(
      same(AUDITOR, 'validated', 3),
    );
  });

  it('who asked, or answered, may validate what others told', () => {
    const handled = after(onceRecorded, [VALIDATOR, queried], [OTHER, answered]);
    for (const person of [VALIDATOR, OTHER])
      expect(validateOutcome({ outcomeId, person }, handled, 'not-looked-up')).toStrictEqual(accept(validated));
  });
});

describe('what national audit found wanting in reports of savings', () => {
  const saving = {
    ...{ kind: 'saving', attribution: { basis: 'direct', force: WEST }, leadForce: WEST, unit: id('rart') },
    ...{ occurredOn: '2010-03-04', recurrence: { is: 'one-off' }, nature: 'cash-releasing' },
    ...{ budgetLine: id('training'), grossPence: 5n, investmentPence: 0n, officerMinutes: 0n },
  };
  const baseline = { amountPence: 9n, basis: id('previous-year'), on: '2009-03-31' };
  const told = (details: object) => after([RECORDER, { ...recorded, outcome: { ...saving, ...details } as never }]);

  it.each<[string, object, string]>([
    ['no evidence', { baseline }, 'no-evidence'],
    ['no baseline', { evidence }, 'no-baseline'],
    ['evidence and no piece of it', { baseline, evidence: [] }, 'no-evidence'],
    [
      'only an empty file as evidence',
      { baseline, evidence: [{ label: id('nothing'), sha256: EMPTY_FILE_SHA256 }] },
      'no-evidence',
    ],
  ])('a saving with %s stays claimed', (_, details, code) => {
    const decision = validateOutcome({ outcomeId, person: VALIDATOR }, told(details), 'not-looked-up');
    expect(decision).toStrictEqual(refuse({ code, finding: 'validated' } as never));
  });

  it('a saving of an earlier day than its baseline stays claimed, but not as before', () => {
    const late = told({ baseline: { ...baseline, on: '2010-03-05' }, evidence });
    const validating = (asBefore: boolean) =>
      validateOutcome({ outcomeId, person: VALIDATOR }, late, 'not-looked-up', asBefore);
    expect(validating(false)).toMatchObject({ refusal: { code: 'baseline-after-start', began: '2010-03-04' } });
    expect(validating(true)).toMatchObject({ accepted: true });
  });

  it('a saving with both may be validated, and an arrest without evidence too, but not audited', () => {
    const both = told({ baseline, evidence });
    expect(validateOutcome({ outcomeId, person: VALIDATOR }, both, 'not-looked-up')).toMatchObject({ accepted: true });
    const bare = { ...recorded, outcome: arrest() };
    expect(validateOutcome({ outcomeId, person: VALIDATOR }, after([RECORDER, bare]), 'not-looked-up')).toMatchObject({
      accepted: true,
    });
    const looked = after([RECORDER, bare], [VALIDATOR, validated]);
    expect(auditOutcome({ outcomeId, person: AUDITOR }, looked, 'not-looked-up')).toStrictEqual(
      refuse({ code: 'no-evidence', finding: 'audited' }),
    );
  });

  it.each(['one-off-claimed-as-recurring', 'earlier-action-claimed-as-new', 'no-baseline', 'no-evidence'] as const)(
    'and what was validated in spite of it is graded down with its reason: %s',
    (reason) => {
      const { outcome } = after(...onceValidated);
      expect(queryOutcome({ outcomeId, reason }, outcome)).toMatchObject({
        events: [{ type: 'OutcomeQueried', reason, postings: moved('validated', 'claimed') }],
      });
    },
  );
});

describe('a finding is refused', () => {
  const make = (finding: Finding, handled: HandledOutcome): Decision<FindingEvent> => {
    switch (finding) {
      case 'validated':
        return validateOutcome({ outcomeId, person: AUDITOR }, handled, 'not-looked-up');
      case 'audited':
        return auditOutcome({ outcomeId, person: AUDITOR }, handled, 'not-looked-up');
      case 'queried':
        return queryOutcome({ outcomeId, reason: 'other' }, handled.outcome);
      case 'answered':
        return answerQuery({ outcomeId, reason: 'other' }, handled.outcome);
      case 'rejected':
        return rejectOutcome({ outcomeId, reason: 'other' }, handled.outcome);
    }
  };
  const STANDS: readonly (readonly [Standing, HandledOutcome])[] = [
    ['claimed', after(onceRecorded)],
    ['validated', after(...onceValidated)],
    ['audited', after(...onceValidated, [OTHER, audited])],
    ['queried', after(onceRecorded, [OTHER, queried])],
    ['rejected', after(onceRecorded, [OTHER, rejected])],
  ];

  it.each(STANDS.flatMap(([stands, handled]) => FINDINGS.map((finding) => [stands, finding, handled] as const)))(
    'or not, of an outcome that is %s: %s',
    (stands, finding, handled) => {
      const allowed = FINDINGS_AFTER[stands];
      const decision = make(finding, handled);
      if (allowed.includes(finding)) expect(decision).toMatchObject({ accepted: true });
      else expect(decision).toStrictEqual(refuse({ code: 'finding-out-of-order', finding, stands, allowed }));
    },
  );

  it.each(FINDINGS)('of an outcome that was never recorded, or was withdrawn: %s', (finding) => {
    expect(make(finding, untouched)).toStrictEqual(refuse({ code: 'unknown-outcome', outcome: outcomeId }));
    const withdrawn: OutcomeEvent = { ...found, type: 'OutcomeWithdrawn', postings: [], reason: 'other' };
    expect(make(finding, after(onceRecorded, [RECORDER, withdrawn]))).toStrictEqual(
      refuse({ code: 'withdrawn', outcome: outcomeId }),
    );
  });

  it.each([queried, answered, rejected, validated, audited])('and leaves what it cannot follow as it was', (event) => {
    expect(evolveHandled(untouched, event, OTHER).outcome).toStrictEqual(untouched.outcome);
  });
});
