import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { id } from '../../test/support/given-when-then.js';
import { loadGround } from '../../test/support/ground.js';
import { ledgerInMemory } from '../../test/support/ledgers.js';
import { arrest as row, csv, importing } from '../../test/support/outcome-rows.js';
import { YORKSHIRE } from '../../test/support/yorkshire.js';
import { claimsFor } from './answer-claims.js';
import { duplicatesFor } from './answer-duplicates.js';
import { givingWay } from './giving-way.js';

function* pieces(count: number, ms: number): Generator<undefined, string> {
  for (let i = 0; i < count; i += 1) {
    yield;
    const end = performance.now() + ms;
    while (performance.now() < end);
  }
  return 'done';
}

/** How many turns others have while something is worked out. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  const state = { turns: 0, isDone: false };
  const done = work.finally(() => (state.isDone = true));
  while (!state.isDone) {
    await nextTurn();
    state.turns += 1;
  }
  await done;
  return state.turns;
}

describe('long work', () => {
  it('lets others have their turn in between, and little work does not', async () => {
    expect(await givingWay(pieces(3, 1))).toBe('done');
    expect(await turnsDuring(givingWay(pieces(50, 2)))).toBeGreaterThan(5);
    expect(await turnsDuring(givingWay(pieces(3, 0)))).toBeLessThan(5);
  });

  it('is what claims and likely duplicates of a long ledger are', async () => {
    const ledger = ledgerInMemory();
    await loadGround(ledger, id('evaluator'));
    const rows = Array.from({ length: 3_000 }, (_, i) => ({ ...row, reference: `A${i}` }));
    expect((await importing(ledger, csv(...rows))).errors).toEqual([]);
    const ask = { collaboration: YORKSHIRE };
    expect(await turnsDuring(duplicatesFor(ledger, ask, undefined))).toBeGreaterThan(1);
    expect(await turnsDuring(claimsFor(ledger, ask, undefined))).toBeGreaterThan(1);
  });
});
