import { stageShape } from '../../domain/outcome/asset-stages.js';
import type { CorrectAssetStage } from '../../domain/outcome/correct-asset-stage.js';
import { CORRECTION_REASONS } from '../../domain/outcome/events.js';
import { object, oneOf, wholeNumber, type ObjectNode } from '../../domain/shape.js';
import { schemaOf, type Schema } from '../../domain/shape-schema.js';
import { problemsIn } from '../../ledger/codec/problems-in.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { isRecord } from '../../web/fits.js';
import { malformed } from '../../web/problems.js';

const whichAndWhy = { number: wholeNumber(1), reason: oneOf(...CORRECTION_REASONS) };
const takenAway = object(whichAndWhy);
const putRight = object({ ...whichAndWhy, stage: stageShape });

export const stageCorrectionSchema: Schema = {
  ...schemaOf(putRight),
  properties: propertiesOf(putRight),
};

export const STAGE_CORRECTION_EXAMPLES = {
  'another amount': {
    number: 1,
    reason: 'keying-error',
    stage: { stage: 'detained', occurredOn: '2010-03-06', amountPence: 1200000 },
  },
  'it never was': { number: 1, reason: 'keying-error', stage: null },
};

/**
 * Reads the body of a correction of a stage (400 malformed-request): the stage that it is instead, whole, or `null` when it never was. To leave it out would be
 * ambiguous, so it is refused.
 */
export function readStageCorrection(body: unknown): Omit<CorrectAssetStage, 'outcomeId'> {
  if (!isRecord(body)) throw malformed({ field: '', reason: 'the body has to be an object' });
  const { stage, ...rest } = body;
  const isTakenAway = stage === null;
  const [shape, given] = isTakenAway ? [takenAway, rest] : [putRight, body];
  const faults = problemsIn(shape, given);
  const untold = { field: 'stage', reason: 'is missing; it has to be the stage as it was, or null where it never was' };
  if (faults.length > 0)
    throw malformed(
      ...faults.map(({ field, reason }) => (field === 'stage' && stage === undefined ? untold : { field, reason })),
    );
  return isTakenAway ? fromWire(takenAway, rest) : fromWire(putRight, body);
}

function propertiesOf({ fields }: ObjectNode): Readonly<Record<string, Schema>> {
  const { stage, ...others } = fields;
  const plain = Object.entries(others).map(([name, field]) => [name, schemaOf(field)] as const);
  const nullable = stage === undefined ? {} : { stage: { anyOf: [schemaOf(stage), { type: 'null' }] } };
  return { ...Object.fromEntries(plain), ...nullable };
}
