import { IsOptional } from 'class-validator';
import { civilDate } from '../../domain/civil-date.js';
import { slug, uuid } from '../../domain/identifiers.js';
import { COST_TYPES, SAVING_NATURES } from '../../domain/outcome/events.js';
import { amount, flag, oneOf } from '../../domain/shape.js';
import { Fits } from '../../web/fits.js';
import { IsListOf, IsObjectOf } from '../../web/nested.js';
import type { RequestClass } from '../../web/valid-request.js';

export class SavingRequest {
  @Fits(oneOf('saving')) kind: unknown;
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @Fits(slug('rart')) unit: unknown;
  @Fits(civilDate()) occurredOn: unknown;
  @Fits(slug()) leadForce: unknown;
  @IsObjectOf() attribution: unknown;
  @IsOptional() @Fits(slug('north-road')) operation: unknown;
  @IsOptional() @IsListOf() evidence: unknown;
  @IsOptional() @Fits(flag()) illustrative: unknown;
  @IsOptional() @IsObjectOf() item: unknown;
  @Fits(oneOf(...SAVING_NATURES)) nature: unknown;
  @IsObjectOf() recurrence: unknown;
  @Fits(amount(0n)) grossPence: unknown;
  @Fits(amount(0n)) investmentPence: unknown;
  @IsOptional() @Fits(amount(0n)) officerMinutes: unknown;
  @IsOptional() @IsObjectOf() baseline: unknown;
  @IsOptional() @Fits(uuid()) carriedFrom: unknown;
  @Fits(slug('regional-crime-training')) budgetLine: unknown;
}

export class CostRequest {
  @Fits(oneOf('cost')) kind: unknown;
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @Fits(slug('rart')) unit: unknown;
  @Fits(civilDate()) occurredOn: unknown;
  @Fits(slug()) leadForce: unknown;
  @IsObjectOf() attribution: unknown;
  @IsOptional() @Fits(slug('north-road')) operation: unknown;
  @IsOptional() @IsListOf() evidence: unknown;
  @IsOptional() @Fits(flag()) illustrative: unknown;
  @IsOptional() @IsObjectOf() item: unknown;
  @Fits(oneOf(...COST_TYPES)) costType: unknown;
  @Fits(amount(0n)) amountPence: unknown;
  @IsOptional() @Fits(civilDate()) runsTo: unknown;
  @IsOptional() @Fits(slug('arrests-made')) measure: unknown;
  @IsOptional() @Fits(slug('regional-crime-training')) budgetLine: unknown;
}

class OneOff {
  @Fits(oneOf('one-off')) is: unknown;
  @IsOptional() @Fits(civilDate()) runsTo: unknown;
}

class Recurring {
  @Fits(oneOf('recurring')) is: unknown;
  @Fits(civilDate()) runsTo: unknown;
  @IsOptional() @Fits(civilDate()) expectedTo: unknown;
}

class UnknownRecurrence {
  @Fits(oneOf('one-off', 'recurring')) is: unknown;
}

export class BaselineRequest {
  @Fits(slug('previous-year')) basis: unknown;
  @Fits(amount(0n)) amountPence: unknown;
  @Fits(civilDate()) on: unknown;
}

/** The class of a recurrence, by its word. */
export function recurrenceClass({ is }: Readonly<Record<string, unknown>>): RequestClass {
  if (is === 'one-off') return OneOff;
  return is === 'recurring' ? Recurring : UnknownRecurrence;
}
