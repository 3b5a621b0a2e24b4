import { describe, expect, it } from '@jest/globals';
import { endsAfter } from './feed-whole.js';

const BEFORE = { 0: { next: 7, entry: 11 }, 1: { next: 3, entry: 12 } };
const acknowledged = (partition: number, first: number, last = 0) => ({
  partition,
  first,
  next: first + last + 1,
  last,
});
const entryOf = (message: number): number => 20 + message;

describe('the ends of a feed after a request', () => {
  it('are the last acknowledged message of each partition, and the others stay', () => {
    expect(endsAfter('t', BEFORE, [acknowledged(0, 7, 1), acknowledged(2, 0)], entryOf)).toEqual({
      0: { next: 9, entry: 21 },
      1: { next: 3, entry: 12 },
      2: { next: 1, entry: 20 },
    });
  });

  it('may leave room, where a request that failed was recorded all the same', () => {
    expect(endsAfter('t', BEFORE, [acknowledged(0, 9)], entryOf)[0]).toEqual({ next: 10, entry: 20 });
  });

  it.each([0, 6])('are refused when a partition takes the message at %d, before what it had', (first) => {
    expect(() => endsAfter('t', BEFORE, [acknowledged(1, 3), acknowledged(0, first)], entryOf)).toThrow(
      `partition 0 took the next message at offset ${first}, and had 7 before`,
    );
  });
});
