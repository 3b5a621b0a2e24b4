/** Parts of the product, each with its pages; the first page of a part is the one that its name leads to. */
const PARTS = [
  {
    text: 'Statement',
    pages: [
      { section: 'statement', text: 'Benefits Realised', href: '/' },
      { section: 'reconciliations', text: 'Published figures', href: '/reconciliations' },
    ],
  },
  {
    text: 'Outcomes',
    pages: [
      { section: 'outcomes', text: 'All outcomes', href: '/outcomes' },
      { section: 'validation', text: 'Validation', href: '/validation-queue' },
      { section: 'claims', text: 'Claims', href: '/claims' },
      { section: 'duplicates', text: 'Likely duplicates', href: '/likely-duplicates' },
    ],
  },
  {
    text: 'Savings and costs',
    pages: [
      { section: 'comparisons', text: 'Savings and costs', href: '/comparisons' },
      { section: 'incentives', text: 'Incentive receipts', href: '/incentive-receipts' },
    ],
  },
  { text: 'Programmes', pages: [{ section: 'programmes', text: 'Programmes', href: '/programmes' }] },
  { text: 'Counting rules', pages: [{ section: 'rules', text: 'Counting rules', href: '/recounts' }] },
] as const;

/** Which page of the navigation a page is, or belongs to. */
export type Section = (typeof PARTS)[number]['pages'][number]['section'];

interface Link {
  readonly text: string;
  readonly href: string;
  readonly active: boolean;
}

export interface Navigation {
  readonly parts: readonly Link[];
  /** What the part that is looked at is called; `null` on a page in none. */
  readonly here: string | null;
  /** The pages of the part that is looked at, where it has more than one. */
  readonly pages: readonly Link[];
}

/** The navigation as a page shows it. A page that is in no section, such as one that says what went wrong, has no pages beside it. */
export function navigationAt(section: Section | null): Navigation {
  const isHere = (part: (typeof PARTS)[number]): boolean => part.pages.some((page) => page.section === section);
  const here = PARTS.find(isHere);
  const pages = (here?.pages ?? []).map(({ text, href, section: own }) => ({ text, href, active: own === section }));
  return {
    parts: PARTS.map((part) => ({ text: part.text, href: part.pages[0].href, active: isHere(part) })),
    here: here?.text ?? null,
    pages: pages.length > 1 ? pages : [],
  };
}
