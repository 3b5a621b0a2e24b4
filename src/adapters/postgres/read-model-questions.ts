import type { QueryArrayConfig } from 'pg';
import { isWholeMonths, monthOf } from '../../domain/civil-date.js';
import type { CollaborationId, FigureId } from '../../domain/identifiers.js';
import type { Checkpoint, OutcomesQuery, TotalsQuery } from '../../ledger/read-model.js';
import { ON_THEIR_OWN_DAY } from '../../../projections/outcome-list.js';
import { DIMENSIONS, toRow, type Dimension, type Total, type TotalRow } from '../../../projections/totals.js';
import { LIVE } from './read-model-schema.js';
import { LISTED, type ListedColumns } from './read-model-writing.js';

type Value = string | number;

/**
 * Statements have names, so that each connection prepares them once. There is one for each set of filters and dimensions; so many are
 * kept, and who asks for yet another pays for its planning but not for ever with memory.
 */
const NAMES_KEPT = 100;
const names = new Map<string, string>();

/** Takes a value for a statement and gives the text that stands for it there. */
type Bind = (value: Value) => string;

function statement(build: (bind: Bind) => string): QueryArrayConfig {
  const values: Value[] = [];
  const text = build((value) => `$${values.push(value)}`);
  if (!names.has(text) && names.size < NAMES_KEPT) names.set(text, `read-model-${names.size}`);
  const name = names.get(text);
  return { text, values, rowMode: 'array', ...(name !== undefined && { name }) };
}

/** Each condition whose value is there. */
function where(...conditions: readonly (string | undefined)[]): string {
  const wanted = conditions.filter((condition) => condition !== undefined);
  return wanted.length === 0 ? '' : `WHERE ${wanted.join(' AND ')}`;
}

export const CHECKPOINT = 'checkpoint.entry, checkpoint.known_at, checkpoint.stopped_because';

export type CheckpointAnswer = [entry: number, knownAt: string | null, stoppedBecause: string | null];

/** Reads the checkpoint that an answer begins with. */
export function checkpointFrom(answer: readonly [...CheckpointAnswer, ...unknown[]] | undefined): Checkpoint {
  if (answer === undefined) throw new Error('The read model has lost its checkpoint; run `tallystick rebuild`.');
  const [entry, knownAt, stoppedBecause] = answer;
  return { entry, knownAt: knownAt ?? undefined, ...(stoppedBecause !== null && { stoppedBecause }) };
}

export const checkpointStatement = statement(() => `SELECT ${CHECKPOINT} FROM ${LIVE}.checkpoint`);
export const versionStatement = statement(() => `SELECT version FROM ${LIVE}.checkpoint`);

/** The answer to `totalsStatement`: the checkpoint, and all rows as one text, which is null without any. */
export type TotalsAnswer = [...CheckpointAnswer, rows: string | null];

/**
 * One statement, so that the rows and the checkpoint are of one moment; and one value, because rows and columns cost more than all that
 * is in them. Each set of labels is a line of its own: to gather labels there would be a second sum over the first.
 */
export function totalsStatement(query: TotalsQuery): QueryArrayConfig {
  const { from, to } = query;
  if (!isWholeMonths(from, to)) throw new RangeError('Totals at rest are of whole months.');
  const places = placesOf(query).join(', ');
  return statement(
    (bind) => `
      SELECT ${CHECKPOINT}, (SELECT string_agg(concat_ws('|', ${places}, labels, amount), E'\n') FROM (
        SELECT ${places}, labels, sum(amount) AS amount FROM ${sourceOf(query, bind)}
        ${where(
          query.collaboration && `collaboration = ${bind(query.collaboration)}`,
          query.sums ? undefined : query.measures && isAnyOf(bind, 'measure', query.measures),
          from && `month >= ${bind(monthOf(from))}`,
          to && `month < ${bind(monthOf(to))}`,
          query.force && `force = ${bind(query.force)}`,
          query.unit && `unit = ${bind(query.unit)}`,
          query.grade && `grade = ${bind(query.grade)}`,
        )}
        GROUP BY ${places}, labels ORDER BY ${places}, labels
      ) AS lines) FROM ${LIVE}.checkpoint`,
  );
}

function placesOf({ by }: TotalsQuery): readonly ('collaboration' | Dimension)[] {
  return ['collaboration', 'measure', ...DIMENSIONS.filter((name) => name !== 'measure' && by.includes(name))];
}

/** Reads the rows of an answer to a question; lines that differ in labels only are one row. No identifier, month or sum holds a `|`. */
export function totalRowsFrom(query: TotalsQuery, lines: string | null): readonly TotalRow[] {
  if (lines === null) return [];
  const places = placesOf(query);
  const rows: { readonly at: readonly string[]; readonly place: string; labels: string; amount: bigint }[] = [];
  for (const line of lines.split('\n')) {
    const amountAt = line.lastIndexOf('|');
    const labelsAt = line.lastIndexOf('|', amountAt - 1);
    const place = line.slice(0, labelsAt);
    const labels = line.slice(labelsAt + 1, amountAt);
    const amount = BigInt(line.slice(amountAt + 1));
    const last = rows.at(-1);
    if (last?.place !== place) rows.push({ at: place.split('|'), place, labels, amount });
    else {
      last.labels += `;${labels}`;
      last.amount += amount;
    }
  }
  return rows.map(({ at, labels, amount }) => {
    const named = Object.fromEntries(places.map((name, i) => [name, at[i]]));
    return toRow(named as Omit<Total, 'labels' | 'amount'>, query.by, labels, amount); // brands of checked entries, on their way back
  });
}

/** The totals; where sums are asked for, each total as often as it is a part of what was asked, under the name of that. */
function sourceOf({ measures, sums }: TotalsQuery, bind: Bind): string {
  if (sums === undefined) return `${LIVE}.totals`;
  const asked = [
    ...(measures ?? []).map((measure) => ({ measure, part: measure })),
    ...sums.flatMap(({ measure, of }) => of.map((part) => ({ measure, part }))),
  ];
  const names = bindList(
    bind,
    asked.map(({ measure }) => measure),
  );
  const parts = bindList(
    bind,
    asked.map(({ part }) => part),
  );
  return `(
    SELECT collaboration, name COLLATE "C" AS measure, month, force, unit, grade, labels, amount
    FROM unnest(${names}, ${parts}) AS asked (name, part) JOIN ${LIVE}.totals ON measure = part
  ) AS counted`;
}

/** A plan for one value is better than one for any number. */
function isAnyOf(bind: Bind, column: string, items: readonly string[]): string {
  const [only] = items;
  return only !== undefined && items.length === 1
    ? `${column} = ${bind(only)}`
    : `${column} = ANY (${bindList(bind, items)})`;
}

function bindList(bind: Bind, items: readonly string[]): string {
  return `string_to_array(${bind(items.join('\n'))}, E'\\n')`;
}

/** The answer to `outcomesStatement`: the checkpoint and then an outcome, which is null without any. */
export type OutcomeAnswer = [...CheckpointAnswer, ListedColumns[0] | null, ...Tail<ListedColumns>];
type Tail<T> = T extends [unknown, ...infer Rest] ? Rest : never;

export function outcomesStatement(query: OutcomesQuery): QueryArrayConfig {
  return statement(
    (bind) => `
      SELECT ${CHECKPOINT}, rows.* FROM ${LIVE}.checkpoint LEFT JOIN (
        SELECT ${LISTED} FROM ${LIVE}.outcomes
        ${where(
          query.collaboration && `collaboration = ${bind(query.collaboration)}`,
          query.after === undefined ? undefined : `first_entry > ${bind(query.after)}`,
          query.kind && `kind = ${bind(query.kind)}`,
          // Asked so rarely that it has no column: the state is canonical JSON, in which a slug stands as it is.
          query.operation && `position(${bind(`"operation":"${query.operation}"`)} in state) > 0`,
          query.force && `${bind(query.force)} = ANY (forces)`,
          ...(query.measures === undefined ? isOf(query, bind) : isBehind(query, query.measures, bind)),
        )}
        ORDER BY first_entry LIMIT ${bind(query.limit)}
      ) AS rows ON true ORDER BY rows.first_entry`,
  );
}

/** Of the unit that told it or of one that claims it too, which only the state names, and of its own day. */
function isOf({ unit, from, to }: OutcomesQuery, bind: Bind): readonly (string | undefined)[] {
  return [
    unit && `(unit = ${bind(unit)} OR position(${bind(`"unit":"${unit}"`)} in state) > 0)`,
    from && `occurred_on >= ${bind(from)}`,
    to && `occurred_on < ${bind(to)}`,
  ];
}

/**
 * With one posting that is all of what is asked for, as `postingsBehind` says. Rows hold no postings of their own, so that writing them costs nothing: the state is taken
 * apart, of those outcomes alone that post the measure.
 */
function isBehind(
  { unit, force, from, to }: OutcomesQuery,
  measures: readonly string[],
  bind: Bind,
): readonly (string | undefined)[] {
  const list = bindList(bind, measures);
  const isPart = [
    `posting ->> 'measure' = ANY (${list})`,
    force && `posting ->> 'force' = ${bind(force)}`,
    unit && `posting ->> 'unit' = ${bind(unit)}`,
    from && `posting ->> 'occurredOn' >= ${bind(from)} COLLATE "C"`,
    to && `posting ->> 'occurredOn' < ${bind(to)} COLLATE "C"`,
  ];
  // What happened on another day is not taken apart at all, where its kind posts on no other.
  const mayBeIn = (isIn: string): string => `(${isIn} OR kind <> ALL (${bindList(bind, ON_THEIR_OWN_DAY)}))`;
  const isWhole = [force, unit, from, to].every((part) => part === undefined);
  const postings = `json_array_elements(state::json -> 'postings') AS posting`;
  return [
    `measures && ${list}`,
    from && mayBeIn(`occurred_on >= ${bind(from)}`),
    to && mayBeIn(`occurred_on < ${bind(to)}`),
    isWhole ? undefined : `EXISTS (SELECT FROM ${postings} ${where(...isPart)})`,
  ];
}

export type FigureAnswer = [id: FigureId, entry: number, figure: string];

/** In entry order. */
export function figuresStatement(collaboration: CollaborationId): QueryArrayConfig {
  return statement(
    (bind) =>
      `SELECT id, entry, figure FROM ${LIVE}.figures WHERE collaboration = ${bind(collaboration)} ORDER BY entry`,
  );
}
