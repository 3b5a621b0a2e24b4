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
import { ImportStages } from './import-stages.command.js';

const modeShape = oneOf(...IMPORT_MODES);

class StageImportQuery {
  @IsOptional() @Fits(modeShape) mode: unknown;
  @IsOptional() @Fits(oneOf('true', 'false')) dryRun: unknown;
}

/** Goes on with the asset of the example of `POST /imports`. */
const EXAMPLE_CSV = [
  'reference,collaboration,outcome,stage,occurred_on,amount_gbp,interest_gbp,document,document_dated',
  `EX-2-1,${EXAMPLE_COLLABORATION},EX-2,detained,2010-03-06,12500.00,,detention-order,2010-03-06`,
  `EX-2-2,${EXAMPLE_COLLABORATION},EX-2,forfeited,2010-08-02,12500.00,31.20,forfeiture-order,2010-08-02`,
].join('\n');

@Controller(`${API}/stage-imports`)
export class ImportStagesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiImports({
    summary: 'Import stages that assets reached from CSV. The same file twice records nothing twice',
    example: EXAMPLE_CSV,
    rows: 2,
  })
  async import(
    @Query() query: Readonly<Record<string, unknown>>,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportReport> {
    checkRequest(StageImportQuery, query);
    const upload = uploadedFile(body, headers['content-type'] ?? '');
    const request = {
      actor: actorOf(headers),
      mode: fromWire(modeShape, query['mode'] ?? 'atomic', 'mode'),
      dryRun: query['dryRun'] === 'true',
      bytes: upload.bytes,
    };
    const report = await this.commands.execute(new ImportStages(request)).finally(() => upload.finish());
    reply.code(importStatus(report));
    return report;
  }
}
