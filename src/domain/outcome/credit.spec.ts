import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import {
  CLEVELAND,
  contextAfter,
  HUMBERSIDE,
  NORTH,
  POPULATION,
  SOUTH,
  WEST,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import type { CollaborationEvent } from '../collaboration/events.js';
import { checked, failed, type Checked } from '../decision.js';
import { OUTSIDE, type ForceId } from '../identifiers.js';
import type { Refusal } from '../refusals.js';
import { creditFor, type Credit } from './credit.js';
import type { Attribution } from './events.js';

const ON = day('2010-03-04');

function credit(attribution: Attribution, ...given: readonly CollaborationEvent[]): Checked<Credit> {
  const { collaboration, forces } = contextAfter(...given);
  return creditFor(attribution, ON, collaboration, forces);
}

const keySet = (from: string, weights: Readonly<Record<ForceId, bigint>>, key = 'later'): CollaborationEvent => ({
  type: 'KeyVersionSet',
  collaboration: YORKSHIRE,
  key: id(key),
  basis: id('equal'),
  assumed: false,
  from: day(from),
  weights,
});

describe('the credit for an outcome', () => {
  it('is all one force’s', () => {
    const weights = [{ force: SOUTH, weight: 1n }];
    expect(credit({ basis: 'direct', force: SOUTH })).toStrictEqual(checked({ weights, isAssumed: false }));
  });

  it('is by the last version of the key whose day has come', () => {
    const versions = [
      keySet('2009-01-01', { [WEST]: 1n }),
      keySet('2010-03-04', { [WEST]: 1n, [SOUTH]: 2n, [NORTH]: 0n, [OUTSIDE]: 1n }),
      keySet('2010-03-05', { [HUMBERSIDE]: 1n }),
    ];
    const weights = [
      { force: OUTSIDE, weight: 1n },
      { force: SOUTH, weight: 2n },
      { force: WEST, weight: 1n },
    ];
    expect(credit({ basis: 'key', key: id('later') }, ...versions)).toStrictEqual(
      checked({ weights, isAssumed: false }),
    );
  });

  it('is as agreed, whoever holds no share left out, in order of force', () => {
    const attribution = { basis: 'agreed', weights: { [WEST]: 5n, [HUMBERSIDE]: 7n, [NORTH]: 0n } } as const;
    const weights = [
      { force: HUMBERSIDE, weight: 7n },
      { force: WEST, weight: 5n },
    ];
    expect(credit(attribution)).toStrictEqual(checked({ weights, isAssumed: false }));
  });
});

describe('the credit for an outcome is refused', () => {
  const stranger = { code: 'not-a-member', force: CLEVELAND, collaboration: YORKSHIRE, on: ON } as const;
  const GOTHAM = id<ForceId>('gotham');

  it.each<[string, Attribution, Refusal]>([
    [
      'by a key that the agreement does not have',
      { basis: 'key', key: id('grant') },
      { code: 'unknown-key', field: 'attribution.key', key: 'grant', known: [POPULATION, 'later'] },
    ],
    [
      'by a key before its first version',
      { basis: 'key', key: id('later') },
      { code: 'key-not-in-force', field: 'attribution.key', key: 'later', from: day('2010-03-05'), on: ON },
    ],
    ['to a non-member', { basis: 'direct', force: CLEVELAND }, { ...stranger, field: 'attribution.force' }],
    [
      'to a force that nobody has heard of',
      { basis: 'direct', force: GOTHAM },
      { code: 'unknown-force', field: 'attribution.force', force: 'gotham' },
    ],
    [
      'by agreed weights that name a non-member, though it weighs nothing',
      { basis: 'agreed', weights: { [WEST]: 1n, [CLEVELAND]: 0n } },
      { ...stranger, field: 'attribution.weights.cleveland' },
    ],
    [
      'by agreed weights that name a stranger, before a non-member later in the order of ids',
      { basis: 'agreed', weights: { [NORTH]: 0n, [GOTHAM]: 0n } },
      { code: 'unknown-force', field: 'attribution.weights.gotham', force: 'gotham' },
    ],
    ['by no weights', { basis: 'agreed', weights: {} }, { code: 'no-weights', field: 'attribution.weights' }],
    [
      'by weights that are all nothing',
      { basis: 'agreed', weights: { [WEST]: 0n, [OUTSIDE]: 0n } },
      { code: 'no-weights', field: 'attribution.weights' },
    ],
  ])('%s', (_, attribution, refusal) => {
    expect(credit(attribution, keySet('2010-03-05', { [WEST]: 1n }))).toStrictEqual(failed(refusal));
  });

  it('to a force on the first day on which it is no member any more, but not on the day before', () => {
    const left = (to: string): CollaborationEvent => ({
      type: 'MemberLeft',
      collaboration: YORKSHIRE,
      force: WEST,
      to: day(to),
    });
    const refusal = { ...stranger, force: WEST, field: 'attribution.force' };
    expect(credit({ basis: 'direct', force: WEST }, left('2010-03-04'))).toStrictEqual(failed(refusal));
    expect(credit({ basis: 'direct', force: WEST }, left('2010-03-05'))).toMatchObject({ ok: true });
  });
});
