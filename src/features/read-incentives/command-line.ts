import { parseSlug, type CollaborationId } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusal-words.js';
import { incentivesFor } from '../../ledger/answer-incentives.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { answerJson } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { A_POINT, A_SLUG, optional, required, requiredPeriod, type Options } from '../../web/options.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { incentivesText } from './incentives-text.js';

/** `tallystick incentive-receipts`: as text or JSON. 1 when it is refused. */
export async function incentivesCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const collaboration = required(options, 'collaboration', parseSlug<CollaborationId>, A_SLUG);
  const question = { collaboration, ...requiredPeriod(options) };
  const answer = await incentivesFor(ledger, question, optional(options, 'asAt', parseAsAt, A_POINT));
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  terminal.out(options['json'] === true ? answerJson(answer.value, 2) : incentivesText(answer.value));
  return 0;
}
