import type { RecountAnswer, RecountQuestion } from '../../../projections/recount.js';
import { parseSlug, type CollaborationId, type MeasureId, slugWords } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusal-words.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { answerJson } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { recountFor } from '../../ledger/recount.js';
import { formatAmount, formatPeriod } from '../../web/formatting.js';
import { A_POINT, A_SLUG, optional, required, requiredPeriod, type Options } from '../../web/options.js';
import { tableText, type ExitCode, type Terminal } from '../../web/terminal.js';
import { parseRules, RULES_FORMS } from './read-recount.js';

/** `tallystick recount`: as text or JSON. 1 when it is refused. */
export async function recountCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const asAt = optional(options, 'asAt', parseAsAt, A_POINT);
  const answer = await recountFor(ledger, questionFrom(options), asAt);
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  terminal.out(options['json'] === true ? answerJson(answer.value, 2) : recountText(answer.value));
  return 0;
}

function questionFrom(options: Options): RecountQuestion {
  return {
    collaboration: required(options, 'collaboration', parseSlug<CollaborationId>, A_SLUG),
    measure: required(options, 'measure', parseSlug<MeasureId>, slugWords('arrests')),
    ...requiredPeriod(options),
    rules: required(options, 'rules', parseRules, RULES_FORMS),
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
    ...(undecided === 0 ? [] : ['', `Outcomes that could not be decided again, and are left out: ${undecided}.`]),
  ].join('\n');
}
