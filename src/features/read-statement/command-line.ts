import { parseSlug, type CollaborationId } from '../../domain/identifiers.js';
import { parseCivilDate, type Period } from '../../domain/civil-date.js';
import { refusalReason } from '../../domain/refusals.js';
import { statementFor } from '../../ledger/answer-statement.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { answerJson, Unreadable } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { lastDayOf } from '../../web/formatting.js';
import { namesIn } from '../../web/names.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { statementCsv, statementText } from './statement-text.js';

type Options = Readonly<Record<string, string | true>>;

/** `tallystick statement`: as text, JSON or CSV. 1 when it is refused. */
export async function statementCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const [from, to] = [dateOption(options, 'from'), dateOption(options, 'to')];
  if (to <= from) throw new Unreadable('--to', 'is the day after the last, so it has to be later than --from');
  const collaboration = await chosenCollaboration(ledger, options['collaboration'], { from, to });
  const answer = await statementFor(ledger, { collaboration, period: { from, to } }, asAtOption(options));
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  terminal.out(await written(ledger, collaboration, answer.value, options));
  return 0;
}

async function written(
  ledger: Ledger,
  id: CollaborationId,
  statement: Parameters<typeof statementText>[0],
  options: Options,
): Promise<string> {
  if (options['json'] === true) return answerJson(statement, 2);
  if (options['csv'] === true) return statementCsv(statement).trimEnd();
  const collaboration = await ledger.agreements.collaboration(id);
  if (collaboration === undefined) return answerJson(statement, 2);
  const names = namesIn(collaboration, await ledger.agreements.register(), lastDayOf(statement));
  return statementText(statement, collaboration.name, names);
}

/** The one that was named, the only one there is, or the only one of which figures were published for just that period. */
async function chosenCollaboration(
  ledger: Ledger,
  given: string | true | undefined,
  period: Period,
): Promise<CollaborationId> {
  const named = typeof given === 'string' ? parseSlug<CollaborationId>(given) : undefined;
  if (named !== undefined) return named;
  if (given !== undefined) throw new Unreadable('--collaboration', 'has to be a slug');
  const [only, ...others] = await ledger.agreements.collaborations();
  if (only === undefined)
    throw new Unreadable('--collaboration', 'there is none yet; load one with "tallystick load-collaborations"');
  if (others.length === 0) return only.id;
  const published = await Promise.all([only, ...others].map(({ id }) => isPublished(ledger, id, period)));
  const [first, ...more] = [only, ...others].filter((_, i) => published[i]);
  if (first !== undefined && more.length === 0) return first.id;
  throw new Unreadable('--collaboration', `name one of ${[only, ...others].map(({ id }) => id).join(', ')}`);
}

async function isPublished(ledger: Ledger, id: CollaborationId, { from, to }: Period): Promise<boolean> {
  const figures = await ledger.model.figures(id);
  return figures.some(({ figure }) => figure.from === from && figure.to === to);
}

function dateOption(options: Options, name: string) {
  const given = options[name];
  const date = typeof given === 'string' ? parseCivilDate(given) : undefined;
  if (date === undefined) throw new Unreadable(`--${name}`, 'has to be a date such as 2010-03-04');
  return date;
}

function asAtOption(options: Options) {
  const given = options['asAt'];
  if (typeof given !== 'string') return undefined;
  const asAt = parseAsAt(given);
  if (asAt === undefined)
    throw new Unreadable('--as-at', 'has to be an entry number, a moment such as 2026-11-22T10:00:00Z, or a date');
  return asAt;
}
