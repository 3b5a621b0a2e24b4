import type { Candidate } from '../../../projections/likely-duplicates.js';
import { parseCivilDate } from '../../domain/civil-date.js';
import { parseSlug, type CollaborationId } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusal-words.js';
import { claimsFor, type ClaimsAnswer, type ClaimsQuestion } from '../../ledger/answer-claims.js';
import { duplicatesFor, MOST_PAIRS, type DuplicatesAnswer } from '../../ledger/answer-duplicates.js';
import { parseAsAt, type AsAt } from '../../ledger/as-at.js';
import { answerJson } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { formatAmount } from '../../web/formatting.js';
import { A_DATE, A_POINT, A_SLUG, optional, required, type Options } from '../../web/options.js';
import { tableText, type ExitCode, type Terminal } from '../../web/terminal.js';
import { labelsToldOf, viewDuplicates } from './view-duplicates.js';

/** `tallystick claims`: as text or JSON. 1 when it is refused. */
export async function claimsCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const answer = await claimsFor(ledger, ...asked(options));
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  terminal.out(options['json'] === true ? answerJson(answer.value, 2) : claimsText(answer.value));
  return 0;
}

/** `tallystick likely-duplicates`: as text or JSON. 1 when it is refused. */
export async function duplicatesCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const limit = optional(options, 'limit', parseLimit, `a whole number from 1 to ${MOST_PAIRS}`);
  const answer = await duplicatesFor(ledger, ...asked(options), limit);
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  terminal.out(options['json'] === true ? answerJson(viewDuplicates(answer.value), 2) : duplicatesText(answer.value));
  return 0;
}

function asked(options: Options): readonly [ClaimsQuestion, AsAt | undefined] {
  const from = optional(options, 'from', parseCivilDate, A_DATE);
  const to = optional(options, 'to', parseCivilDate, A_DATE);
  const asAt = optional(options, 'asAt', parseAsAt, A_POINT);
  const collaboration = required(options, 'collaboration', parseSlug<CollaborationId>, A_SLUG);
  return [{ collaboration, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, asAt];
}

function claimsText({ asAt, labels, rows, notAdded = [] }: ClaimsAnswer): string {
  const head = ['measure', 'unit', 'claimed', 'credited', 'labels'];
  const lines = rows.flatMap(({ measure, measuredIn, claimed, distinct, byUnit, labels: said }) => [
    ...byUnit.map((row) => [
      measure,
      row.unit,
      formatAmount(row.claimed, measuredIn),
      formatAmount(row.credited, measuredIn),
      said.join(', '),
    ]),
    [measure, 'all units', formatAmount(claimed, measuredIn), '', said.join(', ')],
    [measure, 'the region, each item once', '', formatAmount(distinct, measuredIn), said.join(', ')],
  ]);
  const labelled = labels.length === 0 ? '' : `Figures here are ${labels.join(' and ').toUpperCase()}.\n`;
  const left = notAdded.length === 0 ? '' : `\nNot added up, and left out: ${notAdded.join(', ')}.`;
  return `As of entry ${asAt.entry}.\n${labelled}\n${tableText([head, ...lines], new Set([2, 3]))}${left}`;
}

function parseLimit(given: string): number | undefined {
  const limit = /^\d{1,4}$/.test(given) ? parseInt(given, 10) : 0;
  return limit >= 1 && limit <= MOST_PAIRS ? limit : undefined;
}

function duplicatesText({ asAt, pairs, leftOff }: DuplicatesAnswer): string {
  const nameOf = ({ id, details }: Candidate): string =>
    `${id} (${[details.unit, ...labelsToldOf(details)].join(', ')})`;
  const lines = pairs.map(
    ({ first, second, because }) => `${nameOf(second)} may be ${nameOf(first)}: ${because.join(', ')}`,
  );
  const more =
    leftOff === 0 ? [] : [`… and ${leftOff} more; --limit shows up to ${MOST_PAIRS}, --from and --to fewer days.`];
  return [`As of entry ${asAt.entry}. Likely duplicates: ${pairs.length}.`, ...lines, ...more].join('\n');
}
