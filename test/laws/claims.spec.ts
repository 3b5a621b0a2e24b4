import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decision } from '../../src/domain/decision.js';
import type { OutcomeId, UnitId } from '../../src/domain/identifiers.js';
import { agreeClaimWeights } from '../../src/domain/outcome/agree-claim-weights.js';
import { recordItem } from '../../src/domain/outcome/claim-outcome.js';
import { correctOutcome } from '../../src/domain/outcome/correct-outcome.js';
import type { OutcomeDetails, OutcomeEvent } from '../../src/domain/outcome/events.js';
import { tellings } from '../../src/domain/outcome/facts.js';
import { linkOutcome, unlinkOutcome } from '../../src/domain/outcome/link-outcome.js';
import { evolveOutcome, unrecorded, type Outcome } from '../../src/domain/outcome/outcome.js';
import { withdrawClaim } from '../../src/domain/outcome/withdraw-claim.js';
import { placeOf, type Posting } from '../../src/domain/posting.js';
import { day, id, uuidEnding } from '../support/given-when-then.js';
import { asset, contextAfter, NORTH, POPULATION, SOUTH, WEST, YORKSHIRE } from '../support/yorkshire.js';

const UNITS = ['a', 'b', 'c', 'd', 'e'].map((name) => id<UnitId>(name));
const context = contextAfter(
  ...UNITS.map(
    (unit) => ({ type: 'UnitOpened', collaboration: YORKSHIRE, unit, name: unit, from: day('2005-09-01') }) as const,
  ),
);
const outcomeId = uuidEnding<OutcomeId>(1);
const primary = uuidEnding<OutcomeId>(2);
const item = { keyVersion: 1, scheme: 'exhibit', token: 'ab'.repeat(32) } as const;
const standing: Outcome = evolved(
  unrecorded,
  recordItem({ collaboration: YORKSHIRE, outcome: asset() }, primary, unrecorded, context),
)[0];

const attribution = fc.constantFrom(
  { basis: 'direct', force: WEST } as const,
  { basis: 'key', key: POPULATION } as const,
  { basis: 'agreed', weights: { [NORTH]: 1n, [SOUTH]: 2n, outside: 4n } } as const,
);
const telling = fc.record({ unit: fc.constantFrom(...UNITS), amountPence: fc.bigInt(0n, 1_000n), attribution });
const weights = fc.dictionary(fc.constantFrom(...UNITS), fc.bigInt(0n, 9n), { minKeys: 1 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('tell' as const), telling }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('correct' as const), telling }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('withdraw' as const), telling }) },
  fc.record({ does: fc.constant('agree' as const), weights }),
  fc.record({ does: fc.constantFrom('link' as const, 'unlink' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const told = (of: { unit: UnitId; amountPence: bigint; attribution: OutcomeDetails['attribution'] }) =>
  asset({ item, ...of });

function decide(asked: Step, state: Outcome): Decision<OutcomeEvent> {
  switch (asked.does) {
    case 'tell':
      return recordItem({ collaboration: YORKSHIRE, outcome: told(asked.telling) }, outcomeId, state, context);
    case 'correct': {
      const { unit } = asked.telling;
      return correctOutcome({ outcomeId, reason: 'other', claim: unit, outcome: told(asked.telling) }, state, context);
    }
    case 'withdraw':
      return withdrawClaim({ outcomeId, claim: asked.telling.unit, reason: 'other' }, state, context);
    case 'agree':
      return agreeClaimWeights({ outcomeId, weights: asked.weights }, state, context);
    case 'link':
      return linkOutcome({ outcomeId, primary, reason: 'other' }, state, { outcome: standing, revision: 0 });
    case 'unlink':
      return unlinkOutcome({ outcomeId, reason: 'other' }, state, context);
  }
}

function evolved(state: Outcome, decision: Decision<OutcomeEvent>): readonly [Outcome, readonly Posting[]] {
  const [event] = decision.accepted ? decision.events : [];
  return event === undefined ? [state, []] : [evolveOutcome(state, event), event.postings];
}

function sums(postings: readonly Posting[]): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>();
  for (const posting of postings) found.set(placeOf(posting), (found.get(placeOf(posting)) ?? 0n) + posting.amount);
  return new Map([...found].filter(([, amount]) => amount !== 0n));
}
const total = (postings: readonly Posting[]): bigint => postings.reduce((sum, { amount }) => sum + amount, 0n);

describe('any sequence of claims, corrections, withdrawals, agreed weights and links', () => {
  it('credits the whole of the item exactly, or nothing while it is withdrawn or linked; never more, at no step', () => {
    let [shared, linked, ended] = [0, 0, 0];
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        let [state, posted]: [Outcome, readonly Posting[]] = [unrecorded, []];
        for (const asked of steps) {
          const [next, postings] = evolved(state, decide(asked, state));
          [state, posted] = [next, [...posted, ...postings]];
          const stands = state.status === 'recorded' && state.duplicateOf === undefined ? state : undefined;
          const whole = stands?.details.kind === 'asset' ? stands.details.amountPence : 0n;
          expect(total(posted)).toBe(whole);
          expect([...sums(posted).values()].every((amount) => amount > 0n)).toBe(true);
          expect(sums(state.status === 'recorded' ? state.postings : [])).toEqual(sums(posted));
          if (stands !== undefined && stands.claims.length > 0) shared += 1;
          if (state.status === 'recorded' && stands === undefined) linked += 1;
          if (state.status === 'withdrawn') ended += 1;
        }
      }),
      { numRuns: 300 },
    );
    expect([shared, linked, ended].every((times) => times > 20)).toBe(true);
  });

  it('shares among the same claims alike, in whatever order the further ones came', () => {
    const claims = fc.uniqueArray(telling, { minLength: 2, maxLength: 5, selector: ({ unit }) => unit });
    fc.assert(
      fc.property(claims, ([first, ...further]) => {
        if (first === undefined) return;
        const inOrder = (rest: typeof further) =>
          [first, ...rest].reduce<Outcome>(
            (state, each) => evolved(state, decide({ does: 'tell', telling: each }, state))[0],
            unrecorded,
          );
        const [one, two] = [inOrder(further), inOrder(further.toReversed())];
        if (one.status !== 'recorded' || two.status !== 'recorded') throw new Error('refused');
        expect(tellings(one)).toHaveLength(further.length + 1);
        expect(sums(one.postings)).toEqual(sums(two.postings));
      }),
    );
  });
});
