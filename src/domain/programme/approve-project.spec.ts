import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import { approval, change, FORENSICS, decided, programmeAfter, proposal } from '../../../test/support/programme.js';
import {
  CLEVELAND,
  contextAfter,
  HUMBERSIDE,
  restingOn,
  TODAY,
  WEST,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import type { FunctionJoined, MemberJoined, MemberLeft } from '../collaboration/events.js';
import { accept, refuse } from '../decision.js';
import type { ForceId, FunctionId } from '../identifiers.js';
import { approveProject } from './approve-project.js';

describe('approving a project', () => {
  it('is recorded with both days, whichever comes first', () => {
    for (const effectiveFrom of ['2010-06-01', '2009-03-01', '2013-05-01']) {
      const fact = approval({ effectiveFrom: day(effectiveFrom) });
      expect(decided(fact, proposal())).toStrictEqual(accept({ ...fact, restsOn: restingOn() }));
    }
  });

  it('leaves nothing to do when it was approved like that, even if it went live since', () => {
    const before = [proposal(), approval(), change('live', '2010-06-01')];
    expect(decided(approval(), ...before)).toStrictEqual(accept());
  });

  it('looks at who belongs on the day of effect, not on the day of approval', () => {
    const joined: MemberJoined = {
      type: 'MemberJoined',
      ...{ collaboration: YORKSHIRE, force: CLEVELAND, from: day('2010-06-01'), restsOn: { forceRegister: 5 } },
    };
    const joining = programmeAfter(proposal({ participants: [CLEVELAND] }));
    const decide = (effectiveFrom: string) =>
      approveProject(approval({ effectiveFrom: day(effectiveFrom) }), joining, contextAfter(joined));
    expect(decide('2010-06-01')).toMatchObject({ accepted: true });
    const stranger = { field: 'effectiveFrom', force: CLEVELAND, collaboration: YORKSHIRE, on: day('2010-05-31') };
    expect(decide('2010-05-31')).toStrictEqual(refuse({ code: 'not-a-member', ...stranger }));
  });
});

describe('approving a project of one function', () => {
  const dogs = id<FunctionId>('dogs');
  const joined = (force: ForceId): FunctionJoined => ({
    type: 'FunctionJoined',
    ...{ collaboration: YORKSHIRE, force, function: dogs, from: day('2010-06-01'), restsOn: { forceRegister: 5 } },
  });
  const shared = programmeAfter(proposal({ function: dogs, participants: [CLEVELAND, WEST] }));

  it('takes those who joined it, be they members or not', () => {
    const context = contextAfter(joined(CLEVELAND), joined(WEST));
    expect(approveProject(approval(), shared, context)).toMatchObject({ accepted: true });
  });

  it('is refused of a member that did not join it, by name', () => {
    const where = { collaboration: YORKSHIRE, function: dogs, on: day('2010-06-01') };
    expect(approveProject(approval(), shared, contextAfter(joined(CLEVELAND)))).toStrictEqual(
      refuse({ code: 'not-a-member', field: 'effectiveFrom', force: WEST, ...where }),
    );
  });

  it('lets one who joined it take part in a project of none', () => {
    const whole = programmeAfter(proposal({ participants: [CLEVELAND, WEST] }));
    expect(approveProject(approval(), whole, contextAfter(joined(CLEVELAND)))).toMatchObject({ accepted: true });
  });
});

describe('approving a project is refused', () => {
  it('when a participant has left, by name', () => {
    const left: MemberLeft = {
      type: 'MemberLeft',
      ...{ collaboration: YORKSHIRE, force: HUMBERSIDE, to: day('2010-05-01') },
    };
    expect(approveProject(approval(), programmeAfter(proposal()), contextAfter(left))).toMatchObject({
      refusal: { code: 'not-a-member', force: HUMBERSIDE, on: '2010-06-01' },
    });
  });

  it('when it is further than proposed, naming what may follow', () => {
    const otherwise = approval({ approvedOn: day('2010-04-02') });
    const refusal = { code: 'status-out-of-order', project: FORENSICS, asked: 'approved' } as const;
    expect(decided(otherwise, proposal(), approval())).toStrictEqual(
      refuse({ ...refusal, status: 'approved', allowed: ['live', 'stopped'] }),
    );
    expect(decided(approval(), proposal(), change('rejected', '2010-03-01'))).toStrictEqual(
      refuse({ ...refusal, status: 'rejected', allowed: [] }),
    );
  });

  it('when it was never proposed', () => {
    expect(decided(approval())).toMatchObject({ refusal: { code: 'unknown-project' } });
  });

  it('when the day has not come, or lies before the proposal', () => {
    const [late, early] = [day('2012-04-02'), day('2010-02-21')];
    expect(decided(approval({ approvedOn: late }), proposal())).toStrictEqual(
      refuse({ code: 'date-in-future', field: 'approvedOn', date: late, today: TODAY }),
    );
    const order = { field: 'approvedOn', date: early, earliest: day('2010-02-22'), what: 'it was proposed' };
    expect(decided(approval({ approvedOn: early }), proposal())).toStrictEqual(
      refuse({ code: 'dates-out-of-order', ...order }),
    );
  });
});
