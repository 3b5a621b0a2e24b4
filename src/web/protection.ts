import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { problem, Refused } from './problems.js';

/** `localhost:3000`, `127.0.0.1` and the like. */
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** What every answer says, unless a page says otherwise: nothing in it is to be run, framed or sent elsewhere. */
const NOTHING_RUNS = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/**
 * Keeps other sites out of a service that nobody signs in to yet. A page that a browser shows from elsewhere may neither record anything (its origin is
 * refused) nor read anything by giving its own name this machine's address (its host is refused).
 */
export function protect(app: NestFastifyApplication, fastify: FastifyInstance): void {
  app.useSecurityHeaders({
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING_RUNS },
    xFrameOptions: { action: 'deny' },
    // Of use to browsers that are no more, and every header costs every answer.
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    // Over loopback there is no TLS to insist on.
    strictTransportSecurity: false,
  });
  app.enableCsrfProtection();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { host } = request.headers;
    const isOurs = host === undefined || LOOPBACK_HOST.test(host);
    done(
      isOurs
        ? undefined
        : new Refused(problem('foreign-host', 'This service answers on a loopback address only, under no other name.')),
    );
  });
}
