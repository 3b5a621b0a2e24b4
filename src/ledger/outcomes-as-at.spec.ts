import { beforeAll, describe, expect, it } from '@jest/globals';
import { groupTotals, totalsOf } from '../../projections/totals.js';
import { day, id } from '../../test/support/given-when-then.js';
import { appendsOf, FORCES, Historian, MEASURES, someSteps, UNITS } from '../../test/support/histories.js';
import { MemoryEventStore } from '../adapters/memory/event-store.js';
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
      kind: 'arrest',
      limit: ALL,
    });
    expect(rows.length).toBeGreaterThan(0);
    for (const { outcome } of rows) {
      if (outcome.status !== 'recorded') throw new Error(`${outcome.status} outcomes credit nobody`);
      expect(outcome.details.unit).toBe(unit);
      expect(outcome.postings.map((posting) => posting.force)).toContain(force);
      expect(outcome.postings.map((posting) => posting.measure)).toContain(measure);
    }
    const inJanuary = await outcomesAsAt(store, LENGTH - 1, {
      from: day('2010-01-01'),
      to: day('2010-01-31'),
      limit: ALL,
    });
    const days = inJanuary.map(({ outcome }) => (outcome.status === 'unrecorded' ? '' : outcome.details.occurredOn));
    expect([...new Set(days)]).toEqual(['2010-01-01']);
    expect(await outcomesAsAt(store, LENGTH - 1, { collaboration: id('theirs'), limit: ALL })).toEqual([]);
    expect(await outcomesAsAt(store, LENGTH - 1, { kind: 'asset', limit: ALL })).toEqual([]);
  });
});
