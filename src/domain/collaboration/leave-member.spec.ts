import { describe, expect, it } from '@jest/globals';
import { day } from '../../../test/support/given-when-then.js';
import { CLEVELAND, HUMBERSIDE, YORKSHIRE, yorkshireAfter } from '../../../test/support/yorkshire.js';
import type { CivilDate } from '../civil-date.js';
import { accept, refuse } from '../decision.js';
import { isMember } from './participation.js';
import type { CollaborationEvent, MemberJoined, MemberLeft } from './events.js';
import { leaveMember } from './leave-member.js';

const command = { collaboration: YORKSHIRE, force: HUMBERSIDE, to: day('2010-07-01') };
const left: MemberLeft = { type: 'MemberLeft', ...command };
const returned: MemberJoined = {
  type: 'MemberJoined',
  collaboration: YORKSHIRE,
  force: HUMBERSIDE,
  from: day('2015-01-01'),
  restsOn: { forceRegister: 0 },
};
const leave = (to: string, ...given: readonly CollaborationEvent[]) =>
  leaveMember({ ...command, to: day(to) }, yorkshireAfter(...given));

describe('a force leaving', () => {
  it('is recorded', () => {
    expect(leave('2010-07-01')).toStrictEqual(accept(left));
  });

  it('a second time is recorded', () => {
    expect(leave('2016-01-01', left, returned)).toStrictEqual(accept({ ...left, to: day('2016-01-01') }));
  });

  it('leaves nothing to do when it left on that day already, even if it came back since', () => {
    expect(leave('2010-07-01', left)).toStrictEqual(accept());
    expect(leave('2010-07-01', left, returned)).toStrictEqual(accept());
  });

  it('is a member until the day before, and again from the day of its return', () => {
    const after = yorkshireAfter(left, returned);
    const days = ['2005-08-31', '2005-09-01', '2010-06-30', '2010-07-01', '2014-12-31', '2015-01-01'];
    expect(days.map((on) => isMember(after, HUMBERSIDE, day(on)))).toStrictEqual([
      false,
      true,
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('a force leaving is refused', () => {
  const stranger = (force: typeof HUMBERSIDE, on: CivilDate) =>
    refuse({ code: 'not-a-member', field: 'force', force, collaboration: YORKSHIRE, on });

  it('from a collaboration that there is not', () => {
    expect(leaveMember(command, undefined)).toStrictEqual(
      refuse({ code: 'unknown-collaboration', collaboration: YORKSHIRE }),
    );
  });

  it('when it never joined', () => {
    expect(leaveMember({ ...command, force: CLEVELAND }, yorkshireAfter())).toStrictEqual(
      stranger(CLEVELAND, day('2010-07-01')),
    );
  });

  it('on the day on which it joined, or before', () => {
    for (const to of ['2005-09-01', '2001-01-01']) expect(leave(to)).toStrictEqual(stranger(HUMBERSIDE, day(to)));
    expect(leave('2012-01-01', left, returned)).toStrictEqual(stranger(HUMBERSIDE, day('2012-01-01')));
  });

  it('when it left on another day', () => {
    const recorded = 'humberside left on 2010-07-01';
    expect(leave('2011-01-01', left)).toStrictEqual(refuse({ code: 'contradicts-record', field: 'to', recorded }));
  });
});
