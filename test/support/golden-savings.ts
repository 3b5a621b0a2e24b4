import type { CollaborationId, PersonId } from '../../src/domain/identifiers.js';
import type { Executed } from '../../src/ledger/execute.js';
import { day, id } from './given-when-then.js';
import type { LedgerInMemory } from './ledgers.js';
import { outcomeOf, recorderOf, type Recorder } from './recording.js';

/** The golden ledger's savings that were held against one another: one that is validated, one that carries it on, and one that claims it again as new. */
export async function validateSavings(
  ledger: LedgerInMemory,
  { record }: Recorder,
  joint: CollaborationId,
): Promise<void> {
  const validator = recorderOf(ledger, id<PersonId>('m-jones'));
  const saving = {
    kind: 'saving',
    unit: id<never>('rart'),
    leadForce: id<never>('west-yorkshire'),
    attribution: { basis: 'direct', force: id<never>('west-yorkshire') },
    budgetLine: id('vehicle-hire'),
    nature: 'cash-releasing',
    grossPence: 1_200_000n,
    investmentPence: 0n,
    recurrence: { is: 'one-off' },
    evidence: [{ label: id('invoice'), sha256: 'ef'.repeat(32) }],
    baseline: { amountPence: 5_000_000n, basis: id('previous-year'), on: day('2013-03-31') },
  } as const;
  taken(await record(821, joint, { ...saving, occurredOn: day('2013-06-01') }));
  taken(await validator.find(822, outcomeOf(821), { finding: 'validated' }, 0));
  taken(await record(823, joint, { ...saving, occurredOn: day('2014-06-01'), carriedFrom: outcomeOf(821) }));
  taken(await validator.find(824, outcomeOf(823), { finding: 'validated' }, 0));
  taken(await record(825, joint, { ...saving, occurredOn: day('2014-07-01') }));
  const again = await validator.find(826, outcomeOf(825), { finding: 'validated' }, 0);
  if (again.ok) throw new Error('The golden ledger validates what was claimed already.');
  taken(await validator.find(827, outcomeOf(825), { finding: 'queried', reason: 'amount-in-doubt' }, 0));
}

function taken(done: Executed): void {
  if (!done.ok) throw new Error(`The golden saving is refused: ${done.refusal.code}`);
}
