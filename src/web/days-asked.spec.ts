import { describe, expect, it } from '@jest/globals';
import { readDays, typedDays } from './days-asked.js';

const parts = (name: string, [day, month, year]: readonly [string, string, string]) => ({
  [`${name}-day`]: day,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
});
const BLANK = ['', '', ''] as const;

describe('the days of a query', () => {
  it('are half-open in an address, and a first and a last day in a form: the same period', () => {
    const address = readDays({ from: '2009-01-01', to: '2011-01-01' });
    const form = readDays({ ...parts('first', ['1', '1', '2009']), ...parts('last', ['31', '12', '2010']) });
    expect(address).toMatchObject({ from: '2009-01-01', to: '2011-01-01', mistakes: [], isInParts: false });
    expect(form).toEqual({ ...address, isInParts: true });
    expect(typedDays(form)).toEqual(form.typed);
  });

  it('may each be left open', () => {
    expect(readDays({})).toMatchObject({ from: undefined, to: undefined, mistakes: [] });
    expect(readDays({ from: '', to: '2011-01-01' })).toMatchObject({ from: undefined, to: '2011-01-01', mistakes: [] });
    const form = readDays({ ...parts('first', BLANK), ...parts('last', ['31', '12', '2010']) });
    expect(form).toMatchObject({ from: undefined, to: '2011-01-01', mistakes: [] });
    expect(typedDays({ to: form.to })).toEqual(form.typed);
  });

  it('may be one day, whose last day is its first', () => {
    const day = ['29', '2', '2008'] as const;
    expect(readDays({ ...parts('first', day), ...parts('last', day) })).toMatchObject({
      from: '2008-02-29',
      to: '2008-03-01',
    });
  });

  it.each([
    [parts('first', ['31', '2', '2009']), 'first', 'First day must be a real date'],
    [parts('first', ['', '2', '']), 'first', 'First day must include a day and year'],
    [
      { ...parts('first', ['2', '1', '2009']), ...parts('last', ['1', '1', '2009']) },
      'last',
      'Last day must be the same as or after the first day',
    ],
    [
      { ...parts('first', BLANK), ...parts('last', ['31', '12', '9999']) },
      'last',
      'Last day must be before 31 December 9999',
    ],
    [{ from: 'yesterday' }, 'first', 'First day (from) must be a real date such as 2009-01-01'],
    [
      { to: ['2009-01-01', '2010-01-01'] },
      'last',
      'The day after the last day (to) must be a real date such as 2011-01-01',
    ],
    [{ from: '2009-01-01', to: '2009-01-01' }, 'last', 'Last day must be the same as or after the first day'],
  ])('cannot be %j', (query, field, reason) => {
    expect(readDays(query)).toMatchObject({ mistakes: [{ field, reason }], from: undefined, to: undefined });
  });

  it('are shown again as they were typed', () => {
    const query = { ...parts('first', ['3x', '13', '09']), ...parts('last', ['1', '1', '2009']) };
    expect(readDays(query).typed).toEqual({
      first: { day: '3x', month: '13', year: '09' },
      last: { day: '1', month: '1', year: '2009' },
    });
  });
});
