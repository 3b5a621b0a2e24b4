import { describe, expect, it } from '@jest/globals';
import { given, id } from '../../../test/support/given-when-then.js';
import { accept, refuse } from '../decision.js';
import type { RegionId } from '../identifiers.js';
import type { ForceRegisterEvent } from './events.js';
import { emptyRegister, evolveForceRegister } from './force-register.js';
import { registerRegion } from './register-region.js';

const command = { region: id<RegionId>('north-east'), name: 'North East' };
const registered: ForceRegisterEvent = { type: 'RegionRegistered', ...command };
const register = given(evolveForceRegister, emptyRegister, registered);

describe('registering a region', () => {
  it('records it', () => {
    expect(registerRegion(command, emptyRegister)).toStrictEqual(accept(registered));
  });

  it('has nothing left to do when it stands as asked', () => {
    expect(registerRegion(command, register)).toStrictEqual(accept());
  });

  it('is refused under another name', () => {
    expect(registerRegion({ ...command, name: 'The North' }, register)).toStrictEqual(
      refuse({ code: 'contradicts-record', field: 'name', recorded: 'north-east is "North East"' }),
    );
  });
});
