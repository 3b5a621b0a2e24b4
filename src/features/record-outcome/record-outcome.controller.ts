import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { postingsIn } from '../../../projections/totals.js';
import { slug, type CollaborationId } from '../../domain/identifiers.js';
import { outcomeShape } from '../../domain/outcome/events.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { outcomeIdFor } from '../../ledger/commands.js';
import { ApiRecords, EXAMPLE_POSTINGS } from '../../web/api-docs.js';
import { isRecord } from '../../web/fits.js';
import { addressOf, API, etagOf, recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { malformed, receiptOf } from '../../web/problems.js';
import { present } from '../../web/query-fields.js';
import { inSmallestUnits } from '../../web/quantities.js';
import { senderOf } from '../../web/request-headers.js';
import { checkRequest } from '../../web/valid-request.js';
import { OUTCOME_EXAMPLES, outcomeSchema } from './examples.js';
import { INSIDE_AN_OUTCOME, outcomeClass } from './outcome-requests.js';
import { RecordOutcome } from './record-outcome.js';

const collaborationShape = slug<CollaborationId>();

@Controller(`${API}/outcomes`)
export class RecordOutcomeController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiRecords({
    summary: 'Record an outcome',
    schema: outcomeSchema,
    examples: OUTCOME_EXAMPLES,
    answer: { outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01', entry: 1187, revision: 0, postings: EXAMPLE_POSTINGS },
    refusals: [400, 404, 409, 422],
  })
  async record(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer> {
    const sender = senderOf(headers);
    const { collaboration, outcome } = readOutcome(body);
    const outcomeId = outcomeIdFor(sender.id);
    const command = new RecordOutcome(sender, outcomeId, collaboration, outcome);
    const receipt = receiptOf(await this.commands.execute(command));
    reply.code(receipt.isRepeat ? 200 : 201);
    reply.header('location', addressOf(outcomeId));
    reply.header('etag', etagOf(receipt.revision));
    return recordedAnswer(outcomeId, receipt, postingsIn(receipt.event)?.postings ?? []);
  }
}

/**
 * Reads the body of a request. What the ledger's own shape takes is taken; only the rest is held to a request class, which names every fault at
 * once, and read again with quantities in their smallest units.
 */
function readOutcome(body: unknown): Pick<RecordOutcome, 'collaboration' | 'outcome'> {
  if (!isRecord(body)) throw malformed({ field: '', reason: 'the body has to be an object' });
  try {
    return fromBody(body);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    checkRequest(outcomeClass(body['kind']), body, INSIDE_AN_OUTCOME);
    return fromBody({ ...body, ...present({ substances: inSmallestUnits(body['substances'], 'substances') }) });
  }
}

function fromBody({ collaboration, ...own }: Readonly<Record<string, unknown>>) {
  return {
    collaboration: fromWire(collaborationShape, collaboration, 'collaboration'),
    outcome: fromWire(outcomeShape, own),
  };
}
