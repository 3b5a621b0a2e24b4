import { Controller, Get, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { RecordedEntry } from '../../ledger/stored-entry.js';
import { Ledger } from '../../ledger/ledger.js';
import { isOutcomeEvent } from '../../ledger/streams.js';
import { namesIn } from '../../web/names.js';
import { outcomeIdFrom } from '../../web/outcome-address.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { refusedBecause } from '../../web/problems.js';
import { labelsOf, viewOutcome, type Chapter } from './page.js';
import { ReadOutcome } from './read-outcome.js';

/** The page at `/outcomes/<id>`: one outcome and all that was ever recorded of it. */
@Controller('outcomes')
@ApiExcludeController()
export class OutcomePageController {
  constructor(
    private readonly queries: QueryBus,
    private readonly ledger: Ledger,
  ) {}

  @Get(':id')
  async show(@Param('id') given: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.headers(PAGE_HEADERS);
    const id = outcomeIdFrom(given);
    const onRecord = await this.queries.execute(new ReadOutcome(id));
    if (onRecord === undefined) throw refusedBecause({ code: 'unknown-outcome', outcome: id });
    const { outcome } = onRecord;
    const chapters = onRecord.entries.flatMap(chapterOf);
    const { agreements } = this.ledger;
    const [catalogue, register, collaboration] = await Promise.all([
      agreements.catalogue(),
      agreements.register(),
      agreements.collaboration(outcome.collaboration),
    ]);
    const collaborationName = collaboration?.name ?? outcome.collaboration;
    const words = { names: namesIn(collaboration, register, outcome.details.occurredOn), catalogue, collaborationName };
    const view = viewOutcome(id, outcome, chapters, words);
    return renderPage(
      'features/read-outcome/page.njk',
      { title: view.headline, owner: collaborationName, section: 'outcomes', labels: labelsOf(chapters) },
      view,
    );
  }
}

function chapterOf({ number, entry: { event, recordedAt, actor } }: RecordedEntry): readonly Chapter[] {
  return isOutcomeEvent(event) ? [{ entry: number, recordedAt, actor, event }] : [];
}
