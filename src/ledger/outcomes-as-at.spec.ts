import { beforeAll, describe, expect, it } from '@jest/globals';
import { postingsBehind } from '../../projections/outcome-list.js';
import { groupTotals, totalsOf } from '../../projections/totals.js';
import { day, id } from '../../test/support/given-when-then.js';
import { appendsOf, FORCES, Historian, MEASURES, someSteps, UNITS } from '../../test/support/histories.js';
import { MemoryEventStore } from '../adapters/memory/event-store.js';
import { isWithin } from '../domain/civil-date.js';
import type { CollaborationId } from '../domain/identifiers.js';
import type { Entry } from './codec/entry-line.js';
import { outcomesAsAt } from './outcomes-as-at.js';

const OURS = id<CollaborationId>('ours');
const LENGTH = 120;
const ALL = 10_000;

describe('outcomes as they stood', () => {
  const store = new MemoryEventStore();
  let entries: readonly Entry[] = [];

  beforeAll(async () => {
    entries = new Historian(OURS, 1).write(someSteps(7, LENGTH));
    for (const append of appendsOf(entries)) await store.append(append);
  });

  it('post together what the totals were at that entry, for every measure and force', async () => {
    for (const at of [0, 1, 17, 60, LENGTH - 1]) {
      const totals = totalsOf(entries.slice(0, at + 1).map(({ event }) => event)).values();
      const figures = groupTotals(totals, ['measure', 'force']).filter(({ amount }) => amount !== 0n);
      for (const { measure, force, amount } of figures) {
        if (force === undefined) throw new Error('A total without a force');
        const rows = await outcomesAsAt(store, at, { collaboration: OURS, measures: [measure], force, limit: ALL });
        const posted = rows.flatMap(({ outcome }) => (outcome.status === 'recorded' ? outcome.postings : []));
        const counted = posted.filter((posting) => posting.measure === measure && posting.force === force);
        expect(counted.reduce((sum, posting) => sum + posting.amount, 0n)).toBe(amount);
      }
    }
  });

  it('are exactly those behind a figure of a unit and of some days, which are not always their own', async () => {
    const [measure, unit] = [MEASURES[0], UNITS[0]];
    if (measure === undefined || unit === undefined) throw new Error('Nothing to ask for');
    const period = { from: day('2010-01-01'), to: day('2010-02-01') };
    const totals = totalsOf(
      entries.map(({ event }) => event),
      period,
    );
    const amounts = groupTotals(
      [...totals.values()].filter((total) => total.unit === unit),
      ['measure'],
    );
    const figure = { measures: [measure], unit, ...period };
    const rows = await outcomesAsAt(store, LENGTH - 1, { collaboration: OURS, ...figure, limit: ALL });
    const counted = rows.map(({ outcome }) => postingsBehind(outcome, figure));
    expect(counted.filter((postings) => postings.length === 0)).toEqual([]);
    expect(counted.flat().reduce((sum, { amount }) => sum + amount, 0n)).toBe(
      amounts.find((row) => row.measure === measure)?.amount,
    );
    const others = rows.filter(
      ({ outcome }) => !('details' in outcome) || !isWithin(outcome.details.occurredOn, period.from, period.to),
    );
    expect(others.length).toBeGreaterThan(0);
    expect(counted.flat().every(({ occurredOn }) => isWithin(occurredOn, period.from, period.to))).toBe(true);
  });

  it('come page by page, in the order in which they were recorded', async () => {
    const whole = await outcomesAsAt(store, LENGTH - 1, { limit: ALL });
    expect(whole.length).toBeGreaterThan(10);
    const firstEntries = whole.map(({ firstEntry }) => firstEntry);
    expect(firstEntries).toEqual([...firstEntries].sort((a, b) => a - b));
    const first = await outcomesAsAt(store, LENGTH - 1, { limit: 4 });
    const after = first.at(-1)?.firstEntry ?? 0;
    expect([...first, ...(await outcomesAsAt(store, LENGTH - 1, { limit: ALL, after }))]).toEqual(whole);
  });

  it('are only those that were asked for', async () => {
    const [force, unit, measure] = [FORCES[0], UNITS[0], MEASURES[0]];
    if (force === undefined || unit === undefined || measure === undefined) throw new Error('Nothing to ask for');
    const rows = await outcomesAsAt(store, LENGTH - 1, {
      force,
      unit,
      measures: [measure],
      kind: 'asset',
      limit: ALL,
    });
    expect(rows.length).toBeGreaterThan(0);
    for (const { outcome } of rows) {
      if (outcome.status !== 'recorded') throw new Error(`${outcome.status} outcomes credit nobody`);
      expect(outcome.details.kind).toBe('asset');
      const parts = outcome.postings.map((posting) => [posting.force, posting.unit, posting.measure]);
      expect(parts).toContainEqual([force, unit, measure]);
    }
    const inJanuary = await outcomesAsAt(store, LENGTH - 1, {
      from: day('2010-01-01'),
      to: day('2010-01-31'),
      limit: ALL,
    });
    const days = inJanuary.map(({ outcome }) => (outcome.status === 'unrecorded' ? '' : outcome.details.occurredOn));
    expect([...new Set(days)]).toEqual(['2010-01-01']);
    expect(await outcomesAsAt(store, LENGTH - 1, { collaboration: id('theirs'), limit: ALL })).toEqual([]);
    expect(await outcomesAsAt(store, LENGTH - 1, { kind: 'arrest', limit: ALL })).toEqual([]);
  });
});
