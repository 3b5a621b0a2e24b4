import type { ForceId, UnitId } from '../../src/domain/identifiers.js';
import { day, id } from './given-when-then.js';
import { goldenLedger, JOINT } from './golden-ledger.js';
import { exportOf } from './ledgers.js';
import { recorderOf } from './recording.js';

/** An export of the golden ledger with so many arrests more, each a stream of its own. */
export async function longExport(arrests: number): Promise<string> {
  const ledger = await goldenLedger();
  const { record } = recorderOf(ledger);
  const [leadForce, unit] = [id<ForceId>('west-yorkshire'), id<UnitId>('rrpt')];
  const attribution = { basis: 'direct', force: leadForce } as const;
  const offenceGroup = id('drugs-supply');
  const arrest = { kind: 'arrest', unit, leadForce, offenceGroup, role: 'made', attribution } as const;
  for (let command = 1_000; command < 1_000 + arrests; command += 1)
    await record(command, JOINT, { ...arrest, occurredOn: day('2010-03-04') });
  return exportOf(ledger.store);
}
