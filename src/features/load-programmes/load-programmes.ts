import type { PersonId } from '../../domain/identifiers.js';
import type { ProgrammeFact } from '../../domain/programme/events.js';
import type { Refusal } from '../../domain/refusals.js';
import { COMMAND_OF } from '../../ledger/command-content.js';
import { commandIdOf, programmeContent } from '../../ledger/commands.js';
import type { Ledger } from '../../ledger/ledger.js';
import { recordProgrammeFact } from '../../ledger/programmes.js';
import { factsInFile } from './programmes-file.js';

/** What loading came to: how many facts were new, how many stood already, and what was refused. */
export interface Loaded {
  readonly recorded: number;
  readonly alreadyThere: number;
  readonly refused: readonly { readonly what: string; readonly refusal: Refusal }[];
}

/**
 * Loads programmes from JSON text, one entry for each fact. A fact is named by what it says, so that loading twice records nothing
 * twice; one that the ledger refuses is named and the others go on. Throws `Unreadable` for text that is no such file.
 */
export async function loadProgrammes(ledger: Ledger, text: string, actor: PersonId): Promise<Loaded> {
  const facts = factsInFile(text);
  ledger.agreements.refresh();
  let recorded = 0;
  const refused: Loaded['refused'][number][] = [];
  for (const fact of facts) {
    const done = await recordProgrammeFact(ledger, { id: commandIdOf(programmeContent(fact)), actor }, fact);
    if (!done.ok) refused.push({ what: wordsFor(fact), refusal: done.refusal });
    else if (done.receipt !== undefined && !done.receipt.isRepeat) recorded += 1;
  }
  return { recorded, alreadyThere: facts.length - recorded - refused.length, refused };
}

function wordsFor(fact: ProgrammeFact): string {
  const project = 'project' in fact ? ` ${fact.project}` : '';
  return `${COMMAND_OF[fact.type]}${project} of ${fact.collaboration}`;
}
