import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { parseSlug, type CollaborationId } from '../../domain/identifiers.js';
import { Ledger } from '../../ledger/ledger.js';
import { usualCollaboration } from '../../ledger/usual-collaboration.js';
import { AWAITED, validationQueue } from '../../ledger/validation-queue.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { answered, malformed, refusedBecause } from '../../web/problems.js';
import { labelsOf, viewQueue } from './page.js';

const TITLE = 'Validation';
const TEMPLATE = 'features/read-validation-queue/page.njk';
const SHOWN = 50;
const ENTRY = /^\d{1,15}$/;

/** The page at `/validation-queue`: what waits to be validated or audited, what stands against it, and who may not. It records nothing. */
@Controller('validation-queue')
@ApiExcludeController()
export class ValidationQueuePageController {
  constructor(private readonly ledger: Ledger) {}

  @Get()
  async show(
    @Query() query: Readonly<Record<string, unknown>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    reply.headers(PAGE_HEADERS);
    const { agreements } = this.ledger;
    const collaborations = await agreements.collaborations();
    const { collaboration: named, waitsFor: asked = 'validated', after: given } = query;
    const id = named === undefined ? await usualCollaboration(this.ledger) : collaborationNamed(named);
    if (id === undefined)
      return renderPage(TEMPLATE, { title: TITLE, owner: null, section: 'validation', labels: [] }, { queue: null });
    const waitsFor = AWAITED.find((finding) => finding === asked);
    if (waitsFor === undefined)
      throw malformed({ field: 'waitsFor', reason: `has to be one of ${AWAITED.join(', ')}` });
    const after = typeof given === 'string' && ENTRY.test(given) ? parseInt(given, 10) : undefined;
    if (given !== undefined && after === undefined)
      throw malformed({ field: 'after', reason: 'has to be an entry number such as 1187' });
    const question = { collaboration: id, waitsFor, limit: SHOWN, after };
    const queue = answered(await validationQueue(this.ledger, question));
    const collaboration = await agreements.collaboration(id);
    const names = namesIn(collaboration, await agreements.register());
    return renderPage(
      TEMPLATE,
      {
        title: TITLE,
        owner: collaboration?.name ?? null,
        section: 'validation',
        labels: labelsOf(queue),
      },
      viewQueue(queue, question, names, collaborations),
    );
  }
}

function collaborationNamed(given: unknown): CollaborationId {
  if (typeof given !== 'string') throw malformed({ field: 'collaboration', reason: 'has to be given once' });
  const id = parseSlug<CollaborationId>(given);
  if (id === undefined) throw refusedBecause({ code: 'unknown-collaboration', collaboration: given.slice(0, 100) });
  return id;
}
