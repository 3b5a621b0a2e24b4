import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { CollaborationId } from '../../domain/identifiers.js';
import type { Label } from '../../domain/posting.js';
import { claimsFor, type ClaimsQuestion } from '../../ledger/answer-claims.js';
import { duplicatesFor } from '../../ledger/answer-duplicates.js';
import { Ledger } from '../../ledger/ledger.js';
import { usualCollaboration } from '../../ledger/usual-collaboration.js';
import { showAsked, viewForm } from '../../web/asked-form.js';
import type { Query as Given } from '../../web/days-asked.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage, type Page } from '../../web/pages.js';
import { answered } from '../../web/problems.js';
import { readClaimsQuery, readDuplicatesQuery } from './claims-question.js';
import { viewClaims } from './claims-page.js';
import { labelsOfPairs, viewPairs } from './duplicates-page.js';
import { FIELDS, type AskedOfPage, type Field } from './page-form.js';

/** More are not looked through in one go. */
const PAIRS_ON_A_PAGE = 25;

type About = Pick<Page, 'title' | 'section'> & { readonly path: string; readonly template: string };

const CLAIMS: About = {
  ...{ title: 'Claims', section: 'claims' },
  ...{ path: '/claims', template: 'features/read-claims/claims.njk' },
};
const DUPLICATES: About = {
  ...{ title: 'Likely duplicates', section: 'duplicates' },
  ...{ path: '/likely-duplicates', template: 'features/read-claims/duplicates.njk' },
};

/** The pages at `/claims` and `/likely-duplicates`: who claims what beside what the region has, and what may have been told twice. */
@Controller()
@ApiExcludeController()
export class ClaimsPageController {
  constructor(private readonly ledger: Ledger) {}

  @Get('claims')
  claims(@Query() given: Given, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.show(reply, given, CLAIMS, readClaimsQuery, async ([question, asAt], asked) => {
      const answer = answered(await claimsFor(this.ledger, question, asAt));
      const words = await this.wordsFor(question.collaboration, asked);
      return { view: viewClaims(answer, words), labels: answer.labels };
    });
  }

  @Get('likely-duplicates')
  likelyDuplicates(@Query() given: Given, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.show(reply, given, DUPLICATES, readDuplicatesQuery, async ([question, asAt, limit], asked) => {
      const answer = answered(await duplicatesFor(this.ledger, question, asAt, limit ?? PAIRS_ON_A_PAGE));
      const words = await this.wordsFor(question.collaboration, asked);
      return { view: viewPairs(answer, words), labels: labelsOfPairs(answer) };
    });
  }

  /** Without a collaboration it is the one of the first outcome that is listed, or the first there is. */
  private async show<Question extends readonly [ClaimsQuestion, ...unknown[]]>(
    reply: FastifyReply,
    given: Given,
    { path, template, ...about }: About,
    read: (query: Given) => Question,
    view: (question: Question, asked: Shown) => Promise<{ readonly view: object; readonly labels: readonly Label[] }>,
  ): Promise<string> {
    reply.headers(PAGE_HEADERS);
    const collaborations = await this.ledger.agreements.collaborations();
    const nobodys = { ...about, owner: null, labels: [] };
    if (collaborations.length === 0) return renderPage(template, nobodys, { isShown: false, form: null });
    return showAsked<Field, Question>(reply, given, {
      ...{ path, labels: FIELDS },
      read: async (query) => read({ collaboration: await usualCollaboration(this.ledger), ...query }),
      show: async (question, { asAt }) => {
        const shown = await view(question, { collaborations, asAt: asAt === '' ? undefined : asAt });
        const owner = collaborations.find(({ id }) => id === question[0].collaboration)?.name ?? null;
        return renderPage(template, { ...about, owner, labels: shown.labels }, shown.view);
      },
      showAgain: (form) => {
        const again = { isShown: false, form: viewForm(form, collaborations) };
        return Promise.resolve(renderPage(template, { ...nobodys, isRefused: true }, again));
      },
    });
  }

  private async wordsFor(collaboration: CollaborationId, { collaborations, asAt }: Shown): Promise<AskedOfPage> {
    const { agreements } = this.ledger;
    const [catalogue, register] = await Promise.all([agreements.catalogue(), agreements.register()]);
    const chosen = collaborations.find(({ id }) => id === collaboration);
    return { names: namesIn(chosen, register), catalogue, collaborations, asAt };
  }
}

type Shown = Pick<AskedOfPage, 'collaborations' | 'asAt'>;
