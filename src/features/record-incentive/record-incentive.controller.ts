import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, HttpStatus, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { IncentiveEventType } from '../../domain/incentive/events.js';
import { ApiRecords, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { senderOf } from '../../web/request-headers.js';
import {
  INCENTIVE_EXAMPLES,
  incentiveAnswer,
  incentiveSchemas,
  readIncentive,
  type IncentiveRecorded,
} from './incentive-body.js';
import { RecordIncentive } from './record-incentive.js';

/** How collections are given back, and what was received of them. Neither enters a total. */
@Controller(API)
export class RecordIncentiveController {
  constructor(private readonly commands: CommandBus) {}

  @Post('incentive-schemes')
  @ApiRecords({
    summary: 'Set how what is collected by a route is given back, from a day on: a distribution, not a benefit',
    schema: incentiveSchemas.IncentiveSchemeSet,
    examples: INCENTIVE_EXAMPLES.IncentiveSchemeSet,
    answer: { collaboration: EXAMPLE_COLLABORATION, entry: 1190, revision: 0 },
    refusals: [400, 404, 409, 422],
  })
  setScheme(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IncentiveRecorded> {
    return this.record('IncentiveSchemeSet', headers, body, reply);
  }

  @Post('incentive-receipts')
  @ApiRecords({
    summary: 'Record money that was given back of what was collected in a period. It enters no total',
    schema: incentiveSchemas.IncentiveReceiptRecorded,
    examples: INCENTIVE_EXAMPLES.IncentiveReceiptRecorded,
    answer: { collaboration: EXAMPLE_COLLABORATION, receiptNumber: 1, entry: 1191, revision: 1 },
    refusals: [400, 404, 409, 422],
  })
  recordReceipt(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IncentiveRecorded> {
    return this.record('IncentiveReceiptRecorded', headers, body, reply);
  }

  private async record(
    type: IncentiveEventType,
    headers: IncomingHttpHeaders,
    body: unknown,
    reply: FastifyReply,
  ): Promise<IncentiveRecorded> {
    const sender = senderOf(headers);
    const fact = readIncentive(type, body);
    const receipt = receiptOf(await this.commands.execute(new RecordIncentive(sender, fact)));
    reply.code(receipt.isRepeat ? HttpStatus.OK : HttpStatus.CREATED);
    return incentiveAnswer(sender, fact, receipt);
  }
}
