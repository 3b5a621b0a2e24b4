import type { RecountAnswer, RecountQuestion } from '../../../projections/recount.js';
import { parseCivilDate } from '../../domain/civil-date.js';
import { parseSlug, type CollaborationId, type MeasureId } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusals.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { answerJson, Unreadable } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { recountFor } from '../../ledger/recount.js';
import { formatAmount, formatPeriod } from '../../web/formatting.js';
import { tableText, type ExitCode, type Terminal } from '../../web/terminal.js';
import { parseRules, RULES_FORMS } from './read-recount.js';

type Options = Readonly<Record<string, string | true>>;

/** `tallystick recount`: as text or JSON. 1 when it is refused. */
export async function recountCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const point = options['asAt'];
  const asAt = point === undefined ? undefined : needed(options, 'asAt', parseAsAt, 'an entry, a moment or a date');
  const answer = await recountFor(ledger, questionFrom(options), asAt);
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  terminal.out(options['json'] === true ? answerJson(answer.value, 2) : recountText(answer.value));
  return 0;
}

function questionFrom(options: Options): RecountQuestion {
  const [slug, date] = ['a slug such as arrests', 'a date such as 2010-03-04'];
  const [from, to] = [needed(options, 'from', parseCivilDate, date), needed(options, 'to', parseCivilDate, date)];
  if (to <= from) throw new Unreadable('--to', 'is the day after the last, so it has to be later than --from');
  return {
    collaboration: needed(options, 'collaboration', parseSlug<CollaborationId>, slug),
    measure: needed(options, 'measure', parseSlug<MeasureId>, slug),
    from,
    to,
    rules: needed(options, 'rules', parseRules, RULES_FORMS),
  };
}

/** A recount for a terminal: what is posted, and a line for each version. */
function recountText({ query, measuredIn, posted, recounts, difference, undecided }: RecountAnswer): string {
  const amount = (of: bigint): string => formatAmount(of, measuredIn);
  const under = posted.rules.map(({ version }) => version).join(', ');
  const rows = [
    ['posted', under, amount(posted.amount), '', posted.labels.join(', ')],
    ...recounts.map((each) => [
      ...['RECOUNTED, not in the ledger', `${each.version}`, amount(each.amount)],
      ...[amount(each.difference), each.labels.join(', ')],
    ]),
  ];
  return [
    `${query.measure}, ${query.collaboration}, ${formatPeriod(query)}`,
    '',
    tableText([['', 'rule version', 'amount', 'more than posted', 'labels'], ...rows], new Set([2, 3])),
    ...(difference === null ? [] : ['', `The second version less the first: ${amount(difference)}.`]),
    ...(undecided === 0 ? [] : ['', `${undecided} outcomes could not be decided again and are left out.`]),
  ].join('\n');
}

function needed<T>(options: Options, name: string, parse: (given: string) => T | undefined, what: string): T {
  const given = options[name];
  const value = typeof given === 'string' ? parse(given) : undefined;
  if (value === undefined) throw new Unreadable(`--${name}`, `has to be ${what}`);
  return value;
}
