import { checked, failed, type Checked } from '../../domain/decision.js';
import { parseUuid, type CollaborationId, type OutcomeId } from '../../domain/identifiers.js';
import { commandIdFor, outcomeIdFor } from '../../ledger/commands.js';
import type { CommandStore } from '../../ledger/draft.js';
import { entryIdOf } from '../../ledger/execute.js';
import { decodeAll } from '../../ledger/stored-entry.js';
import { outcomeIdOf, outcomeStream } from '../../ledger/streams.js';

/**
 * The outcome that a cell names, by its id or by the reference under which it was imported. One that has an item is in the item's stream, which only the entry of its
 * own row tells. Refuses unknown-outcome, also for the id of an outcome of another collaboration: a row speaks for its own.
 */
export async function outcomeNamed(
  store: CommandStore,
  collaboration: CollaborationId,
  named: string,
): Promise<Checked<OutcomeId>> {
  const id = parseUuid<OutcomeId>(named.toLowerCase());
  if (id !== undefined) {
    const [first] = await store.readStream(outcomeStream(id));
    const [recorded] = first === undefined ? [] : decodeAll([first]);
    const event = recorded?.entry.event;
    const isOfIt = event !== undefined && 'collaboration' in event && event.collaboration === collaboration;
    return isOfIt ? checked(id) : failed({ code: 'unknown-outcome', outcome: id });
  }
  const recordedBy = commandIdFor(collaboration, 'outcome', named);
  const [recorded] = decodeAll(await store.readByIds([entryIdOf(recordedBy)]));
  const found = outcomeIdOf(recorded?.entry.stream ?? '');
  return found === undefined ? failed({ code: 'unknown-outcome', outcome: outcomeIdFor(recordedBy) }) : checked(found);
}
