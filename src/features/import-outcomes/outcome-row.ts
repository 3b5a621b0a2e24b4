import { OUTSIDE, parseSlug, parseUuid, type CollaborationId, slugWords } from '../../domain/identifiers.js';
import type { Parsed } from '../../domain/money.js';
import { ITEM_SCHEMES, outcomeShape, type OutcomeDetails } from '../../domain/outcome/events.js';
import {
  isReference,
  itemReferenceShape,
  NO_REFERENCE_REASON,
  type ItemReference,
} from '../../domain/outcome/item-reference.js';
import { faultsInSubstances } from '../../domain/outcome/substances.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { problemsIn } from '../../ledger/codec/problems-in.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { commandIdFor, outcomeIdFor } from '../../ledger/commands.js';
import { parseCount, parsePence, parseWeights } from '../../web/cells.js';
import { foreignIn } from '../../web/foreign-cells.js';
import type { ReadCell } from './cells.js';
import { columnOf, USED_BY, type Column, type Header } from './columns.js';
import { costOf, savingOf } from './saving-row.js';
import { substancesOf } from './substance-row.js';

export interface RowError {
  readonly field: string;
  readonly reason: string;
}

/** A row that can be put to the ledger: the recorder's own reference, the collaboration, and the outcome. */
export interface OutcomeRow {
  readonly reference: string;
  readonly collaboration: CollaborationId;
  readonly outcome: OutcomeDetails;
  /** What the item is known by, where the row says so. */
  readonly item?: ItemReference;
  /** The reference of the row whose saving it carries on, where it names that and no outcome. */
  readonly carriesOn?: string;
}

const REFERENCE_LENGTH = 100;
/** What a decoder puts in the place of bytes that are no text. */
const REPLACEMENT = '\uFFFD';
type Wire = Record<string, unknown>;

/**
 * Reads the cells of one row. Gives the outcome, or every error that the row itself shows, by column and reason; whether the ledger
 * accepts it is decided later.
 */
export function readOutcomeRow(
  cells: readonly string[],
  header: Header,
  isIllustrative: boolean,
): OutcomeRow | readonly RowError[] {
  if (cells.length !== header.width) {
    return [{ field: 'row', reason: `has ${cells.length} cells; the header has ${header.width}` }];
  }
  const cell = (column: Column): string => cells[header.places.get(column) ?? -1] ?? '';
  const damaged = header.columns.filter((_, place) => cells[place]?.includes(REPLACEMENT));
  if (damaged.length > 0)
    return damaged.map((field) => ({ field, reason: 'holds bytes that are not UTF-8; save the file as UTF-8' }));
  const errors: RowError[] = [];
  const kind = cell('kind');
  const used = USED_BY.get(kind);
  if (used === undefined)
    return [{ field: 'kind', reason: `"${kind}" is not one of ${[...USED_BY.keys()].join(', ')}` }];
  for (const [place, column] of header.columns.entries()) {
    if (cells[place] !== '' && !used.has(column))
      errors.push({ field: column, reason: `is not used by the kind ${kind}; leave it empty` });
  }
  const reference = cell('reference');
  if (reference.trim() === '' || reference.length > REFERENCE_LENGTH) {
    errors.push({ field: 'reference', reason: `has to be 1 to ${REFERENCE_LENGTH} characters` });
  }
  const collaboration = parseSlug<CollaborationId>(cell('collaboration'));
  if (collaboration === undefined)
    errors.push({
      field: 'collaboration',
      reason: `has to be ${slugWords('yorkshire-and-the-humber-joint-working')} (it is "${cell('collaboration')}")`,
    });

  const read = <T>(column: Column, parsed: Parsed<T>): T | undefined => {
    if (parsed.ok) return parsed.value;
    errors.push({ field: column, reason: parsed.reason });
    return undefined;
  };
  const item = itemIn(cell, errors);
  const wire = wireOf(kind, cell, read);
  const carried = carriesOnIn(cell('carried_from'), collaboration, wire, errors);
  if (isIllustrative) wire['illustrative'] = true;
  if (errors.length === 0 && collaboration !== undefined) {
    try {
      const outcome = fromWire(outcomeShape, wire);
      const faults = faultsInSubstances(outcome);
      return faults.length === 0
        ? { reference, collaboration, outcome, ...item, ...carried }
        : faults.map(({ field, reason }) => ({ field: columnOf(field), reason }));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    }
  }
  const inWire = problemsIn(outcomeShape, wire).map(({ field, reason }) => ({ field: columnOf(field), reason }));
  return [...errors, ...inWire.filter(({ field }) => !errors.some((error) => error.field === field))];
}

/** Said without what stands there: it may be personal data, in whichever of the two columns it was put. */
const ITEM_FAULTS: Readonly<Record<string, RowError>> = {
  reference: { field: 'item_reference', reason: NO_REFERENCE_REASON },
  scheme: { field: 'item_scheme', reason: `has to be one of ${ITEM_SCHEMES.join(', ')}` },
};

/** What a row says the item is known by; both columns or neither. */
function itemIn(cell: (column: Column) => string, errors: RowError[]): Pick<OutcomeRow, 'item'> {
  const wire = { reference: cell('item_reference'), scheme: cell('item_scheme') };
  if (wire.reference === '' && wire.scheme === '') return {};
  const misread = problemsIn(itemReferenceShape, wire).map(({ field }) => field);
  if (!isReference(wire.reference) && !misread.includes('reference')) misread.push('reference');
  const faults = misread.flatMap((field) => ITEM_FAULTS[field] ?? []);
  errors.push(...faults);
  return faults.length === 0 ? { item: fromWire(itemReferenceShape, wire) } : {};
}

/** The row whose saving this one carries on, where it is named by its reference; its outcome gets the id that it has unless it tells of an item. */
function carriesOnIn(
  given: string,
  collaboration: CollaborationId | undefined,
  wire: Wire,
  errors: RowError[],
): Pick<OutcomeRow, 'carriesOn'> {
  if (given === '' || parseUuid(given.toLowerCase()) !== undefined) return {};
  delete wire['carriedFrom'];
  if (given.trim() === '' || given.length > REFERENCE_LENGTH)
    errors.push({
      field: 'carried_from',
      reason: 'has to be the id of an outcome, or the reference of an earlier row',
    });
  if (collaboration === undefined || wire['kind'] !== 'saving') return {};
  wire['carriedFrom'] = outcomeIdFor(commandIdFor(collaboration, 'outcome', given));
  return { carriesOn: given };
}

function wireOf(kind: string, cell: (column: Column) => string, read: ReadCell): Wire {
  const wire: Wire = {
    attribution: read('attribution', parseAttribution(cell('attribution'))),
    kind,
    leadForce: cell('lead_force'),
    occurredOn: cell('occurred_on'),
    unit: cell('unit'),
  };
  if (cell('operation') !== '') wire['operation'] = cell('operation');
  switch (kind) {
    case 'arrest':
      return Object.assign(wire, { role: cell('role'), offenceGroup: cell('offence_group') });
    case 'property-recovered':
      return Object.assign(wire, {
        itemType: cell('item_type'),
        amountPence: read('amount_gbp', parsePence(cell('amount_gbp'))),
        valuationBasis: cell('valuation_basis'),
        returnedToOwner: read('returned_to_owner', parseYesNo(cell('returned_to_owner'))),
      });
    case 'drugs-seizure':
      return Object.assign(wire, { substances: substancesOf(cell, read) });
    case 'asset':
      return Object.assign(wire, {
        assetType: cell('asset_type'),
        route: cell('route'),
        stage: cell('stage'),
        amountPence: read('amount_gbp', parsePence(cell('amount_gbp'))),
        ...foreignIn(cell, read),
      });
    case 'saving':
      return Object.assign(wire, savingOf(cell, read));
    case 'cost':
      return Object.assign(wire, costOf(cell, read));
    default:
      return Object.assign(wire, { measure: cell('measure'), amount: read('amount', parseCount(cell('amount'))) });
  }
}

function parseYesNo(given: string): Parsed<boolean> {
  if (given === 'yes') return { ok: true, value: true };
  return given === 'no' ? { ok: true, value: false } : { ok: false, reason: `"${given}" has to be yes or no` };
}

const ATTRIBUTION = /^(direct|key|agreed):(.+)$/;
const FORMS = 'direct:<force>, key:<key> or agreed:<force>=<weight>;<force>=<weight>';

/** Reads `direct:west-yorkshire`, `key:population-mid-2010` or `agreed:humberside=1;outside=2` into the attribution's JSON form. */
function parseAttribution(given: string): Parsed<Wire> {
  const match = ATTRIBUTION.exec(given);
  const [, basis, rest = ''] = match ?? [];
  if (basis === 'direct') return { ok: true, value: { basis, force: rest } };
  if (basis === 'key') return { ok: true, value: { basis, key: rest } };
  if (basis !== 'agreed')
    return { ok: false, reason: `"${given}" has to be ${FORMS}; for a non-member use ${OUTSIDE}` };
  const weights = parseWeights(rest, 'force');
  return weights.ok
    ? { ok: true, value: { basis, weights: weights.value } }
    : { ok: false, reason: `${weights.reason}; for a non-member use ${OUTSIDE}` };
}
