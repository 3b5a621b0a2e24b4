import { FOREIGN_COLUMNS, FOREIGN_FIELDS } from '../../web/foreign-cells.js';

/** The columns of an outcomes file. The first eight and the last two belong to every kind; the others each to some. */
export const COLUMNS = [
  'reference',
  'kind',
  'occurred_on',
  'collaboration',
  'unit',
  'lead_force',
  'operation',
  'attribution',
  'role',
  'offence_group',
  'item_type',
  'asset_type',
  'route',
  'stage',
  'substance',
  'form',
  'quantity',
  'quantity_unit',
  'amount_gbp',
  'valuation_basis',
  'returned_to_owner',
  'measure',
  'amount',
  'nature',
  'recurrence',
  'runs_to',
  'expected_to',
  'gross_gbp',
  'investment_gbp',
  'officer_minutes',
  'baseline_gbp',
  'baseline_basis',
  'baseline_on',
  'carried_from',
  'budget_line',
  'cost_type',
  'purity_percent',
  'valuation_source',
  'valued_on',
  ...FOREIGN_COLUMNS,
  'item_scheme',
  'item_reference',
] as const;
export type Column = (typeof COLUMNS)[number];

const FIRST: readonly Column[] = COLUMNS.slice(0, 8);
const REQUIRED = FIRST.filter((column) => column !== 'operation');
const EVERY_KIND: readonly Column[] = [...FIRST, 'item_scheme', 'item_reference'];

const SAVING: readonly Column[] = [
  'nature',
  'recurrence',
  'runs_to',
  'expected_to',
  'gross_gbp',
  'investment_gbp',
  'officer_minutes',
  'baseline_gbp',
  'baseline_basis',
  'baseline_on',
  'carried_from',
  'budget_line',
];

const SUBSTANCE: readonly Column[] = [
  'substance',
  'form',
  'quantity',
  'quantity_unit',
  'amount_gbp',
  'valuation_basis',
  'purity_percent',
  'valuation_source',
  'valued_on',
];

/** Which columns a kind of outcome uses. */
export const USED_BY: ReadonlyMap<string, ReadonlySet<Column>> = new Map<string, ReadonlySet<Column>>([
  ['arrest', new Set<Column>([...EVERY_KIND, 'role', 'offence_group'])],
  [
    'property-recovered',
    new Set<Column>([...EVERY_KIND, 'item_type', 'amount_gbp', 'valuation_basis', 'returned_to_owner']),
  ],
  ['drugs-seizure', new Set<Column>([...EVERY_KIND, ...SUBSTANCE])],
  ['asset', new Set<Column>([...EVERY_KIND, 'asset_type', 'route', 'stage', 'amount_gbp', ...FOREIGN_COLUMNS])],
  ['counted-item', new Set<Column>([...EVERY_KIND, 'measure', 'amount'])],
  ['saving', new Set<Column>([...EVERY_KIND, ...SAVING])],
  ['cost', new Set<Column>([...EVERY_KIND, 'cost_type', 'amount_gbp', 'runs_to', 'measure', 'budget_line'])],
]);

/** Where each column of a file stands, and how many cells its rows have. */
export interface Header {
  /** In the order of the file. */
  readonly columns: readonly Column[];
  readonly places: ReadonlyMap<Column, number>;
  readonly width: number;
}

/** Reads the first row of a file. Columns may come in any order and those that no row needs may be left out; gives what is wrong in words. */
export function readHeader(cells: readonly string[]): Header | string {
  const names = cells.map((cell) => cell.trim());
  const places = new Map<Column, number>();
  for (const [place, name] of names.entries()) {
    const column = COLUMNS.find((known) => known === name);
    if (column === undefined) return `there is no column "${name}"; the columns are ${COLUMNS.join(', ')}`;
    if (places.has(column)) return `the column "${name}" is there twice`;
    places.set(column, place);
  }
  const missing = REQUIRED.filter((column) => !places.has(column));
  if (missing.length > 0) return `these columns are missing: ${missing.join(', ')}`;
  return { columns: [...places.keys()], places, width: names.length };
}

const FIELD_COLUMNS: Readonly<Record<string, string>> = {
  item: 'item_reference',
  ...FOREIGN_FIELDS,
  purityPermille: 'purity_percent',
  amountPence: 'amount_gbp',
  quantityIn: 'quantity_unit',
  grossPence: 'gross_gbp',
  investmentPence: 'investment_gbp',
  'recurrence.is': 'recurrence',
  'recurrence.runsTo': 'runs_to',
  'recurrence.expectedTo': 'expected_to',
  'baseline.amountPence': 'baseline_gbp',
  'baseline.basis': 'baseline_basis',
  'baseline.on': 'baseline_on',
};

/** The column from which a field of an outcome was read: `substances[0].substance` comes from `substance`, `leadForce` from `lead_force`. */
export function columnOf(field: string): string {
  if (field.startsWith('attribution')) return 'attribution';
  const name = field.replace(/^substances\[\d+\]\./, '');
  return FIELD_COLUMNS[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
