import { parseCivilDate, type CivilDate } from '../../domain/civil-date.js';
import {
  parseSlug,
  type CollaborationId,
  type ForceId,
  type MeasureId,
  type UnitId,
  slugWords,
} from '../../domain/identifiers.js';
import { OUTCOME_KINDS, type OutcomeKind } from '../../domain/outcome/events.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { asGiven, askedIn } from '../../web/asked.js';
import { AS_AT_FORMS } from '../../web/query-fields.js';

/** Which outcomes are wanted; what is `undefined` lets everything through. The period is half-open. */
export interface Filter {
  readonly collaboration: CollaborationId | undefined;
  readonly kind: OutcomeKind | undefined;
  readonly measure: MeasureId | undefined;
  readonly force: ForceId | undefined;
  readonly unit: UnitId | undefined;
  readonly from: CivilDate | undefined;
  readonly to: CivilDate | undefined;
  /** As it was given; the answer says which entry it stands for. */
  readonly asAt: string | undefined;
  /** Only outcomes first recorded after this entry. */
  readonly after: number | undefined;
}

const ENTRY = /^\d{1,15}$/;

/**
 * Reads the query of a list's page. What cannot be read is refused (400 malformed-request): a list that is longer than asked for would be
 * taken for the figure's.
 */
export function readFilter(query: Readonly<Record<string, unknown>>): Filter {
  return askedIn(query, (read) => {
    const slug = <T extends string>(field: string) => read(field, parseSlug<T>, `has to be ${slugWords()}`);
    return {
      collaboration: slug<CollaborationId>('collaboration'),
      kind: read('kind', readKind, `has to be one of ${OUTCOME_KINDS.join(', ')}`),
      measure: slug<MeasureId>('measure'),
      force: slug<ForceId>('force'),
      unit: slug<UnitId>('unit'),
      from: read('from', parseCivilDate, 'has to be a real date such as 2009-01-01'),
      to: read('to', parseCivilDate, 'has to be a real date such as 2011-01-01'),
      asAt: read('asAt', asGiven(parseAsAt), `has to be ${AS_AT_FORMS}`),
      after: read('after', readEntry, 'has to be an entry number such as 1187'),
    };
  });
}

/** The address of a list's page; `changes` replaces parts of the filter. */
export function listAddress(filter: Filter, changes: Partial<Filter> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries<string | number | undefined>({ ...filter, ...changes })) {
    if (value !== undefined) query.set(name, value.toString());
  }
  return query.size === 0 ? '/outcomes' : `/outcomes?${query.toString()}`;
}

function readKind(given: string): OutcomeKind | undefined {
  return OUTCOME_KINDS.find((kind) => kind === given);
}

function readEntry(given: string): number | undefined {
  return ENTRY.test(given) ? parseInt(given, 10) : undefined;
}
