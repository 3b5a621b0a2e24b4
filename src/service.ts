import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { serveApiDocs } from './api-docs.js';
import { AppModule } from './app.module.js';
import { answerJson, Unreadable } from './ledger/codec/json.js';
import { LedgerInDoubt, StoreAway, StoreBusy } from './ledger/event-store.js';
import { HttpTimings } from './features/read-metrics/http-timings.js';
import type { Ledger } from './ledger/ledger.js';
import { NotWhole } from './ledger/moving-in.js';
import { UnreadableEntry } from './ledger/stored-entry.js';
import { Watch } from './ledger/watch.js';
import { readBodies } from './request-bodies.js';
import { watchRequests } from './request-watch.js';
import { serveAssets } from './web/assets.js';
import { answerProblem, ProblemFilter } from './web/problem-filter.js';
import { malformed, problem, Refused } from './web/problems.js';
import { protect } from './web/protection.js';
import { watchRoutes } from './web/routes.js';
import type { Log } from './web/log.js';

const MIB = 1024 * 1024;

/**
 * Builds the service over a ledger, ready to listen. `watch` is what the parts of this process report to; `topicPrefix` is that of the topics, where
 * there are brokers.
 */
export async function createService(
  ledger: Ledger,
  log: Log,
  watch = new Watch(),
  topicPrefix?: string,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: MIB,
    // Nothing here is middleware, and running none costs every request.
    skipMiddie: true,
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      answerProblem(reply, malformed({ field: '', reason: error.message }).problem, {}, []);
    },
  });
  const timings = new HttpTimings();
  const options = { bodyParser: false, logger: log, abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.over(ledger, { watch, timings }),
    adapter,
    options,
  );
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.setReplySerializer(writeOnce);
  watchRequests(fastify, timings, log);
  const methodsOf = watchRoutes(fastify);
  const logError = (message: string, error: unknown): void => log.error(message, error);
  app.useGlobalFilters(new ProblemFilter({ translate, methodsOf, logError }));
  protect(app, fastify);
  readBodies(fastify);
  await serveAssets(app);
  serveApiDocs(app, fastify, topicPrefix);
  await app.init();
  await fastify.ready();
  return app;
}

const LOOK_MS = 50;
const PATIENCE_MS = 10_000;

/** Stops listening and lets requests under way finish, for ten seconds at most. Connections are closed as they fall idle. */
export async function closeService(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  const looking = setInterval(() => server.closeIdleConnections(), LOOK_MS);
  const cut = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  try {
    await app.close();
  } finally {
    clearInterval(looking);
    clearTimeout(cut);
  }
}

const written = new WeakMap<object, string>();

/** Answers never change once they are given, so one that is given again is not written again. */
function writeOnce(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return answerJson(answer);
  const before = written.get(answer);
  if (before !== undefined) return before;
  const text = answerJson(answer);
  written.set(answer, text);
  return text;
}

/** What the ledger throws, as problems. */
function translate(error: unknown): Refused | undefined {
  if (error instanceof Unreadable) return malformed({ field: error.field, reason: error.reason });
  if (error instanceof LedgerInDoubt || error instanceof NotWhole || error instanceof UnreadableEntry)
    return new Refused(problem('not-ready', error.message));
  if (error instanceof StoreBusy) {
    return new Refused(
      problem('busy', 'Too much is waiting to be recorded. Nothing of this was; send it again in a moment.'),
    );
  }
  if (error instanceof StoreAway) {
    const detail = `${error.message.replace(/\.$/, '')}. Send the request again with the same key: nothing is recorded twice.`;
    return new Refused(problem('store-away', detail));
  }
  return undefined;
}
