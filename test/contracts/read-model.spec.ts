import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { openReadModel } from '../../src/adapters/postgres/read-model.js';
import type { CollaborationId } from '../../src/domain/identifiers.js';
import { catchUp } from '../../src/ledger/projector.js';
import { NotTheLeader, type Advance, type OutcomesQuery, type TotalsQuery } from '../../src/ledger/read-model.js';
import type { ListedOutcome } from '../../projections/outcome-list.js';
import { DIMENSIONS, groupTotals, totalsOf, type Total } from '../../projections/totals.js';
import { day, id, uuidEnding } from '../support/given-when-then.js';
import { DAYS, FORCES, Historian, MEASURES, someSteps, steps, UNITS } from '../support/histories.js';
import { allEntries, append, atRest, bruteFold, openFigures, sql, type Figures } from './figures-under-test.js';

jest.setTimeout(120_000);

let figures: Figures;
beforeAll(async () => {
  figures = await openFigures('read model');
});
afterAll(() => figures.close());

const log = (): undefined => undefined;
const maybe = <T>(values: readonly T[]): fc.Arbitrary<T | undefined> =>
  fc.option(fc.constantFrom(...values), { nil: undefined });
const months = ['2010-01-01', '2010-02-01', '2011-07-01'].map(day);

/** Leaves out what is undefined, as a question has to. */
function compact<T extends object>(given: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T; // only undefined went
}

let collaborations = 0;
/** Entries of a collaboration of their own, folded into the figures. */
async function folded(history: Parameters<Historian['write']>[0]): Promise<CollaborationId> {
  collaborations += 1;
  const collaboration = id<CollaborationId>(`collaboration-${collaborations}`);
  await append(figures.store, new Historian(collaboration, collaborations).write(history));
  await catchUp({ ...figures, log });
  return collaboration;
}

const filters = fc.record({
  by: fc.subarray([...DIMENSIONS]),
  measures: fc.option(fc.subarray(MEASURES), { nil: undefined }),
  sums: fc.option(
    fc.array(
      fc.record({
        measure: fc.constantFrom(id<Total['measure']>('sum-a'), MEASURES[0] ?? id('x')),
        of: fc.subarray(MEASURES),
      }),
      { maxLength: 1 },
    ),
    { nil: undefined },
  ),
  force: maybe(FORCES),
  unit: maybe(UNITS),
  grade: maybe(['claimed', 'audited'] as const),
  from: maybe(months),
  to: maybe(months),
});

describe('the figures at rest in PostgreSQL', () => {
  it('answer any question about totals as the same totals do in TypeScript', async () => {
    await fc.assert(
      fc.asyncProperty(steps(20), fc.array(filters, { minLength: 1, maxLength: 4 }), async (history, questions) => {
        const collaboration = await folded(history);
        const events = (await allEntries(figures)).map(({ entry }) => entry.event);
        for (const given of questions) {
          const query = compact<TotalsQuery>({ ...given, collaboration });
          const { rows } = await figures.model.totals(query);
          expect(rows).toEqual(groupTotals(asked(totalsOf(events, query).values(), query), query.by));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('hold exactly the totals, outcomes and figures of all entries, as of the last one', async () => {
    const collaboration = await folded(someSteps(1, 200));
    const brute = bruteFold(await allEntries(figures));
    const resting = await atRest(figures.model, collaboration);
    expect(resting.checkpoint).toEqual(brute.checkpoint);
    expect(resting.totals).toEqual(brute.totals);
    expect(resting.outcomes).toEqual(brute.outcomes);
    expect(resting.figures.length).toBeGreaterThan(5);
    expect(resting.figures).toEqual(brute.figures.filter(({ figure }) => figure.collaboration === collaboration));
  });

  it('list outcomes by any filter, page by page in the order in which they were recorded', async () => {
    const collaboration = await folded(someSteps(2, 150));
    const all = bruteFold(await allEntries(figures)).outcomes;
    const question = fc.record({
      collaboration: maybe([collaboration]),
      kind: maybe(['arrest', 'asset'] as const),
      unit: maybe(UNITS),
      force: maybe(FORCES),
      measures: maybe([MEASURES.slice(0, 2), MEASURES.slice(3)]),
      from: maybe(DAYS),
      to: maybe(DAYS),
      after: maybe([-1, all[3]?.firstEntry ?? 0, all.at(-40)?.firstEntry ?? 0]),
      limit: fc.constantFrom(0, 1, 7, 1000),
    });
    await fc.assert(
      fc.asyncProperty(question, async (given) => {
        const query = compact<OutcomesQuery>(given);
        const { asAt, rows } = await figures.model.outcomes(query);
        expect(asAt.entry).toBe(await figures.store.head());
        expect(rows).toEqual(all.filter((row) => isListed(row, query)).slice(0, query.limit));
      }),
      { numRuns: 60 },
    );
  });

  it('give the rows of known outcomes, and none for the others', async () => {
    const [first, second] = bruteFold(await allEntries(figures)).outcomes;
    if (first === undefined || second === undefined) throw new Error('There are no outcomes.');
    const rows = await figures.model.listed([second.id, uuidEnding(999), first.id]);
    expect([...rows].sort((a, b) => a.firstEntry - b.firstEntry)).toEqual([first, second]);
    expect(await figures.model.listed([])).toEqual([]);
  });

  it('change in no part when the checkpoint is not where the writer believes it to be', async () => {
    const before = await atRest(figures.model, id('collaboration-1'));
    const at = before.checkpoint;
    const [outcome] = before.outcomes;
    if (outcome === undefined) throw new Error('There are no outcomes.');
    const one: Total = {
      collaboration: id('x'),
      measure: id('x'),
      force: id('x'),
      unit: id('x'),
      grade: 'claimed',
      month: '2010-01' as Total['month'],
      labels: '',
      amount: 1n,
    };
    const advance: Advance = {
      after: at.entry - 1,
      to: { entry: at.entry + 1, knownAt: at.knownAt },
      totals: [one],
      outcomes: [
        { ...outcome, id: uuidEnding(998), state: '' },
        { ...outcome, entry: 5, state: '' },
      ],
      figures: [],
      disputes: new Map(),
    };
    for (const after of [at.entry - 1, at.entry + 1, -1]) {
      await expect(figures.model.apply({ ...advance, after })).rejects.toThrow(NotTheLeader);
    }
    expect(await atRest(figures.model, id('collaboration-1'))).toEqual(before);
  });

  it('refuse to answer for parts of months, which they do not hold', async () => {
    await expect(figures.model.totals({ by: [], from: day('2010-01-02') })).rejects.toThrow('whole months');
  });

  it('hold sums far beyond their amounts', async () => {
    const most = 2n ** 53n - 1n;
    const [posting] = someSteps(5, 50).flatMap(({ postings }) => postings);
    if (posting === undefined) throw new Error('There are no postings.');
    const large = {
      happens: 'record',
      which: 0,
      second: 0,
      labels: [],
      postings: [{ ...posting, amount: most }],
    } as const;
    const collaboration = await folded(Array.from({ length: 1100 }, () => large));
    const { rows } = await figures.model.totals({ by: [], collaboration });
    expect(rows.map(({ amount }) => amount)).toEqual([1100n * most]);
  });
});

describe('the schema of the figures', () => {
  it('is made once by programs that start at the same moment, and is empty at first', async () => {
    const fresh = await openFigures('schema');
    await sql(fresh.database, 'DROP SCHEMA projection CASCADE');
    const url = fresh.database.applicationUrl;
    const models = await Promise.all(Array.from({ length: 6 }, () => openReadModel({ url })));
    for (const model of models) expect(await model.checkpoint()).toEqual({ entry: -1, knownAt: undefined });
    expect(await models[0]?.totals({ by: ['force'] })).toEqual({ asAt: { entry: -1, knownAt: undefined }, rows: [] });
    expect(await models[0]?.outcomes({ limit: 5 })).toEqual({ asAt: { entry: -1, knownAt: undefined }, rows: [] });
    await Promise.all(models.map((model) => model.close()));
    await fresh.close();
  });
});

/** The totals that a question is about, each under the names it was asked for. */
function asked(totals: Iterable<Total>, query: TotalsQuery): readonly Total[] {
  const { collaboration, force, unit, grade, measures, sums } = query;
  const wanted = [...totals].filter(
    (total) =>
      total.collaboration === collaboration &&
      (force === undefined || total.force === force) &&
      (unit === undefined || total.unit === unit) &&
      (grade === undefined || total.grade === grade),
  );
  if (measures === undefined && sums === undefined) return wanted;
  const own = wanted.filter(({ measure }) => measures?.includes(measure));
  const parts = (sums ?? []).flatMap((sum) =>
    wanted.filter(({ measure }) => sum.of.includes(measure)).map((total) => ({ ...total, measure: sum.measure })),
  );
  return [...own, ...parts];
}

function isListed({ firstEntry, outcome }: ListedOutcome, query: OutcomesQuery): boolean {
  if (outcome.status === 'unrecorded') return false;
  const { collaboration, details } = outcome;
  const postings = outcome.status === 'recorded' ? outcome.postings : [];
  const units = [details, ...(outcome.status === 'recorded' ? outcome.claims : [])].map(({ unit }) => unit);
  const isIn = (on: string): boolean => (query.from ?? '') <= on && on < (query.to ?? '9');
  const isFound =
    query.measures === undefined
      ? (query.unit === undefined || units.includes(query.unit) || postings.some(({ unit }) => unit === query.unit)) &&
        (query.force === undefined || postings.some(({ force }) => force === query.force)) &&
        isIn(details.occurredOn)
      : postings.some(
          ({ measure, force, unit, occurredOn }) =>
            query.measures?.includes(measure) === true &&
            (query.force === undefined || force === query.force) &&
            (query.unit === undefined || unit === query.unit) &&
            isIn(occurredOn),
        );
  return (
    isFound &&
    (query.collaboration === undefined || collaboration === query.collaboration) &&
    (query.kind === undefined || details.kind === query.kind) &&
    firstEntry > (query.after ?? -1)
  );
}
