import { civilDate } from '../../domain/civil-date.js';
import { MODELS, nameShape } from '../../domain/collaboration/events.js';
import {
  slug,
  type CollaborationId,
  type ForceId,
  type FunctionId,
  type KeyId,
  type RegionId,
  type UnitId,
} from '../../domain/identifiers.js';
import { amount, flag, list, mapOf, object, oneOf, type Described } from '../../domain/shape.js';

const until = { to: civilDate() };

/** What a unit was called, and who led it, after it was opened; each in order of days. */
const whatMayBeSaidOfUnits = {
  ...until,
  function: slug<FunctionId>(),
  lead: slug<ForceId>(),
  moved: list(object({ from: civilDate(), lead: slug<ForceId>() }, { approvedOn: civilDate() })),
  renamed: list(object({ from: civilDate(), name: nameShape })),
};

/** A file of regions, forces and collaborations: who belongs to what from when to when, and the keys by which they share. */
export const collaborationsFileShape = object({
  regions: list(object({ id: slug<RegionId>(), name: nameShape })),
  forces: list(object({ id: slug<ForceId>(), name: nameShape, region: slug<RegionId>() })),
  collaborations: list(
    object({
      id: slug<CollaborationId>(),
      name: nameShape,
      model: oneOf(...MODELS),
      /** With a function: who takes part in that, and not in the whole. */
      members: list(object({ force: slug<ForceId>(), from: civilDate() }, { ...until, function: slug<FunctionId>() })),
      units: list(object({ id: slug<UnitId>(), name: nameShape, from: civilDate() }, whatMayBeSaidOfUnits)),
      keys: list(
        object(
          { id: slug<KeyId>(), basis: slug(), from: civilDate(), weights: mapOf(slug<ForceId>(), amount(0n)) },
          { assumed: flag() },
        ),
      ),
    }),
  ),
});

export type CollaborationsFile = Described<typeof collaborationsFileShape>;
export type CollaborationInFile = CollaborationsFile['collaborations'][number];
