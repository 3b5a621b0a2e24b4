import { parseSlug, type CollaborationId, slugWords } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusal-words.js';
import { Unreadable } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { AWAITED, validationQueue } from '../../ledger/validation-queue.js';
import { outcomeHeadline, recordedAmounts } from '../../web/outcome-words.js';
import { tableText, type ExitCode, type Terminal } from '../../web/terminal.js';

const SHOWN = 50;

/** `tallystick validation-queue`: what waits to be validated or audited, oldest first, with the revision that a finding has to name, what stands against it and who may not. 1 when refused. */
export async function validationQueueCommand(
  ledger: Ledger,
  options: Readonly<Record<string, string | true>>,
  terminal: Terminal,
): Promise<ExitCode> {
  const { collaboration: given, waitsFor: asked = 'validated' } = options;
  const waitsFor = AWAITED.find((finding) => finding === asked);
  if (waitsFor === undefined) throw new Unreadable('--waits-for', `has to be one of ${AWAITED.join(', ')}`);
  const collaboration = typeof given === 'string' ? parseSlug<CollaborationId>(given) : undefined;
  if (collaboration === undefined)
    throw new Unreadable('--collaboration', `has to be ${slugWords('yorkshire-and-the-humber-joint-working')}`);
  const question = { collaboration, waitsFor, limit: SHOWN };
  let answer = await validationQueue(ledger, question);
  // An answer ends where the figures went on, or after many that do not wait: the way to the first that does is gone to its end.
  while (answer.ok && answer.value.rows.length === 0 && answer.value.next !== undefined)
    answer = await validationQueue(ledger, { ...question, after: answer.value.next });
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  const rows = answer.value.rows.flatMap(({ id, revision, outcome, against, notBy }) =>
    outcome.status === 'unrecorded'
      ? []
      : [
          [
            id,
            String(revision),
            outcome.details.occurredOn,
            outcomeHeadline(outcome.details),
            recordedAmounts(outcome.details).join(', '),
            against.map(({ code }) => code).join(', '),
            notBy.map(({ person }) => person).join(', '),
            outcome.status === 'recorded' ? outcome.labels.join(', ') : '',
          ],
        ],
  );
  const head = ['outcome', 'revision', 'occurred on', 'what', 'recorded', 'against', 'not by', 'labels'];
  terminal.out(rows.length === 0 ? `Nothing waits to be ${waitsFor}.` : tableText([head, ...rows], new Set([1])));
  if (answer.value.next !== undefined) terminal.say(`These are the oldest ${rows.length}; there may be more.`);
  return 0;
}
