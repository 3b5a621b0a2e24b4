import { describe, expect, it } from '@jest/globals';
import { navigationAt } from './navigation.js';

const active = (links: ReturnType<typeof navigationAt>['parts']): readonly string[] =>
  links.filter((link) => link.active).map(({ text }) => text);

describe('the navigation', () => {
  it('shows the part that a page is in, and the pages of that part', () => {
    const { parts, pages } = navigationAt('claims');
    expect(parts.map(({ href }) => href)).toEqual(['/', '/outcomes', '/comparisons', '/programmes', '/recounts']);
    expect([active(parts), active(pages)]).toEqual([['Outcomes'], ['Claims']]);
    expect(pages.map(({ href }) => href)).toEqual(['/outcomes', '/validation-queue', '/claims', '/likely-duplicates']);
  });

  it('has no second row where a part is one page, or a page is in none', () => {
    expect(navigationAt('programmes').pages).toEqual([]);
    expect(navigationAt(null)).toMatchObject({ pages: [] });
    expect(active(navigationAt(null).parts)).toEqual([]);
  });
});
