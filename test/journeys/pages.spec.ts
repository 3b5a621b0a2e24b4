import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium, startBrowser } from '../support/browser.js';
import { startBuilt, type BuiltService } from '../support/built-service.js';

jest.setTimeout(120_000);

const WIDE = { width: 1280, height: 800 };
/** Upright, with margins of 10 millimetres, at 96 dots to the inch. */
const A4 = { width: 718, height: 1047 };
const TOO_WIDE = 'Math.max(0, document.documentElement.scrollWidth - window.innerWidth)';
const PHONE = { width: 375, height: 740 };
const DEMO = 'collaboration=yorkshire-and-the-humber-joint-working&from=2009-01-01&to=2011-01-01';
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
  ['bad-dates', '/?first-day=31&first-month=2&first-year=2009&last-day=&last-month=&last-year=2010&asAt=soon', 400],
  ['beyond-the-ledger', '/?asAt=99999', 400],
  ['unknown-collaboration', '/?collaboration=atlantis', 404],
  ['outcomes', '/outcomes', 200],
  ['outcomes-behind-a-line', `/outcomes?${DEMO}&measure=drugs-seized-value-class-a-b`, 200],
  ['outcomes-in-the-past', `/outcomes?${DEMO}&measure=arrests&force=humberside&asAt=700`, 200],
  ['comparisons', '/comparisons', 200],
  ['comparisons-of-what-is-there', `/comparisons?${DEMO}&unit=rrpt`, 200],
  ['bad-comparison', '/comparisons?from=yesterday', 400],
  ['bad-filter', '/outcomes?from=yesterday&to=tomorrow', 400],
  ['programmes', '/programmes', 200],
  ['programmes-with-benefits', '/programmes?collaboration=yorkshire-and-the-humber-joint-working', 200],
  ['programmes-with-tiers', '/programmes?collaboration=south-west-collaboration', 200],
  ['programmes-in-the-past', '/programmes?collaboration=netic&asAt=700', 200],
  ['programmes-of-nobody', '/programmes?collaboration=atlantis', 404],
  ['programmes-beyond-the-ledger', '/programmes?asAt=99999', 400],
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

  it('says what to run while the ledger is empty', async () => {
    await look('empty', empty.url, 200);
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
        return [title, ...(await cells.allInnerTexts()).map((text) => text.split(/[:\n]/)[0]?.trim())];
      }),
    );
    expect(shown).toEqual(
      LINES.map(([title, amount, nought]) => [title, amount, amount, `claimed ${amount}`, nought, 'Agrees']),
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
