import { describe, expect, it } from '@jest/globals';
import { entryMessage } from '../../src/ledger/cloud-event.js';
import { lookAtFeed } from '../support/kafka/feed-oracle.js';
import type { Lying } from '../support/kafka/read-topic.js';
import { goldenLines } from '../support/golden-lines.js';

const lines = goldenLines.slice(0, 12);
const SOURCE = 'urn:tallystick:test';

/** The messages of these entries, in that order, in one partition. */
function lying(...entries: readonly number[]): readonly Lying[] {
  return entries.map((entry, offset) => ({
    ...entryMessage({ entry, line: lines[entry] ?? '' }, SOURCE),
    partition: 0,
    offset,
  }));
}

const all = lines.map((_, entry) => entry);
const kinds = (messages: readonly Lying[]): readonly string[] => [
  ...new Set(lookAtFeed(messages, lines).violations.map((violation) => violation.replace(/:.*/s, ''))),
];
const altered = (changes: Partial<Lying>): readonly Lying[] =>
  lying(...all).map((message, index) => (index === 5 ? { ...message, ...changes } : message));

describe('the oracle of the feed', () => {
  it('has nothing to say of a feed that holds every entry in order, however often', () => {
    expect(lookAtFeed(lying(...all), lines)).toEqual({ violations: [], repeated: 0 });
    expect(lookAtFeed(lying(0, 1, 2, 1, 2, 3, 0, ...all.slice(4), 5, 6), lines)).toEqual({
      violations: [],
      repeated: 5,
    });
  });

  it.each<[string, readonly Lying[]]>([
    ['lost', lying(...all.slice(0, -1))],
    ['lost', lying(...all.filter((entry) => entry !== 4))],
    ['order', lying(0, 2, 1, ...all.slice(3))],
    ['foreign', altered({ value: lines[4] ?? '' })],
    ['foreign', altered({ value: `${lines[5] ?? ''} ` })],
    ['foreign', [...lying(...all), ...altered({ headers: { ce_entry: '99' } })]],
    ['headers', altered({ key: 'outcome-of-another' })],
    ['headers', altered({ headers: { ce_entry: '5' } })],
    ['scattered', [...lying(...all), ...lying(3).map((message) => ({ ...message, partition: 1 }))]],
  ])('sees: %s', (kind, messages) => {
    expect(kinds(messages)).toContain(kind);
  });
});
