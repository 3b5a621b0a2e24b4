import type { ClientBase } from 'pg';
import type { FigureOnRecord } from '../../../projections/published-figures.js';
import type { ListedOutcome } from '../../../projections/outcome-list.js';
import type { Total } from '../../../projections/totals.js';
import { canonicalJson } from '../../ledger/codec/json.js';
import { decodeOutcomeState } from '../../ledger/codec/listed-outcome.js';
import type { OutcomeId } from '../../domain/identifiers.js';
import { NotTheLeader, type Advance, type OutcomeAtRest } from '../../ledger/read-model.js';

/**
 * The statement that applies an advance: one round trip, one commit. Nothing is written unless the checkpoint moves, and it moves only
 * from where the writer found it. Columns arrive as text joined by newlines, which slugs, numbers and canonical JSON never hold: taking
 * that apart is far cheaper than arrays of escaped text. A lone empty item makes an empty array, hence `coalesce`.
 */
const applyTo = (schema: string): string => `
  WITH moved AS (
    UPDATE ${schema}.checkpoint SET entry = $2, known_at = $3, stopped_because = $4
    WHERE entry = $1 AND NOT superseded RETURNING entry
  ), summed AS (
    INSERT INTO ${schema}.totals (collaboration, measure, month, force, unit, grade, labels, amount)
    SELECT collaboration, measure, month, force, unit, grade, coalesce(labels, ''), amount
    FROM unnest(${columns(5, 11)}, ${column(12)}::numeric[])
      AS given (collaboration, measure, month, force, unit, grade, labels, amount)
    WHERE EXISTS (SELECT FROM moved)
    ON CONFLICT (collaboration, measure, month, force, unit, grade, labels)
      DO UPDATE SET amount = totals.amount + excluded.amount
  ), listed AS (
    INSERT INTO ${schema}.outcomes
      (id, collaboration, kind, unit, occurred_on, first_entry, entry, revision, forces, measures, state)
    SELECT id, collaboration, kind, unit, occurred_on, first_entry, entry, revision,
      string_to_array(coalesce(forces, ''), ','), string_to_array(coalesce(measures, ''), ','), state
    FROM unnest(${column(13)}::uuid[], ${columns(14, 17)}, ${column(18)}::bigint[], ${column(19)}::bigint[],
        ${column(20)}::integer[], ${columns(21, 23)})
      AS given (id, collaboration, kind, unit, occurred_on, first_entry, entry, revision, forces, measures, state)
    WHERE EXISTS (SELECT FROM moved)
    ON CONFLICT (id) DO UPDATE SET collaboration = excluded.collaboration, kind = excluded.kind, unit = excluded.unit,
      occurred_on = excluded.occurred_on, entry = excluded.entry, revision = excluded.revision,
      forces = excluded.forces, measures = excluded.measures, state = excluded.state
  ), published AS (
    INSERT INTO ${schema}.figures (id, collaboration, entry, figure)
    SELECT * FROM unnest(${column(24)}::uuid[], ${column(25)}, ${column(26)}::bigint[], ${column(27)})
    WHERE EXISTS (SELECT FROM moved)
    ON CONFLICT (id) DO NOTHING
  ), disputed AS (
    -- The text is canonical JSON, in which a quotation mark of a source has a backslash before it: these words stand there once.
    UPDATE ${schema}.figures SET figure = replace(figure, '"disputed":' || NOT given.disputed, '"disputed":' || given.disputed)
    FROM unnest(${column(28)}::uuid[], ${column(29)}::boolean[]) AS given (id, disputed)
    WHERE figures.id = given.id AND EXISTS (SELECT FROM moved)
  )
  SELECT entry FROM moved`;

function column(parameter: number): string {
  return `string_to_array($${parameter}, E'\\n')`;
}

function columns(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, i) => column(first + i)).join(', ');
}

/** Applies an advance to the read model in `schema`, or throws `NotTheLeader`. */
export async function applyAdvance(client: ClientBase, schema: string, advance: Advance): Promise<void> {
  const { after, to } = advance;
  const { rowCount } = await client.query({
    name: `apply to ${schema}`,
    text: applyTo(schema),
    values: [
      after,
      to.entry,
      to.knownAt,
      to.stoppedBecause,
      ...totalColumns(advance.totals),
      ...outcomeColumns(advance.outcomes),
      ...figureColumns(advance.figures),
      [...advance.disputes.keys()].join('\n'),
      [...advance.disputes.values()].join('\n'),
    ],
  });
  if (rowCount !== 1)
    throw new NotTheLeader(`The figures are no longer at entry ${after}: another projector moved them.`);
}

const joined = <T>(rows: readonly T[], field: (row: T) => string | number | bigint): string =>
  rows.map(field).join('\n');

function totalColumns(totals: readonly Total[]): readonly string[] {
  return [
    joined(totals, (total) => total.collaboration),
    joined(totals, (total) => total.measure),
    joined(totals, (total) => total.month),
    joined(totals, (total) => total.force),
    joined(totals, (total) => total.unit),
    joined(totals, (total) => total.grade),
    joined(totals, (total) => total.labels),
    joined(totals, (total) => total.amount),
  ];
}

function outcomeColumns(listed: readonly OutcomeAtRest[]): readonly string[] {
  const rows = listed.flatMap(({ outcome, ...row }) => (outcome.status === 'unrecorded' ? [] : [{ ...row, outcome }]));
  const posted = rows.map(({ outcome }) => (outcome.status === 'recorded' ? outcome.postings : []));
  return [
    joined(rows, (row) => row.id),
    joined(rows, (row) => row.outcome.collaboration),
    joined(rows, (row) => row.outcome.details.kind),
    joined(rows, (row) => row.outcome.details.unit),
    joined(rows, (row) => row.outcome.details.occurredOn),
    joined(rows, (row) => row.firstEntry),
    joined(rows, (row) => row.entry),
    joined(rows, (row) => row.revision),
    joined(posted, (postings) => [...new Set(postings.map(({ force }) => force))].join(',')),
    joined(posted, (postings) => [...new Set(postings.map(({ measure }) => measure))].join(',')),
    joined(rows, (row) => row.state),
  ];
}

function figureColumns(figures: readonly FigureOnRecord[]): readonly string[] {
  return [
    joined(figures, ({ id }) => id),
    joined(figures, ({ figure }) => figure.collaboration),
    joined(figures, ({ entry }) => entry),
    joined(figures, ({ figure }) => canonicalJson(figure)),
  ];
}

/** The columns of an outcome's row, in the order of `ListedColumns`. */
export const LISTED = 'id, first_entry, entry, revision, state';
export type ListedColumns = [id: OutcomeId, firstEntry: number, entry: number, revision: number, state: string];

/** An outcome's row as it comes from the database. */
export function listedFrom([id, firstEntry, entry, revision, state]: ListedColumns): ListedOutcome {
  return { id, firstEntry, entry, revision, outcome: decodeOutcomeState(state) };
}

/** The rows of these outcomes as they stand in the read model in `schema`. */
export async function listedIn(
  client: Pick<ClientBase, 'query'>,
  schema: string,
  ids: readonly OutcomeId[],
): Promise<readonly ListedOutcome[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<ListedColumns>({
    name: `listed in ${schema}`,
    text: `SELECT ${LISTED} FROM ${schema}.outcomes WHERE id = ANY (${column(1)}::uuid[])`,
    values: [ids.join('\n')],
    rowMode: 'array',
  });
  return rows.map(listedFrom);
}
