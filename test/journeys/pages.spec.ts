import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { INCENTIVE_EXAMPLES } from '../../src/features/record-incentive/incentive-body.js';
import { findChromium, startBrowser } from '../support/browser.js';
import { startBuilt, type BuiltService } from '../support/built-service.js';
import { ASSET, post } from '../support/http.js';

jest.setTimeout(120_000);

const WIDE = { width: 1280, height: 800 };
/** Upright, with margins of 10 millimetres, at 96 dots to the inch. */
const A4 = { width: 718, height: 1047 };
const TOO_WIDE = 'Math.max(0, document.documentElement.scrollWidth - window.innerWidth)';
const PHONE = { width: 375, height: 740 };
const DEMO = 'collaboration=yorkshire-and-the-humber-joint-working&from=2009-01-01&to=2011-01-01';
const DEMO_DAYS = {
  ...{ 'first-day': '1', 'first-month': '1', 'first-year': '2009' },
  ...{ 'last-day': '31', 'last-month': '12', 'last-year': '2010' },
};
const BAD_DAYS = 'first-day=31&first-month=2&first-year=2009&last-day=&last-month=&last-year=2010';
const LINES = [
  ['Vehicles and property recovered', '£2,144,168.00', '£0.00'],
  ['Drugs seizures, class A and B', '£1,234,590.00', '£0.00'],
  ['Arrests made or facilitated', '693', '0'],
  ['Property and assets seized', '£4,074,720.00', '£0.00'],
] as const;

/** Every page there is, with the status that it has to have. */
const PAGES: readonly (readonly [name: string, address: string, status: number])[] = [
  ['statement', '/', 200],
  ['statement-in-the-past', '/?asAt=700', 200],
  ['statement-nothing-published', '/?from=2010-01-01&to=2010-04-15', 200],
  ['bad-dates', `/?${BAD_DAYS}&asAt=soon`, 400],
  ['beyond-the-ledger', '/?asAt=99999', 400],
  ['unknown-collaboration', '/?collaboration=atlantis', 404],
  ['statement-by-a-view', `/?${DEMO}&view=present-value&baseYear=2008-09`, 200],
  ['statement-by-no-view', `/?${DEMO}&view=real-terms&baseYear=2008-09`, 400],
  ['rules', '/recounts', 200],
  ['rule', '/recounts?measure=arrests', 200],
  ['recount', `/recounts?${DEMO}&measure=assets-seized-value&rules=1`, 200],
  ['recount-in-the-past', `/recounts?${DEMO}&measure=arrests&rules=1&asAt=700`, 200],
  ['bad-recount', '/recounts?rules=none', 400],
  ['bad-recount-as-typed', `/recounts?measure=arrests&rules=1,2,3&${BAD_DAYS}&asAt=soon`, 400],
  ['outcomes', '/outcomes', 200],
  ['outcomes-behind-a-line', `/outcomes?${DEMO}&measure=drugs-seized-value-class-a-b`, 200],
  ['outcomes-in-the-past', `/outcomes?${DEMO}&measure=arrests&force=humberside&asAt=700`, 200],
  ['published-figures', '/reconciliations', 200],
  ['published-figures-of-another', '/reconciliations?collaboration=south-west-collaboration', 200],
  ['validation-queue', '/validation-queue?collaboration=yorkshire-and-the-humber-joint-working', 200],
  ['validation-queue-for-audit', '/validation-queue?waitsFor=audited', 200],
  ['bad-validation-queue', '/validation-queue?waitsFor=luck', 400],
  ['comparisons', '/comparisons', 200],
  ['comparisons-of-grants', '/comparisons?collaboration=netic', 200],
  [
    'comparisons-of-savings',
    '/comparisons?collaboration=east-midlands-collaboration&from=2009-04-01&to=2014-04-01',
    200,
  ],
  ['comparisons-of-what-is-there', `/comparisons?${DEMO}&unit=rrpt`, 200],
  ['bad-comparison', '/comparisons?from=yesterday', 400],
  ['bad-comparison-as-typed', `/comparisons?collaboration=netic&unit=Nobody&${BAD_DAYS}&asAt=soon`, 400],
  ['comparison-of-an-unknown-unit', `/comparisons?${DEMO}&unit=nobody`, 422],
  ['incentive-receipts-of-the-demonstration', '/incentive-receipts', 200],
  ['incentive-receipts-of-nothing', '/incentive-receipts?from=2005-04-01&to=2006-04-01', 200],
  ['bad-incentive-receipts', '/incentive-receipts?from=yesterday', 400],
  ['bad-incentive-receipts-as-typed', `/incentive-receipts?${BAD_DAYS}&asAt=soon`, 400],
  ['bad-filter', '/outcomes?from=yesterday&to=tomorrow', 400],
  ['programmes', '/programmes', 200],
  ['programmes-with-benefits', '/programmes?collaboration=yorkshire-and-the-humber-joint-working', 200],
  ['programmes-with-tiers', '/programmes?collaboration=south-west-collaboration', 200],
  ['programmes-in-the-past', '/programmes?collaboration=netic&asAt=700', 200],
  ['programmes-of-nobody', '/programmes?collaboration=atlantis', 404],
  ['programmes-beyond-the-ledger', '/programmes?asAt=99999', 400],
  ['claims', '/claims', 200],
  ['claims-in-the-past', `/claims?${DEMO}&asAt=700`, 200],
  ['bad-claims', '/claims?from=yesterday', 400],
  ['bad-claims-as-typed', `/claims?${BAD_DAYS}&asAt=soon`, 400],
  ['claims-beyond-the-ledger', '/claims?asAt=99999', 400],
  ['claims-of-nobody', '/claims?collaboration=atlantis', 404],
  ['likely-duplicates', '/likely-duplicates', 200],
  ['validation-twice', `/validation-queue?${DEMO}&${DEMO}`, 400],
  [
    'recount-half-asked',
    '/recounts?collaboration=yorkshire-and-the-humber-joint-working&measure=arrests&from=&to=&rules=1',
    200,
  ],
  ['likely-duplicates-in-the-past', `/likely-duplicates?${DEMO}&asAt=700`, 200],
  ['bad-likely-duplicates', '/likely-duplicates?limit=none', 400],
  ['unknown-outcome', '/outcomes/00000000-0000-5000-8000-000000000000', 404],
  ['nothing-there', '/nothing-there', 404],
];

const chromium = await findChromium();
if (chromium === undefined) process.stdout.write('not run: no Chromium here\n');
const whereThereIsChromium = chromium === undefined ? describe.skip : describe;

whereThereIsChromium('pages in a browser', () => {
  let browser: Browser;
  let demo: BuiltService;
  let empty: BuiltService;
  let pictures: string;
  let axe: string;

  beforeAll(async () => {
    if (chromium === undefined) return;
    pictures = process.env['SCREENSHOTS'] ?? (await mkdtemp(join(tmpdir(), 'tallystick-screenshots-')));
    await mkdir(pictures, { recursive: true });
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    browser = await startBrowser(chromium);
    [demo, empty] = await Promise.all([startBuilt('pages', 'demo'), startBuilt('no pages', 'serve')]);
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all([demo.stop(), empty.stop()]);
    if (process.env['SCREENSHOTS'] === undefined) await rm(pictures, { recursive: true });
  });

  async function visit(url: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const page = await browser.newPage({ viewport: WIDE, ...options });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const response = await page.goto(url);
    return { page, complaints, status: response?.status() };
  }

  /** What axe finds, the console says and does not fit the width; the browser's own word on a 4xx page is no complaint. */
  async function faultsOf({ page, complaints }: Visit): Promise<readonly string[]> {
    await page.evaluate(axe);
    const found = await page.evaluate<readonly { id: string; nodes: readonly { html: string }[] }[]>(
      'axe.run().then(({ violations }) => violations)',
    );
    const overflow = await page.evaluate<number>(TOO_WIDE);
    return [
      ...complaints.filter(
        (text) => !text.startsWith('Failed to load resource: the server responded with a status of 4'),
      ),
      ...found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      ...(overflow > 0 ? [`${overflow} pixels too wide`] : []),
    ];
  }

  async function look(name: string, url: string, status: number): Promise<void> {
    for (const [size, viewport] of [
      ['wide', WIDE],
      ['phone', PHONE],
    ] as const) {
      const visited = await visit(url, { viewport });
      expect([name, size, visited.status, await faultsOf(visited)]).toEqual([name, size, status, []]);
      await visited.page.screenshot({ path: join(pictures, `${name}-${size}.png`), fullPage: true });
      await visited.page.close();
    }
  }

  it.each(PAGES)('shows %s without a fault, wide and on a phone', (name, address, status) =>
    look(name, `${demo.url}${address}`, status),
  );

  it('shows what was collected, what is due of it and what was received, without a fault, wide and on a phone', async () => {
    const [scheme] = Object.values(INCENTIVE_EXAMPLES.IncentiveSchemeSet);
    const receipt = INCENTIVE_EXAMPLES.IncentiveReceiptRecorded['what a force was given for a quarter'];
    expect((await post(demo.url, '/api/v1/incentive-schemes', scheme)).status).toBe(201);
    expect((await post(demo.url, '/api/v1/incentive-receipts', receipt)).status).toBe(201);
    // The demonstration has five of its own.
    const reversal = { ...receipt, amountPence: -receipt.amountPence, reverses: 6 };
    expect((await post(demo.url, '/api/v1/incentive-receipts', reversal)).status).toBe(201);
    await look('incentive-receipts', `${demo.url}/incentive-receipts`, 200);
    const { page } = await visit(`${demo.url}/comparisons?collaboration=yorkshire-and-the-humber-joint-working`);
    await page.click('main >> text=Incentive receipts');
    await page.waitForURL('**/incentive-receipts?*');
    const shown = await page.innerText('main');
    for (const words of ['a distribution, not a benefit', 'nothing shared', 'Takes receipt 6 back', 'ASSUMED'])
      expect(shown.toUpperCase()).toContain(words.toUpperCase());
    expect(shown).toMatch(/Collected £64,487\.47 and interest of £107\.16\. It rests on 3 assets/);
    expect(shown).toMatch(/Home office\s+£32,297\.32\s+£30,659\.14\s+-£1,638\.18/);
    expect(shown).toMatch(/Police\s+£32,297\.31\s+£32,159\.14\s+-£138\.17/);
    await page.click('main >> text=interest forfeited');
    await page.waitForURL('**/outcomes?*measure=assets-forfeited-interest*');
    expect(await page.locator('main tbody tr').count()).toBe(2);
    await page.close();
  });

  it('shows who claims an item beside what the region has, what may have been told twice, and what was linked', async () => {
    const told = {
      ...{ ...ASSET, unit: 'rart', occurredOn: '2008-08-01', amountPence: 1001 },
      item: { scheme: 'exhibit', reference: 'pages' },
    };
    const [own, twice] = [told, { ...told, occurredOn: '2008-08-09', amountPence: 777, item: undefined }];
    const first = await post(demo.url, '/api/v1/outcomes', own);
    await post(demo.url, '/api/v1/outcomes', { ...own, unit: 'rrpt', amountPence: 999 });
    const [one, two] = [
      await post(demo.url, '/api/v1/outcomes', twice),
      await post(demo.url, '/api/v1/outcomes', twice),
    ];
    const days = 'from=2008-08-01&to=2008-09-01';
    const { page } = await visit(`${demo.url}/claims?collaboration=${ASSET.collaboration}&${days}`, {
      javaScriptEnabled: false,
    });
    const rows = await page.locator('tbody tr').allInnerTexts();
    const figures = rows.map((row) => row.split('\t').map((cell) => cell.trim().split('\n')[0]));
    expect(figures).toEqual(
      expect.arrayContaining([
        ['Property and assets seized, value', '£35.54', '£25.55'],
        [expect.any(String), '£25.55', '£20.55'],
        [expect.any(String), '£9.99', '£5.00'],
      ]),
    );
    // By keyboard: the form opens, and asks for a day on which there is nothing.
    await page.locator('summary').press('Enter');
    for (const name of ['first', 'last'])
      for (const [part, typed] of Object.entries({ day: '2', month: '8', year: '2008' }))
        await page.fill(`#${name}-${part}`, typed);
    await page.keyboard.press('Enter');
    await page.getByText('Nothing is recorded for this').waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'What may have been told twice' }).press('Enter');
    await page.getByRole('heading', { name: 'Likely duplicates' }).waitFor();
    expect(await page.locator('main').innerText()).toMatch(/same day; same amounts[^]*£7\.77[^]*£7\.77/i);
    await page.close();

    const id = String(two.body['outcomeId']);
    const link = { primary: one.body['outcomeId'], reason: 'recorded-twice' };
    expect((await post(demo.url, `/api/v1/outcomes/${id}/link`, link)).status).toBe(201);
    await look('claims-shared', `${demo.url}/claims?collaboration=${ASSET.collaboration}&${days}`, 200);
    await look('outcome-claimed', `${demo.url}/outcomes/${String(first.body['outcomeId'])}`, 200);
    await look('outcome-linked', `${demo.url}/outcomes/${id}`, 200);
    const linked = await visit(`${demo.url}/outcomes/${id}`);
    await linked.page.getByRole('link', { name: String(one.body['outcomeId']) }).click();
    expect(await linked.page.textContent('dl')).toContain(id);
    await linked.page.close();
  });

  it('says what to run while the ledger is empty', async () => {
    await look('empty', empty.url, 200);
    for (const name of ['validation-queue', 'claims', 'likely-duplicates', 'incentive-receipts']) {
      await look(`empty-${name}`, `${empty.url}/${name}`, 200);
      const { page: nothing } = await visit(`${empty.url}/${name}`);
      expect([name, await nothing.textContent('main')]).toEqual([
        name,
        expect.stringContaining('no collaboration yet'),
      ]);
      await nothing.close();
    }
    const { page } = await visit(empty.url);
    expect(await page.textContent('main')).toContain('npx tallystick demo');
    await page.close();
  });

  it('shows what was published, what is proved, and that they agree', async () => {
    const { page } = await visit(demo.url);
    const rows = await page.locator('table[role=table] tbody tr').all();
    const shown = await Promise.all(
      rows.map(async (row) => {
        const title = await row.locator('th').evaluate(ownText);
        const cells = row.locator('td > :not([aria-hidden])');
        const grades = await row.locator('td:nth-child(3) .tally-secondary').allInnerTexts();
        return [title, ...(await cells.allInnerTexts()).map((text) => text.split(/[:\n]/)[0]?.trim()), ...grades];
      }),
    );
    expect(shown).toEqual(
      LINES.map(([title, amount, nought]) => [title, amount, amount, nought, 'Supported', `claimed ${amount}`]),
    );
    await page.close();
  });

  it('labels every figure that is assumed or illustrative: in the title, over every table and in every chart', async () => {
    const { page } = await visit(demo.url);
    expect(await page.title()).toContain('(assumed, illustrative)');
    const named = await page.locator('caption.govuk-table__caption, figcaption, svg > title').allTextContents();
    expect(named).toHaveLength(2 + 2 + 8);
    expect(named.filter((name) => !name.includes('illustrative'))).toEqual([]);
    await page.close();
  });

  it('leads from each figure to the outcomes that it is the sum of', async () => {
    const { page } = await visit(demo.url);
    const figures = page.locator('a.tally-figure');
    const wanted = await figures.evaluateAll((links: Linked[]) =>
      links.map(({ firstChild, href }) => [firstChild.textContent, href] as const),
    );
    expect(wanted.length).toBeGreaterThan(30);
    for (const [figure, href] of wanted) {
      const text = await (await fetch(href, { headers: { accept: 'text/html' } })).text();
      expect([href, /govuk-!-font-size-24">([^<]+)</.exec(text)?.[1]]).toEqual([href, figure]);
    }
    await page.close();
  });

  it('pages through all of them', async () => {
    const { page } = await visit(`${demo.url}/outcomes?${DEMO}&measure=arrests&force=humberside`);
    const seen = new Set<string>();
    for (let isMore = true; isMore;) {
      const links = await page.locator('tbody th a').evaluateAll((all: Linked[]) => all.map(({ href }) => href));
      links.forEach((link) => seen.add(link));
      isMore = (await page.locator('a[rel=next]').count()) > 0;
      if (isMore) await page.click('a[rel=next]');
    }
    expect(await page.textContent('dl strong')).toBe(String(seen.size));
    await page.close();
  });

  it('shows one outcome with its history and the exact line of each entry', async () => {
    const { page } = await visit(`${demo.url}/outcomes`);
    await page.locator('tbody th a').first().click();
    await look('outcome', page.url(), 200);
    const line = await page.locator('.tally-history a').first().getAttribute('href');
    expect(await (await fetch(`${demo.url}${line}`)).text()).toContain('"type":"OutcomeRecorded"');
    await page.close();
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = await visit(demo.url);
    await page.keyboard.press('Tab');
    expect(await page.textContent(':focus')).toBe('Skip to main content');
    expect(await page.locator(':focus').boundingBox()).toMatchObject({ x: 0, y: 0 });
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.textContent(':focus')).toContain('Choose collaboration, period and as at');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('id')).toBe('collaboration');
    for (const part of ['1', '4', '2009', '31', '3', '2010', '800']) {
      await page.keyboard.press('Tab');
      await page.keyboard.type(part);
    }
    await Promise.all([page.waitForURL(/asAt=800/), page.keyboard.press('Enter')]);
    expect(page.url()).toBe(`${demo.url}/?${DEMO.split('&')[0]}&from=2009-04-01&to=2010-04-01&asAt=800`);
    expect(await page.textContent('main')).toContain('1 April 2009 to 31 March 2010');
    expect(await page.textContent('main')).toContain('As of entry 800');
    await page.close();
  });

  it('leads from a mistake to the part of the form that it is about', async () => {
    const { page } = await visit(`${demo.url}${PAGES.find(([name]) => name === 'bad-dates')?.[1]}`);
    await page.click('text=Last day must include a day and month');
    expect(await page.locator(':focus').getAttribute('id')).toBe('last-day');
    expect(await page.inputValue('#first-month')).toBe('2');
    await page.close();
  });

  it('works without JavaScript and sends none', async () => {
    const { page, complaints } = await visit(demo.url, { javaScriptEnabled: false });
    expect(await page.content()).not.toMatch(/<script|\sstyle=|\son[a-z]+=/);
    await page.click('summary');
    await page.fill('#last-year', '2009');
    await page.click('text=Show statement');
    expect(await page.textContent('main')).toContain('1 January 2009 to 31 December 2009');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('leads from each line to the rules that it was counted under, and from there to what another version would give', async () => {
    const { page } = await visit(demo.url, { javaScriptEnabled: false });
    await page.click('text=assets-seized-value version 1');
    const posted = await page.locator('table[role=table]').first().locator('tbody tr').allInnerTexts();
    expect(posted).toHaveLength(2);
    for (const row of posted) expect(row).toContain('£4,074,720.00');
    expect(posted[1]).toContain('£0.00');
    await page.click('nav >> text=Counting rules');
    await page.click('a[href*="measure=arrests&"]');
    await page.selectOption('#collaboration', 'yorkshire-and-the-humber-joint-working');
    for (const [id, typed] of Object.entries(DEMO_DAYS)) await page.fill(`#${id}`, typed);
    await page.click('button');
    expect(new URL(page.url()).searchParams.get('to')).toBe('2011-01-01');
    expect(await page.locator('table[role=table]').first().innerText()).toContain('693');
    await page.close();
  });

  it('says of what waits to be validated that nothing stands against it, and apart from that what to run', async () => {
    const { page } = await visit(`${demo.url}/validation-queue`, { javaScriptEnabled: false });
    const cells = await page.locator('td:nth-child(3) > :not([aria-hidden])').allInnerTexts();
    expect(cells).toContainEqual(
      expect.stringMatching(/^Nothing\.\s+To validate:\s+npx tallystick finding \S+ validated /),
    );
    expect(await page.locator('thead th').allInnerTexts()).toContain('Cannot be done by');
    await page.close();
  });

  it('shows a statement by a view of the money, which says so and keeps the ledger’s own amounts a link away', async () => {
    const { page } = await visit(demo.url, { javaScriptEnabled: false });
    await page.click('summary');
    await page.selectOption('#view', 'present-value');
    await page.fill('#baseYear', '2008-09');
    await page.click('text=Show statement');
    const shown = await page.textContent('main');
    expect(shown).toContain('Present value, base year 2008-09; discounted 3.5% a year to year 30, then 3.0%.');
    expect(shown).toContain('Not compared');
    expect(shown).not.toContain('Arrests made or facilitated');
    await page.click('text=Show the ledger’s own amounts');
    expect(await page.textContent('main')).toContain('Arrests made or facilitated');
    await page.close();
  });

  it('compares what a region and a force alone would have cost, and shows savings, dis-benefits and grants apart', async () => {
    const { page } = await visit(demo.url, { javaScriptEnabled: false });
    await page.click('nav >> text=Savings and costs');
    await page.locator('table[role=table]').first().waitFor();
    const [compared, beside] = await page.locator('table[role=table]').allInnerTexts();
    for (const shown of ['£412,000.00', '£515,000.00', '£103,000.00', '0.8000', '1.0921', 'not recorded', '£0.00'])
      expect(compared).toContain(shown);
    for (const shown of ['Cash-releasing savings', '£38,500.00', '£243,000.00', '1,248,000 minutes'])
      expect(beside).toContain(shown);
    await page.goto(`${demo.url}/comparisons?collaboration=netic`);
    const netic = await page.locator('table[role=table]').last().innerText();
    for (const shown of ['£139,545.00', 'put in, and never a benefit', '£8,640,000.00', 'borne, and no benefit'])
      expect(netic).toContain(shown);
    await page.goto(`${demo.url}/programmes?collaboration=east-midlands-collaboration`);
    expect(await page.textContent('main')).toContain('£170,000.00');
    await page.close();
  });

  it('leads from any page to programmes, and to the outcomes behind each actual', async () => {
    const { page } = await visit(demo.url, { javaScriptEnabled: false });
    await page.click('nav >> text=Programmes');
    await page.click('summary');
    await page.selectOption('#collaboration', 'yorkshire-and-the-humber-joint-working');
    await page.click('text=Show programme');
    const figures = page.locator('a.tally-figure');
    const wanted = await figures.evaluateAll((links: Linked[]) =>
      links.map(({ firstChild, href }) => [firstChild.textContent, href] as const),
    );
    expect(wanted).toHaveLength(4);
    for (const [figure, href] of wanted) {
      const text = await (await fetch(href, { headers: { accept: 'text/html' } })).text();
      expect([href, /govuk-!-font-size-24">([^<]+)</.exec(text)?.[1]]).toEqual([href, figure]);
    }
    await page.close();
  });

  it('shows rejected and stopped projects, scores, and what was overridden, with the keyboard alone', async () => {
    const { page } = await visit(`${demo.url}/programmes`);
    for (const part of ['Skip to main content', 'Choose collaboration and as at']) {
      await page.keyboard.press('Tab');
      expect(await page.textContent(':focus')).toContain(part);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('id')).toBe('collaboration');
    await page.keyboard.type('South West');
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForURL(/south-west/), page.keyboard.press('Enter')]);
    const shown = await page.textContent('main');
    for (const words of ['Outsourcing of services', 'Rejected 1 November 2012: poor value', 'overridden: local impact'])
      expect(shown).toContain(words);
    await page.close();
  });

  it('has every page within two steps of any other, and says where one is', async () => {
    const { page } = await visit(`${demo.url}/programmes`, { javaScriptEnabled: false, viewport: PHONE });
    const addresses = (links: Linked[]) => links.map(({ href }) => href);
    const seen: string[] = [];
    for (const part of await page.locator('header nav a').evaluateAll(addresses)) {
      await page.goto(part);
      const pages = await page.locator('.tally-pages a').evaluateAll(addresses);
      expect(await page.locator('header [aria-current]').count()).toBe(pages.length > 0 ? 2 : 1);
      for (const address of pages.length > 0 ? pages : [part]) {
        expect([address, (await page.goto(address))?.status()]).toEqual([address, 200]);
        seen.push(new URL(address).pathname);
      }
    }
    const shown = PAGES.map(([, address]) => new URL(address, demo.url).pathname);
    expect(shown.filter((path) => !seen.includes(path) && !/\/(?:nothing-there|outcomes\/)/.test(path))).toEqual([]);
    await page.close();
  });

  it('prints the statement without what is of use on a screen only', async () => {
    const { page } = await visit(demo.url);
    await page.setViewportSize(A4);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate<number>(TOO_WIDE)).toBe(0);
    expect(await page.locator('nav, summary').evaluateAll(visibilities)).not.toContain(true);
    await page.pdf({ path: join(pictures, 'statement.pdf'), format: 'A4' });
    await page.close();
  });

  it('keeps the stylesheet until it changes', async () => {
    const { page } = await visit(demo.url);
    const ask = (headers: Record<string, string>) => page.request.get(`${demo.url}/assets/tallystick.css`, { headers });
    const first = await ask({});
    expect([first.status(), first.headers()['cache-control']]).toEqual([200, 'public, no-cache']);
    expect(await first.text()).not.toMatch(/@font-face|GDS Transport/);
    const again = await ask({ 'if-none-match': first.headers()['etag'] ?? '' });
    expect(again.status()).toBe(304);
    await page.close();
  });
});

/** What of the browser's own objects the functions below touch; they run over there. */
interface Linked {
  readonly href: string;
  readonly firstChild: { readonly textContent: string };
}

const ownText = ({ firstChild }: Pick<Linked, 'firstChild'>): string => firstChild.textContent.trim();
const visibilities = (all: readonly { checkVisibility(): boolean }[]): readonly boolean[] =>
  all.map((each) => each.checkVisibility());

interface Visit {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly status: number | undefined;
}
