import { describe, expect, it } from '@jest/globals';
import { goldenEntries } from '../../test/support/golden-lines.js';
import { JOINT } from '../../test/support/golden-ledger.js';
import { id } from '../../test/support/given-when-then.js';
import { advanceStanding, nothingKnown, type Standing } from './as-at.js';
import type { Entry } from './codec/entry-line.js';
import { advanceReconciling, asksOf, nothingReconciled } from './reconciling.js';

/** The golden ledger in batches of a few. */
const batches = Array.from({ length: Math.ceil(goldenEntries.length / 7) }, (_, i) =>
  goldenEntries.slice(7 * i, 7 * i + 7),
);

/** What a fold keeps of outcomes, after each batch by which there were any. */
function keptBy<State>(
  nothing: State,
  advance: (state: State, entries: readonly Entry[]) => State,
  kept: (state: State) => ReadonlyMap<unknown, unknown>,
): readonly ReadonlyMap<unknown, unknown>[] {
  const all: ReadonlyMap<unknown, unknown>[] = [];
  let state = nothing;
  for (const batch of batches) {
    state = advance(state, batch);
    if (kept(state).size > 0) all.push(kept(state));
  }
  return all;
}

// A copy at each batch takes time by the square of the outcomes: two minutes at 800,000 of them.
describe('what a replay keeps of outcomes grows in place, batch after batch, and leaves nothing behind', () => {
  const asks = asksOf(JOINT, [{ operation: id('mille') }]);

  it('of the outcomes that published figures of an operation are held against', () => {
    const kept = () =>
      keptBy(
        nothingReconciled,
        (was, batch) => advanceReconciling(asks, was, batch),
        (s) => s.outcomes,
      );
    const [first, ...others] = kept();
    expect(first?.size).toBeGreaterThan(5);
    expect(others.length).toBeGreaterThan(5);
    expect(others.every((each) => each === first)).toBe(true);
    expect(kept()[0]).toEqual(first);
    expect(nothingReconciled.outcomes.size).toBe(0);
  });

  it.each(['asset', 'cost'] as const)('of the outcomes of one kind that an answer is made of: %s', (keeping) => {
    const nothing: Standing = { ...nothingKnown, keeping };
    const kept = () =>
      keptBy(
        nothing,
        (was, batch) => advanceStanding(was, batch, {}),
        (s) => s.kept,
      );
    const [first, ...others] = kept();
    expect(first?.size).toBeGreaterThan(0);
    expect(others.every((each) => each === first)).toBe(true);
    expect(kept()[0]).toEqual(first);
    expect(nothingKnown.kept.size).toBe(0);
  });

  it('and where an answer is made of totals alone, none', () => {
    expect(
      keptBy(
        nothingKnown,
        (was, batch) => advanceStanding(was, batch, {}),
        (s) => s.kept,
      ),
    ).toEqual([]);
  });
});
