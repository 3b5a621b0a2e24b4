import { randomUUID } from 'node:crypto';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerProblemPage, wantsPage } from './problem-pages.js';
import { malformed, problem, Refused, RETRY_AFTER_SECONDS, type Problem } from './problems.js';

export interface ProblemOptions {
  /** Turns an error that other layers throw into a problem; `undefined` for one that nobody expected. */
  readonly translate: (error: unknown) => Refused | undefined;
  /** The methods that an address takes. */
  readonly methodsOf: (path: string) => readonly string[];
  readonly logError: (message: string, error: unknown) => void;
}

/** Answers whatever was thrown with a problem document (RFC 9457). What nobody expected is a 500 with an id for the log, and says no more. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly options: ProblemOptions) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const refused = this.options.translate(error) ?? this.refusedBy(error, request);
    answerProblem(reply, refused.problem, refused.extension, this.options.methodsOf(pathOf(request)));
  }

  private refusedBy(error: unknown, request: FastifyRequest): Refused {
    if (error instanceof Refused) return error;
    const status = statusOf(error);
    if (status === 404) return new Refused(this.nothingAt(request));
    if (status === 403) {
      return new Refused(problem('foreign-origin', 'A page of another site may not record anything here.'));
    }
    if (status === 413) return new Refused(problem('too-large', 'The body is larger than this address takes.'));
    if (status === 415) {
      return new Refused(
        problem('unsupported-media-type', 'Send application/json, or text/csv where a file is taken.'),
      );
    }
    if (status !== undefined && status >= 400 && status < 500) {
      return malformed({ field: '', reason: error instanceof Error ? error.message : 'the request cannot be read' });
    }
    const id = randomUUID();
    this.options.logError(`${request.method} ${pathOf(request)} failed, error ${id}`, error);
    return new Refused(problem('unexpected', `This should not have happened. The log has more under error ${id}.`));
  }

  private nothingAt(request: FastifyRequest): Problem {
    const methods = this.options.methodsOf(pathOf(request));
    if (methods.length === 0 || methods.includes(request.method)) {
      return problem('not-found', 'There is nothing at this address; /api shows what there is.');
    }
    return problem('method-not-allowed', `This address takes ${methods.join(', ')}, not ${request.method}.`);
  }
}

/** Sends a problem with the headers that belong to it. */
export function answerProblem(
  reply: FastifyReply,
  found: Problem,
  extension: object,
  methods: readonly string[],
): void {
  if (found.status === 503) reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  if (found.status === 405) reply.header('allow', methods.join(', '));
  if (wantsPage(reply.request)) answerProblemPage(reply, found);
  else
    reply
      .code(found.status)
      .type('application/problem+json')
      .send({ ...found, ...extension });
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

/** The status that Nest's or Fastify's own error stands for. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
