import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import { CLEVELAND, SOUTH, WEST, YORKSHIRE, yorkshireAfter } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import type { UnitId } from '../identifiers.js';
import type { CollaborationEvent, UnitOpened } from './events.js';
import { openUnit, type OpenUnit } from './open-unit.js';

const ROCU = id<UnitId>('rocu');
const command: OpenUnit = {
  collaboration: YORKSHIRE,
  unit: ROCU,
  name: 'Odyssey',
  from: day('2013-07-05'),
  leadForce: WEST,
};
const opened: UnitOpened = { type: 'UnitOpened', ...command };
const { leadForce: _, ...leaderless } = command;
const open = (asked: OpenUnit, ...given: readonly CollaborationEvent[]) => openUnit(asked, yorkshireAfter(...given));

describe('opening a unit', () => {
  it('is recorded, with its lead force if it has one', () => {
    expect(open(command)).toStrictEqual(accept(opened));
    expect(open(leaderless)).toStrictEqual(accept({ type: 'UnitOpened', ...leaderless }));
  });

  it('leaves nothing to do when it stands as asked, though it closed or its lead force left since', () => {
    const closed: CollaborationEvent = {
      type: 'UnitClosed',
      collaboration: YORKSHIRE,
      unit: ROCU,
      to: day('2014-01-01'),
    };
    const left: CollaborationEvent = {
      type: 'MemberLeft',
      collaboration: YORKSHIRE,
      force: WEST,
      to: day('2013-01-01'),
    };
    expect(open(command, opened)).toStrictEqual(accept());
    expect(open(command, opened, closed, left)).toStrictEqual(accept());
    expect(open(leaderless, { type: 'UnitOpened', ...leaderless })).toStrictEqual(accept());
  });

  it('makes a unit of the collaboration', () => {
    const { name, from } = command;
    const names = [{ from, name }];
    const leads = [{ from, leadForce: WEST }];
    expect(yorkshireAfter(opened).units.get(ROCU)).toStrictEqual({ from, names, leads });
    const withoutLead = yorkshireAfter({ type: 'UnitOpened', ...leaderless }).units.get(ROCU);
    expect(withoutLead).toStrictEqual({ from, names, leads: [] });
  });
});

describe('opening a unit is refused', () => {
  const recorded = 'rocu is "Odyssey", open from 2013-07-05, lead force west-yorkshire';
  const contradiction = refuse({ code: 'contradicts-record', field: 'unit', recorded });

  it('in a collaboration that there is not', () => {
    expect(openUnit({ ...command, leadForce: CLEVELAND }, undefined)).toStrictEqual(
      refuse({ code: 'unknown-collaboration', collaboration: YORKSHIRE }),
    );
  });

  it('under a lead force that is no member on that day, before what stands is looked at', () => {
    expect(open({ ...command, leadForce: CLEVELAND }, opened)).toStrictEqual(
      refuse({
        code: 'not-a-member',
        field: 'leadForce',
        force: CLEVELAND,
        collaboration: YORKSHIRE,
        on: command.from,
      }),
    );
  });

  it.each<[string, OpenUnit]>([
    ['name', { ...command, name: 'Regional Organised Crime Unit' }],
    ['day', { ...command, from: day('2013-07-06') }],
    ['lead force', { ...command, leadForce: SOUTH }],
    ['lead force, or rather none', leaderless],
  ])('when its id is taken by a unit with another %s', (_, other) => {
    expect(open(other, opened)).toStrictEqual(contradiction);
  });

  it('when its id is taken by a unit without a lead force', () => {
    expect(open(command, { type: 'UnitOpened', ...leaderless })).toStrictEqual(
      refuse({ code: 'contradicts-record', field: 'unit', recorded: recorded.replace(WEST, 'none') }),
    );
  });
});
