import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import staticFiles from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { describeTopics } from './async-api.js';
import { answerJson } from './ledger/codec/json.js';

const DOCUMENT = '/api/openapi.json';
const TOPICS_DOCUMENT = '/api/asyncapi.json';
const ASSETS = '/api/browser/';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The interface – Tallystick</title>
<link rel="stylesheet" href="${ASSETS}swagger-ui.css">
</head>
<body>
<main id="interface"><p>The browsable interface needs JavaScript. The document itself: <a href="${DOCUMENT}">${DOCUMENT}</a></p></main>
<script src="${ASSETS}swagger-ui-bundle.js"></script>
<script src="/api/browse.js"></script>
</body>
</html>
`;
const START = `SwaggerUIBundle({ url: '${DOCUMENT}', dom_id: '#interface', deepLinking: true });\n`;

/** The one page with scripts: its own, and none that is written into it. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Serves the OpenAPI document and a page to browse it. The page is ours because the one of @nestjs/swagger writes its style into itself,
 * which the content security policy forbids. `topicPrefix` begins the names of the topics in the AsyncAPI document; without brokers they have
 * the usual names.
 */
export function serveApiDocs(
  app: NestFastifyApplication,
  fastify: FastifyInstance,
  topicPrefix: string | undefined,
): void {
  let text: string | undefined;
  fastify.get(DOCUMENT, (_request, reply) => {
    text ??= answerJson(describeApi(app));
    return reply.type('application/json; charset=utf-8').send(text);
  });
  const topics = answerJson(describeTopics(topicPrefix));
  fastify.get(TOPICS_DOCUMENT, (_request, reply) => reply.type('application/json; charset=utf-8').send(topics));
  fastify.get('/api', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY).send(PAGE),
  );
  fastify.get('/api/browse.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(START));
  fastify.register(staticFiles, { root: browserFiles(), prefix: ASSETS, decorateReply: false, index: false });
}

/** The document in which every route says what it takes and gives. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Tallystick')
    .setDescription(
      'A benefits-realisation ledger for police collaborations: every total can be proved from its entries. Amounts are integers in the smallest unit of their measure; periods include `from` and not `to`; whatever is unknown in a request is refused by name.',
    )
    .setVersion('1')
    // The first whose schemas are JSON Schema as it is.
    .setOpenAPIVersion('3.1.0')
    .build();
  return SwaggerModule.createDocument(app, about);
}

function browserFiles(): string {
  const swagger = createRequire(import.meta.url).resolve('@nestjs/swagger');
  return dirname(createRequire(swagger).resolve('swagger-ui-dist/package.json'));
}
