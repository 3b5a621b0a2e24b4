import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { StatementAnswer } from '../../../projections/answers.js';
import type { Period } from '../../domain/civil-date.js';
import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import { refusalReason } from '../../domain/refusal-words.js';
import type { RefusalCode } from '../../domain/refusals.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { londonDate } from '../../ledger/clock.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { Ledger } from '../../ledger/ledger.js';
import type { Mistake } from '../../web/asked-form.js';
import { typedDays } from '../../web/days-asked.js';
import { lastDayOf } from '../../web/formatting.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { answered } from '../../web/problems.js';
import { chooseCandidate, choosePeriod, type Candidate } from './choose-statement.js';
import { viewStatementForm } from './form-view.js';
import { choiceAddress, readForm, type Choice, type Form } from './form.js';
import { viewStatement } from './page.js';
import { ReadStatement } from './read-statement.js';

const TITLE = 'Benefits Realised';

const VIEW_REFUSALS: readonly RefusalCode[] = ['no-deflator', 'year-before-base'];

/** The page at `/`: the Benefits Realised statement. */
@Controller()
@ApiExcludeController()
export class StatementPageController {
  constructor(
    private readonly queries: QueryBus,
    private readonly ledger: Ledger,
  ) {}

  @Get('/')
  async show(
    @Query() query: Readonly<Record<string, unknown>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    reply.headers(PAGE_HEADERS);
    const collaborations = await this.ledger.agreements.collaborations();
    if (collaborations.length === 0) return renderEmpty();
    const form = readForm(query);
    if (form.mistakes.length > 0) return refuse(reply, form, collaborations);
    if (form.isInParts) {
      reply.code(303).header('location', choiceAddress(form.choice));
      return '';
    }
    const chosen = await this.choose(collaborations, form);
    if (chosen === undefined) {
      const reason = 'Choose a collaboration from the list';
      return refuse(reply, withMistake(form, { field: 'collaboration', reason }), collaborations, 404);
    }
    return this.showStatement(reply, form, chosen, collaborations);
  }

  private async choose(collaborations: readonly Collaboration[], { choice }: Form): Promise<Candidate | undefined> {
    const asked = collaborations.filter(({ id }) => choice.collaboration === undefined || id === choice.collaboration);
    const candidates = asked.map(async (collaboration) => ({
      collaboration,
      figures: await this.ledger.model.figures(collaboration.id),
    }));
    return chooseCandidate(await Promise.all(candidates), londonDate(this.ledger.now()));
  }

  private async showStatement(
    reply: FastifyReply,
    form: Form,
    { collaboration, figures }: Candidate,
    collaborations: readonly Collaboration[],
  ): Promise<string> {
    const period = form.choice.period ?? choosePeriod(figures, londonDate(this.ledger.now()));
    if (period === undefined) throw new RangeError('Today is beyond the calendar.');
    const shown = { ...form, typed: { ...form.typed, collaboration: collaboration.id, ...typedDays(period) } };
    const answer = await this.read(collaboration, period, form.choice);
    if ('field' in answer) return refuse(reply, withMistake(shown, answer), collaborations);
    const [register, checkpoint] = await Promise.all([
      this.ledger.agreements.register(),
      this.ledger.model.checkpoint(),
    ]);
    const isIncomplete = checkpoint.stoppedBecause !== undefined && answer.asAt.entry >= checkpoint.entry;
    const context = {
      names: namesIn(collaboration, register, lastDayOf(period)),
      asked: form.choice.asAt,
      incompleteSince: isIncomplete ? checkpoint.entry : undefined,
    };
    return renderPage(
      'features/read-statement/page.njk',
      { title: TITLE, owner: collaboration.name, section: 'statement', labels: answer.labels },
      { statement: viewStatement(answer, context), form: viewStatementForm(shown, collaborations) },
    );
  }

  /** The statement, or what is wrong with the entry or the view that was asked for. */
  private async read(
    { id }: Collaboration,
    period: Period,
    { asAt: asked, view }: Choice,
  ): Promise<StatementAnswer | Mistake> {
    const asAt = asked === undefined ? undefined : parseAsAt(asked);
    try {
      const question = { collaboration: id, period, ...(view !== undefined && { view }) };
      const answer = await this.queries.execute(new ReadStatement(question, asAt));
      if (!answer.ok && VIEW_REFUSALS.includes(answer.refusal.code))
        return { field: 'view', reason: `By this view ${refusalReason(answer.refusal)}` };
      return answered(answer);
    } catch (error) {
      if (!(error instanceof Unreadable) || error.field !== 'asAt') throw error;
      return { field: 'asAt', reason: `As at ${error.reason}` };
    }
  }
}

function refuse(reply: FastifyReply, form: Form, collaborations: readonly Collaboration[], status = 400): string {
  reply.code(status);
  return renderPage(
    'features/read-statement/page.njk',
    { title: TITLE, owner: null, section: 'statement', labels: [], isRefused: true },
    { statement: null, form: viewStatementForm(form, collaborations) },
  );
}

function withMistake(form: Form, mistake: Mistake): Form {
  return { ...form, mistakes: [...form.mistakes, mistake] };
}

function renderEmpty(): string {
  const title = 'Nothing is in the ledger yet';
  return renderPage('features/read-statement/empty.njk', { title, owner: null, section: 'statement', labels: [] }, {});
}
