import { parseCivilDate } from '../../domain/civil-date.js';
import { parseSlug, type CollaborationId } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusals.js';
import { claimsFor, type ClaimsAnswer, type ClaimsQuestion } from '../../ledger/answer-claims.js';
import { duplicatesFor, type DuplicatesAnswer } from '../../ledger/answer-duplicates.js';
import { parseAsAt, type AsAt } from '../../ledger/as-at.js';
import { answerJson, Unreadable } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { formatAmount } from '../../web/formatting.js';
import { tableText, type ExitCode, type Terminal } from '../../web/terminal.js';
import { viewDuplicates } from './view-duplicates.js';

type Options = Readonly<Record<string, string | true>>;

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
  const answer = await duplicatesFor(ledger, ...asked(options));
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  terminal.out(options['json'] === true ? answerJson(viewDuplicates(answer.value), 2) : duplicatesText(answer.value));
  return 0;
}

function asked(options: Options): readonly [ClaimsQuestion, AsAt | undefined] {
  const from = option(options, 'from', '--from', parseCivilDate, 'a date such as 2010-03-04');
  const to = option(options, 'to', '--to', parseCivilDate, 'a date such as 2010-03-04');
  const asAt = option(options, 'asAt', '--as-at', parseAsAt, 'an entry number, a moment or a date');
  const collaboration = option(options, 'collaboration', '--collaboration', parseSlug<CollaborationId>, 'a slug');
  if (collaboration === undefined) throw new Unreadable('--collaboration', 'is missing');
  return [{ collaboration, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, asAt];
}

function claimsText({ asAt, rows }: ClaimsAnswer): string {
  const head = ['measure', 'unit', 'claimed', 'credited'];
  const lines = rows.flatMap(({ measure, measuredIn, claimed, distinct, byUnit }) => [
    ...byUnit.map((row) => [
      measure,
      row.unit,
      formatAmount(row.claimed, measuredIn),
      formatAmount(row.credited, measuredIn),
    ]),
    [measure, 'all units', formatAmount(claimed, measuredIn), ''],
    [measure, 'the region, each item once', '', formatAmount(distinct, measuredIn)],
  ]);
  return `As of entry ${asAt.entry}.\n\n${tableText([head, ...lines], new Set([2, 3]))}`;
}

function duplicatesText({ asAt, pairs }: DuplicatesAnswer): string {
  const lines = pairs.map(
    ({ first, second, because }) =>
      `${second.id} (${second.details.unit}) may be ${first.id} (${first.details.unit}): ${because.join(', ')}`,
  );
  return `As of entry ${asAt.entry}: ${pairs.length} likely duplicates.\n${lines.join('\n')}`;
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
