import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { oneOf } from '../../domain/shape.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiImports } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { IMPORT_MODES, importStatus, type ImportReport } from '../../web/import-report.js';
import { API } from '../../web/outcome-answer.js';
import { actorOf } from '../../web/request-headers.js';
import { uploadedFile } from '../../web/upload.js';
import { checkRequest } from '../../web/valid-request.js';
import { ImportOutcomes } from './import-outcomes.command.js';

const yesOrNo = oneOf('true', 'false');
const modeShape = oneOf(...IMPORT_MODES);

class ImportQuery {
  @IsOptional() @Fits(modeShape) mode: unknown;
  @IsOptional() @Fits(yesOrNo) dryRun: unknown;
  @IsOptional() @Fits(yesOrNo) illustrative: unknown;
}

const OF_THE_UNIT = 'yorkshire-and-the-humber-joint-working,rart,west-yorkshire,direct:west-yorkshire';
const OF_THE_OTHER = OF_THE_UNIT.replace('rart', 'rrpt');
const EXAMPLE_CSV = [
  'reference,kind,occurred_on,collaboration,unit,lead_force,attribution,role,offence_group,item_scheme,item_reference,asset_type,route,stage,amount_gbp',
  `EX-1,arrest,2010-03-04,${OF_THE_UNIT},made,drugs-supply,custody-reference,NB/4321/10,,,,`,
  `EX-2,asset,2010-03-04,${OF_THE_UNIT},,,,,cash,cash-forfeiture,seized,12500.00`,
  `EX-3,arrest,2010-03-04,${OF_THE_UNIT},made,drugs-supply,,,,,,`,
  `EX-4,arrest,2010-03-04,${OF_THE_OTHER},made,drugs-supply,custody-reference,NB/4321/10,,,,`,
].join('\n');

@Controller(`${API}/imports`)
export class ImportOutcomesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiImports({
    summary: 'Import outcomes from CSV. The same file twice records nothing twice',
    example: EXAMPLE_CSV,
    rows: 1041,
    query: {
      illustrative: { description: 'the outcomes are made up, and every figure will say so', example: 'false' },
    },
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
    reply.code(importStatus(report));
    return report;
  }
}
