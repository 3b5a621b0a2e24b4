import type {
  CollaborationId,
  CommandId,
  ForceId,
  FunctionId,
  KeyId,
  PersonId,
  UnitId,
} from '../../src/domain/identifiers.js';
import { carryOut, changes } from '../../src/ledger/agreement-changes.js';
import type { Executed } from '../../src/ledger/execute.js';
import { day, id, uuidEnding } from './given-when-then.js';
import type { LedgerInMemory } from './ledgers.js';
import { outcomeOf, type Recorder } from './recording.js';

const HUMBERSIDE = id<ForceId>('humberside');
const WEST = id<ForceId>('west-yorkshire');
const CLEVELAND = id<ForceId>('cleveland');
const asset = { kind: 'asset', assetType: 'cash', route: 'cash-forfeiture', stage: 'seized' } as const;
const byKey = { basis: 'key', key: id<KeyId>('population') } as const;

/** A force comes into one function, another leaves it, and the unit that serves it is called something else under another lead force. */
export async function changeAgreements(
  ledger: LedgerInMemory,
  { record }: Recorder,
  joint: CollaborationId,
): Promise<void> {
  const sender = (command: number) => ({ id: uuidEnding<CommandId>(command), actor: id<PersonId>('programme-team') });
  const science = id<FunctionId>('forensics');
  const unit = id<UnitId>('science');
  const joins = { collaboration: joint, function: science };
  const told = [
    changes.joinFunction({ ...joins, force: HUMBERSIDE, from: day('2014-03-01') }),
    changes.joinFunction({ ...joins, force: WEST, from: day('2014-03-01') }),
    changes.joinFunction({ ...joins, force: CLEVELAND, from: day('2018-01-01') }),
    changes.openUnit({ ...joins, unit, name: 'Scientific Support', from: day('2014-03-01'), leadForce: WEST }),
    changes.leaveFunction({ ...joins, force: WEST, to: day('2018-03-01') }),
    changes.renameUnit({ collaboration: joint, unit, name: 'Forensics', from: day('2017-12-01') }),
    changes.moveUnit({
      ...{ collaboration: joint, unit, leadForce: HUMBERSIDE },
      ...{ from: day('2018-03-01'), approvedOn: day('2018-04-03') },
    }),
  ];
  for (const [i, change] of told.entries()) {
    taken(await carryOut(ledger, sender(100 + i), change));
    ledger.clock.advance(1000);
  }
  const found = { ...asset, unit, leadForce: HUMBERSIDE, attribution: byKey };
  taken(await record(120, joint, { ...found, occurredOn: day('2018-02-28'), amountPence: 1_001n }));
  taken(await record(121, joint, { ...found, occurredOn: day('2018-03-01'), amountPence: 1_001n }));
}

/** Cash above and below a minimum that changed over time, and a correction that takes one below it. */
export async function countByRules({ record, correct }: Recorder, joint: CollaborationId): Promise<void> {
  const found = { ...asset, unit: id<UnitId>('rart'), leadForce: WEST, attribution: byKey };
  taken(await record(340, joint, { ...found, occurredOn: day('2005-12-31'), amountPence: 499_999n }));
  taken(await record(341, joint, { ...found, occurredOn: day('2006-01-01'), amountPence: 499_999n }));
  taken(await record(342, joint, { ...found, occurredOn: day('2006-01-01'), amountPence: 100_000n }));
  taken(await correct(343, outcomeOf(342), 'valuation-revised', { amountPence: 99_999 }, 0));
}

function taken(done: Executed): void {
  if (!done.ok) throw new Error(`The golden ledger is refused: ${done.refusal.code}`);
}
