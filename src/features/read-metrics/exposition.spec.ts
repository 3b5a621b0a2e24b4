import { describe, expect, it } from '@jest/globals';
import { readMetrics, valueOf } from '../../../test/support/prometheus.js';
import { Watch } from '../../ledger/watch.js';
import type { Vitals } from '../../ledger/vitals.js';
import { metricsText } from './exposition.js';
import { HttpTimings } from './http-timings.js';

/** As a service has them in which every follower is as it can be. */
function vitals(): Vitals {
  const { followers, writer } = new Watch();
  followers.follower('relay').isAway({ code: 'broker-away', detail: 'No broker answers.' });
  followers.follower('relay').dealtWith(7, 11);
  followers.follower('relay').reconnected();
  followers.follower('intake').follows();
  followers.follower('intake').parked();
  followers.follower('intake').isBehind(3, 1.5);
  followers.follower('indexer').standsBy();
  writer.waits(4, 1_000);
  writer.wrote(1);
  writer.wrote(300);
  writer.wrote(9_000);
  const lags = { relay: { items: 4, seconds: 2.25 }, intake: { items: 3, seconds: 1.5 } } as const;
  return {
    head: 15,
    checkpoint: { entry: 15, knownAt: undefined },
    writer: writer.numbers(),
    followers: followers.all().map((state) => ({
      ...state,
      lag: state.name === 'relay' || state.name === 'intake' ? lags[state.name] : undefined,
    })),
  };
}

const scrape = async (shown: Vitals, timings = new HttpTimings()) =>
  readMetrics(await metricsText({ vitals: shown, http: timings.all() }));

describe('metrics', () => {
  it('say of each follower how it stands, how far it is behind and what it put aside', async () => {
    const samples = await scrape(vitals());
    const of = (name: string, follower: string) => valueOf(samples, `tallystick_follower_${name}`, { follower });
    expect(['lag_entries', 'lag_seconds', 'entry', 'reconnects_total'].map((name) => of(name, 'relay'))).toEqual([
      4, 2.25, 11, 1,
    ]);
    expect(['lag_entries', 'lag_seconds', 'entry', 'parked_total'].map((name) => of(name, 'intake'))).toEqual([
      3,
      1.5,
      undefined,
      1,
    ]);
    expect(of('lag_entries', 'indexer')).toBeUndefined();
    const standing = (follower: string) =>
      samples.filter(
        ({ name, labels, value }) => name.endsWith('_standing') && labels['follower'] === follower && value === 1,
      );
    expect(standing('relay').map(({ labels }) => labels['standing'])).toEqual(['away']);
    expect(standing('indexer').map(({ labels }) => labels['standing'])).toEqual(['standing-by']);
  });

  it('say how long the queue is and how large the batches are', async () => {
    const samples = await scrape(vitals());
    const bucket = (le: string) => valueOf(samples, 'tallystick_writer_batch_appends_bucket', { le });
    expect(['1', '250', '500', '5000', '+Inf'].map(bucket)).toEqual([1, 1, 2, 2, 3]);
    expect(valueOf(samples, 'tallystick_writer_batch_appends_sum')).toBe(9_301);
    expect(valueOf(samples, 'tallystick_writer_queue_appends')).toBe(4);
    expect(valueOf(samples, 'tallystick_writer_queue_bytes')).toBe(1_000);
    expect(valueOf(samples, 'tallystick_writer_failing')).toBe(0);
  });

  it('say how long answers took, by route and status', async () => {
    const timings = new HttpTimings();
    const take = timings.route('POST', '/api/v1/outcomes/:id/"\\');
    take(201, 0.004);
    take(200, 0.3);
    take(503, 12);
    timings.route('GET', '/never-asked');
    const samples = await scrape(vitals(), timings);
    const count = (status: string) => valueOf(samples, 'tallystick_http_request_duration_seconds_count', { status });
    expect(['2xx', '4xx', '5xx'].map(count)).toEqual([2, undefined, 1]);
    expect(samples.filter(({ labels }) => labels['route'] === '/never-asked')).toEqual([]);
  });

  it('are there while nothing else is, and do not guess', async () => {
    const samples = await scrape({ ...vitals(), head: undefined, checkpoint: undefined, followers: [] });
    expect(valueOf(samples, 'tallystick_ledger_reachable')).toBe(0);
    expect(valueOf(samples, 'tallystick_figures_reachable')).toBe(0);
    expect(valueOf(samples, 'tallystick_ledger_entries')).toBeUndefined();
    expect(valueOf(samples, 'tallystick_figures_complete')).toBeUndefined();
    expect(valueOf(samples, 'process_start_time_seconds')).toBeGreaterThan(0);
  });
});
