import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ASSET, post, send, type Answer } from '../support/http.js';
import { startService, type TestService } from '../support/service.js';

const HTML = { headers: { accept: 'text/html' } };
const WHOSE = `collaboration=${ASSET.collaboration}`;
/** Each page with a form, and what its form has beside collaboration, days and point. */
const PAGES = [
  ['/', ''],
  ['/comparisons', '&unit=rart'],
  ['/incentive-receipts', ''],
  ['/recounts', '&measure=arrests&rules=1'],
  ['/claims', ''],
  ['/likely-duplicates', ''],
] as const;
const DAYS = 'first-day=1&first-month=1&first-year=2009&last-day=31&last-month=12&last-year=2010';

let service: TestService;
beforeAll(async () => {
  service = await startService('http page forms');
  await post(service.url, '/api/v1/outcomes', ASSET);
  await service.caughtUp();
});
afterAll(() => service.stop());

const page = (address: string): Promise<Answer> => send(service.url, address, HTML);

/** The mistakes that a page tells of, each with the place that it leads to and what stands at that field. */
function mistakesOn({ text }: Answer): readonly (readonly [place: string, words: string, isAtField: boolean])[] {
  const [, list = ''] = /govuk-error-summary__list">([^]*?)<\/ul>/.exec(text) ?? [];
  return [...list.matchAll(/<a href="#([^"]+)">([^<]+)</g)].map(([, place = '', words = '']) => {
    const isAtField = text.includes(`</span> ${words}`) && text.includes(`id="${place}"`);
    return [place, words, isAtField] as const;
  });
}

const valueOf = ({ text }: Answer, id: string): string | undefined =>
  [...text.matchAll(/<input [^>]*>/g)]
    .find(([input]) => input.includes(` id="${id}"`))?.[0]
    .match(/ value="([^"]*)"/)?.[1];

describe.each(PAGES)('the form of %s', (path, rest) => {
  it('asks for the first and the last day, and leads to the half-open address of before', async () => {
    const sent = await page(`${path}?${WHOSE}&${DAYS}${rest}&asAt=`);
    const address = `${path}?${WHOSE}&from=2009-01-01&to=2011-01-01${rest}`;
    expect([sent.status, sent.headers.get('location')]).toEqual([303, address]);
    const shown = await page(address);
    expect(shown.status).toBe(200);
    const typed = ['first-day', 'first-month', 'first-year', 'last-day', 'last-month', 'last-year'];
    expect(typed.map((id) => valueOf(shown, id))).toEqual(['1', '1', '2009', '31', '12', '2010']);
    expect(shown.text).not.toMatch(/name="(?:from|to)"|after the last/);
  });

  it('comes back with all that was typed, and each mistake at its field', async () => {
    const query = `${WHOSE}&first-day=31&first-month=2&first-year=2009&last-day=&last-month=&last-year=2010&asAt=soon`;
    const back = await page(`${path}?${query}${rest}`);
    expect(back.status).toBe(400);
    expect(back.headers.get('content-type')).toMatch(/^text\/html/);
    expect(back.text).toMatch(/<title>Error: /);
    expect(mistakesOn(back)).toEqual([
      ['first-day', 'First day must be a real date', true],
      ['last-day', 'Last day must include a day and month', true],
      ['asAt', expect.stringMatching(/^As at must be an entry number, a moment/), true],
    ]);
    expect(['first-day', 'first-month', 'last-year', 'asAt'].map((id) => valueOf(back, id))).toEqual([
      '31',
      '2',
      '2010',
      'soon',
    ]);
    expect(back.text).toContain(`<option value="${ASSET.collaboration}" selected>`);
  });

  it('tells of what an address has that cannot be read, and of an entry that is not there yet', async () => {
    const [bad, later] = [
      await page(`${path}?${WHOSE}&from=yesterday&to=2010-01-01${rest}`),
      await page(`${path}?${WHOSE}&from=2009-01-01&to=2010-01-01${rest}&asAt=99999`),
    ];
    expect([bad.status, mistakesOn(bad)]).toEqual([
      400,
      [['first-day', 'First day (from) must be a real date such as 2009-01-01', true]],
    ]);
    expect([later.status, mistakesOn(later)]).toEqual([
      400,
      [['asAt', expect.stringContaining('As at is entry 99999'), true]],
    ]);
    expect(valueOf(later, 'last-day')).toBe('31');
  });
});

describe('a form that asks for what there is not', () => {
  it('comes back with the status that a program gets, and what there is', async () => {
    const unit = await page(`/comparisons?${WHOSE}&unit=nobody`);
    expect([unit.status, mistakesOn(unit)]).toEqual([
      422,
      [['unit', expect.stringMatching(/is no unit of .*; its units are/), true]],
    ]);
    expect(valueOf(unit, 'unit')).toBe('nobody');
    const rules = await page(`/recounts?${WHOSE}&measure=arrests&from=2009-01-01&to=2010-01-01&rules=none`);
    expect([rules.status, mistakesOn(rules)]).toEqual([
      400,
      [['rules', 'Versions of the rule must be one or two, such as 2 or 1,2', true]],
    ]);
    expect(valueOf(rules, 'rules')).toBe('none');
    const nobodys = await page('/claims?collaboration=atlantis');
    expect([nobodys.status, mistakesOn(nobodys)]).toEqual([
      404,
      [['collaboration', 'There is no collaboration &quot;atlantis&quot;', true]],
    ]);
  });

  it('leaves to a page of its own what is no field of the form', async () => {
    const { status, text } = await page('/likely-duplicates?limit=none');
    expect(status).toBe(400);
    expect(text).toContain('malformed-request');
  });
});
