import { IsOptional } from 'class-validator';
import { civilDate } from '../../domain/civil-date.js';
import { slug } from '../../domain/identifiers.js';
import { ASSET_ROUTES, ASSET_STAGES } from '../../domain/outcome/asset-stages.js';
import {
  ARREST_ROLES,
  ASSET_TYPES,
  ITEM_TYPES,
  OUTCOME_KINDS,
  VALUATION_BASES,
  type OutcomeKind,
} from '../../domain/outcome/events.js';
import { amount, flag, oneOf } from '../../domain/shape.js';
import { Fits } from '../../web/fits.js';
import { IsListOf, IsObjectOf } from '../../web/nested.js';
import { malformed } from '../../web/problems.js';
import type { Inside, RequestClass } from '../../web/valid-request.js';
import { BaselineRequest, CostRequest, recurrenceClass, SavingRequest } from './saving-requests.js';
import { attributionClass, EvidenceRequest, ForeignRequest, ItemRequest, SubstanceRequest } from './outcome-parts.js';

class ArrestRequest {
  @Fits(oneOf('arrest')) kind: unknown;
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @Fits(slug('rart')) unit: unknown;
  @Fits(civilDate()) occurredOn: unknown;
  @Fits(slug()) leadForce: unknown;
  @IsObjectOf() attribution: unknown;
  @IsOptional() @Fits(slug('north-road')) operation: unknown;
  @IsOptional() @IsListOf() evidence: unknown;
  @IsOptional() @Fits(flag()) illustrative: unknown;
  @IsOptional() @IsObjectOf() item: unknown;
  @Fits(oneOf(...ARREST_ROLES)) role: unknown;
  @Fits(slug('drugs')) offenceGroup: unknown;
}

class PropertyRecoveredRequest {
  @Fits(oneOf('property-recovered')) kind: unknown;
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @Fits(slug('rart')) unit: unknown;
  @Fits(civilDate()) occurredOn: unknown;
  @Fits(slug()) leadForce: unknown;
  @IsObjectOf() attribution: unknown;
  @IsOptional() @Fits(slug('north-road')) operation: unknown;
  @IsOptional() @IsListOf() evidence: unknown;
  @IsOptional() @Fits(flag()) illustrative: unknown;
  @IsOptional() @IsObjectOf() item: unknown;
  @Fits(oneOf(...ITEM_TYPES)) itemType: unknown;
  @Fits(amount(0n)) amountPence: unknown;
  @Fits(oneOf(...VALUATION_BASES)) valuationBasis: unknown;
  @Fits(flag()) returnedToOwner: unknown;
}

class DrugsSeizureRequest {
  @Fits(oneOf('drugs-seizure')) kind: unknown;
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @Fits(slug('rart')) unit: unknown;
  @Fits(civilDate()) occurredOn: unknown;
  @Fits(slug()) leadForce: unknown;
  @IsObjectOf() attribution: unknown;
  @IsOptional() @Fits(slug('north-road')) operation: unknown;
  @IsOptional() @IsListOf() evidence: unknown;
  @IsOptional() @Fits(flag()) illustrative: unknown;
  @IsOptional() @IsObjectOf() item: unknown;
  @IsListOf() substances: unknown;
}

class AssetRequest {
  @Fits(oneOf('asset')) kind: unknown;
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @Fits(slug('rart')) unit: unknown;
  @Fits(civilDate()) occurredOn: unknown;
  @Fits(slug()) leadForce: unknown;
  @IsObjectOf() attribution: unknown;
  @IsOptional() @Fits(slug('north-road')) operation: unknown;
  @IsOptional() @IsListOf() evidence: unknown;
  @IsOptional() @Fits(flag()) illustrative: unknown;
  @IsOptional() @IsObjectOf() item: unknown;
  @Fits(oneOf(...ASSET_TYPES)) assetType: unknown;
  @Fits(oneOf(...ASSET_ROUTES)) route: unknown;
  @Fits(oneOf(...ASSET_STAGES)) stage: unknown;
  @Fits(amount(0n)) amountPence: unknown;
  @IsOptional() @IsObjectOf() foreign: unknown;
}

class CountedItemRequest {
  @Fits(oneOf('counted-item')) kind: unknown;
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @Fits(slug('rart')) unit: unknown;
  @Fits(civilDate()) occurredOn: unknown;
  @Fits(slug()) leadForce: unknown;
  @IsObjectOf() attribution: unknown;
  @IsOptional() @Fits(slug('north-road')) operation: unknown;
  @IsOptional() @IsListOf() evidence: unknown;
  @IsOptional() @Fits(flag()) illustrative: unknown;
  @IsOptional() @IsObjectOf() item: unknown;
  @Fits(slug('people-safeguarded')) measure: unknown;
  @Fits(amount(0n)) amount: unknown;
}

const CLASSES: Readonly<Record<OutcomeKind, RequestClass>> = {
  arrest: ArrestRequest,
  'property-recovered': PropertyRecoveredRequest,
  'drugs-seizure': DrugsSeizureRequest,
  asset: AssetRequest,
  'counted-item': CountedItemRequest,
  saving: SavingRequest,
  cost: CostRequest,
};

/** The class that a request to record an outcome is held to, by its kind. */
export function outcomeClass(kind: unknown): RequestClass {
  const known = OUTCOME_KINDS.find((name) => name === kind);
  if (known !== undefined) return CLASSES[known];
  throw malformed({ field: 'kind', reason: `has to be one of ${OUTCOME_KINDS.join(', ')}` });
}

/** The classes of what such a request holds. */
export const INSIDE_AN_OUTCOME: Readonly<Record<string, Inside>> = {
  attribution: attributionClass,
  substances: () => SubstanceRequest,
  recurrence: recurrenceClass,
  baseline: () => BaselineRequest,
  evidence: () => EvidenceRequest,
  foreign: () => ForeignRequest,
  item: () => ItemRequest,
};
