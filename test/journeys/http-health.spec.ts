import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { StoreAway } from '../../src/ledger/event-store.js';
import { ASSET, post, send } from '../support/http.js';
import { readMetrics, valueOf } from '../support/prometheus.js';
import { startService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService('http health');
}, 60_000);
afterAll(() => service.stop());

const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0).reverse()) each();
});
/** Lets one question of the service be answered otherwise, until the test is over. */
function instead<T extends object, K extends keyof T>(target: T, name: K, answer: T[K]): void {
  const before = target[name];
  target[name] = answer;
  undo.push(() => (target[name] = before));
}
const gone = (): Promise<never> => Promise.reject(new StoreAway('gone'));
const silent = (): Promise<never> => new Promise(() => undefined);
const scrape = async () => readMetrics((await send(service.url, '/metrics')).text);

describe('readiness', () => {
  it.each(['/health', '/api/v1/health'])('is told at %s', async (path) => {
    await service.caughtUp();
    expect((await send(service.url, `${path}/live`)).body).toEqual({ status: 'live' });
    const ready = await send(service.url, `${path}/ready`);
    const entry = await service.ledger.store.head();
    expect([ready.status, ready.body]).toEqual([
      200,
      {
        status: 'ready',
        reads: true,
        writes: true,
        reasons: [],
        database: 'reachable',
        entry,
        projector: { entry, lag: 0, stoppedBecause: null },
        followers: [{ name: 'projector', standing: 'following', lag: { items: 0, seconds: 0 } }],
      },
    ]);
  });

  it('is 503 while the database is away, also when it says nothing at all; the service lives all the same', async () => {
    for (const answer of [gone, silent]) {
      instead(service.ledger.model, 'checkpoint', answer);
      const begun = performance.now();
      const ready = await send(service.url, '/health/ready');
      expect(performance.now() - begun).toBeLessThan(3_000);
      expect([ready.status, ready.body['code'], ready.headers.get('retry-after')]).toEqual([503, 'not-ready', '1']);
      expect(ready.body).toMatchObject({ database: 'away', reads: false, writes: false });
      expect(ready.headers.get('content-type')).toContain('application/problem+json');
    }
    expect((await send(service.url, '/health/live')).status).toBe(200);
  });

  it('is degraded, and says why, while only writing fails', async () => {
    instead(service.ledger.store, 'head', gone);
    const ready = await send(service.url, '/health/ready');
    expect([ready.status, ready.body]).toMatchObject([
      200,
      {
        status: 'degraded',
        reads: true,
        writes: false,
        reasons: [{ code: 'store-away', part: 'writer' }],
        entry: null,
      },
    ]);
    expect((await send(service.url, '/api/v1/totals?by=measure')).status).toBe(200);
  });

  it('is degraded while figures are incomplete or a broker is away', async () => {
    const stopped = { entry: 3, knownAt: undefined, stoppedBecause: 'entry 4 is odd' };
    instead(service.ledger.model, 'checkpoint', () => Promise.resolve(stopped));
    const relay = service.watch.followers.follower('relay');
    relay.isAway({ code: 'broker-away', detail: 'No broker answers.' });
    const ready = await send(service.url, '/health/ready');
    relay.follows();
    expect([ready.status, ready.body['status'], ready.body['reasons']]).toMatchObject([
      200,
      'degraded',
      [
        { code: 'figures-incomplete', part: 'projector', detail: expect.stringContaining('entry 4 is odd') },
        { code: 'broker-away', part: 'relay' },
      ],
    ]);
  });
});

describe('metrics', () => {
  it('are Prometheus text, whoever asks', async () => {
    const answer = await send(service.url, '/metrics', { headers: { accept: 'text/html' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(valueOf(readMetrics(answer.text), 'tallystick_ledger_entries')).toBe(
      (await service.ledger.store.head()) + 1,
    );
  });

  it('count what is recorded and asked, under the route and never under an address', async () => {
    const count = { method: 'POST', route: '/api/v1/outcomes' } as const;
    const counted = (samples: Awaited<ReturnType<typeof scrape>>, status: string) =>
      valueOf(samples, 'tallystick_http_request_duration_seconds_count', { ...count, status }) ?? 0;
    const before = await scrape();
    const { body } = await post(service.url, '/api/v1/outcomes', ASSET);
    await send(service.url, `/api/v1/outcomes/${String(body['outcomeId'])}`);
    expect((await post(service.url, '/api/v1/outcomes', { kind: 'nothing' })).status).toBe(400);
    await service.caughtUp();
    const after = await scrape();
    expect([counted(after, '2xx'), counted(after, '4xx')]).toEqual([
      counted(before, '2xx') + 1,
      counted(before, '4xx') + 1,
    ]);
    expect(after.map(({ labels }) => labels['route'] ?? '').filter((route) => /[0-9a-f]{8}-/.test(route))).toEqual([]);
    const batches = (samples: typeof after) => valueOf(samples, 'tallystick_writer_batch_appends_sum') ?? 0;
    expect(batches(after)).toBe(batches(before) + 1);
    const projector = { follower: 'projector' };
    expect(valueOf(after, 'tallystick_follower_lag_entries', projector)).toBe(0);
    expect(valueOf(after, 'tallystick_follower_entry', projector)).toBe(await service.ledger.store.head());
    expect(valueOf(after, 'tallystick_follower_batch_items_sum', projector)).toBeGreaterThan(0);
  });

  it('are answered while the database says nothing', async () => {
    instead(service.ledger.store, 'head', silent);
    instead(service.ledger.model, 'checkpoint', silent);
    const begun = performance.now();
    expect(valueOf(await scrape(), 'tallystick_ledger_reachable')).toBe(0);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});

it('logged nothing all the while', () => {
  expect(service.logged).toEqual([]);
});
