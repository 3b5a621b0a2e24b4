import { describe, expect, it } from '@jest/globals';
import type { Section } from './navigation.js';
import { renderPage } from './pages.js';

/** A page of this section that shows nothing of its own. */
function pageOf(section: Section | null): string {
  const about = { title: 'A page', owner: null, section, labels: [] };
  return renderPage('web/error.njk', about, { title: 'A page', detail: '', errors: [], status: 400, code: 'none' });
}

describe('every page', () => {
  it('names its two navigations apart: the sections, and the section that it is in', () => {
    const names = (section: Section | null) =>
      [...pageOf(section).matchAll(/<nav aria-label="([^"]*)"|<nav [^>]*aria-label="([^"]*)"/g)].map(
        ([, first, second]) => first ?? second,
      );
    expect(names('comparisons')).toEqual(['Sections', 'Savings and costs']);
    expect(names('claims')).toEqual(['Sections', 'Outcomes']);
    expect(names('programmes')).toEqual(['Sections']);
  });

  it.each([
    ['statement', 'What is proved here is a sum of ledger entries. What was published is as its source has it'],
    ['comparisons', 'A difference or ratio is worked out from two of them and is in none.'],
    ['duplicates', 'Every amount here is as it was told of one outcome. Nothing here is added up.'],
    ['validation', 'Nothing here is added up.'],
    ['rules', 'What is recounted is worked out from them and is in none.'],
    ['incentives', 'What is due is worked out from what was collected and is in none.'],
  ] as const)('of %s says at its foot which of its figures are sums of entries', (section, words) => {
    expect(pageOf(section)).toContain(words);
  });

  it('claims no sum where it has no figures', () => {
    expect(pageOf(null)).not.toContain('sum of ledger entries');
  });
});
