import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MovedLine } from '../../ledger/moving-in.js';
import { movedBatches } from './moved-batches.js';

/** Lines as a ledger has them: each stream's revisions rise by one. */
function linesOf(streams: readonly string[]): readonly MovedLine[] {
  const revisions = new Map<string, number>();
  return streams.map((stream, i) => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    return { stream, revision, id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`, line: `{"n":${i}}` };
  });
}

describe('batches of moved lines', () => {
  it('hold every line in its order, and no stream twice in one', () => {
    const streams = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 });
    const limits = fc.record({ appends: fc.integer({ min: 1, max: 4 }), bytes: fc.integer({ min: 1, max: 400 }) });
    fc.assert(
      fc.property(streams, limits, (names, most) => {
        const lines = linesOf(names);
        const batches = [...movedBatches(lines, most)];
        const back = batches
          .flat()
          .flatMap(({ stream, expectedRevision, lines: own }) =>
            own.map((line, i) => ({ stream, revision: expectedRevision + 1 + i, ...line })),
          );
        expect(back).toEqual(lines);
        for (const batch of batches) {
          expect(new Set(batch.map(({ stream }) => stream)).size).toBe(batch.length);
          expect(batch.length).toBeLessThanOrEqual(most.appends);
          expect(batch.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
