import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lying, sending } from '../../../test/support/submissions.js';
import { chunksOf, lanesOf } from './lanes.js';

const submissions = fc.array(fc.constantFrom('a', 'b', 'ab', '', undefined), { maxLength: 30 }).map((keys) =>
  keys.map((key, offset) => ({
    ...lying(sending('x', {}), offset),
    key: key?.length === undefined ? undefined : Buffer.from(key),
  })),
);

describe('lanes', () => {
  it('hold every submission once, those of one key together and in order', () => {
    fc.assert(
      fc.property(submissions, (all) => {
        const lanes = lanesOf(all);
        const offsets = lanes.map((lane) => lane.map(({ offset }) => offset));
        expect(offsets.flat().sort((a, b) => a - b)).toEqual(all.map(({ offset }) => offset));
        for (const lane of offsets) expect(lane).toEqual(lane.toSorted((a, b) => a - b));
        const keys = lanes.map(([first]) => String(first?.key));
        expect(new Set(keys).size).toBe(lanes.length);
        for (const lane of lanes) expect(new Set(lane.map(({ key }) => String(key))).size).toBe(1);
      }),
    );
  });
});

describe('chunks', () => {
  it('are all items in order, none too large, each with what comes after it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 7 }), (items, size) => {
        const chunks = [...chunksOf(items, size)];
        expect(chunks.flatMap(({ chunk }) => chunk)).toEqual(items);
        expect(chunks.every(({ chunk }) => chunk.length > 0 && chunk.length <= size)).toBe(true);
        let left = items.length;
        for (const { chunk, after } of chunks) expect(after).toBe((left -= chunk.length));
      }),
    );
  });
});
