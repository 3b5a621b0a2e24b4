import { describe, expect, it } from '@jest/globals';
import { given, id } from '../../../test/support/given-when-then.js';
import { accept, refuse } from '../decision.js';
import { OUTSIDE, type ForceId, type RegionId } from '../identifiers.js';
import type { ForceRegistered, ForceRegisterEvent } from './events.js';
import { emptyRegister, evolveForceRegister } from './force-register.js';
import { registerForce } from './register-force.js';

const NORTH_EAST = id<RegionId>('north-east');
const SOUTH_WEST = id<RegionId>('south-west');
const command = { force: id<ForceId>('durham'), name: 'Durham Constabulary', region: NORTH_EAST };
const registered: ForceRegistered = { type: 'ForceRegistered', ...command };
const registerAfter = (...events: readonly ForceRegisterEvent[]) =>
  given<typeof emptyRegister, ForceRegisterEvent>(
    evolveForceRegister,
    emptyRegister,
    { type: 'RegionRegistered', region: NORTH_EAST, name: 'North East' },
    { type: 'RegionRegistered', region: SOUTH_WEST, name: 'South West' },
    ...events,
  );

describe('registering a force', () => {
  it('records it', () => {
    expect(registerForce(command, registerAfter())).toStrictEqual(accept(registered));
  });

  it('has nothing left to do when it stands as asked', () => {
    expect(registerForce(command, registerAfter(registered))).toStrictEqual(accept());
  });

  it('is refused for the bucket of non-members, before its region is looked at', () => {
    const recorded = '"outside" is the bucket for non-members';
    expect(registerForce({ ...command, force: OUTSIDE, region: id('nowhere') }, registerAfter())).toStrictEqual(
      refuse({ code: 'contradicts-record', field: 'force', recorded }),
    );
  });

  it('is refused in a region that is not registered, before what stands is looked at', () => {
    expect(registerForce({ ...command, region: id('nowhere') }, registerAfter(registered))).toStrictEqual(
      refuse({ code: 'unknown-region', field: 'region', region: 'nowhere' }),
    );
  });

  it.each([
    ['name', { ...command, name: 'Durham Police' }],
    ['region', { ...command, region: SOUTH_WEST }],
  ])('is refused under another %s', (_, other) => {
    const recorded = 'durham is "Durham Constabulary" in north-east';
    expect(registerForce(other, registerAfter(registered))).toStrictEqual(
      refuse({ code: 'contradicts-record', field: 'force', recorded }),
    );
  });
});

describe('the register', () => {
  it('knows its forces and regions, and the revision of the last event', () => {
    expect(registerAfter(registered)).toStrictEqual({
      regions: new Map([
        [NORTH_EAST, 'North East'],
        [SOUTH_WEST, 'South West'],
      ]),
      forces: new Map([[command.force, { name: command.name, region: NORTH_EAST }]]),
      revision: 2,
    });
  });
});
