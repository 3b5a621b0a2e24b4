import { describe, expect, it } from '@jest/globals';
import { choiceAddress, readForm } from './form.js';

const TYPED = {
  'first-day': '1',
  'first-month': '1',
  'first-year': '2009',
  'last-day': '31',
  'last-month': '12',
  'last-year': '2010',
};

describe('the form of a statement', () => {
  it('takes the first and the last day and makes them the half-open period of an address', () => {
    const { choice, mistakes, isInParts } = readForm({ ...TYPED, collaboration: 'netic', asAt: ' 1187 ' });
    expect(mistakes).toEqual([]);
    expect(isInParts).toBe(true);
    expect(choiceAddress(choice)).toBe('/?collaboration=netic&from=2009-01-01&to=2011-01-01&asAt=1187');
  });

  it('reads its own address again, and shows the first and the last day', () => {
    const { typed, choice, isInParts } = readForm({ from: '2009-01-01', to: '2011-01-01' });
    expect(isInParts).toBe(false);
    expect(choice.period).toEqual({ from: '2009-01-01', to: '2011-01-01' });
    expect(typed.last).toEqual({ day: '31', month: '12', year: '2010' });
  });

  it('takes a view of the money with the year that it looks on, and gives them an address', () => {
    const { choice, mistakes } = readForm({ ...TYPED, view: 'present-value', baseYear: ' 2008-09 ' });
    expect([mistakes, choice.view]).toEqual([[], { view: ['present-value'], baseYear: '2008-09' }]);
    expect(choiceAddress(choice)).toBe('/?from=2009-01-01&to=2011-01-01&view=present-value&baseYear=2008-09');
    expect(readForm({ ...TYPED, view: '', baseYear: '' }).choice.view).toBeUndefined();
  });

  it('leaves the choice to the page when nothing was chosen', () => {
    expect(choiceAddress(readForm({}).choice)).toBe('/');
    const blank = Object.fromEntries(Object.keys(TYPED).map((name) => [name, ' ']));
    expect(readForm(blank)).toMatchObject({ mistakes: [], choice: { period: undefined } });
  });

  it.each([
    [{ ...TYPED, view: 'present-value' }, 'baseYear', 'Base year must be a financial year such as 2008-09'],
    [{ ...TYPED, baseYear: '2008-09' }, 'view', 'Choose prices, or leave the base year blank'],
    [{ ...TYPED, 'first-day': '32' }, 'first', 'First day must be a real date'],
    [{ ...TYPED, 'first-year': '09' }, 'first', 'First day must be a real date'],
    [{ ...TYPED, 'last-day': '', 'last-month': '' }, 'last', 'Last day must include a day and month'],
    [{ ...TYPED, 'last-year': '2008' }, 'last', 'Last day must be the same as or after the first day'],
    [{ from: '2009-01-01' }, 'last', 'The day after the last day (to) must be a real date such as 2011-01-01'],
    [{ from: '2009-01-01', to: '2009-01-01' }, 'last', 'Last day must be the same as or after the first day'],
    [{ from: ['2009-01-01'], to: '2011-01-01' }, 'first', 'First day (from) must be a real date such as 2009-01-01'],
    [
      { asAt: 'last week' },
      'asAt',
      expect.stringMatching(/^As at must be an entry number, a moment .* or a civil date such as 2026-11-22/),
    ],
  ])('says what is wrong with %j', (query, field, reason) => {
    const { mistakes, choice } = readForm(query);
    expect(mistakes).toEqual([{ field, reason }]);
    if (!['asAt', 'view', 'baseYear'].includes(field)) expect(choice.period).toBeUndefined();
  });

  it('shows what was typed as it was typed', () => {
    expect(readForm({ ...TYPED, 'first-day': '3x' }).typed.first).toEqual({ day: '3x', month: '1', year: '2009' });
  });
});
