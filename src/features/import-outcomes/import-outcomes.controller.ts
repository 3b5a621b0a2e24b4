import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { oneOf } from '../../domain/shape.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiImports } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API } from '../../web/outcome-answer.js';
import { problem, Refused } from '../../web/problems.js';
import { actorOf } from '../../web/request-headers.js';
import { checkRequest } from '../../web/valid-request.js';
import { ImportOutcomes } from './import-outcomes.command.js';
import { IMPORT_MODES, type ImportReport } from './import-outcomes.js';
import { uploadedFile } from './upload.js';

const yesOrNo = oneOf('true', 'false');
const modeShape = oneOf(...IMPORT_MODES);

class ImportQuery {
  @IsOptional() @Fits(modeShape) mode: unknown;
  @IsOptional() @Fits(yesOrNo) dryRun: unknown;
  @IsOptional() @Fits(yesOrNo) illustrative: unknown;
}

const EXAMPLE_CSV = [
  'reference,kind,occurred_on,collaboration,unit,lead_force,attribution,role,offence_group',
  'EX-1,arrest,2010-03-04,yorkshire-and-the-humber-joint-working,rart,west-yorkshire,direct:west-yorkshire,made,drugs-supply',
].join('\n');

@Controller(`${API}/imports`)
export class ImportOutcomesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiImports(EXAMPLE_CSV, {
    mode: 'atomic',
    dryRun: false,
    rows: 1041,
    recorded: 1041,
    alreadyRecorded: 0,
    refused: 0,
    errors: [],
  })
  async import(
    @Query() query: Readonly<Record<string, unknown>>,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportReport> {
    checkRequest(ImportQuery, query);
    const upload = uploadedFile(body, headers['content-type'] ?? '');
    const request = {
      actor: actorOf(headers),
      mode: fromWire(modeShape, query['mode'] ?? 'atomic', 'mode'),
      dryRun: query['dryRun'] === 'true',
      illustrative: query['illustrative'] === 'true',
      bytes: upload.bytes,
    };
    const report = await this.commands.execute(new ImportOutcomes(request)).finally(() => upload.finish());
    if (!report.dryRun && report.refused > 0) throw refusedRows(report);
    reply.code(report.recorded > 0 && !report.dryRun ? 201 : 200);
    return report;
  }
}

function refusedRows({ errors, ...report }: ImportReport): Refused {
  const { mode, refused, rows } = report;
  const recorded = mode === 'atomic' ? 0 : report.recorded;
  const rest = mode === 'atomic' ? 'Nothing was recorded' : `${recorded} were recorded`;
  const detail = `${refused} of ${rows} rows were refused. ${rest}.`;
  return new Refused(problem('rows-refused', detail, errors), { ...report, recorded });
}
