import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EVENT_CATALOGUE } from '../../src/domain/event-catalogue.js';
import { text } from '../../src/domain/shape.js';
import { arbitraryOf } from '../support/arbitraries.js';

describe('values generated from shapes', () => {
  it.each(Object.entries(EVENT_CATALOGUE))('exist for %s, with every required field', (_, { data }) => {
    const required = Object.keys(data.fields).filter((name) => !data.optional.includes(name));
    fc.assert(
      fc.property(arbitraryOf(data), (event) => {
        for (const name of required) expect(event).toHaveProperty([name]);
      }),
      { numRuns: 20 },
    );
  });

  it('are refused for a pattern that nobody said how to make', () => {
    expect(() => arbitraryOf(text(/^[aeiou]+$/, 'vowels'))).toThrow('No generator for vowels, ^[aeiou]+$');
  });
});
