import { parseSlug, type CollaborationId, type UnitId, slugWords } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusal-words.js';
import { comparisonFor } from '../../ledger/answer-comparison.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { answerJson } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { A_POINT, A_SLUG, optional, required, requiredPeriod, type Options } from '../../web/options.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { comparisonText } from './comparison-text.js';

/** `tallystick comparison`: as text or JSON. 1 when it is refused. */
export async function comparisonCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const collaboration = required(options, 'collaboration', parseSlug<CollaborationId>, A_SLUG);
  const period = requiredPeriod(options);
  const unit = optional(options, 'unit', parseSlug<UnitId>, slugWords('rart'));
  const asAt = optional(options, 'asAt', parseAsAt, A_POINT);
  const question = { collaboration, ...(unit !== undefined && { unit }), ...period };
  const answer = await comparisonFor(ledger, question, asAt);
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  terminal.out(options['json'] === true ? answerJson(answer.value, 2) : comparisonText(answer.value));
  return 0;
}
