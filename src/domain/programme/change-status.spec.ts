import { describe, expect, it } from '@jest/globals';
import { day } from '../../../test/support/given-when-then.js';
import { approval, change, decided, FORENSICS, programmeAfter, proposal } from '../../../test/support/programme.js';
import { restingOn, TODAY } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import { NEXT } from './change-status.js';
import type { ProgrammeFact } from './events.js';
import { STATUSES, statusOf, type ProjectStatus } from './programme.js';

const live = change('live', '2010-06-01');
/** The way to each status. */
const WAYS: Readonly<Record<ProjectStatus, readonly ProgrammeFact[]>> = {
  proposed: [proposal()],
  approved: [proposal(), approval()],
  live: [proposal(), approval(), live],
  closed: [proposal(), approval(), live, change('closed', '2011-01-01')],
  rejected: [proposal(), change('rejected', '2010-06-01')],
  stopped: [proposal(), approval(), change('stopped', '2010-06-01')],
};

const askable = STATUSES.filter((status) => status !== 'proposed');
const steps = STATUSES.flatMap((from) => askable.map((to) => [from, to] as const));

describe('the status of a project', () => {
  it.each(STATUSES)('is %s after the way there', (status) => {
    expect([...programmeAfter(...WAYS[status]).projects.values()].map(statusOf)).toEqual([status]);
  });

  it.each(steps)('goes from %s to %s only where that may follow, and the refusal names what may', (from, to) => {
    const fact = to === 'approved' ? approval({ approvedOn: day('2011-06-01') }) : change(to, '2011-06-01');
    const refusal = { project: FORENSICS, status: from, asked: to, allowed: NEXT[from] };
    expect(decided(fact, ...WAYS[from])).toStrictEqual(
      NEXT[from].includes(to)
        ? accept({ ...fact, restsOn: restingOn() })
        : refuse({ code: 'status-out-of-order', ...refusal }),
    );
  });

  it('allows what the seeds tell of, and nothing after an end', () => {
    expect(NEXT).toEqual({
      proposed: ['approved', 'rejected', 'stopped'],
      approved: ['live', 'stopped'],
      live: ['closed', 'stopped'],
      closed: [],
      rejected: [],
      stopped: [],
    });
  });

  it('leaves nothing to do when that was what happened last', () => {
    expect(decided(live, ...WAYS.live)).toStrictEqual(accept());
    expect(decided(change('rejected', '2010-06-01'), ...WAYS.rejected)).toStrictEqual(accept());
  });

  it.each([
    ['live before it takes effect', change('live', '2010-05-31'), WAYS.approved, '2010-06-01', 'it takes effect'],
    ['stopped before it was approved', change('stopped', '2010-03-31'), WAYS.approved, '2010-04-01', 'it was approved'],
    [
      'rejected before it was proposed',
      change('rejected', '2010-02-21'),
      WAYS.proposed,
      '2010-02-22',
      'it was proposed',
    ],
    ['closed before it was live', change('closed', '2010-05-31'), WAYS.live, '2010-06-01', 'it was live'],
  ])('is not %s', (_, fact, way, earliest, what) => {
    expect(decided(fact, ...way)).toStrictEqual(
      refuse({ code: 'dates-out-of-order', field: 'on', date: fact.on, earliest: day(earliest), what }),
    );
  });

  it('changes today at the latest', () => {
    expect(decided(change('live', TODAY), ...WAYS.approved)).toMatchObject({ accepted: true });
  });

  it('may be stopped between approval and effect', () => {
    expect(decided(change('stopped', '2010-04-01'), ...WAYS.approved)).toMatchObject({ accepted: true });
  });

  it('does not change tomorrow, nor of a project that was never proposed', () => {
    const date = day('2012-04-02');
    expect(decided(change('live', '2012-04-02'), ...WAYS.approved)).toStrictEqual(
      refuse({ code: 'date-in-future', field: 'on', date, today: TODAY }),
    );
    expect(decided(live)).toMatchObject({ refusal: { code: 'unknown-project' } });
  });
});
