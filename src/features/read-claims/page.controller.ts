import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import { claimsFor } from '../../ledger/answer-claims.js';
import { duplicatesFor } from '../../ledger/answer-duplicates.js';
import { Ledger } from '../../ledger/ledger.js';
import { usualCollaboration } from '../../ledger/usual-collaboration.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage, type Page } from '../../web/pages.js';
import { answered } from '../../web/problems.js';
import { readClaimsQuery, readDuplicatesQuery } from './claims-question.js';
import { viewClaims } from './claims-page.js';
import { labelsOfPairs, viewPairs } from './duplicates-page.js';
import type { AskedOfPage } from './page-form.js';

/** More are not looked through in one go. */
const PAIRS_ON_A_PAGE = 25;

type Query = Readonly<Record<string, unknown>>;
interface Asked {
  readonly query: Query;
  readonly chosen: Collaboration | undefined;
  readonly collaborations: readonly Collaboration[];
}

/** The pages at `/claims` and `/likely-duplicates`: who claims what beside what the region has, and what may have been told twice. */
@Controller()
@ApiExcludeController()
export class ClaimsPageController {
  constructor(private readonly ledger: Ledger) {}

  @Get('claims')
  async claims(@Query() given: Query, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.headers(PAGE_HEADERS);
    const asked = await this.asked(given);
    const about = { title: 'Claims', section: 'claims', owner: asked.chosen?.name ?? null } as const;
    if (asked.query['collaboration'] === undefined) return nothingYet('claims', { ...about, labels: [] });
    const answer = answered(await claimsFor(this.ledger, ...readClaimsQuery(asked.query)));
    const view = viewClaims(answer, await this.wordsFor(asked));
    return renderPage('features/read-claims/claims.njk', { ...about, labels: answer.labels }, view);
  }

  @Get('likely-duplicates')
  async likelyDuplicates(@Query() given: Query, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.headers(PAGE_HEADERS);
    const asked = await this.asked(given);
    const about = { title: 'Likely duplicates', section: 'duplicates', owner: asked.chosen?.name ?? null } as const;
    if (asked.query['collaboration'] === undefined) return nothingYet('duplicates', { ...about, labels: [] });
    const [question, asAt, limit = PAIRS_ON_A_PAGE] = readDuplicatesQuery(asked.query);
    const answer = answered(await duplicatesFor(this.ledger, question, asAt, limit));
    const view = viewPairs(answer, await this.wordsFor(asked));
    return renderPage('features/read-claims/duplicates.njk', { ...about, labels: labelsOfPairs(answer) }, view);
  }

  /** What is empty was not asked. Without a collaboration it is the one of the first outcome that is listed, or the first there is. */
  private async asked(given: Query): Promise<Asked> {
    const { agreements } = this.ledger;
    const query = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
    const collaborations = await agreements.collaborations();
    if (query['collaboration'] === undefined) {
      const usual = await usualCollaboration(this.ledger);
      if (usual !== undefined) query['collaboration'] = usual;
    }
    return { query, chosen: collaborations.find(({ id }) => id === query['collaboration']), collaborations };
  }

  private async wordsFor({ query, chosen, collaborations }: Asked): Promise<AskedOfPage> {
    const { agreements } = this.ledger;
    const [catalogue, register] = await Promise.all([agreements.catalogue(), agreements.register()]);
    const asAt = typeof query['asAt'] === 'string' ? query['asAt'] : undefined;
    return { names: namesIn(chosen, register), catalogue, collaborations, asAt };
  }
}

function nothingYet(template: string, about: Page): string {
  return renderPage(`features/read-claims/${template}.njk`, about, { form: null });
}
