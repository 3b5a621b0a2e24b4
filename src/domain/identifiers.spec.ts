import { describe, expect, it } from '@jest/globals';
import { byCodeUnit, parseSlug, parseUuid } from './identifiers.js';

describe('reading a slug', () => {
  it.each(['west-yorkshire', 'avon-and-somerset', 'a', '4x', '1-4-bd', '2009-2010', 'x'.repeat(64)])('%s', (text) => {
    expect(parseSlug(text)).toBe(text);
  });

  it.each([
    '',
    '-',
    'a-',
    '-a',
    'a--b',
    'West',
    'a b',
    'a_b',
    'é',
    'a\n',
    'a/b',
    '4',
    '2010',
    '__proto__',
    'x'.repeat(65),
  ])('refuses %j', (text) => {
    expect(parseSlug(text)).toBeUndefined();
  });
});

describe('reading a UUID', () => {
  const uuid = '6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b';

  it('in its canonical form', () => {
    expect(parseUuid(uuid)).toBe(uuid);
  });

  it.each([uuid.toUpperCase(), `{${uuid}}`, uuid.replaceAll('-', ''), `${uuid}\n`, uuid.slice(1), `${uuid}0`, ''])(
    'refuses %j',
    (text) => {
      expect(parseUuid(text)).toBeUndefined();
    },
  );
});

describe('the order of identifiers', () => {
  it('is by code unit: no locale, no regard for length or number', () => {
    expect(['b', 'a-b', 'ab', 'a', '10', '9', 'Z', 'é'].sort(byCodeUnit)).toStrictEqual([
      '10',
      '9',
      'Z',
      'a',
      'a-b',
      'ab',
      'b',
      'é',
    ]);
    expect(byCodeUnit('a', 'a')).toBe(0);
  });
});
