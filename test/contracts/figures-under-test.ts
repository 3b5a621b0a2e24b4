import { expect } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { MemoryEventStore } from '../../src/adapters/memory/event-store.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { openReadModel } from '../../src/adapters/postgres/read-model.js';
import type { CollaborationId, FigureId, OutcomeId } from '../../src/domain/identifiers.js';
import type { Entry } from '../../src/ledger/codec/entry-line.js';
import { decodeAll, type Numbered } from '../../src/ledger/stored-entry.js';
import type { Checkpoint, ReadModel } from '../../src/ledger/read-model.js';
import { figureIdOf, isOutcomeEvent, outcomeIdOf } from '../../src/ledger/streams.js';
import { evolveListed, type ListedOutcome } from '../../projections/outcome-list.js';
import type { FigureOnRecord } from '../../projections/published-figures.js';
import { DIMENSIONS, groupTotals, totalsOf, type TotalRow } from '../../projections/totals.js';
import { appendsOf } from '../support/histories.js';
import type { TestDatabase } from '../support/postgres.js';
import { embeddedDatabase } from './postgres-ledgers.js';

/** A ledger in memory whose figures rest in a real PostgreSQL. */
export interface Figures {
  readonly database: TestDatabase;
  readonly store: MemoryEventStore;
  readonly model: ReadModel;
  close(): Promise<void>;
}

export async function openFigures(label: string): Promise<Figures> {
  const database = await embeddedDatabase(label);
  // A copied database has the tables of its template, but not the rights in the database itself.
  await migrate(database.ownerUrl, () => undefined);
  const model = await openReadModel({ url: database.applicationUrl });
  const store = new MemoryEventStore();
  return {
    database,
    store,
    model,
    close: async () => {
      await Promise.all([model.close(), store.close()]);
      await database.drop();
    },
  };
}

export async function append(store: MemoryEventStore, entries: readonly Entry[]): Promise<void> {
  await store.atomically(async (write) => {
    const results = await write(appendsOf(entries));
    expect(results.every(({ kind }) => kind === 'appended')).toBe(true);
  });
}

/** What figures have to be, worked out from the entries in the plainest way. */
export interface Brute {
  readonly checkpoint: Checkpoint;
  readonly totals: readonly TotalRow[];
  readonly outcomes: readonly ListedOutcome[];
  readonly figures: readonly FigureOnRecord[];
}

export function bruteFold(entries: readonly Numbered[]): Brute {
  const outcomes = new Map<OutcomeId, ListedOutcome>();
  const figures = new Map<FigureId, FigureOnRecord>();
  for (const { number, entry } of entries) {
    const [outcome, figure] = [outcomeIdOf(entry.stream), figureIdOf(entry.stream)];
    if (outcome !== undefined && isOutcomeEvent(entry.event))
      outcomes.set(outcome, evolveListed(outcomes.get(outcome), outcome, number, entry.event));
    if (figure === undefined) continue;
    const { event } = entry;
    const known = figures.get(figure);
    if (event.type === 'PublishedFigureRecorded')
      figures.set(figure, { id: figure, entry: number, figure: event.figure });
    else if (known !== undefined)
      figures.set(figure, {
        ...known,
        figure: { ...known.figure, disputed: event.type === 'PublishedFigureDisputed' },
      });
  }
  return {
    checkpoint: {
      entry: entries.length - 1,
      knownAt: entries
        .map(({ entry }) => entry.recordedAt)
        .sort()
        .at(-1),
    },
    totals: groupTotals(totalsOf(entries.map(({ entry }) => entry.event)).values(), DIMENSIONS),
    outcomes: [...outcomes.values()].sort((a, b) => a.firstEntry - b.firstEntry),
    figures: [...figures.values()],
  };
}

export async function allEntries({ store }: Pick<Figures, 'store'>): Promise<readonly Numbered[]> {
  return decodeAll(await store.readAll(-1, Number.MAX_SAFE_INTEGER));
}

/** All that rests in a read model, in the form of a brute fold. */
export async function atRest(model: ReadModel, collaboration: CollaborationId): Promise<Brute> {
  const { asAt, rows: totals } = await model.totals({ by: DIMENSIONS });
  const { rows: outcomes } = await model.outcomes({ limit: 1_000_000 });
  return { checkpoint: asAt, totals, outcomes, figures: await model.figures(collaboration) };
}

export async function expectExact(figures: Figures, collaboration: CollaborationId): Promise<void> {
  expect(await atRest(figures.model, collaboration)).toEqual(bruteFold(await allEntries(figures)));
}

/** Waits until a condition holds; throws after half a minute. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (await holds()) return;
    await sleep(10);
  }
  throw new Error('It never came to that.');
}

export async function untilCaughtUp({ store, model }: Pick<Figures, 'store' | 'model'>): Promise<void> {
  await until(async () => (await model.checkpoint()).entry === (await store.head()));
}

/** Runs SQL as the application's role, which owns the figures. */
export async function sql(database: TestDatabase, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.applicationUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
