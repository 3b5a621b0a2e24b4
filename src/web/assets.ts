import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Serves the stylesheet and the icon under `/assets`. Browsers keep them and ask each time whether they changed (`ETag`), so that a
 * page never meets the stylesheet of another version.
 */
export async function serveAssets(app: NestFastifyApplication): Promise<void> {
  await app.register(fastifyStatic, {
    root: fileURLToPath(new URL('./assets', import.meta.url)),
    prefix: '/assets/',
    index: false,
    setHeaders: (reply) => {
      void reply.header('cache-control', 'public, no-cache');
    },
  });
}
