import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import {
  CLEVELAND,
  HUMBERSIDE,
  NORTH,
  POPULATION,
  SOUTH,
  WEST,
  YORKSHIRE,
  yorkshireAfter,
} from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import { OUTSIDE, type KeyId } from '../identifiers.js';
import { keyInForce } from './collaboration.js';
import type { CollaborationEvent, KeyVersionSet } from './events.js';
import { setKeyVersion, type SetKeyVersion } from './set-key-version.js';

const GRANT = id<KeyId>('grant');
const command: SetKeyVersion = {
  collaboration: YORKSHIRE,
  key: GRANT,
  basis: id('formula-grant'),
  assumed: false,
  from: day('2010-04-01'),
  weights: { [WEST]: 3n, [NORTH]: 2n, [OUTSIDE]: 1n, [SOUTH]: 0n },
};
const set = (changes: Partial<SetKeyVersion> = {}): KeyVersionSet => ({
  type: 'KeyVersionSet',
  ...command,
  ...changes,
});
const ask = (changes: Partial<SetKeyVersion>, ...given: readonly CollaborationEvent[]) =>
  setKeyVersion({ ...command, ...changes }, yorkshireAfter(...given));
const next = { from: day('2011-04-01'), weights: { [WEST]: 1n } };
const leftBefore: CollaborationEvent = {
  type: 'MemberLeft',
  collaboration: YORKSHIRE,
  force: WEST,
  to: day('2010-01-01'),
};

describe('setting a version of a key', () => {
  it('is recorded, for a new key and for a later day', () => {
    expect(ask({})).toStrictEqual(accept(set()));
    expect(ask(next, set())).toStrictEqual(accept(set(next)));
  });

  it('takes a key that gives everything to the bucket outside', () => {
    const weights = { [OUTSIDE]: 1n };
    expect(ask({ weights })).toStrictEqual(accept(set({ weights })));
  });

  it('leaves nothing to do when it stands as asked, in whatever order and whatever was set or who left since', () => {
    const weights = { [SOUTH]: 0n, [OUTSIDE]: 1n, [NORTH]: 2n, [WEST]: 3n };
    expect(ask({ weights }, set())).toStrictEqual(accept());
    expect(ask({}, set(), set(next))).toStrictEqual(accept());
    expect(ask({}, set(), leftBefore)).toStrictEqual(accept());
  });

  it('is in force from its day until the next one’s', () => {
    const versions = yorkshireAfter(set(), set(next)).keys.get(GRANT) ?? [];
    const days = ['2010-03-31', '2010-04-01', '2011-03-31', '2011-04-01', '2030-01-01'];
    const [first, second] = [command.from, next.from];
    expect(days.map((on) => keyInForce(versions, day(on))?.from)).toStrictEqual([
      undefined,
      first,
      first,
      second,
      second,
    ]);
  });

  it('keeps its weights in order of force', () => {
    expect(yorkshireAfter(set()).keys.get(GRANT)).toStrictEqual([
      {
        from: command.from,
        basis: 'formula-grant',
        isAssumed: false,
        weights: [
          { force: NORTH, weight: 2n },
          { force: OUTSIDE, weight: 1n },
          { force: SOUTH, weight: 0n },
          { force: WEST, weight: 3n },
        ],
      },
    ]);
  });
});

describe('setting a version of a key is refused, the first reason first', () => {
  it('in a collaboration that there is not', () => {
    expect(setKeyVersion({ ...command, weights: {} }, undefined)).toStrictEqual(
      refuse({ code: 'unknown-collaboration', collaboration: YORKSHIRE }),
    );
  });

  it('without a weight above nothing, before who is weighted is looked at', () => {
    for (const weights of [{}, { [CLEVELAND]: 0n, [WEST]: 0n }])
      expect(ask({ weights })).toStrictEqual(refuse({ code: 'no-weights', field: 'weights' }));
  });

  it('when it names a force that does not belong on that day, before other versions are looked at', () => {
    const refusal = { code: 'not-a-member', collaboration: YORKSHIRE, on: command.from } as const;
    expect(ask({ weights: { [WEST]: 1n, [CLEVELAND]: 0n } }, set(), set(next))).toStrictEqual(
      refuse({ ...refusal, field: 'weights.cleveland', force: CLEVELAND }),
    );
    expect(ask({}, leftBefore)).toStrictEqual(refuse({ ...refusal, field: `weights.${WEST}`, force: WEST }));
  });

  it.each<[string, Partial<SetKeyVersion>]>([
    ['other weights', { weights: { [WEST]: 4n, [NORTH]: 2n, [OUTSIDE]: 1n, [SOUTH]: 0n } }],
    ['another force weighted alike', { weights: { [HUMBERSIDE]: 3n, [NORTH]: 2n, [OUTSIDE]: 1n, [SOUTH]: 0n } }],
    ['a force less', { weights: { [WEST]: 3n, [NORTH]: 2n, [OUTSIDE]: 1n } }],
    ['a force more', { weights: { ...command.weights, [HUMBERSIDE]: 1n } }],
    ['another basis', { basis: id('population') }],
    ['an assumption', { assumed: true }],
  ])('when that version stands with %s: nothing is re-based backwards', (_, changes) => {
    const recorded = 'the last version of grant is in force from 2010-04-01';
    expect(ask(changes, set())).toStrictEqual(refuse({ code: 'contradicts-record', field: 'from', recorded }));
  });

  it('before the last version, and between two', () => {
    const told = (from: string) => `the last version of grant is in force from ${from}`;
    const backDated = (date: string, from: string) =>
      refuse({ code: 'back-dated', field: 'from', date: day(date), told: told(from) });
    expect(ask({ from: day('2010-03-31') }, set())).toStrictEqual(backDated('2010-03-31', '2010-04-01'));
    expect(ask({ from: day('2010-09-01') }, set(), set(next))).toStrictEqual(backDated('2010-09-01', '2011-04-01'));
  });

  it('but one key says nothing about another', () => {
    expect(yorkshireAfter(set()).keys.get(POPULATION)).toHaveLength(1);
  });
});
