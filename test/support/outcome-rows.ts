import { COLUMNS, type Column } from '../../src/features/import-outcomes/columns.js';
import { importOutcomes, type ImportRequest } from '../../src/features/import-outcomes/import-outcomes.js';
import type { ImportReport } from '../../src/web/import-report.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { id } from './given-when-then.js';
import { YORKSHIRE } from './yorkshire.js';

/** A row of an outcomes file by column; what is not named is empty. */
export type Cells = Partial<Record<Column, string>>;
const common = {
  occurred_on: '2010-03-04',
  collaboration: YORKSHIRE,
  unit: 'rart',
  lead_force: 'west-yorkshire',
} as const;
export const arrest: Cells = {
  ...common,
  reference: 'A1',
  kind: 'arrest',
  attribution: 'direct:west-yorkshire',
  role: 'made',
  offence_group: 'theft',
};
export const asset: Cells = {
  ...{ ...common, reference: 'B1', kind: 'asset', attribution: 'key:population-mid-2010' },
  ...{ asset_type: 'cash', route: 'confiscation', stage: 'seized', amount_gbp: '1,234.56' },
};
export const drugs: Cells = {
  ...{ ...common, reference: 'C1', kind: 'drugs-seizure', attribution: 'agreed:humberside=1;outside=2' },
  ...{
    substance: 'cocaine',
    form: 'powder',
    quantity: '27.5',
    quantity_unit: 'g',
    amount_gbp: '£50',
    valuation_basis: 'street',
  },
};
export const car: Cells = {
  ...{ ...common, reference: 'D1', kind: 'property-recovered', attribution: 'direct:humberside' },
  ...{ item_type: 'vehicle', amount_gbp: '0', valuation_basis: 'owner', returned_to_owner: 'yes' },
};
export const guns: Cells = {
  ...common,
  reference: 'E1',
  kind: 'counted-item',
  attribution: 'direct:outside',
  measure: 'firearms-seized',
  amount: '3',
};
export const training: Cells = {
  ...{ ...common, reference: 'F1', kind: 'saving', attribution: 'key:population-mid-2010', occurred_on: '2008-04-01' },
  ...{ nature: 'cash-releasing', recurrence: 'recurring', runs_to: '2011-04-01', expected_to: '2013-04-01' },
  ...{ gross_gbp: '£510,000', investment_gbp: '20,000.50', officer_minutes: '600', budget_line: 'crime-training' },
  ...{ baseline_gbp: '900,000', baseline_basis: 'previous-year', baseline_on: '2008-03-31' },
};
export const response: Cells = {
  ...{ ...common, reference: 'G1', kind: 'cost', attribution: 'direct:west-yorkshire' },
  ...{ cost_type: 'regional-response', amount_gbp: '0', runs_to: '2010-04-01', measure: 'arrests' },
};
/** A good row of every kind. */
export const GOOD = [arrest, asset, drugs, car, guns, training, response];

/** A file of these rows. */
export const csv = (...rows: readonly Cells[]): string =>
  [
    COLUMNS.join(','),
    ...rows.map((row) =>
      COLUMNS.map((column) => (/[",\n]/.test(row[column] ?? '') ? `"${row[column] ?? ''}"` : (row[column] ?? ''))).join(
        ',',
      ),
    ),
  ].join('\n');

/** Imports a file, all or nothing unless `more` says otherwise. */
export async function importing(
  ledger: Ledger,
  text: string | Uint8Array,
  more: Partial<ImportRequest> = {},
): Promise<ImportReport> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(text));
  }
  const request = { actor: id<never>('j-smith'), mode: 'atomic', dryRun: false, illustrative: false } as const;
  return importOutcomes(ledger, { ...request, bytes: bytes(), ...more });
}
