import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decision } from '../../src/domain/decision.js';
import type { OutcomeId, PersonId } from '../../src/domain/identifiers.js';
import { answerQuery } from '../../src/domain/outcome/answer-query.js';
import { auditOutcome } from '../../src/domain/outcome/audit-outcome.js';
import { correctOutcome } from '../../src/domain/outcome/correct-outcome.js';
import type { OutcomeEvent } from '../../src/domain/outcome/events.js';
import { evolveHandled, untouched, type HandledOutcome } from '../../src/domain/outcome/hands.js';
import { queryOutcome } from '../../src/domain/outcome/query-outcome.js';
import { recordOutcome } from '../../src/domain/outcome/record-outcome.js';
import { rejectOutcome } from '../../src/domain/outcome/reject-outcome.js';
import { validateOutcome } from '../../src/domain/outcome/validate-outcome.js';
import { withdrawOutcome } from '../../src/domain/outcome/withdraw-outcome.js';
import { placeOf } from '../../src/domain/posting.js';
import { runs } from '../support/runs.js';
import { id, uuidEnding } from '../support/given-when-then.js';
import { arrest, contextAfter, YORKSHIRE } from '../support/yorkshire.js';

const outcomeId = uuidEnding<OutcomeId>(1);
const PEOPLE = ['ann', 'bea', 'cal', 'dev'].map((name) => id<PersonId>(name));
const OFFENCES = ['theft', 'fraud', 'drugs-supply'].map((name) => id(name));
const evidence = [{ label: id('report'), sha256: 'ab'.repeat(32) }];
const context = contextAfter();

const COMMANDS = ['record', 'correct', 'validate', 'audit', 'query', 'answer', 'reject', 'withdraw'] as const;
const step = fc.record({
  // Few withdrawals: they end everything.
  does: fc.constantFrom(...COMMANDS.slice(0, -1), ...COMMANDS.slice(1, -1), 'validate', 'audit', ...COMMANDS),
  person: fc.constantFrom(...PEOPLE),
  offenceGroup: fc.constantFrom(...OFFENCES),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function decide({ does, person, offenceGroup }: Step, handled: HandledOutcome): Decision<OutcomeEvent> {
  const { outcome } = handled;
  const told = arrest({ offenceGroup, evidence });
  switch (does) {
    case 'record':
      return outcome.status === 'unrecorded'
        ? recordOutcome({ collaboration: YORKSHIRE, outcome: told }, context)
        : { accepted: true, events: [] };
    case 'correct':
      return correctOutcome({ outcomeId, reason: 'other', outcome: told }, outcome, context);
    case 'validate':
      return validateOutcome({ outcomeId, person }, handled, 'not-looked-up');
    case 'audit':
      return auditOutcome({ outcomeId, person }, handled, 'not-looked-up');
    case 'query':
      return queryOutcome({ outcomeId, reason: 'other' }, outcome);
    case 'answer':
      return answerQuery({ outcomeId, reason: 'other' }, outcome);
    case 'reject':
      return rejectOutcome({ outcomeId, reason: 'other' }, outcome);
    case 'withdraw':
      return withdrawOutcome({ outcomeId, reason: 'other' }, outcome);
  }
}

interface Done {
  readonly person: PersonId;
  readonly event: OutcomeEvent;
}

/** All that was accepted of some steps, in order: the story that an auditor would read. */
function storyOf(steps: readonly Step[]): { readonly story: readonly Done[]; readonly handled: HandledOutcome } {
  const story: Done[] = [];
  let handled = untouched;
  for (const each of steps) {
    const decision = decide(each, handled);
    for (const event of decision.accepted ? decision.events : []) {
      story.push({ person: each.person, event });
      handled = evolveHandled(handled, event, each.person);
    }
  }
  return { story, handled };
}

const TOLD: readonly string[] = ['OutcomeRecorded', 'OutcomeCorrected'];
const whoDid = (story: readonly Done[], types: readonly string[]): ReadonlySet<PersonId> =>
  new Set(story.filter(({ event }) => types.includes(event.type)).map(({ person }) => person));

describe('whatever people do to an outcome, and in whatever order', () => {
  it('nobody validates what they told, and nobody audits what they told or validated', () => {
    const seen = { OutcomeValidated: 0, OutcomeAudited: 0 };
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 16 }), (steps) => {
        const { story } = storyOf([{ does: 'record', person: id('ann'), offenceGroup: id('theft') }, ...steps]);
        for (const [at, { person, event }] of story.entries()) {
          if (event.type !== 'OutcomeValidated' && event.type !== 'OutcomeAudited') continue;
          seen[event.type] += 1;
          const barred = event.type === 'OutcomeAudited' ? [...TOLD, 'OutcomeValidated'] : TOLD;
          expect(whoDid(story.slice(0, at), barred)).not.toContain(person);
        }
      }),
      { numRuns: runs(10_000) },
    );
    // The law says nothing unless many were validated and audited in spite of it.
    expect(seen.OutcomeValidated).toBeGreaterThan(runs(3_000));
    expect(seen.OutcomeAudited).toBeGreaterThan(runs(300));
  }, 60_000);

  it('its postings add up to what it comes to, all at its own grade', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 16 }), (steps) => {
        const { story, handled } = storyOf(steps);
        const sums = new Map<string, bigint>();
        for (const posting of story.flatMap(({ event }) => event.postings))
          sums.set(placeOf(posting), (sums.get(placeOf(posting)) ?? 0n) + posting.amount);
        const left = [...sums].filter(([, amount]) => amount !== 0n);
        const { outcome } = handled;
        const counts = outcome.status === 'recorded' && outcome.held?.finding !== 'rejected';
        expect(left.map(([, amount]) => amount)).toEqual(counts ? [1n] : []);
        if (outcome.status !== 'recorded') return;
        expect(new Map(outcome.postings.map((each) => [placeOf(each), each.amount]))).toEqual(new Map(left));
        expect(outcome.postings.filter(({ grade }) => grade !== outcome.grade)).toEqual([]);
      }),
      { numRuns: runs(2_000) },
    );
  });
});
