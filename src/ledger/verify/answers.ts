import {
  answerStatement,
  answerTotals,
  parseDimensions,
  parseViews,
  type TotalsQuestion,
} from '../../../projections/answers.js';
import { answerComparison } from '../../../projections/comparison.js';
import { benefitsRealised } from '../../../projections/statement.js';
import { parseCivilDate, type Period } from '../../domain/civil-date.js';
import {
  GRADES,
  parseSlug,
  type CollaborationId,
  type ForceId,
  type MeasureId,
  type UnitId,
} from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusals.js';
import { advanceStanding, nothingKnown, type Standing } from '../as-at.js';
import type { Entry } from '../codec/entry-line.js';
import { answerJson, parseAnswer, Unreadable } from '../codec/json.js';
import { firstDifference } from './first-difference.js';

type Fields = Readonly<Record<string, unknown>>;

/** A saved answer of the service, and the standing that the entries so far give for its question. */
export interface SavedAnswer {
  readonly name: string;
  readonly json: Fields;
  readonly entry: number;
  readonly during: Partial<Period>;
  readonly standing: Standing;
  /** The same answer from a standing, or why there is none. */
  readonly derive: (standing: Standing) => object | string;
}

/** Reads a saved reply of `/totals`, `/comparisons` or `/statements/benefits-realised`. Throws `Unreadable` for anything else. */
export function readAnswer(name: string, text: string): SavedAnswer {
  const json = fieldsOf(parseAnswer(text), 'an answer is an object');
  const asAt = fieldsOf(
    json['asAt'],
    'an answer has "asAt"; is this a reply of /totals, /comparisons or /statements/benefits-realised?',
  );
  const entry = asAt['entry'];
  if (typeof entry !== 'number' || !Number.isSafeInteger(entry) || entry < -1)
    throw new Unreadable('asAt.entry', 'has to be an entry number');
  if ('comparisons' in json) {
    const query = fieldsOf(json['query'], 'an answer of /comparisons has "query"');
    return { name, json, entry, during: {}, standing: nothingKnown, derive: comparisonOf(query) };
  }
  const asked = 'lines' in json ? json : fieldsOf(json['query'], 'an answer of /totals has "query"');
  const derive = 'lines' in json ? statementOf(asked) : totalsOf(questionOf(asked));
  return { name, json, entry, during: periodOf(asked), standing: nothingKnown, derive };
}

/** Folds the next entries into what an answer is checked against; those after the entry it is as of do not count. */
export function advanceAnswer(answer: SavedAnswer, entries: readonly Entry[]): SavedAnswer {
  const counted = entries.slice(0, Math.max(0, answer.entry - answer.standing.entry));
  return counted.length === 0
    ? answer
    : { ...answer, standing: advanceStanding(answer.standing, counted, answer.during) };
}

/**
 * Compares a saved answer with what the entries up to the one that it is as of give. Gives the first difference in words, or
 * `undefined` when they agree.
 */
export function checkAnswer({ derive, json, standing }: SavedAnswer): string | undefined {
  const derived = derive(standing);
  if (typeof derived === 'string') return derived;
  // That the service could not count further is no figure: what it did count has to be right all the same.
  const { incompleteSince: _, ...figures } = json;
  return firstDifference(figures, parseAnswer(answerJson(asToldThen(figures, derived as Fields))));
}

/** An answer of before rules were named, or statements told grades, is right without them; one that tells them has to be right in them too. */
function asToldThen(saved: Fields, derived: Fields): object {
  const { rules: _, ...unnamed } = derived;
  const told = 'rules' in saved ? derived : unnamed;
  const lines = told['lines'];
  return Array.isArray(lines) ? { ...told, lines: linesAsToldThen(saved['lines'], lines as readonly Fields[]) } : told;
}

function linesAsToldThen(saved: unknown, derived: readonly Fields[]): readonly object[] {
  const told: readonly unknown[] = Array.isArray(saved) ? saved : [];
  return derived.map((line, i) => {
    const was = told[i];
    if (typeof was !== 'object' || was === null || 'byGrade' in was) return line;
    const { byGrade: _, ...withoutGrades } = line;
    return withoutGrades;
  });
}

function statementOf(json: Fields): SavedAnswer['derive'] {
  const collaboration = slugOf<CollaborationId>(json, 'collaboration');
  const { from, to } = periodOf(json);
  if (collaboration === undefined) throw new Unreadable('collaboration', 'a statement is of a collaboration');
  if (from === undefined || to === undefined) throw new Unreadable('from', 'a statement has "from" and "to"');
  return (standing) => {
    const totals = [...standing.totals.values()].filter((total) => total.collaboration === collaboration);
    const statement = benefitsRealised(collaboration, { from, to }, standing.catalogue, totals, standing.figures);
    return answerStatement(statement, asAtOf(standing));
  };
}

function comparisonOf(query: Fields): SavedAnswer['derive'] {
  const collaboration = slugOf<CollaborationId>(query, 'collaboration');
  const { from, to } = periodOf(query);
  if (collaboration === undefined) throw new Unreadable('query.collaboration', 'a comparison is of a collaboration');
  if (from === undefined || to === undefined) throw new Unreadable('query.from', 'a comparison has "from" and "to"');
  const question = { collaboration, ...defined('unit', slugOf<UnitId>(query, 'unit')), from, to };
  return (standing) => answerComparison(question, asAtOf(standing), standing.costs.values());
}

function totalsOf(question: TotalsQuestion): SavedAnswer['derive'] {
  return (standing) => {
    const answer = answerTotals(question, asAtOf(standing), standing.catalogue, standing.totals.values());
    return answer.ok ? answer.value : `would be refused: ${refusalReason(answer.refusal)}`;
  };
}

function asAtOf({ entry, knownAt }: Standing): { readonly entry: number; readonly knownAt: string | null } {
  return { entry, knownAt: knownAt ?? null };
}

function questionOf(query: Fields): TotalsQuestion {
  const by = parseDimensions(Array.isArray(query['by']) ? query['by'].join(',') : '');
  if (by === undefined) throw new Unreadable('query.by', 'has to be a list of dimensions');
  const { measure } = query;
  const measures = Array.isArray(measure)
    ? measure.map((each) => parseSlug<MeasureId>(String(each))).filter((each) => each !== undefined)
    : undefined;
  return {
    by,
    ...defined('collaboration', slugOf<CollaborationId>(query, 'collaboration')),
    ...defined('measure', measures),
    ...defined('force', slugOf<ForceId>(query, 'force')),
    ...defined('unit', slugOf<UnitId>(query, 'unit')),
    ...defined(
      'grade',
      GRADES.find((grade) => grade === query['grade']),
    ),
    ...periodOf(query),
    ...viewOf(query),
  };
}

function viewOf(query: Fields): Pick<TotalsQuestion, 'view' | 'baseYear'> {
  const { view, baseYear } = query;
  if (view === undefined) return {};
  const names = parseViews(Array.isArray(view) ? view.join(',') : '');
  if (names === undefined || typeof baseYear !== 'string')
    throw new Unreadable('query.view', 'has to be a list of views, with "baseYear"');
  return { view: names, baseYear };
}

function periodOf(fields: Fields): Partial<Period> {
  return { ...defined('from', dateOf(fields, 'from')), ...defined('to', dateOf(fields, 'to')) };
}

function dateOf(fields: Fields, name: string) {
  const given = fields[name];
  if (given === undefined) return undefined;
  const date = typeof given === 'string' ? parseCivilDate(given) : undefined;
  if (date === undefined) throw new Unreadable(name, 'has to be a date such as 2010-03-04');
  return date;
}

function slugOf<T extends string>(fields: Fields, name: string): T | undefined {
  const given = fields[name];
  return typeof given === 'string' ? parseSlug<T>(given) : undefined;
}

/** An object with the field, or without it where there is no value: an absent field is not the same as an undefined one. */
function defined<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]: V });
}

function fieldsOf(json: unknown, reason: string): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Unreadable('', reason);
  return json as Fields;
}
