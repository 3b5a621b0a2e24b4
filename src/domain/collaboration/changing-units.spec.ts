import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import {
  CLEVELAND,
  NORTH,
  RART,
  RRPT,
  theRegister,
  WEST,
  YORKSHIRE,
  yorkshireAfter,
} from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import type { FunctionId, UnitId } from '../identifiers.js';
import { closeUnit } from './close-unit.js';
import type { CollaborationEvent, UnitMoved, UnitOpened, UnitRenamed } from './events.js';
import { moveUnit, type MoveUnit } from './move-unit.js';
import { openUnit } from './open-unit.js';
import { renameUnit, type RenameUnit } from './rename-unit.js';
import { leadOn, nameOn } from './unit.js';

const when = { today: day('2018-04-01') };
const unitAfter = (...given: readonly CollaborationEvent[]) => {
  const unit = yorkshireAfter(...given).units.get(RART);
  if (unit === undefined) throw new Error('There is no such unit.');
  return unit;
};
const rename: RenameUnit = { collaboration: YORKSHIRE, unit: RART, name: 'Economic Crime', from: day('2014-03-01') };
const renamed: UnitRenamed = { type: 'UnitRenamed', ...rename };
const move: MoveUnit = { collaboration: YORKSHIRE, unit: RART, leadForce: WEST, from: day('2016-09-01') };
const moved: UnitMoved = { type: 'UnitMoved', ...move };
const askName = (changes: Partial<RenameUnit>, ...given: readonly CollaborationEvent[]) =>
  renameUnit({ ...rename, ...changes }, yorkshireAfter(...given));
const askLead = (changes: Partial<MoveUnit>, ...given: readonly CollaborationEvent[]) =>
  moveUnit({ ...move, ...changes }, yorkshireAfter(...given), when);

describe('a unit that is called something else', () => {
  it('is recorded, and once', () => {
    expect(askName({})).toStrictEqual(accept(renamed));
    expect(askName({}, renamed)).toStrictEqual(accept());
  });

  it('is the same unit, under each name in its time', () => {
    const unit = unitAfter(renamed, { ...renamed, name: 'ECU', from: day('2018-01-01') });
    const days = ['2001-01-01', '2005-09-01', '2014-02-28', '2014-03-01', '2017-12-31', '2018-01-01'].map(day);
    const [first, second, third] = ['Asset Recovery', 'Economic Crime', 'ECU'];
    expect(days.map((on) => nameOn(unit, on))).toStrictEqual([first, first, first, second, second, third]);
    expect(nameOn(unit)).toBe(third);
  });

  it('is opened by the same file as before: nothing to do', () => {
    const { leads: _, ...asBefore } = unitAfter();
    const command = { collaboration: YORKSHIRE, unit: RART, name: 'Asset Recovery', from: asBefore.from };
    expect(openUnit(command, yorkshireAfter(renamed, moved))).toStrictEqual(accept());
  });

  it.each([
    ['back-dated', '2014-02-28', 'Odyssey'],
    ['contradicts-record', '2014-03-01', 'Odyssey'],
  ])('is refused as %s on %s: names are told in the order of their days', (code, from, name) => {
    const told = 'rart is called "Economic Crime" from 2014-03-01';
    const date = day(from);
    const facts = code === 'back-dated' ? { date, told } : { recorded: told };
    expect(askName({ name, from: date }, renamed)).toMatchObject({ refusal: { code, field: 'from', ...facts } });
  });

  it('is refused before it opened, on and after the day it closed, and where there is no such unit', () => {
    expect(askName({ from: day('2005-08-31') })).toMatchObject({ refusal: { code: 'back-dated' } });
    const to = day('2011-07-05');
    expect(askName({ unit: RRPT, from: to })).toStrictEqual(
      refuse({ code: 'unit-not-open', unit: RRPT, from: day('2008-07-01'), to, on: to }),
    );
    expect(askName({ unit: RRPT, from: day('2011-07-04') })).toMatchObject({ accepted: true });
    expect(askName({ unit: id<UnitId>('dogs') })).toMatchObject({ refusal: { code: 'unknown-unit', unit: 'dogs' } });
    expect(renameUnit(rename, undefined)).toMatchObject({ refusal: { code: 'unknown-collaboration' } });
  });
});

describe('a unit that comes under another lead force', () => {
  const approved = { ...move, approvedOn: day('2017-09-27') };

  it('is recorded, with the day of the approval where that is another', () => {
    expect(askLead({})).toStrictEqual(accept(moved));
    expect(askLead(approved)).toStrictEqual(accept({ ...moved, ...approved }));
    expect(askLead(approved, { ...moved, ...approved })).toStrictEqual(accept());
  });

  it('is led by each force in its time, from the effective day and not from the approval', () => {
    const unit = unitAfter({ ...moved, ...approved }, { ...moved, leadForce: NORTH, from: day('2019-01-01') });
    const days = ['2016-08-31', '2016-09-01', '2018-12-31', '2019-01-01'].map(day);
    expect(days.map((on) => leadOn(unit, on))).toStrictEqual([undefined, WEST, WEST, NORTH]);
    expect(leadOn(unit)).toBe(NORTH);
  });

  it('is refused of a force that takes no part, and taken of one that takes part in what the unit serves', () => {
    const dogs = id<FunctionId>('dogs');
    const joined: CollaborationEvent = {
      ...{ type: 'FunctionJoined', collaboration: YORKSHIRE, force: CLEVELAND, function: dogs },
      ...{ from: day('2013-01-01'), restsOn: { forceRegister: theRegister.revision } },
    };
    const unit = id<UnitId>('dogs');
    const opened: UnitOpened = {
      ...{ type: 'UnitOpened', collaboration: YORKSHIRE, unit, name: 'Dogs', from: day('2013-01-01'), function: dogs },
    };
    const refusal = { code: 'not-a-member', field: 'leadForce', force: CLEVELAND };
    expect(askLead({ leadForce: CLEVELAND }, joined, opened)).toMatchObject({ refusal });
    const taken = askLead({ unit, leadForce: CLEVELAND }, joined, opened);
    expect(taken).toStrictEqual(accept({ ...moved, unit, leadForce: CLEVELAND }));
  });

  it('is refused when its approval is still to come, and not as before; it may take effect on a day to come', () => {
    const on = (approvedOn: string, asBefore = false) =>
      moveUnit({ ...move, from: day('2019-01-01'), approvedOn: day(approvedOn) }, yorkshireAfter(), {
        ...when,
        asBefore,
      });
    const date = day('2018-04-02');
    expect(on(date)).toStrictEqual(refuse({ code: 'date-in-future', field: 'approvedOn', date, today: when.today }));
    expect(on(date, true)).toMatchObject({ accepted: true });
    expect(on(when.today)).toMatchObject({ accepted: true });
  });

  it('is refused before the last move, and on that day', () => {
    expect(askLead({ leadForce: NORTH, from: day('2016-08-31') }, moved)).toMatchObject({
      refusal: { code: 'back-dated', told: 'rart is led by west-yorkshire from 2016-09-01' },
    });
    expect(askLead({ leadForce: NORTH }, moved)).toMatchObject({ refusal: { code: 'contradicts-record' } });
  });
});

describe('a unit that serves a function', () => {
  const serving = { collaboration: YORKSHIRE, unit: id<UnitId>('dogs'), name: 'Dogs', from: day('2013-01-01') };

  it('is refused where no force has joined the function', () => {
    const command = { ...serving, function: id<FunctionId>('dogs') };
    expect(openUnit(command, yorkshireAfter())).toStrictEqual(
      refuse({ code: 'unknown-function', field: 'function', function: 'dogs', known: [] }),
    );
  });

  it('is another unit than one that serves none', () => {
    const opened: UnitOpened = { type: 'UnitOpened', ...serving, function: id<FunctionId>('dogs') };
    const joined: CollaborationEvent = {
      ...{ type: 'FunctionJoined', collaboration: YORKSHIRE, force: WEST, function: id<FunctionId>('dogs') },
      ...{ from: day('2013-01-01'), restsOn: { forceRegister: 0 } },
    };
    const recorded = 'dogs is "Dogs", open from 2013-01-01, lead force none, serving dogs';
    expect(openUnit(serving, yorkshireAfter(joined, opened))).toStrictEqual(
      refuse({ code: 'contradicts-record', field: 'unit', recorded }),
    );
    expect(openUnit({ ...serving, function: id<FunctionId>('dogs') }, yorkshireAfter(joined, opened))).toStrictEqual(
      accept(),
    );
  });
});

describe('closing a unit that changed', () => {
  it('is refused before its last change, and taken after it', () => {
    const closing = (to: string) =>
      closeUnit({ collaboration: YORKSHIRE, unit: RART, to: day(to) }, yorkshireAfter(renamed, moved));
    expect(closing('2016-09-01')).toStrictEqual(
      refuse({
        code: 'back-dated',
        field: 'to',
        date: day('2016-09-01'),
        told: 'the last change of rart is from 2016-09-01',
      }),
    );
    expect(closing('2016-09-02')).toMatchObject({ accepted: true });
  });
});
