import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJson, Unreadable } from './ledger/codec/json.js';
import { API } from './web/outcome-answer.js';
import { problem, Refused } from './web/problems.js';

/** Where files are taken, and nothing else. */
const FILE_ROUTES: ReadonlySet<string | undefined> = new Set(
  [
    'imports',
    'stage-imports',
    'finding-imports',
    'link-imports',
    'claim-weight-imports',
    'incentive-receipt-imports',
  ].map((to) => `/${API}/${to}`),
);

/** Teaches the service what bodies it takes: JSON read by the ledger's own codec, and files where files are taken. */
export function readBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      refuseFileRoute(request, false);
      if (!isUtf8(body)) throw new Unreadable('', 'the body is not UTF-8');
      done(null, parseJson(body.toString('utf8')));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
  fastify.addContentTypeParser(['text/csv', 'multipart/form-data'], (request, payload, done) => {
    try {
      refuseFileRoute(request, true);
      done(null, payload);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function refuseFileRoute(request: FastifyRequest, isFile: boolean): void {
  if (FILE_ROUTES.has(request.routeOptions.url) === isFile) return;
  const detail = isFile
    ? 'Send application/json here.'
    : 'Send the file as text/csv, or as the one file of a multipart form.';
  throw new Refused(problem('unsupported-media-type', detail));
}
