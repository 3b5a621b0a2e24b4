import type { CollaborationId, PersonId } from '../../src/domain/identifiers.js';
import type { Executed } from '../../src/ledger/execute.js';
import { day, id } from './given-when-then.js';
import type { LedgerInMemory } from './ledgers.js';
import { outcomeOf, recorderOf, type Recorder } from './recording.js';

/** The golden ledger's link of an arrest that was validated: the other one is validated in its place, and it comes back claimed. */
export async function linkWhatWasValidated(
  ledger: LedgerInMemory,
  { record, link, unlink }: Recorder,
  joint: CollaborationId,
): Promise<void> {
  const validator = recorderOf(ledger, id<PersonId>('m-jones'));
  const arrest = {
    kind: 'arrest',
    role: 'facilitated',
    unit: id<never>('rrpt'),
    offenceGroup: id('theft'),
    leadForce: id<never>('west-yorkshire'),
    occurredOn: day('2010-08-01'),
    attribution: { basis: 'direct', force: id<never>('west-yorkshire') },
  } as const;
  for (const command of [801, 802]) taken(await record(command, joint, arrest));
  taken(await validator.find(803, outcomeOf(801), { finding: 'validated' }, 0));
  taken(await link(804, outcomeOf(801), outcomeOf(802)));
  taken(await validator.find(805, outcomeOf(802), { finding: 'validated' }, 1));
  taken(await unlink(806, outcomeOf(801)));
}

function taken(done: Executed): void {
  if (!done.ok) throw new Error(`The golden link is refused: ${done.refusal.code}`);
}
