import { IsOptional } from 'class-validator';
import { slug, type UnitId } from '../../domain/identifiers.js';
import { WITHDRAWAL_REASONS } from '../../domain/outcome/events.js';
import { object, oneOf } from '../../domain/shape.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Fits } from '../../web/fits.js';
import { checkRequest } from '../../web/valid-request.js';
import type { WithdrawOutcome } from './withdraw-outcome.js';

const withdrawalShape = object({ reason: oneOf(...WITHDRAWAL_REASONS) }, { claim: slug<UnitId>() });

class WithdrawalRequest {
  @IsOptional() @Fits(slug()) claim: unknown;
  @Fits(oneOf(...WITHDRAWAL_REASONS)) reason: unknown;
}

export const withdrawalSchema = schemaOf(withdrawalShape);

export const WITHDRAWAL_EXAMPLES = {
  'recorded in error': { reason: 'recorded-in-error' },
};

/** Reads the body of a withdrawal (400 malformed-request). */
export function readWithdrawal(body: unknown): Pick<WithdrawOutcome, 'reason' | 'claim'> {
  checkRequest(WithdrawalRequest, body);
  return fromWire(withdrawalShape, body);
}
