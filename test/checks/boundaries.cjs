/**
 * Who may import whom (src/README.md shows it as a table). Each rule is an allow-list: whatever it does not name is refused.
 * Specs may also import jest and fast-check.
 */
const SPEC = '\\.spec\\.ts$';

/** @param {string} name @param {string} because @param {string} from @param {string[]} to */
const only = (name, because, from, to) => ({
  name,
  severity: 'error',
  comment: because,
  from: { path: from, pathNot: SPEC },
  to: { pathNot: to },
});

module.exports = {
  forbidden: [
    only('domain-is-pure', 'An auditor re-derives every figure from these files alone.', '^src/domain/', [
      '^src/domain/',
    ]),
    only('projections-are-pure', 'The arithmetic an auditor reads.', '^projections/', [
      '^projections/',
      '^src/domain/',
    ]),
    only(
      'ledger-knows-no-vendor',
      'The machine round the domain runs offline: no Nest, no database driver.',
      '^src/ledger/',
      [
        '^src/ledger/',
        '^src/domain/',
        '^projections/',
        '^node:',
        '^(buffer|crypto|fs|fs/promises|path|os|stream|stream/promises|readline|worker_threads|url|util|events|timers/promises)$',
      ],
    ),
    only(
      'adapters-implement-ports',
      'One vendor a folder; adapters share nothing with features.',
      '^src/adapters/([^/]+)/',
      ['^src/adapters/$1/', '^src/ledger/', '^src/domain/', '^projections/', 'node_modules', '^[a-z_/]+$'],
    ),
    only('web-is-shared-by-routes', 'What all routes share knows no use case.', '^src/web/', [
      '^src/web/',
      '^src/domain/',
      'node_modules/(@nestjs|@fastify|fastify|nunjucks|pino|class-validator|class-transformer|rxjs|reflect-metadata|csv-parse|vega|vega-lite)',
      '^[a-z_/]+$',
    ]),
    only(
      'features-stand-alone',
      'One folder per thing a person can do; never another feature, never an adapter.',
      '^src/features/([^/]+)/',
      [
        '^src/features/$1/',
        '^src/web/',
        '^src/ledger/',
        '^src/domain/',
        '^projections/',
        'node_modules/(@nestjs|@fastify|fastify|class-validator|class-transformer|rxjs|uuid|prom-client)',
        '^[a-z_/]+$',
      ],
    ),
    { name: 'no-cycles', severity: 'error', comment: 'Nothing calls upward.', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Much has been left out.',
      from: { orphan: true, pathNot: [SPEC, '^src/(main|cli)\\.ts$', '\\.d\\.ts$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    includeOnly: undefined,
  },
};
