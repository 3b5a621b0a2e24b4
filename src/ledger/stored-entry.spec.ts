import { describe, expect, it } from '@jest/globals';
import { decodeStored, UnreadableEntry } from './stored-entry.js';

describe('a stored line that this program cannot read', () => {
  it('is told apart from a request that it cannot read, and names the entry', () => {
    const read = (): unknown => decodeStored({ entry: 41, line: '{"type":"OutcomeForgotten"}' });
    expect(read).toThrow(UnreadableEntry);
    expect(read).toThrow(/^Entry 41 cannot be read by this program: /);
  });
});
