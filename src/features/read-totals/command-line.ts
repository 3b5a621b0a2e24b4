import { readView } from '../../../projections/views.js';
import { parseDimensions, type TotalsQuestion } from '../../../projections/answers.js';
import { parseCivilDate } from '../../domain/civil-date.js';
import {
  GRADES,
  parseSlug,
  type CollaborationId,
  type ForceId,
  type MeasureId,
  type UnitId,
} from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusal-words.js';
import { totalsFor } from '../../ledger/answer-totals.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { answerJson } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { A_DATE, A_POINT, A_SLUG, optional, readFrom, type Options } from '../../web/options.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { totalsText } from './totals-text.js';

/** `tallystick totals`: as text or JSON. 1 when it is refused. */
export async function totalsCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const asAt = optional(options, 'asAt', parseAsAt, A_POINT);
  const answer = await totalsFor(ledger, questionFrom(options), asAt);
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  terminal.out(options['json'] === true ? answerJson(answer.value, 2) : totalsText(answer.value));
  return 0;
}

function questionFrom(options: Options): TotalsQuestion {
  const slug = <T extends string>(name: string): T | undefined => optional(options, name, parseSlug<T>, A_SLUG);
  const by = optional(options, 'by', parseDimensions, 'some of measure, force, unit, grade, month, joined by commas');
  const measure = optional(options, 'measure', parseMeasures, 'measures joined by commas');
  const collaboration = slug<CollaborationId>('collaboration');
  const force = slug<ForceId>('force');
  const unit = slug<UnitId>('unit');
  const parseGrade = (given: string) => GRADES.find((each) => each === given);
  const grade = optional(options, 'grade', parseGrade, `one of ${GRADES.join(', ')}`);
  const from = optional(options, 'from', parseCivilDate, A_DATE);
  const to = optional(options, 'to', parseCivilDate, A_DATE);
  return {
    by: by ?? ['measure'],
    ...(collaboration !== undefined && { collaboration }),
    ...(measure !== undefined && { measure }),
    ...(force !== undefined && { force }),
    ...(unit !== undefined && { unit }),
    ...(grade !== undefined && { grade }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...readFrom(readView(options['view'], options['baseYear'])),
  };
}

function parseMeasures(given: string): readonly MeasureId[] | undefined {
  const measures = given.split(',').map((each) => parseSlug<MeasureId>(each));
  const known = measures.filter((each) => each !== undefined);
  return known.length === measures.length ? known : undefined;
}
