import { collectDefaultMetrics, Registry } from 'prom-client';
import type { FollowerVitals, Vitals } from '../../ledger/vitals.js';
import type { TimedRoute } from './http-timings.js';
import { counter, gauge, histogram, type Labels } from './text-format.js';

/** What one scrape shows. */
export interface Shown {
  readonly vitals: Vitals;
  readonly http: readonly TimedRoute[];
}

const STANDINGS = ['starting', 'following', 'standing-by', 'away', 'stopped'] as const;

/** What Prometheus calls the text that it reads. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

const ofProcess = new Registry();
/** Watching the process costs a little, so it begins with the first scrape. */
let isCollecting = false;

/** Metrics as text for Prometheus: the ledger, its writer and its followers, answers over HTTP, and the process itself. */
export async function metricsText({ vitals, http }: Shown): Promise<string> {
  if (!isCollecting) collectDefaultMetrics({ register: ofProcess });
  isCollecting = true;
  const own = [...ledgerMetrics(vitals), ...writerMetrics(vitals), ...followerMetrics(vitals.followers), timings(http)];
  return `${own.join('')}${await ofProcess.metrics()}`;
}

function ledgerMetrics({ head, checkpoint }: Vitals): readonly string[] {
  const entries = head === undefined ? [] : ([[{}, head + 1]] as const);
  const complete = checkpoint === undefined ? [] : ([[{}, checkpoint.stoppedBecause === undefined ? 1 : 0]] as const);
  return [
    gauge('tallystick_ledger_reachable', 'Whether the store answered within a second', [[{}, toNumber(head)]]),
    gauge('tallystick_ledger_entries', 'Entries in the ledger', entries),
    gauge('tallystick_figures_reachable', 'Whether the database of the figures did', [[{}, toNumber(checkpoint)]]),
    gauge('tallystick_figures_complete', 'Whether no entry has stopped the figures', complete),
  ];
}

function writerMetrics({ writer }: Vitals): readonly string[] {
  const { batches, reconnects, trouble, waitingAppends, waitingBytes } = writer;
  return [
    gauge('tallystick_writer_queue_appends', 'Appends that have no answer yet', [[{}, waitingAppends]]),
    gauge('tallystick_writer_queue_bytes', 'Bytes of the appends that have no answer yet', [[{}, waitingBytes]]),
    gauge('tallystick_writer_failing', 'Whether the last attempt to write failed', [[{}, toNumber(trouble)]]),
    counter('tallystick_writer_reconnects_total', 'Connections for writing that were given up', [[{}, reconnects]]),
    histogram('tallystick_writer_batch_appends', 'Appends written together in one commit', [[{}, batches]]),
  ];
}

function followerMetrics(followers: readonly FollowerVitals[]): readonly string[] {
  const of = <T>(read: (follower: FollowerVitals) => T | undefined): readonly (readonly [Labels, T])[] =>
    followers.flatMap((follower) => {
      const value = read(follower);
      return value === undefined ? [] : [[{ follower: follower.name }, value] as const];
    });
  const standings = followers.flatMap(({ name, standing }) =>
    STANDINGS.map((each) => [{ follower: name, standing: each }, each === standing ? 1 : 0] as const),
  );
  const [entry, items, seconds] = [of((one) => one.entry), of(({ lag }) => lag?.items), of(({ lag }) => lag?.seconds)];
  return [
    gauge('tallystick_follower_standing', 'How a follower stands: 1 for what it is', standings),
    gauge('tallystick_follower_entry', 'The entry up to which a follower has dealt with all', entry),
    gauge('tallystick_follower_lag_entries', 'How much a follower has not dealt with yet', items),
    gauge('tallystick_follower_lag_seconds', 'Age of the oldest that it has not dealt with', seconds),
    counter(
      'tallystick_follower_reconnects_total',
      'How often it connected again',
      of((one) => one.reconnects),
    ),
    counter(
      'tallystick_follower_parked_total',
      'What it put aside and could not deal with',
      of((one) => one.parked),
    ),
    histogram(
      'tallystick_follower_batch_items',
      'How much it dealt with at once',
      of((one) => one.batches),
    ),
  ];
}

function timings(http: readonly TimedRoute[]): string {
  return histogram(
    'tallystick_http_request_duration_seconds',
    'How long answers took, by route as it is declared',
    http.map(({ method, route, status, seconds }) => [{ method, route, status }, seconds] as const),
  );
}

function toNumber(found: unknown): number {
  return found === undefined ? 0 : 1;
}
