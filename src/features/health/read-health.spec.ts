import { describe, expect, it } from '@jest/globals';
import type { FollowerVitals, Vitals } from '../../ledger/vitals.js';
import { Watch } from '../../ledger/watch.js';
import { healthFrom } from './read-health.js';

const TROUBLE = { code: 'store-away', detail: 'It does not answer.' };

function well(): Vitals {
  const { followers, writer } = new Watch();
  followers.follower('projector').follows();
  followers.follower('relay').follows();
  const lag = { items: 0, seconds: 0 };
  return {
    head: 9,
    checkpoint: { entry: 9, knownAt: undefined },
    writer: writer.numbers(),
    followers: followers.all().map((state) => ({ ...state, lag })),
  };
}
const withRelay = (vitals: Vitals, changed: Partial<FollowerVitals>): Vitals => ({
  ...vitals,
  followers: vitals.followers.map((each) => (each.name === 'relay' ? { ...each, ...changed } : each)),
});
const judged = (vitals: Vitals) => {
  const { status, reads, writes, reasons } = healthFrom(vitals);
  return [status, { reads, writes }, reasons.map(({ code, part }) => `${part}: ${code}`)];
};
const ALL = { reads: true, writes: true };
const READS = { reads: true, writes: false };

describe('readiness', () => {
  it('is ready when all is well, whoever leads', () => {
    expect(judged(well())).toEqual(['ready', ALL, []]);
    expect(judged(withRelay(well(), { standing: 'standing-by', lag: undefined }))).toEqual(['ready', ALL, []]);
  });

  it('is degraded while a follower is away, stopped or far behind', () => {
    const trouble = { code: 'broker-away', detail: 'No broker answers.' };
    for (const standing of ['away', 'stopped'] as const)
      expect(judged(withRelay(well(), { standing, trouble }))).toEqual(['degraded', ALL, ['relay: broker-away']]);
    const lag = { items: 10_001, seconds: 60 };
    expect(judged(withRelay(well(), { lag }))).toEqual(['degraded', ALL, ['relay: relay-behind']]);
    expect(judged(withRelay(well(), { lag: { items: 10_000, seconds: 60 } }))[0]).toBe('ready');
  });

  it('is degraded while nothing can be recorded but what rests is answered', () => {
    expect(judged({ ...well(), head: undefined })).toEqual(['degraded', READS, ['writer: store-away']]);
    const failing = { ...well().writer, trouble: TROUBLE };
    expect(judged({ ...well(), writer: failing })).toEqual(['degraded', READS, ['writer: store-away']]);
    expect(judged({ ...well(), head: undefined, writer: failing })[2]).toEqual(['writer: store-away']);
  });

  it('is degraded while figures are incomplete, and says so once', () => {
    const stopped = { ...well(), checkpoint: { entry: 3, knownAt: undefined, stoppedBecause: 'entry 4 is odd' } };
    const told = { code: 'figures-incomplete', detail: 'entry 4 is odd' };
    const followers = stopped.followers.map((each) =>
      each.name === 'projector' ? { ...each, standing: 'stopped' as const, trouble: told } : each,
    );
    for (const vitals of [stopped, { ...stopped, followers }])
      expect(judged(vitals)).toEqual(['degraded', ALL, ['projector: figures-incomplete']]);
    expect(healthFrom(stopped).projector).toEqual({ entry: 3, lag: 6, stoppedBecause: 'entry 4 is odd' });
  });

  it('is unavailable without the database', () => {
    const away = { ...well(), head: undefined, checkpoint: undefined, writer: { ...well().writer, trouble: TROUBLE } };
    expect(judged(away)).toEqual([
      'unavailable',
      { reads: false, writes: false },
      ['database: database-away', 'writer: store-away'],
    ]);
    expect(judged({ ...well(), checkpoint: undefined })[0]).toBe('unavailable');
  });
});
