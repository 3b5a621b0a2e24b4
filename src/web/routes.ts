import type { FastifyInstance } from 'fastify';

interface Route {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

/** Notes the routes that are added from now on; the result gives the methods that an address takes, none for an address without a route. */
export function watchRoutes(fastify: FastifyInstance): (path: string) => readonly string[] {
  const routes: Route[] = [];
  fastify.addHook('onRoute', ({ url, method }) => {
    // A route for every address says nothing about which methods one takes.
    if (url.includes('*')) return;
    const pattern = new RegExp(`^${url.replace(/[.?+^$()[\]{}|\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}/?$`);
    routes.push({ pattern, methods: [method].flat() });
  });
  return (path) => [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))];
}
