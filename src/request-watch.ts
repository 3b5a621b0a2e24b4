import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { HttpTimings, TakeTime } from './features/read-metrics/http-timings.js';
import type { Log } from './web/log.js';

type OnResponse = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;

/**
 * Takes the duration of every answer from now on, and at level `debug` writes a line about each: never its query, its headers or its body.
 * Every route gets a hook of its own, so that nothing has to be looked up while requests are answered.
 */
export function watchRequests(fastify: FastifyInstance, timings: HttpTimings, log: Log): void {
  const isLogged = log.writes('debug');
  fastify.addHook('onRoute', (options: RouteOptions) => {
    const method = [options.method].flat().join(' ');
    const take = timings.route(method, options.url);
    const hook = isLogged ? logged(take, log, `${method} ${options.url}`) : timed(take);
    options.onResponse = [options.onResponse ?? [], hook].flat();
  });
}

function timed(take: TakeTime): OnResponse {
  return (_request, reply, done) => {
    take(reply.statusCode, reply.elapsedTime / 1000);
    done();
  };
}

function logged(take: TakeTime, log: Log, route: string): OnResponse {
  return (_request, reply, done) => {
    const { elapsedTime: ms, statusCode: status } = reply;
    take(status, ms / 1000);
    log.debug(route, { status, ms: Math.round(ms * 1000) / 1000 });
    done();
  };
}
