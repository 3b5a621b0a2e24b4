import { parseCivilDate } from '../../domain/civil-date.js';
import { parseSlug, type CollaborationId, type UnitId } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusals.js';
import { comparisonFor } from '../../ledger/answer-comparison.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { answerJson, Unreadable } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { comparisonText } from './comparison-text.js';

type Options = Readonly<Record<string, string | true>>;

/** `tallystick comparison`: as text or JSON. 1 when it is refused. */
export async function comparisonCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const collaboration = required(options, 'collaboration', parseSlug<CollaborationId>, 'a slug');
  const [from, to] = [
    required(options, 'from', parseCivilDate, 'a date such as 2010-03-04'),
    required(options, 'to', parseCivilDate, 'a date such as 2010-03-04'),
  ];
  if (to <= from) throw new Unreadable('--to', 'is the day after the last, so it has to be later than --from');
  const unit = optional(options, 'unit', '--unit', parseSlug<UnitId>, 'a slug such as rart');
  const asAt = optional(options, 'asAt', '--as-at', parseAsAt, 'an entry number, a moment in UTC, or a date');
  const question = { collaboration, ...(unit !== undefined && { unit }), from, to };
  const answer = await comparisonFor(ledger, question, asAt);
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  terminal.out(options['json'] === true ? answerJson(answer.value, 2) : comparisonText(answer.value));
  return 0;
}

type Parse<T> = (given: string) => T | undefined;

function required<T>(options: Options, name: string, parse: Parse<T>, what: string): T {
  const value = optional(options, name, `--${name}`, parse, what);
  if (value === undefined) throw new Unreadable(`--${name}`, `is missing; it is ${what}`);
  return value;
}

function optional<T>(options: Options, name: string, flag: string, parse: Parse<T>, what: string): T | undefined {
  const given = options[name];
  if (typeof given !== 'string') return undefined;
  const value = parse(given);
  if (value === undefined) throw new Unreadable(flag, `has to be ${what}`);
  return value;
}
