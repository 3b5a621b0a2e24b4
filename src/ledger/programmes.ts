import { refuse } from '../domain/decision.js';
import type { CollaborationId } from '../domain/identifiers.js';
import { decideProgramme } from '../domain/programme/decide-programme.js';
import type { ProgrammeFact } from '../domain/programme/events.js';
import { emptyProgramme, evolveProgramme, type Programme } from '../domain/programme/programme.js';
import { programmeContent } from './commands.js';
import { execute, type Command, type Executed } from './execute.js';
import type { Ledger } from './ledger.js';
import { decodeAll } from './stored-entry.js';
import { isProgrammeEvent, programmeAggregate, programmeStream } from './streams.js';

/**
 * Records a fact about a programme. There is no receipt when it stood already. Refuses unknown-collaboration and what the fact's own
 * decision refuses.
 */
export async function recordProgrammeFact(
  ledger: Ledger,
  sender: Pick<Command, 'id' | 'actor'>,
  fact: ProgrammeFact,
): Promise<Executed> {
  const { collaboration } = fact;
  const context = await ledger.agreements.contextFor(collaboration, ledger.now());
  const command = { ...sender, content: programmeContent(fact) };
  return execute(ledger, programmeAggregate(collaboration), command, (programme) =>
    context === undefined
      ? refuse({ code: 'unknown-collaboration', collaboration })
      : decideProgramme(fact, programme, context),
  );
}

/** The projects of one collaboration with the number of the last entry about them; -1 when there is none. */
export interface ProgrammeOnRecord {
  readonly collaboration: CollaborationId;
  readonly programme: Programme;
  readonly lastEntry: number;
}

/** Programmes as the ledger knew them at an entry, in order of their collaborations: of one, or of all. */
export async function programmesAt(
  { store }: Pick<Ledger, 'store'>,
  collaboration: CollaborationId | undefined,
  entry: number,
): Promise<readonly ProgrammeOnRecord[]> {
  const streams = collaboration === undefined ? await store.streamsOf('programme') : [programmeStream(collaboration)];
  const ids = streams.map((stream) => stream.slice('programme-'.length) as CollaborationId);
  return Promise.all(ids.map((id) => programmeAt(store, id, entry)));
}

async function programmeAt(
  store: Ledger['store'],
  collaboration: CollaborationId,
  entry: number,
): Promise<ProgrammeOnRecord> {
  const recorded = decodeAll(await store.readStream(programmeStream(collaboration)));
  const known = recorded.filter(({ number }) => number !== undefined && number <= entry);
  const programme = known.reduce(
    (folded, { entry: { event } }) => (isProgrammeEvent(event) ? evolveProgramme(folded, event) : folded),
    emptyProgramme,
  );
  return { collaboration, programme, lastEntry: known.at(-1)?.number ?? -1 };
}
