import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import { RART, RRPT, YORKSHIRE, yorkshireAfter } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import { closeUnit } from './close-unit.js';

const command = { collaboration: YORKSHIRE, unit: RART, to: day('2013-07-05') };

describe('closing a unit', () => {
  it('is recorded, and its history stays', () => {
    const closed = { type: 'UnitClosed', ...command } as const;
    expect(closeUnit(command, yorkshireAfter())).toStrictEqual(accept(closed));
    expect(yorkshireAfter(closed).units.get(RART)).toStrictEqual({
      from: day('2005-09-01'),
      names: [{ from: day('2005-09-01'), name: 'Asset Recovery' }],
      leads: [],
      to: day('2013-07-05'),
    });
  });

  it('leaves nothing to do when it closed on that day already', () => {
    expect(closeUnit({ ...command, unit: RRPT, to: day('2011-07-05') }, yorkshireAfter())).toStrictEqual(accept());
  });
});

describe('closing a unit is refused', () => {
  const contradiction = { code: 'contradicts-record', field: 'to' } as const;

  it('in a collaboration that there is not', () => {
    expect(closeUnit(command, undefined)).toStrictEqual(
      refuse({ code: 'unknown-collaboration', collaboration: YORKSHIRE }),
    );
  });

  it('when the collaboration has no such unit', () => {
    expect(closeUnit({ ...command, unit: id('zephyr') }, yorkshireAfter())).toStrictEqual(
      refuse({ code: 'unknown-unit', unit: 'zephyr', collaboration: YORKSHIRE, known: ['rart', 'rrpt'] }),
    );
  });

  it('when it closed on another day', () => {
    expect(closeUnit({ ...command, unit: RRPT }, yorkshireAfter())).toStrictEqual(
      refuse({ ...contradiction, recorded: 'rrpt is open from 2008-07-01 until 2011-07-05' }),
    );
  });

  it('on the day on which it opened, or before', () => {
    for (const to of ['2005-09-01', '2005-08-31']) {
      expect(closeUnit({ ...command, to: day(to) }, yorkshireAfter())).toStrictEqual(
        refuse({ ...contradiction, recorded: 'rart is open from 2005-09-01' }),
      );
    }
  });
});
