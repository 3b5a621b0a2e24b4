import { stageShape, type AssetStage } from '../../domain/outcome/asset-stages.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { problemsIn } from '../../ledger/codec/problems-in.js';
import { isRecord } from '../../web/fits.js';
import { malformed } from '../../web/problems.js';

export const stageSchema = schemaOf(stageShape);

/** The first follows the cash that the outcomes' own example seizes. */
export const STAGE_EXAMPLES = {
  'cash detained by a court': {
    stage: 'detained',
    occurredOn: '2010-03-06',
    amountPence: 1250000,
    reference: { document: 'detention-order', dated: '2010-03-06' },
  },
};

/** Reads the body of a request that says which stage an asset reached; every fault is named at once (400 malformed-request). */
export function readStage(body: unknown): AssetStage {
  if (!isRecord(body)) throw malformed({ field: '', reason: 'the body has to be an object' });
  const faults = problemsIn(stageShape, body);
  if (faults.length > 0) throw malformed(...faults.map(({ field, reason }) => ({ field, reason })));
  return fromWire(stageShape, body);
}
