import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ASSET, post, send, type Json } from '../support/http.js';
import { faultsOf, schemaValidator } from '../support/schemas.js';
import { startService, type TestService } from '../support/service.js';

interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required?: boolean;
  readonly schema: { readonly example?: string };
}
interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<
        string,
        { readonly schema: object; readonly examples: Readonly<Record<string, { readonly value: unknown }>> }
      >
    >;
  };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

let service: TestService;
let paths: Paths;
beforeAll(async () => {
  service = await startService('http openapi');
  paths = (await send(service.url, '/api/openapi.json')).body['paths'] as Paths;
}, 60_000);
afterAll(() => service.stop());

/** A project that was only proposed, in a programme that has tiers. Its profiles go once the next one is proposed: one benefit has one project. */
async function freshProject(): Promise<string> {
  const { collaboration } = ASSET;
  const stopped = { collaboration, change: { status: 'stopped', reason: 'superseded' }, on: '2012-06-02' };
  for (const earlier of freshProjects) await post(service.url, `/api/v1/projects/${earlier}/status`, stopped);
  const project = `fresh-${randomUUID().slice(0, 8)}x`;
  const tiers = {
    collaboration,
    from: '2012-01-01',
    most: 10,
    tiers: [
      { tier: 1, atLeast: 15 },
      { tier: 2, atLeast: 8 },
    ],
  };
  await post(service.url, '/api/v1/tiers', tiers);
  const proposal = { collaboration, project, name: 'Fresh', area: 'crime', model: 'ad-hoc', owner: 'rart' };
  const rest = { participants: ['west-yorkshire'], proposedOn: '2010-01-01' };
  expect((await post(service.url, '/api/v1/projects', { ...proposal, ...rest })).status).toBe(201);
  freshProjects.push(project);
  return project;
}
const freshProjects: string[] = [];

/** Fills in an address: a fresh outcome, or the collaboration of the tests. */
async function addressed(path: string, parameters: readonly Parameter[] = []): Promise<string> {
  if (path.includes('{commandId}')) {
    const key = randomUUID();
    await post(service.url, '/api/v1/outcomes', ASSET, { 'idempotency-key': key });
    return path.replace('{commandId}', key);
  }
  if (path.includes('/projects/{id}')) return path.replace('{id}', await freshProject());
  const named = parameters.filter((each) => each.in === 'path' && each.schema.example !== undefined);
  if (named.length > 0) {
    return named.reduce((address, { name, schema }) => address.replace(`{${name}}`, schema.example ?? ''), path);
  }
  if (!path.includes('{id}')) return path;
  if (path.includes('collaborations')) return path.replace('{id}', 'changing');
  if (path.includes('/published-figures/'))
    return path.replace('{id}', await freshFigure(path.endsWith('/dispute-end')));
  if (path.endsWith('/claim-weights')) return path.replace('{id}', await claimedByTwo());
  const { body } = await post(service.url, '/api/v1/outcomes', ASSET);
  const outcomeId = String(body['outcomeId']);
  if (path.endsWith('/unlink')) {
    const linked = { primary: await freshOutcome(), reason: 'recorded-twice' };
    expect((await post(service.url, `/api/v1/outcomes/${outcomeId}/link`, linked)).status).toBe(201);
  }
  if (path.endsWith('/stage-corrections')) {
    const detained = { stage: 'detained', occurredOn: '2010-03-06', amountPence: ASSET.amountPence };
    await post(service.url, `/api/v1/outcomes/${outcomeId}/stages`, detained, { 'if-match': '"0"' });
  }
  return path.replace('{id}', outcomeId);
}

/** Where something has to have happened to the outcome before. */
const CHANGED_ONCE = /\/(?:claim-weights|unlink|stage-corrections)$/;

async function freshFigure(disputed: boolean): Promise<string> {
  const figure = { collaboration: ASSET.collaboration, measure: 'arrests', amount: 1, bound: 'exact', source: 'press' };
  return String((await post(service.url, '/api/v1/published-figures', { ...figure, disputed })).body['figureId']);
}

async function freshOutcome(): Promise<string> {
  return String((await post(service.url, '/api/v1/outcomes', ASSET)).body['outcomeId']);
}

async function claimedByTwo(): Promise<string> {
  const item = { scheme: 'exhibit', reference: randomUUID() };
  await post(service.url, '/api/v1/outcomes', { ...ASSET, item });
  const { body } = await post(service.url, '/api/v1/outcomes', { ...ASSET, unit: 'rrpt', item });
  expect(body['revision']).toBe(1);
  return String(body['outcomeId']);
}

/** An example of a link names a primary, of which the ledger of this test has another. */
async function fittingHere(path: string, value: unknown): Promise<unknown> {
  return path.endsWith('/link') ? { ...(value as object), primary: await freshOutcome() } : value;
}

/** A unit belongs to its collaboration, and a view looks on a year: these are asked for together or not at all. */
const NEEDS: Readonly<Record<string, string>> = { unit: 'collaboration', view: 'baseYear', baseYear: 'view' };

const operations = (method: string) =>
  Object.entries(paths).flatMap(([path, methods]) => {
    const operation = methods[method];
    return operation === undefined ? [] : [{ path, operation }];
  });

describe('the OpenAPI document', () => {
  it('has every route of the interface, each with a summary and examples of its answers', () => {
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(listed.sort()).toEqual([
      'get /api/v1/claims',
      'get /api/v1/collaborations',
      'get /api/v1/collaborations/{id}',
      'get /api/v1/comparisons',
      'get /api/v1/entries',
      'get /api/v1/health/live',
      'get /api/v1/health/ready',
      'get /api/v1/incentive-receipts',
      'get /api/v1/likely-duplicates',
      'get /api/v1/measures',
      'get /api/v1/outcomes',
      'get /api/v1/outcomes/{id}',
      'get /api/v1/outcomes/{id}/history',
      'get /api/v1/projects',
      'get /api/v1/projects/{id}',
      'get /api/v1/receipts/{commandId}',
      'get /api/v1/reconciliations',
      'get /api/v1/recounts',
      'get /api/v1/schemas',
      'get /api/v1/schemas/{name}',
      'get /api/v1/statements/benefits-realised',
      'get /api/v1/totals',
      'get /api/v1/validation-queue',
      'get /health/live',
      'get /health/ready',
      'get /metrics',
      'post /api/v1/claim-weight-imports',
      'post /api/v1/collaborations',
      'post /api/v1/collaborations/{id}/keys',
      'post /api/v1/collaborations/{id}/members',
      'post /api/v1/collaborations/{id}/members/{force}/departures',
      'post /api/v1/collaborations/{id}/units',
      'post /api/v1/collaborations/{id}/units/{unit}/closure',
      'post /api/v1/collaborations/{id}/units/{unit}/lead-forces',
      'post /api/v1/collaborations/{id}/units/{unit}/names',
      'post /api/v1/deflators',
      'post /api/v1/finding-imports',
      'post /api/v1/forces',
      'post /api/v1/imports',
      'post /api/v1/incentive-receipt-imports',
      'post /api/v1/incentive-receipts',
      'post /api/v1/incentive-schemes',
      'post /api/v1/link-imports',
      'post /api/v1/measures',
      'post /api/v1/outcomes',
      'post /api/v1/outcomes/{id}/claim-weights',
      'post /api/v1/outcomes/{id}/corrections',
      'post /api/v1/outcomes/{id}/findings',
      'post /api/v1/outcomes/{id}/link',
      'post /api/v1/outcomes/{id}/stage-corrections',
      'post /api/v1/outcomes/{id}/stages',
      'post /api/v1/outcomes/{id}/unlink',
      'post /api/v1/outcomes/{id}/withdrawal',
      'post /api/v1/projects',
      'post /api/v1/projects/{id}/approval',
      'post /api/v1/projects/{id}/benefit-profiles',
      'post /api/v1/projects/{id}/business-case',
      'post /api/v1/projects/{id}/scores',
      'post /api/v1/projects/{id}/status',
      'post /api/v1/published-figures',
      'post /api/v1/published-figures/{id}/dispute',
      'post /api/v1/published-figures/{id}/dispute-end',
      'post /api/v1/regions',
      'post /api/v1/stage-imports',
      'post /api/v1/statement-lines',
      'post /api/v1/tiers',
    ]);
    for (const { path, operation } of [...operations('get'), ...operations('post')]) {
      expect([path, operation.summary]).toEqual([path, expect.stringMatching(/\w/)]);
      expect(JSON.stringify(operation.responses['200'])).toContain('"example"');
    }
  });

  it('has examples of requests that fit their schemas, and are recorded when they are sent', async () => {
    let sent = 0;
    for (const { path, operation } of operations('post')) {
      for (const [type, { schema, examples }] of Object.entries(operation.requestBody?.content ?? {})) {
        const validate = schemaValidator().compile(schema);
        for (const [name, { value }] of Object.entries(examples)) {
          expect([name, faultsOf(validate, value)]).toEqual([name, '']);
          const example = (name: string) => operation.parameters?.find((each) => each.name === name)?.schema.example;
          const [ifMatch, person] = [example('If-Match'), example('X-Acting-Person')];
          const headers = {
            'content-type': type,
            'idempotency-key': randomUUID(),
            ...(ifMatch !== undefined && { 'if-match': CHANGED_ONCE.test(path) ? '"1"' : ifMatch }),
            ...(person !== undefined && { 'x-acting-person': person }),
          };
          const address = await addressed(path, operation.parameters);
          const body = await fittingHere(path, value);
          const answer = await send(service.url, address, { method: 'POST', headers, body });
          expect([name, answer.status, answer.status === 201 ? '' : answer.text]).toEqual([name, 201, '']);
          sent += 1;
        }
      }
    }
    expect(sent).toBeGreaterThanOrEqual(8);
  });

  it('has examples of questions that are answered when they are asked, part by part and all together', async () => {
    for (const { path, operation } of operations('get')) {
      const parts = (operation.parameters ?? []).filter((each) => each.in === 'query');
      const required = parts.filter((each) => each.required === true);
      const alone = parts.map((part) => [...new Set([...required, part])]);
      for (const chosen of [required, ...alone, parts]) {
        const names = chosen.map(({ name }) => name);
        if (names.some((name) => NEEDS[name] !== undefined && !names.includes(NEEDS[name]))) continue;
        const query = new URLSearchParams(
          chosen.map(({ name, schema }): [string, string] => [name, schema.example ?? '']),
        );
        const asked = `${await addressed(path, operation.parameters)}?${query.toString()}`;
        const answer = await send(service.url, asked);
        expect([asked, answer.status]).toEqual([asked, 200]);
      }
    }
  });

  it('shows answers of the form that is given', async () => {
    const { body } = await post(service.url, '/api/v1/outcomes', ASSET);
    const operation = paths['/api/v1/outcomes']?.['post'];
    const response = operation?.responses['201']?.content as Readonly<Record<string, { readonly example: Json }>>;
    const example = response['application/json']?.example ?? {};
    expect(Object.keys(example)).toEqual(Object.keys(body));
    expect(example['postings']).toEqual(body['postings']);
  });
});

describe('the page to browse it', () => {
  it('runs only scripts of its own, none of them written into it', async () => {
    const page = await send(service.url, '/api');
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    const linked = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    expect(linked.length).toBeGreaterThan(3);
    for (const address of linked) expect([address, (await send(service.url, address)).status]).toEqual([address, 200]);
    expect(page.text).not.toMatch(/<style|style=|<script>/);
  });
});
