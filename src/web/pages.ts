import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import type { Label } from '../domain/posting.js';
import { footWords } from './foot-words.js';
import { inBrackets } from './label-words.js';
import { navigationAt, type Section } from './navigation.js';

/** What every page says of itself, whatever it shows. */
export interface Page {
  readonly title: string;
  /** The collaboration whose figures these are; `null` where a page is nobody's. */
  readonly owner: string | null;
  readonly section: Section | null;
  /** What has to be said of the figures on it; stands in the title as well. */
  readonly labels: readonly Label[];
  readonly isRefused?: boolean;
}

/**
 * Pages carry no script at all and one stylesheet, so that is all a browser is allowed. `data:` is for the arrow that a select shows.
 */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const;

const sources = fileURLToPath(new URL('..', import.meta.url));
const components = join(dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json')), 'dist');
const templates = new nunjucks.Environment(new nunjucks.FileSystemLoader([sources, components]), {
  autoescape: true,
  throwOnUndefined: true,
  trimBlocks: true,
  lstripBlocks: true,
});

/** Gives a whole page as HTML. `template` is a path under `src`; the view holds only what is shown as it is. */
export function renderPage(template: string, page: Page, view: object): string {
  const { title, owner, section, labels, isRefused = false } = page;
  const inTab = [`${isRefused ? 'Error: ' : ''}${title}${inBrackets(labels)}`, owner, 'Tallystick'];
  const tab = inTab.filter((part) => part !== null).join(' – ');
  const foot = footWords(section);
  return templates.render(template, { page: { tab, owner, foot, navigation: navigationAt(section) }, view });
}
