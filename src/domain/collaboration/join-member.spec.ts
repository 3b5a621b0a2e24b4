import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import { CLEVELAND, theRegister, YORKSHIRE, yorkshireAfter } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import { OUTSIDE, type ForceId } from '../identifiers.js';
import type { CollaborationEvent, MemberJoined, MemberLeft } from './events.js';
import { joinMember, type JoinMember } from './join-member.js';

const command: JoinMember = { collaboration: YORKSHIRE, force: CLEVELAND, from: day('2012-04-01') };
const joined = (from = '2012-04-01'): MemberJoined => ({
  type: 'MemberJoined',
  ...command,
  from: day(from),
  restsOn: { forceRegister: theRegister.revision },
});
const left: MemberLeft = { type: 'MemberLeft', collaboration: YORKSHIRE, force: CLEVELAND, to: day('2014-04-01') };
const join = (changes: Partial<JoinMember>, ...given: readonly CollaborationEvent[]) =>
  joinMember({ ...command, ...changes }, yorkshireAfter(...given), theRegister);

describe('a force joining', () => {
  it('is recorded, with the revision of the register that knows the force', () => {
    expect(join({})).toStrictEqual(accept(joined()));
  });

  it('again on the day on which it left, or later, is recorded', () => {
    for (const from of ['2014-04-01', '2016-01-01'])
      expect(join({ from: day(from) }, joined(), left)).toStrictEqual(accept(joined(from)));
  });

  it('leaves nothing to do when it joined on that day already, even if it left since', () => {
    expect(join({}, joined())).toStrictEqual(accept());
    expect(join({}, joined(), left)).toStrictEqual(accept());
    expect(join({}, joined(), left, joined('2016-01-01'))).toStrictEqual(accept());
  });
});

describe('a force joining is refused', () => {
  const contradiction = { code: 'contradicts-record', field: 'force' } as const;
  const recorded = 'cleveland is a member from 2012-04-01';

  it('to a collaboration that there is not, before the force is looked at', () => {
    expect(joinMember({ ...command, force: OUTSIDE }, undefined, theRegister)).toStrictEqual(
      refuse({ code: 'unknown-collaboration', collaboration: YORKSHIRE }),
    );
  });

  it('when it is not registered; the bucket outside never is', () => {
    for (const force of [id<ForceId>('gotham'), OUTSIDE])
      expect(join({ force })).toStrictEqual(refuse({ code: 'unknown-force', field: 'force', force }));
  });

  it('while it is a member, or before it was one', () => {
    for (const from of ['2013-01-01', '2011-01-01'])
      expect(join({ from: day(from) }, joined())).toStrictEqual(refuse({ ...contradiction, recorded }));
  });

  it('between two times in which it was a member', () => {
    expect(join({ from: day('2015-01-01') }, joined(), left, joined('2016-01-01'))).toStrictEqual(
      refuse({ ...contradiction, recorded: 'cleveland is a member from 2016-01-01' }),
    );
  });

  it('inside a time in which it was a member', () => {
    expect(join({ from: day('2014-03-31') }, joined(), left)).toStrictEqual(
      refuse({ ...contradiction, recorded: `${recorded} until 2014-04-01` }),
    );
  });
});
