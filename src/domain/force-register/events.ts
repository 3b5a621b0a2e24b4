import { nameShape } from '../collaboration/events.js';
import { slug, type ForceId, type RegionId } from '../identifiers.js';
import { object, type Described } from '../shape.js';

export const forceRegisterEvents = {
  RegionRegistered: object({ name: nameShape, region: slug<RegionId>() }),
  ForceRegistered: object({ force: slug<ForceId>(), name: nameShape, region: slug<RegionId>() }),
};

export type RegionRegistered = { readonly type: 'RegionRegistered' } & Described<
  typeof forceRegisterEvents.RegionRegistered
>;
export type ForceRegistered = { readonly type: 'ForceRegistered' } & Described<
  typeof forceRegisterEvents.ForceRegistered
>;
export type ForceRegisterEvent = RegionRegistered | ForceRegistered;
