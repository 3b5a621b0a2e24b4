import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import { CLEVELAND, HUMBERSIDE, theRegister, YORKSHIRE, yorkshireAfter } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import type { ForceId, FunctionId } from '../identifiers.js';
import type { CollaborationEvent, FunctionJoined, FunctionLeft } from './events.js';
import { joinFunction, type JoinFunction } from './join-function.js';
import { leaveFunction } from './leave-function.js';
import { belongs, isMember, mayBeNamed, takesPart } from './participation.js';

const FORENSICS = id<FunctionId>('forensics');
const ESTATES = id<FunctionId>('estates');
const command: JoinFunction = {
  collaboration: YORKSHIRE,
  force: CLEVELAND,
  function: FORENSICS,
  from: day('2018-04-01'),
};
const joined: FunctionJoined = {
  type: 'FunctionJoined',
  ...command,
  restsOn: { forceRegister: theRegister.revision },
};
const leaving = { collaboration: YORKSHIRE, force: CLEVELAND, function: FORENSICS };
const left: FunctionLeft = { type: 'FunctionLeft', ...leaving, to: day('2020-04-01') };
const join = (changes: Partial<JoinFunction>, ...given: readonly CollaborationEvent[]) =>
  joinFunction({ ...command, ...changes }, yorkshireAfter(...given), theRegister);
const leave = (to: string, ...given: readonly CollaborationEvent[]) =>
  leaveFunction({ ...leaving, to: day(to) }, yorkshireAfter(...given));

describe('a force joining one function', () => {
  it('is recorded with the register that knew the force, of no member and of a member', () => {
    expect(join({})).toStrictEqual(accept(joined));
    expect(join({ force: HUMBERSIDE })).toStrictEqual(accept({ ...joined, force: HUMBERSIDE }));
  });

  it('leaves nothing to do when it joined on that day already, though it left since', () => {
    expect(join({}, joined)).toStrictEqual(accept());
    expect(join({}, joined, left)).toStrictEqual(accept());
  });

  it('comes again after it left, and into another function at any time', () => {
    const again = { from: day('2020-04-01') };
    expect(join(again, joined, left)).toStrictEqual(accept({ ...joined, ...again }));
    expect(join({ function: ESTATES }, joined)).toStrictEqual(accept({ ...joined, function: ESTATES }));
  });

  it('takes part in that alone, from that day until the day before it leaves, and is no member of the whole', () => {
    const after = yorkshireAfter(joined, left);
    const days = ['2018-03-31', '2018-04-01', '2020-03-31', '2020-04-01'].map(day);
    const inTerm = [false, true, true, false];
    expect(days.map((on) => takesPart(after, FORENSICS, CLEVELAND, on))).toStrictEqual(inTerm);
    expect(days.map((on) => belongs(after, CLEVELAND, on))).toStrictEqual(inTerm);
    expect(days.map((on) => mayBeNamed(after, CLEVELAND, on, FORENSICS))).toStrictEqual(inTerm);
    expect(days.some((on) => mayBeNamed(after, CLEVELAND, on, ESTATES))).toBe(false);
    expect(days.some((on) => mayBeNamed(after, CLEVELAND, on, undefined))).toBe(false);
    expect(days.some((on) => isMember(after, CLEVELAND, on))).toBe(false);
  });
});

describe('a force joining one function is refused', () => {
  it('in a collaboration that there is not, and of a force that nobody knows', () => {
    expect(joinFunction(command, undefined, theRegister)).toStrictEqual(
      refuse({ code: 'unknown-collaboration', collaboration: YORKSHIRE }),
    );
    const force = id<ForceId>('gwent');
    expect(join({ force })).toStrictEqual(refuse({ code: 'unknown-force', field: 'force', force }));
  });

  it.each([
    ['while it takes part', '2019-01-01', [joined], 'cleveland takes part in forensics from 2018-04-01'],
    [
      'before it took part',
      '2017-01-01',
      [joined, left],
      'cleveland takes part in forensics from 2018-04-01 until 2020-04-01',
    ],
  ])('%s', (_, from, given, recorded) => {
    expect(join({ from: day(from) }, ...given)).toStrictEqual(
      refuse({ code: 'contradicts-record', field: 'force', recorded }),
    );
  });
});

describe('a force leaving one function', () => {
  it('is recorded, once, and leaves its membership alone', () => {
    expect(leave('2020-04-01', joined)).toStrictEqual(accept(left));
    expect(leave('2020-04-01', joined, left)).toStrictEqual(accept());
    const member = { ...joined, force: HUMBERSIDE };
    const after = yorkshireAfter(member, { ...left, force: HUMBERSIDE });
    expect(isMember(after, HUMBERSIDE, day('2021-01-01'))).toBe(true);
  });

  it('is refused where no force ever joined it, naming those that there are', () => {
    expect(
      leaveFunction({ ...leaving, function: ESTATES, to: day('2020-04-01') }, yorkshireAfter(joined)),
    ).toStrictEqual(refuse({ code: 'unknown-function', field: 'function', function: ESTATES, known: [FORENSICS] }));
  });

  it('is refused on the day on which it joined or before, and to a force that did not join', () => {
    const refusal = { code: 'not-a-member', field: 'force', collaboration: YORKSHIRE, function: FORENSICS } as const;
    const on = day('2018-04-01');
    expect(leave('2018-04-01', joined)).toStrictEqual(refuse({ ...refusal, force: CLEVELAND, on }));
    const other = leaveFunction({ ...leaving, force: HUMBERSIDE, to: on }, yorkshireAfter(joined));
    expect(other).toStrictEqual(refuse({ ...refusal, force: HUMBERSIDE, on }));
  });

  it('is refused on another day than it left', () => {
    const recorded = 'cleveland left forensics on 2020-04-01';
    expect(leave('2021-01-01', joined, left)).toStrictEqual(
      refuse({ code: 'contradicts-record', field: 'to', recorded }),
    );
  });

  it('is refused in a collaboration that there is not', () => {
    expect(leaveFunction({ ...leaving, to: day('2020-04-01') }, undefined)).toStrictEqual(
      refuse({ code: 'unknown-collaboration', collaboration: YORKSHIRE }),
    );
  });
});
