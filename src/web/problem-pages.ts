import type { FastifyReply, FastifyRequest } from 'fastify';
import { PAGE_HEADERS, renderPage } from './pages.js';
import type { Problem } from './problems.js';

/** Whether a person's browser asked, and not a program: everything outside the interface, unless something else than HTML is wanted. */
export function wantsPage({ url, headers }: FastifyRequest): boolean {
  return !/^\/(?:api|health)(?:[/?]|$)/.test(url) && (headers.accept ?? '').includes('text/html');
}

/** Says on a page why something cannot be shown, in the layout of all pages and with the status that a program would get. */
export function answerProblemPage(reply: FastifyReply, { title, detail, status, code, errors }: Problem): void {
  const page = { title, owner: null, section: null, labels: [], isRefused: true };
  const view = { title, detail, status, code, errors: errors.length > 1 ? errors : [] };
  reply
    .code(status)
    .headers(PAGE_HEADERS)
    .send(renderPage('web/error.njk', page, view));
}
