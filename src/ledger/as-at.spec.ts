import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventStore } from '../adapters/memory/event-store.js';
import { uuidEnding } from '../../test/support/given-when-then.js';
import { goldenLines } from '../../test/support/golden-lines.js';
import { appendsOf, DAYS, Historian, steps } from '../../test/support/histories.js';
import { groupTotals, DIMENSIONS, totalsOf } from '../../projections/totals.js';
import { evolveCatalogue, emptyCatalogue } from '../domain/measure/catalogue.js';
import { nothingKnown, parseAsAt, standingAsAt } from './as-at.js';
import { decodeEntry, type Entry } from './codec/entry-line.js';
import type { EventStore } from './event-store.js';
import { isMeasureEvent } from './streams.js';

async function storeOf(entries: readonly Entry[]): Promise<EventStore> {
  const store = new MemoryEventStore();
  for (const append of appendsOf(entries)) await store.append(append);
  return store;
}

const histories = steps(30).map((history) => new Historian('any', 1).write(history));
const latest = (entries: readonly Entry[]): string | undefined =>
  entries
    .map(({ recordedAt }) => recordedAt)
    .sort()
    .at(-1);

/** Figures as they stand after these entries: disputed or not, as was said of them last. */
function figuresIn(entries: readonly Entry[]): readonly object[] {
  const figures = new Map<string, object>();
  for (const { event, stream } of entries) {
    if (event.type === 'PublishedFigureRecorded') figures.set(stream, event.figure);
    if (event.type === 'PublishedFigureDisputed') figures.set(stream, { ...figures.get(stream), disputed: true });
    if (event.type === 'FigureDisputeEnded') figures.set(stream, { ...figures.get(stream), disputed: false });
  }
  return [...figures.values()];
}

describe('the ledger as at an entry', () => {
  it('is the fold of the entries up to it, for every entry and period', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.constantFrom(undefined, ...DAYS),
        fc.constantFrom(undefined, ...DAYS),
        async (entries, from, to) => {
          const store = await storeOf(entries);
          for (let n = -1; n <= entries.length; n += 1) {
            const known = entries.slice(0, n + 1);
            const standing = await standingAsAt(store, { entry: n }, { from, to });
            const events = known.map(({ event }) => event);
            const figures = figuresIn(known);
            expect(standing.entry).toBe(known.length - 1);
            expect(standing.knownAt).toBe(latest(known));
            expect(groupTotals(standing.totals.values(), DIMENSIONS)).toEqual(
              groupTotals(totalsOf(events, { from, to }).values(), DIMENSIONS),
            );
            expect(standing.figures.map(({ figure }) => figure)).toEqual(figures);
            for (const { entry, figure } of standing.figures)
              expect(entries[entry]?.event).toMatchObject({ figure: { ...figure, disputed: expect.any(Boolean) } });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is as at the last entry that the ledger knew by a moment, also where clocks went back', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(60), async (entries, second) => {
        const moment = new Date(Date.parse('2026-11-22T10:00:00.000Z') + second * 1000).toISOString();
        const standing = await standingAsAt(await storeOf(entries), { moment });
        const known = entries.filter((_, n) => (latest(entries.slice(0, n + 1)) ?? '') <= moment);
        expect(standing.entry).toBe(known.length - 1);
        expect(standing.knownAt).toBe(latest(known));
      }),
    );
  });

  it('has the catalogue as it then was', async () => {
    const store = new MemoryEventStore();
    const entries = goldenLines.map((line) => decodeEntry(line));
    for (const append of appendsOf(entries)) await store.append(append);
    for (const n of [0, 5, 18, 19, entries.length - 1]) {
      const events = entries.slice(0, n + 1).map(({ event }) => event);
      const expected = events.filter(isMeasureEvent).reduce(evolveCatalogue, emptyCatalogue);
      expect((await standingAsAt(store, { entry: n })).catalogue).toEqual(expected);
    }
  });

  it('is read on over more entries than one page holds, up to any of them', async () => {
    const entries = goldenLines.map((line) => decodeEntry(line));
    const start = Date.parse('2020-01-01T00:00:00.000Z');
    const many = [...Array(4001).keys()].map((n): Entry => {
      const entry = entries[0];
      if (entry === undefined) throw new Error('no golden entry');
      return { ...entry, id: uuidEnding(n), revision: n, recordedAt: new Date(start + n * 1000).toISOString() };
    });
    const store = await storeOf(many);
    for (const n of [1998, 1999, 2000, 2001, 3999, 4000]) {
      expect((await standingAsAt(store, { entry: n })).entry).toBe(n);
      expect((await standingAsAt(store, { moment: new Date(start + n * 1000).toISOString() })).entry).toBe(n);
    }
    expect((await standingAsAt(store, { entry: Number.MAX_SAFE_INTEGER })).entry).toBe(4000);
  });

  it('is nothing before the first entry', async () => {
    const store = await storeOf(goldenLines.map((line) => decodeEntry(line)));
    expect(await standingAsAt(store, { moment: '1999-12-31T23:59:59.999Z' })).toEqual(nothingKnown);
    expect(await standingAsAt(new MemoryEventStore(), { entry: 5 })).toEqual(nothingKnown);
  });
});

describe('an as-at as people give it', () => {
  it.each([
    ['0', { entry: 0 }],
    ['1187', { entry: 1187 }],
    ['2010', { entry: 2010 }],
    ['2010-06-01', { moment: '2010-06-01T22:59:59.999Z' }],
    ['2010-12-01', { moment: '2010-12-01T23:59:59.999Z' }],
    ['2012-03-25', { moment: '2012-03-25T22:59:59.999Z' }],
    ['2026-11-22T10:00:00Z', { moment: '2026-11-22T10:00:00.000Z' }],
    ['2026-11-22T10:00:00.5Z', { moment: '2026-11-22T10:00:00.500Z' }],
    ['2026-11-22T10:00:00.123456789Z', { moment: '2026-11-22T10:00:00.123Z' }],
  ])('%s is %p', (given, meant) => {
    expect(parseAsAt(given)).toEqual(meant);
  });

  it.each([
    ...['', '-1', '1.5', '1e3', '9999999999999999', 'yesterday', '2010-02-30', '2010-2-3', ' 5', '2010-06'],
    ...['2026-11-22T10:00:00', '2026-11-22T10:00:00+00:00', '2026-11-22T25:00:00Z', '2026-13-01T00:00:00Z'],
    ...['2026-02-30T00:00:00Z', '2026-11-22T24:00:00Z', '2026-11-22 10:00:00Z'],
  ])('%p means nothing', (given) => {
    expect(parseAsAt(given)).toBeUndefined();
  });
});
