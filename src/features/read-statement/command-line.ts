import { readView } from '../../../projections/views.js';
import { parseSlug, type CollaborationId } from '../../domain/identifiers.js';
import type { Period } from '../../domain/civil-date.js';
import { refusalReason } from '../../domain/refusal-words.js';
import { statementFor } from '../../ledger/answer-statement.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { answerJson, Unreadable } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { lastDayOf } from '../../web/formatting.js';
import { namesIn } from '../../web/names.js';
import { A_POINT, A_SLUG, optional, readFrom, requiredPeriod, type Options } from '../../web/options.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { statementCsv, statementText } from './statement-text.js';

/** `tallystick statement`: as text, JSON or CSV. 1 when it is refused. */
export async function statementCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const period = requiredPeriod(options);
  const named = optional(options, 'collaboration', parseSlug<CollaborationId>, A_SLUG);
  const collaboration = named ?? (await chosenCollaboration(ledger, period));
  const view = readFrom(readView(options['view'], options['baseYear']));
  const question = { collaboration, period, ...(view !== undefined && { view }) };
  const answer = await statementFor(ledger, question, optional(options, 'asAt', parseAsAt, A_POINT));
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

/** Where none was named: the only one there is, or the only one of which figures were published for just that period. */
async function chosenCollaboration(ledger: Ledger, period: Period): Promise<CollaborationId> {
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
