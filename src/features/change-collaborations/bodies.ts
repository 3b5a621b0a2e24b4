import { civilDate } from '../../domain/civil-date.js';
import { MODELS, nameShape } from '../../domain/collaboration/events.js';
import { forceRegisterEvents } from '../../domain/force-register/events.js';
import {
  slug,
  type CollaborationId,
  type ForceId,
  type FunctionId,
  type KeyId,
  type UnitId,
} from '../../domain/identifiers.js';
import { amount, flag, mapOf, object, oneOf, type Described, type ObjectNode, type Shape } from '../../domain/shape.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { isRecord } from '../../web/fits.js';
import { checkShape } from '../../web/request-of-shape.js';

const { RegionRegistered, ForceRegistered } = forceRegisterEvents;
const foundingShape = object({ id: slug<CollaborationId>(), model: oneOf(...MODELS), name: nameShape });
const joiningShape = object({ force: slug<ForceId>(), from: civilDate() }, { function: slug<FunctionId>() });
const departureShape = object({ to: civilDate() }, { function: slug<FunctionId>() });
const openingShape = object(
  { from: civilDate(), name: nameShape, unit: slug<UnitId>() },
  { function: slug<FunctionId>(), leadForce: slug<ForceId>() },
);
const namingShape = object({ from: civilDate(), name: nameShape });
const moveShape = object({ from: civilDate(), leadForce: slug<ForceId>() }, { approvedOn: civilDate() });
const closureShape = object({ to: civilDate() });
const keyShape = object({
  assumed: flag(),
  basis: slug(),
  from: civilDate(),
  key: slug<KeyId>(),
  weights: mapOf(slug<ForceId>(), amount(0n)),
});

/** A key is not assumed unless it says so. */
const keySentShape = { ...keyShape, optional: ['assumed'] };

/** What may be sent to each route, as JSON Schema. */
export const schemas = {
  region: schemaOf(RegionRegistered),
  force: schemaOf(ForceRegistered),
  founding: schemaOf(foundingShape),
  joining: schemaOf(joiningShape),
  departure: schemaOf(departureShape),
  opening: schemaOf(openingShape),
  naming: schemaOf(namingShape),
  move: schemaOf(moveShape),
  closure: schemaOf(closureShape),
  key: schemaOf(keySentShape),
};

export const JOINING_EXAMPLES = {
  'the whole': { force: 'north-yorkshire', from: '2017-01-01' },
  'one function': { force: 'west-yorkshire', function: 'forensics', from: '2014-03-01' },
  'another function': { force: 'cleveland', function: 'special-operations', from: '2017-01-01' },
};

const reader =
  <S extends Shape<object> & ObjectNode>(shape: S, sent: ObjectNode = shape, unlessTold: object = {}) =>
  (body: unknown): Described<S> => {
    checkShape(sent, body);
    return fromWire(shape, { ...unlessTold, ...(isRecord(body) ? body : {}) }) as Described<S>;
  };

/** Reads each body (400 malformed-request). */
export const bodies = {
  region: reader(RegionRegistered),
  force: reader(ForceRegistered),
  founding: reader(foundingShape),
  joining: reader(joiningShape),
  departure: reader(departureShape),
  opening: reader(openingShape),
  naming: reader(namingShape),
  move: reader(moveShape),
  closure: reader(closureShape),
  key: reader(keyShape, keySentShape, { assumed: false }),
};
