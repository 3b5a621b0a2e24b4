import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { oneOf } from '../../domain/shape.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiImports, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { IMPORT_MODES, importStatus, type ImportReport } from '../../web/import-report.js';
import { API } from '../../web/outcome-answer.js';
import { actorOf } from '../../web/request-headers.js';
import { uploadedFile } from '../../web/upload.js';
import { checkRequest } from '../../web/valid-request.js';
import { ImportRows } from './import-rows.command.js';
import type { RowKindName } from './row-kinds.js';

const modeShape = oneOf(...IMPORT_MODES);

class RowsQuery {
  @IsOptional() @Fits(modeShape) mode: unknown;
  @IsOptional() @Fits(oneOf('true', 'false')) dryRun: unknown;
}
type Asked = Readonly<Record<string, unknown>>;

// The examples go on with the outcomes of the example of `POST /imports`, and one with what the one before it left.
const STAGES = [
  'reference,collaboration,outcome,stage,occurred_on,amount_gbp,interest_gbp,document,document_dated',
  `EX-2-1,${EXAMPLE_COLLABORATION},EX-2,detained,2010-03-06,12500.00,,detention-order,2010-03-06`,
  `EX-2-2,${EXAMPLE_COLLABORATION},EX-2,forfeited,2010-08-02,12500.00,31.20,forfeiture-order,2010-08-02`,
].join('\n');
const FINDINGS = [
  'reference,collaboration,outcome,finding,revision,reason',
  `MARCH-1,${EXAMPLE_COLLABORATION},EX-2,validated,2,`,
  `MARCH-2,${EXAMPLE_COLLABORATION},EX-3,queried,0,counted-elsewhere`,
].join('\n');
const LINKS = [
  'reference,collaboration,outcome,change,primary,reason',
  `TWICE-1,${EXAMPLE_COLLABORATION},EX-3,link,EX-1,recorded-twice`,
].join('\n');
const CLAIM_WEIGHTS = [
  'reference,collaboration,outcome,weights',
  `AGREED-1,${EXAMPLE_COLLABORATION},EX-1,rart=2;rrpt=1`,
].join('\n');
const RECEIPTS = [
  'reference,collaboration,route,recipient,force,collected_from,collected_to,received_on,amount_gbp,reverses',
  `Q4-1,${EXAMPLE_COLLABORATION},confiscation,police,west-yorkshire,2010-01-01,2010-04-01,2010-06-15,"18,750.00",`,
  `Q4-2,${EXAMPLE_COLLABORATION},confiscation,courts,,2010-01-01,2010-04-01,2010-06-15,"12,500.00",`,
].join('\n');

@Controller(API)
export class ImportRowsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('stage-imports')
  @ApiImports({
    summary: 'Import stages that assets reached from CSV. The same file twice records nothing twice',
    example: STAGES,
    rows: 2,
  })
  stages(
    @Query() query: Asked,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportReport> {
    return this.take('stages', query, headers, body, reply);
  }

  @Post('finding-imports')
  @ApiImports({
    summary:
      'Import from CSV what was found of outcomes by whoever sends it. The same file twice records nothing twice; nobody validates what they recorded or corrected',
    example: FINDINGS,
    rows: 2,
    actingPerson: 'reviewer',
  })
  findings(
    @Query() query: Asked,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportReport> {
    return this.take('findings', query, headers, body, reply);
  }

  @Post('link-imports')
  @ApiImports({
    summary:
      'Import links of duplicates from CSV, and links that are undone. The same file twice records nothing twice',
    example: LINKS,
    rows: 1,
  })
  links(
    @Query() query: Asked,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportReport> {
    return this.take('links', query, headers, body, reply);
  }

  @Post('claim-weight-imports')
  @ApiImports({
    summary:
      'Import from CSV by which weights the units that claim an outcome share it. The same file twice records nothing twice',
    example: CLAIM_WEIGHTS,
    rows: 1,
  })
  claimWeights(
    @Query() query: Asked,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportReport> {
    return this.take('claim-weights', query, headers, body, reply);
  }

  @Post('incentive-receipt-imports')
  @ApiImports({
    summary:
      'Import from CSV what was given back of what was collected, under schemes that are recorded: it enters no total. The same file twice records nothing twice',
    example: RECEIPTS,
    rows: 2,
  })
  receipts(
    @Query() query: Asked,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportReport> {
    return this.take('incentive-receipts', query, headers, body, reply);
  }

  private async take(
    kind: RowKindName,
    query: Asked,
    headers: IncomingHttpHeaders,
    body: unknown,
    reply: FastifyReply,
  ): Promise<ImportReport> {
    checkRequest(RowsQuery, query);
    const upload = uploadedFile(body, headers['content-type'] ?? '');
    const request = {
      actor: actorOf(headers),
      mode: fromWire(modeShape, query['mode'] ?? 'atomic', 'mode'),
      dryRun: query['dryRun'] === 'true',
      bytes: upload.bytes,
    };
    const report = await this.commands.execute(new ImportRows(kind, request)).finally(() => upload.finish());
    reply.code(importStatus(report));
    return report;
  }
}
