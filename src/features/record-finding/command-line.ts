import { parseUuid, type OutcomeId, type PersonId } from '../../domain/identifiers.js';
import { EVENT_OF } from '../../domain/outcome/make-finding.js';
import { refusalReason } from '../../domain/refusal-words.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { commandIdOf, findingContent } from '../../ledger/commands.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { readFinding } from './finding-body.js';
import { RecordFinding, RecordFindingHandler } from './record-finding.js';

/** What the words after `tallystick finding` say, as they were typed. */
export interface FindingWords {
  readonly outcome: string;
  readonly finding: string;
  readonly reason: string | undefined;
  readonly revision: string;
  readonly as: PersonId;
}

/** `tallystick finding OUTCOME FINDING --revision N`: 0 when it is recorded or was before, 1 when it is refused. */
export async function findingCommand(ledger: Ledger, words: FindingWords, terminal: Terminal): Promise<ExitCode> {
  const outcomeId = parseUuid<OutcomeId>(words.outcome.toLowerCase());
  if (outcomeId === undefined) throw new Unreadable('outcome', 'has to be the id of an outcome, a UUID');
  if (!/^\d{1,9}$/.test(words.revision)) throw new Unreadable('--revision', 'has to be one revision, such as 0');
  const revision = parseInt(words.revision, 10);
  const { finding, reason } = words;
  const made = readFinding({ finding, ...(reason !== undefined && { reason }) });
  const content = findingContent(outcomeId, EVENT_OF[made.finding], reason, revision);
  const sender = { id: commandIdOf(`${words.as}\n${content}`), actor: words.as };
  const done = await new RecordFindingHandler(ledger).execute(new RecordFinding(sender, outcomeId, made, revision));
  if (!done.ok) {
    terminal.say(`Refused: ${refusalReason(done.refusal)} (${done.refusal.code}).`);
    return 1;
  }
  const { receipt } = done;
  const before = receipt?.isRepeat === true ? ' before' : '';
  terminal.out(`${outcomeId}: ${finding}${before}; it is now at revision ${receipt?.revision ?? revision}.`);
  return 0;
}
