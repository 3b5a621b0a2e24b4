import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ON_THEIR_OWN_DAY } from '../../projections/outcome-list.js';
import type { Decision } from '../../src/domain/decision.js';
import { correctOutcome } from '../../src/domain/outcome/correct-outcome.js';
import { countOutcome } from '../../src/domain/outcome/counting.js';
import type { OutcomeEvent } from '../../src/domain/outcome/events.js';
import { evolveOutcome, unrecorded, type Outcome } from '../../src/domain/outcome/outcome.js';
import { recordOutcome } from '../../src/domain/outcome/record-outcome.js';
import { withdrawOutcome } from '../../src/domain/outcome/withdraw-outcome.js';
import { differences, placeOf, type Posting } from '../../src/domain/posting.js';
import type { OutcomeId } from '../../src/domain/identifiers.js';
import { uuidEnding } from '../support/given-when-then.js';
import { scenes, type Scene } from '../support/outcome-arbitraries.js';

const outcomeId = uuidEnding<OutcomeId>(1);

/** Amounts added up by what `of` says of a posting; sums of nothing are left out, which is how places that were left empty look. */
function sums(postings: readonly Posting[], of: (posting: Posting) => string): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>();
  for (const posting of postings) found.set(of(posting), (found.get(of(posting)) ?? 0n) + posting.amount);
  return new Map([...found].filter(([, amount]) => amount !== 0n));
}

/** The one event of a decision that has to be accepted; a scene holds nothing that may be refused but `unchanged`. */
function eventOf(decision: Decision<OutcomeEvent>): OutcomeEvent | undefined {
  if (decision.accepted) return decision.events[0];
  if (decision.refusal.code === 'unchanged') return undefined;
  throw new Error(`A scene that is refused: ${decision.refusal.code}`);
}

const recordedAnew = ({ context }: Scene, outcome: Scene['outcomes'][number]): readonly Posting[] =>
  eventOf(recordOutcome({ collaboration: context.collaboration.id, outcome }, context))?.postings ?? [];

/** Records the first outcome, corrects it to each of the others, and takes it back; calls `after` at every step. */
function live(
  scene: Scene,
  after: (outcome: Outcome, events: readonly OutcomeEvent[]) => void,
): readonly OutcomeEvent[] {
  const { context, outcomes } = scene;
  let [state, events]: [Outcome, readonly OutcomeEvent[]] = [unrecorded, []];
  const happens = (event: OutcomeEvent | undefined): void => {
    if (event === undefined) return;
    [state, events] = [evolveOutcome(state, event), [...events, event]];
    after(state, events);
  };
  for (const outcome of outcomes) {
    const collaboration = context.collaboration.id;
    if (state.status === 'unrecorded') happens(eventOf(recordOutcome({ collaboration, outcome }, context)));
    else happens(eventOf(correctOutcome({ outcomeId, reason: 'other', outcome }, state, context)));
  }
  happens(eventOf(withdrawOutcome({ outcomeId, reason: 'other' }, state)));
  return events;
}

const allPostings = (events: readonly OutcomeEvent[]): readonly Posting[] => events.flatMap(({ postings }) => postings);

describe('any outcome', () => {
  it('posts, for every measure, the whole: over forces, over units, and once at each place', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        for (const outcome of scene.outcomes) {
          const postings = recordedAnew(scene, outcome);
          const counted = countOutcome(outcome);
          const whole = new Map(
            counted
              .map(({ measure, amount, less = 0n }) => [measure, amount - less] as const)
              .filter(([, amount]) => amount !== 0n),
          );
          expect(sums(postings, ({ measure }) => measure)).toEqual(whole);
          expect(sums(postings, ({ measure, unit }) => `${measure} ${unit}`).size).toBe(whole.size);
          expect(new Set(postings.map(placeOf)).size).toBe(postings.length);
          expect(new Set(postings.map(({ measure }) => measure))).toEqual(
            new Set(counted.map(({ measure }) => measure)),
          );
        }
      }),
    );
  });

  it('posts on its own day alone, if lists look for its kind there alone, and never before it', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        for (const outcome of scene.outcomes) {
          const days = recordedAnew(scene, outcome).map(({ occurredOn }) => occurredOn);
          const own = outcome.occurredOn;
          if (ON_THEIR_OWN_DAY.includes(outcome.kind)) expect(days.filter((day) => day !== own)).toEqual([]);
          else expect(days.filter((day) => day < own)).toEqual([]);
        }
      }),
    );
  });

  it('posts an amount of nothing only where the whole is nothing', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        for (const outcome of scene.outcomes) {
          const postings = recordedAnew(scene, outcome);
          const onItsDay = ({ measure, occurredOn }: Posting) => `${measure} ${occurredOn}`;
          const wholes = sums(postings, onItsDay);
          for (const posting of postings) expect(posting.amount === 0n).toBe(!wholes.has(onItsDay(posting)));
        }
      }),
    );
  });
});

describe('the differences between any two outcomes', () => {
  it('added to the one give the other, one at each place', () => {
    fc.assert(
      fc.property(scenes, scenes, (scene, other) => {
        const [before, after] = [scene, other].map((each) =>
          each.outcomes.flatMap((o) => recordedAnew(each, o).slice(0, 9)),
        );
        const [was, is] = [oneEach(before ?? []), oneEach(after ?? [])];
        const between = differences(was, is);
        expect(sums([...was, ...between], placeOf)).toEqual(sums(is, placeOf));
        expect(new Set(between.map(placeOf)).size).toBe(between.length);
        expect(differences(is, is)).toEqual([]);
      }),
    );
  });
});

describe('the life of any outcome', () => {
  it('nets to nothing at every place once it is withdrawn', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const events = live(scene, () => undefined);
        expect(events.at(-1)?.type).toBe('OutcomeWithdrawn');
        expect(sums(allPostings(events), placeOf)).toEqual(new Map());
      }),
    );
  });

  it('has posted, after every correction, what recording it anew would post', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        live(scene, (outcome, events) => {
          if (outcome.status !== 'recorded') return;
          const anew = sums(recordedAnew(scene, outcome.details), placeOf);
          expect(sums(allPostings(events), placeOf)).toEqual(anew);
          expect(sums(outcome.postings, placeOf)).toEqual(anew);
        });
      }),
    );
  });

  it('posts at one place once in each event, and never what did not change', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        for (const { postings } of live(scene, () => undefined))
          expect(new Set(postings.map(placeOf)).size).toBe(postings.length);
      }),
    );
  });
});

function oneEach(postings: readonly Posting[]): readonly Posting[] {
  return [...new Map(postings.map((posting) => [placeOf(posting), posting])).values()];
}
