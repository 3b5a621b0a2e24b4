import { IsOptional } from 'class-validator';
import { civilDate } from '../../domain/civil-date.js';
import { collaborationEvents, MODELS, nameShape } from '../../domain/collaboration/events.js';
import {
  slug,
  type CollaborationId,
  type ForceId,
  type FunctionId,
  type KeyId,
  type UnitId,
} from '../../domain/identifiers.js';
import { amount, flag, mapOf, object, oneOf } from '../../domain/shape.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Fits, isRecord } from '../../web/fits.js';
import { checkRequest } from '../../web/valid-request.js';

const { fields } = collaborationEvents.KeyVersionSet;
const weights = fields['weights'] ?? mapOf(slug<ForceId>(), amount(0n));

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

class FoundingRequest {
  @Fits(slug()) id: unknown;
  @Fits(oneOf(...MODELS)) model: unknown;
  @Fits(nameShape) name: unknown;
}
class JoiningRequest {
  @Fits(slug()) force: unknown;
  @Fits(civilDate()) from: unknown;
  @IsOptional() @Fits(slug()) function: unknown;
}
class DepartureRequest {
  @Fits(civilDate()) to: unknown;
  @IsOptional() @Fits(slug()) function: unknown;
}
class OpeningRequest {
  @Fits(slug()) unit: unknown;
  @Fits(nameShape) name: unknown;
  @Fits(civilDate()) from: unknown;
  @IsOptional() @Fits(slug()) function: unknown;
  @IsOptional() @Fits(slug()) leadForce: unknown;
}
class NamingRequest {
  @Fits(civilDate()) from: unknown;
  @Fits(nameShape) name: unknown;
}
class MoveRequest {
  @Fits(civilDate()) from: unknown;
  @Fits(slug()) leadForce: unknown;
  @IsOptional() @Fits(civilDate()) approvedOn: unknown;
}
class ClosureRequest {
  @Fits(civilDate()) to: unknown;
}
class KeyRequest {
  @Fits(slug()) key: unknown;
  @Fits(slug()) basis: unknown;
  @Fits(civilDate()) from: unknown;
  @Fits(weights) weights: unknown;
  @IsOptional() @Fits(flag()) assumed: unknown;
}

/** What may be sent to each route, as JSON Schema. */
export const schemas = {
  founding: schemaOf(foundingShape),
  joining: schemaOf(joiningShape),
  departure: schemaOf(departureShape),
  opening: schemaOf(openingShape),
  naming: schemaOf(namingShape),
  move: schemaOf(moveShape),
  closure: schemaOf(closureShape),
  key: schemaOf({ ...keyShape, optional: ['assumed'] }),
};

export const JOINING_EXAMPLES = {
  'the whole': { force: 'north-yorkshire', from: '2017-01-01' },
  'one function': { force: 'west-yorkshire', function: 'forensics', from: '2014-03-01' },
  'another function': { force: 'cleveland', function: 'special-operations', from: '2017-01-01' },
};

const reader =
  <T>(request: new () => object, read: (body: unknown) => T) =>
  (body: unknown): T => {
    checkRequest(request, body);
    return read(body);
  };

/** Reads each body (400 malformed-request). A key is not assumed unless it says so. */
export const bodies = {
  founding: reader(FoundingRequest, (body) => fromWire(foundingShape, body)),
  joining: reader(JoiningRequest, (body) => fromWire(joiningShape, body)),
  departure: reader(DepartureRequest, (body) => fromWire(departureShape, body)),
  opening: reader(OpeningRequest, (body) => fromWire(openingShape, body)),
  naming: reader(NamingRequest, (body) => fromWire(namingShape, body)),
  move: reader(MoveRequest, (body) => fromWire(moveShape, body)),
  closure: reader(ClosureRequest, (body) => fromWire(closureShape, body)),
  key: reader(KeyRequest, (body) => fromWire(keyShape, { assumed: false, ...(isRecord(body) ? body : {}) })),
};
