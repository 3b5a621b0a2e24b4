import { Allow, IsOptional, ValidateBy } from 'class-validator';
import { civilDate } from '../../domain/civil-date.js';
import { slug } from '../../domain/identifiers.js';
import { currencyShape, rateShape } from '../../domain/outcome/asset-stages.js';
import { ITEM_SCHEMES, VALUATION_BASES } from '../../domain/outcome/events.js';
import { isReference, NO_REFERENCE_REASON } from '../../domain/outcome/item-reference.js';
import { QUANTITY_UNITS } from '../../domain/outcome/quantity.js';
import { amount, mapOf, oneOf, text } from '../../domain/shape.js';
import { Fits } from '../../web/fits.js';
import { IsQuantity } from '../../web/quantities.js';
import type { RequestClass } from '../../web/valid-request.js';

class DirectAttribution {
  @Fits(oneOf('direct')) basis: unknown;
  @Fits(slug()) force: unknown;
}

class KeyAttribution {
  @Fits(oneOf('key')) basis: unknown;
  @Fits(slug('population-mid-2010')) key: unknown;
}

class AgreedAttribution {
  @Fits(oneOf('agreed')) basis: unknown;
  @Fits(mapOf(slug(), amount(0n))) weights: unknown;
}

/** Has only its basis found fault with; the rest depends on that. */
class UnknownAttribution {
  @Fits(oneOf('direct', 'key', 'agreed')) basis: unknown;
  @Allow() force: unknown;
  @Allow() key: unknown;
  @Allow() weights: unknown;
}

export class SubstanceRequest {
  @Fits(slug('cocaine')) substance: unknown;
  @Fits(slug('powder')) form: unknown;
  @IsQuantity() quantity: unknown;
  @Fits(oneOf(...QUANTITY_UNITS)) quantityIn: unknown;
  @IsOptional() @Fits(amount(0n)) amountPence: unknown;
  @IsOptional() @Fits(oneOf(...VALUATION_BASES)) valuationBasis: unknown;
  @IsOptional() @Fits(slug('regional-drug-expert')) valuationSource: unknown;
  @IsOptional() @Fits(civilDate()) valuedOn: unknown;
  @IsOptional() @Fits(amount(0n, 1000n)) purityPermille: unknown;
}

export class ForeignRequest {
  @Fits(amount(0n)) amount: unknown;
  @Fits(currencyShape) currency: unknown;
  @Fits(rateShape) rate: unknown;
  @Fits(civilDate()) rateOn: unknown;
  @Fits(slug('bank-of-england')) rateSource: unknown;
}

export class EvidenceRequest {
  @Fits(slug('custody-record')) label: unknown;
  @Fits(text(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hexadecimal', 64)) sha256: unknown;
}

export class ItemRequest {
  @IsScheme() scheme: unknown;
  @IsReference() reference: unknown;
}

const SCHEMES: readonly unknown[] = ITEM_SCHEMES;

/** As `IsReference` does: the two may have been taken for one another. */
function IsScheme(): PropertyDecorator {
  return ValidateBy({
    name: 'isScheme',
    validator: {
      validate: (value: unknown) => SCHEMES.includes(value),
      defaultMessage: () => `has to be one of ${ITEM_SCHEMES.join(', ')}`,
    },
  });
}

/** Says what is wrong without the value: it may be personal data, and what is answered may be kept. */
function IsReference(): PropertyDecorator {
  return ValidateBy({
    name: 'isReference',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isReference(value),
      defaultMessage: () => NO_REFERENCE_REASON,
    },
  });
}

/** The class of an attribution, by its basis. */
export function attributionClass({ basis }: Readonly<Record<string, unknown>>): RequestClass {
  if (basis === 'direct') return DirectAttribution;
  if (basis === 'key') return KeyAttribution;
  return basis === 'agreed' ? AgreedAttribution : UnknownAttribution;
}
