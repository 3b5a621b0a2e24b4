import type { ProgrammesQuestion } from '../../../projections/programme-answer.js';
import { parseSlug, type CollaborationId, type Slug } from '../../domain/identifiers.js';
import { STATUSES } from '../../domain/programme/programme.js';
import { refusalReason } from '../../domain/refusals.js';
import { programmesFor } from '../../ledger/answer-programmes.js';
import { parseAsAt, type AsAt } from '../../ledger/as-at.js';
import { answerJson, Unreadable } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { programmesText } from './programmes-text.js';

type Options = Readonly<Record<string, string | true>>;

/** `tallystick programmes`: as text or JSON. 1 when it is refused. */
export async function programmesCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const answer = await programmesFor(ledger, questionIn(options), asAtOption(options));
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  if (options['json'] === true) {
    terminal.out(answerJson(answer.value, 2));
    return 0;
  }
  const collaborations = await ledger.agreements.collaborations();
  const names = new Map<string, string>(collaborations.map(({ id, name }) => [id, name]));
  terminal.out(programmesText(answer.value, (id) => names.get(id) ?? id));
  return 0;
}

function questionIn(options: Options): ProgrammesQuestion {
  const collaboration = slugOption<CollaborationId>(options, 'collaboration');
  const area = slugOption<Slug>(options, 'area');
  const given = options['status'];
  const status = STATUSES.find((each) => each === given);
  if (given !== undefined && status === undefined)
    throw new Unreadable('--status', `has to be one of ${STATUSES.join(', ')}`);
  return {
    ...(collaboration !== undefined && { collaboration }),
    ...(area !== undefined && { area }),
    ...(status !== undefined && { status }),
  };
}

function slugOption<T extends string>(options: Options, name: string): T | undefined {
  const given = options[name];
  if (given === undefined) return undefined;
  const slug = typeof given === 'string' ? parseSlug<T>(given) : undefined;
  if (slug === undefined) throw new Unreadable(`--${name}`, 'has to be a slug');
  return slug;
}

function asAtOption(options: Options): AsAt | undefined {
  const given = options['asAt'];
  if (typeof given !== 'string') return undefined;
  const asAt = parseAsAt(given);
  if (asAt === undefined)
    throw new Unreadable('--as-at', 'has to be an entry number, a moment such as 2026-11-22T10:00:00Z, or a date');
  return asAt;
}
