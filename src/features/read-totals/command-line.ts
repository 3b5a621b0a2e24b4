import { VIEW_NAMES } from '../../../projections/views.js';
import { parseDimensions, parseViews, type TotalsQuestion } from '../../../projections/answers.js';
import { parseCivilDate } from '../../domain/civil-date.js';
import { yearStart } from '../../domain/financial-year.js';
import {
  GRADES,
  parseSlug,
  type CollaborationId,
  type ForceId,
  type MeasureId,
  type UnitId,
} from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusals.js';
import { totalsFor } from '../../ledger/answer-totals.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { answerJson, Unreadable } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { totalsText } from './totals-text.js';

type Options = Readonly<Record<string, string | true>>;

/** `tallystick totals`: as text or JSON. 1 when it is refused. */
export async function totalsCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const asAt = option(
    options,
    'asAt',
    '--as-at',
    parseAsAt,
    'an entry number, a moment such as 2026-11-22T10:00:00Z, or a date',
  );
  const answer = await totalsFor(ledger, questionFrom(options), asAt);
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  terminal.out(options['json'] === true ? answerJson(answer.value, 2) : totalsText(answer.value));
  return 0;
}

function questionFrom(options: Options): TotalsQuestion {
  const slug = <T extends string>(name: string): T | undefined =>
    option(options, name, `--${name}`, parseSlug<T>, 'a slug such as west-yorkshire');
  const by = option(
    options,
    'by',
    '--by',
    parseDimensions,
    'some of measure, force, unit, grade, month, joined by commas',
  );
  const measure = option(options, 'measure', '--measure', parseMeasures, 'measures joined by commas');
  const collaboration = slug<CollaborationId>('collaboration');
  const force = slug<ForceId>('force');
  const unit = slug<UnitId>('unit');
  const grade = option(
    options,
    'grade',
    '--grade',
    (given) => GRADES.find((each) => each === given),
    `one of ${GRADES.join(', ')}`,
  );
  const from = option(options, 'from', '--from', parseCivilDate, 'a date such as 2010-03-04');
  const to = option(options, 'to', '--to', parseCivilDate, 'a date such as 2010-03-04');
  return {
    by: by ?? ['measure'],
    ...(collaboration !== undefined && { collaboration }),
    ...(measure !== undefined && { measure }),
    ...(force !== undefined && { force }),
    ...(unit !== undefined && { unit }),
    ...(grade !== undefined && { grade }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...viewFrom(options),
  };
}

function viewFrom(options: Options): Pick<TotalsQuestion, 'view' | 'baseYear'> {
  const view = option(options, 'view', '--view', parseViews, `any of ${VIEW_NAMES.join(', ')}, joined by commas`);
  const isYear = (given: string) => (yearStart(given) === undefined ? undefined : given);
  const baseYear = option(options, 'baseYear', '--base-year', isYear, 'a financial year such as 2010-11');
  if (view === undefined && baseYear === undefined) return {};
  if (view === undefined) throw new Unreadable('--view', 'is missing; --base-year is for a view');
  if (baseYear === undefined) throw new Unreadable('--base-year', 'is missing; a view looks on a financial year');
  return { view, baseYear };
}

function parseMeasures(given: string): readonly MeasureId[] | undefined {
  const measures = given.split(',').map((each) => parseSlug<MeasureId>(each));
  const known = measures.filter((each) => each !== undefined);
  return known.length === measures.length ? known : undefined;
}

function option<T>(
  options: Options,
  name: string,
  flag: string,
  parse: (given: string) => T | undefined,
  what: string,
): T | undefined {
  const given = options[name];
  if (typeof given !== 'string') return undefined;
  const value = parse(given);
  if (value === undefined) throw new Unreadable(flag, `has to be ${what}`);
  return value;
}
