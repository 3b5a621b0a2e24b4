import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsObject } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { postingsIn } from '../../../projections/totals.js';
import { CORRECTION_REASONS } from '../../domain/outcome/events.js';
import { oneOf } from '../../domain/shape.js';
import { canonicalJson } from '../../ledger/codec/json.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiRecords, EXAMPLE_DIFFERENCES } from '../../web/api-docs.js';
import { Fits, isRecord } from '../../web/fits.js';
import { outcomeIdFrom } from '../../web/outcome-address.js';
import { addressOf, API, etagOf, recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { malformed, receiptOf } from '../../web/problems.js';
import { inSmallestUnits } from '../../web/quantities.js';
import { requiredRevisionOf, senderOf } from '../../web/request-headers.js';
import { checkRequest } from '../../web/valid-request.js';
import { CorrectOutcome } from './correct-outcome.js';

const reasonShape = oneOf(...CORRECTION_REASONS);

class CorrectionRequest {
  @Fits(reasonShape) reason: unknown;
  @IsObject({ message: 'has to be an object of the fields that change' }) changes: unknown;
}

@Controller(`${API}/outcomes`)
export class CorrectOutcomeController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/corrections')
  @ApiRecords({
    summary: 'Correct an outcome. The postings of the answer are the differences; null takes an optional field away',
    schema: {
      type: 'object',
      required: ['reason', 'changes'],
      additionalProperties: false,
      properties: { reason: { type: 'string', enum: [...CORRECTION_REASONS] }, changes: { type: 'object' } },
    },
    examples: { revaluation: { reason: 'valuation-revised', changes: { amountPence: 1200000 } } },
    answer: {
      outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
      entry: 1204,
      revision: 1,
      postings: EXAMPLE_DIFFERENCES,
    },
    ofOutcome: 'must',
    refusals: [400, 404, 409, 412, 422, 428],
  })
  async correct(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer> {
    const sender = senderOf(headers);
    const outcomeId = outcomeIdFrom(id);
    const { reason, changes } = readCorrection(body);
    const revision = requiredRevisionOf(headers);
    const command = new CorrectOutcome(sender, outcomeId, reason, changes, revision);
    const receipt = receiptOf(await this.commands.execute(command));
    reply.code(receipt.isRepeat ? 200 : 201);
    reply.header('location', addressOf(outcomeId));
    reply.header('etag', etagOf(receipt.revision));
    return recordedAnswer(outcomeId, receipt, postingsIn(receipt.event)?.postings ?? []);
  }
}

function readCorrection(body: unknown): Pick<CorrectOutcome, 'reason' | 'changes'> {
  checkRequest(CorrectionRequest, body);
  const { reason, changes } = isRecord(body) ? body : {};
  if (!isRecord(changes) || Object.keys(changes).length === 0) {
    throw malformed({ field: 'changes', reason: 'has to name at least one field' });
  }
  const { substances } = changes;
  const told =
    substances === undefined ? changes : { ...changes, substances: inSmallestUnits(substances, 'changes.substances') };
  for (const [name, value] of Object.entries(told)) checkWritable(name, value);
  return { reason: fromWire(reasonShape, reason, 'reason'), changes: told };
}

/** What a command says is hashed in canonical form, which knows whole numbers only. */
function checkWritable(name: string, value: unknown): void {
  try {
    canonicalJson(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw malformed({ field: `changes.${name}`, reason: 'has to be made of text and of whole numbers within 2^53' });
  }
}
