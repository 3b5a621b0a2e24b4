import { request } from 'node:http';
import { createConnection } from 'node:net';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StoreAway, StoreBusy } from '../../src/ledger/event-store.js';
import { ARREST, ASSET, CAR, FIREARMS, post, SEIZURE, send } from '../support/http.js';
import { startService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService('http edges');
}, 60_000);
afterAll(() => service.stop());

describe('an address or method that nobody answers', () => {
  it.each([
    [404, 'not-found', 'GET', '/api/v1/nothing'],
    [404, 'not-found', 'POST', '/api/v2/outcomes'],
    [405, 'method-not-allowed', 'DELETE', '/api/v1/outcomes'],
    [405, 'method-not-allowed', 'PUT', `/api/v1/outcomes/${randomUUID()}`],
    [405, 'method-not-allowed', 'GET', '/api/v1/imports'],
    [405, 'method-not-allowed', 'POST', '/api/v1/totals'],
    [400, 'malformed-request', 'GET', '/api/v1/outcomes/%zz'],
  ])('%i %s: %s %s', async (status, code, method, path) => {
    const answer = await send(service.url, path, { method });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('says which methods an address takes', async () => {
    const answer = await send(service.url, '/api/v1/outcomes', { method: 'DELETE' });
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
  });
});

describe('a body that is not taken', () => {
  it.each([
    [415, 'unsupported-media-type', 'text/plain', '{}'],
    [415, 'unsupported-media-type', 'text/csv', 'a,b'],
    [415, 'unsupported-media-type', 'application/x-www-form-urlencoded', 'kind=asset'],
    [413, 'too-large', 'application/json', `"${'x'.repeat(1024 * 1024)}"`],
  ])('%i %s: %s', async (status, code, type, body) => {
    const headers = { 'content-type': type, 'idempotency-key': randomUUID() };
    const answer = await send(service.url, '/api/v1/outcomes', { method: 'POST', headers, body });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it('is no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"kind":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const answer = await fetch(`${service.url}/api/v1/outcomes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: bytes,
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('UTF-8');
  });
});

/** Node's own client lets a request lie about its host. */
function statusWith(headers: Record<string, string>, method = 'GET', path = '/api/v1/measures'): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(service.url + path, { method, headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject).end();
  });
}

describe('what other sites may not do', () => {
  it('a page of another site may not record, nor send a file', async () => {
    const headers = { origin: 'https://elsewhere.example', 'idempotency-key': randomUUID() };
    const answer = await send(service.url, '/api/v1/outcomes', { method: 'POST', headers, body: ASSET });
    expect([answer.status, answer.body['code']]).toEqual([403, 'foreign-origin']);
    expect(await statusWith({ 'sec-fetch-site': 'cross-site' }, 'POST', '/api/v1/imports')).toBe(403);
  });

  it('a name that was given to this machine from outside is not answered', async () => {
    expect(await statusWith({ host: 'rebound.example' })).toBe(421);
    expect(await statusWith({ host: 'localhost:3000' })).toBe(200);
  });

  it('nothing is to be run or framed', async () => {
    const { headers } = await send(service.url, '/api/v1/measures');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('when the store cannot take it', () => {
  it.each([
    ['busy', new StoreBusy('full')],
    ['store-away', new StoreAway('gone')],
  ])('answers 503 %s and when to come back', async (code, error) => {
    const { store } = service.ledger;
    const append = store.append.bind(store);
    store.append = () => Promise.reject(error);
    const answer = await post(service.url, '/api/v1/outcomes', ASSET);
    store.append = append;
    expect([answer.status, answer.body['code'], answer.headers.get('retry-after')]).toEqual([503, code, '1']);
  });
});

describe('what nobody expected', () => {
  it('is a 500 that tells the log everything and the sender nothing', async () => {
    const { model } = service.ledger;
    const totals = model.totals.bind(model);
    model.totals = () => Promise.reject(new Error('password is hunter2'));
    const answer = await send(service.url, '/api/v1/totals');
    model.totals = totals;
    expect([answer.status, answer.body['code']]).toEqual([500, 'unexpected']);
    expect(answer.text).not.toContain('hunter2');
    const [line = ''] = service.logged.splice(0);
    expect(line).toContain('hunter2');
    const id = /error ([0-9a-f-]{36})/.exec(line)?.[1] ?? 'none';
    expect(answer.body['detail']).toContain(id);
  });
});

/** Any JSON, and requests that are nearly right: one field of a good one made into something else, left out, or added. */
const nearlyRight = fc
  .tuple(
    fc.constantFrom<object>(ASSET, ARREST, CAR, SEIZURE, FIREARMS),
    fc.oneof(
      fc.constantFrom('kind', 'unit', 'attribution', 'substances', 'amountPence', 'occurredOn', 'evidence'),
      fc.string(),
    ),
    fc.jsonValue(),
  )
  .map(([body, name, value]) => JSON.stringify({ ...body, [name]: value }));
const bodies = fc.oneof(nearlyRight, fc.json(), fc.string({ unit: 'binary' }));
const routes = fc.constantFrom(
  '/api/v1/outcomes',
  '/api/v1/published-figures',
  `/api/v1/outcomes/${randomUUID()}/corrections`,
  `/api/v1/outcomes/${randomUUID()}/withdrawal`,
  '/api/v1/imports',
);
const types = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'text/csv',
  'multipart/form-data; boundary=x',
);
const queries = fc.dictionary(
  fc.oneof(
    fc.constantFrom('by', 'measure', 'asAt', 'from', 'to', 'limit', 'after', 'collaboration', 'unit'),
    fc.string(),
  ),
  fc.string(),
  { maxKeys: 4 },
);
const readRoutes = fc.constantFrom(
  'totals',
  'statements/benefits-realised',
  'outcomes',
  'entries',
  'collaborations',
  'measures',
);

describe('whatever is sent', () => {
  it('700 strange bodies never end in a 5xx', async () => {
    await fc.assert(
      fc.asyncProperty(routes, types, bodies, fc.string(), async (path, type, body, ifMatch) => {
        const headers = {
          'content-type': type,
          'idempotency-key': randomUUID(),
          'if-match': ifMatch.replace(/[^\x20-\x7e]/g, '?'),
        };
        const answer = await send(service.url, path, { method: 'POST', headers, body });
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 700, interruptAfterTimeLimit: 40_000 },
    );
  }, 60_000);

  it('300 strange questions never end in a 5xx', async () => {
    await fc.assert(
      fc.asyncProperty(readRoutes, queries, async (path, query) => {
        const asked = new URLSearchParams(query).toString();
        expect((await send(service.url, `/api/v1/${path}?${asked}`)).status).toBeLessThan(500);
      }),
      { numRuns: 300, interruptAfterTimeLimit: 30_000 },
    );
  }, 60_000);

  it('what is no HTTP at all is refused, and others are still answered', async () => {
    const { port } = new URL(service.url);
    const text = await new Promise<string>((resolve, reject) => {
      const socket = createConnection(parseInt(port, 10), '127.0.0.1', () => socket.end('NONSENSE\r\n\r\n'));
      let got = '';
      socket
        .on('data', (bytes) => (got += bytes.toString()))
        .on('error', reject)
        .on('close', () => resolve(got));
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect((await send(service.url, '/health/live')).status).toBe(200);
  });

  it('and none of it was worth a line in the log', () => {
    expect(service.logged).toEqual([]);
  });
});
