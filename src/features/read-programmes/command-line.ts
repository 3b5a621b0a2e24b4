import type { ProgrammesQuestion } from '../../../projections/programme-answer.js';
import { parseSlug, type CollaborationId, type Slug } from '../../domain/identifiers.js';
import { STATUSES } from '../../domain/programme/programme.js';
import { refusalReason } from '../../domain/refusal-words.js';
import { programmesFor } from '../../ledger/answer-programmes.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { answerJson } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { A_POINT, A_SLUG, optional, type Options } from '../../web/options.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { programmesText } from './programmes-text.js';

/** `tallystick programmes`: as text or JSON. 1 when it is refused. */
export async function programmesCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const answer = await programmesFor(ledger, questionIn(options), optional(options, 'asAt', parseAsAt, A_POINT));
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
  const collaboration = optional(options, 'collaboration', parseSlug<CollaborationId>, A_SLUG);
  const area = optional(options, 'area', parseSlug<Slug>, A_SLUG);
  const parseStatus = (given: string) => STATUSES.find((each) => each === given);
  const status = optional(options, 'status', parseStatus, `one of ${STATUSES.join(', ')}`);
  return {
    ...(collaboration !== undefined && { collaboration }),
    ...(area !== undefined && { area }),
    ...(status !== undefined && { status }),
  };
}
