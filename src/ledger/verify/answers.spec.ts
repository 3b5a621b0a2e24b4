import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { leavesOf, replaced, sealed, standingForOthers, verified, type Json } from '../../../test/support/exports.js';
import { goldenLines, goldenText } from '../../../test/support/golden-lines.js';
import { goldenLedger, JOINT } from '../../../test/support/golden-ledger.js';
import { day, id } from '../../../test/support/given-when-then.js';
import { DIMENSIONS } from '../../../projections/totals.js';
import { exportOf } from '../../../test/support/ledgers.js';
import { recorderOf } from '../../../test/support/recording.js';
import type { ForceId, MeasureId } from '../../domain/identifiers.js';
import { AMOUNT_LIMIT } from '../../domain/shape.js';
import { statementFor } from '../answer-statement.js';
import { totalsFor } from '../answer-totals.js';
import { answerJson, Unreadable } from '../codec/json.js';
import { readAnswer } from './answers.js';

const read = (name: string) => readFile(new URL(`../../../test/golden/${name}`, import.meta.url), 'utf8');
/** The golden ledger's last entry; it grows. */
const LAST = goldenLines.length - 1;
const ANSWERS = [
  ['totals.json', JSON.parse(await read('totals.json')) as Json],
  ['statement.json', JSON.parse(await read('statement.json')) as Json],
] as const;

describe.each(ANSWERS)('a saved answer, %s,', (name, answer) => {
  const against = (changed: unknown) => verified(goldenText, { [name]: JSON.stringify(changed) });

  it('agrees however it is laid out', async () => {
    const shuffled = Object.fromEntries(Object.entries(answer).reverse());
    expect(await verified(goldenText, { [name]: JSON.stringify(shuffled, null, 7) })).toMatchObject({
      verdict: 'agrees',
    });
  });

  it('is named with every figure, label or word in it that was altered', async () => {
    for (const { path, value } of standingForOthers(leavesOf(answer))) {
      const others =
        typeof value === 'number' ? [value + 1, value + 0.5, null, undefined] : [`${String(value)}x`, undefined];
      for (const other of path[0] === 'asAt' ? [] : others) {
        const verdict = await against(replaced(answer, path, other)).catch((error: unknown) => error);
        const isNamed =
          verdict instanceof Unreadable ||
          ('reason' in (verdict as object) && String((verdict as Json)['reason']).startsWith(`${name}: `));
        expect([path.join('.'), other, isNamed]).toEqual([path.join('.'), other, true]);
      }
    }
  }, 120_000);

  it('is named when something was added to it that every object answers to', async () => {
    for (const word of ['constructor', 'toString', '__proto__x', 'note']) {
      expect(await against({ ...answer, [word]: 1 })).toMatchObject({
        verdict: 'differs',
        reason: `${name}: ${word} is 1, should be absent`,
      });
    }
  });

  it.each(['rows', 'lines'].filter((list) => list in answer))(
    'is named when one of its %s is missing, added or moved',
    async (list) => {
      const items = answer[list] as readonly unknown[];
      for (const changed of [items.slice(1), items.slice(0, -1), [...items, items[0]], [...items].reverse(), []]) {
        expect(await against({ ...answer, [list]: changed })).toMatchObject({
          verdict: 'differs',
          reason: expect.stringMatching(`^${name}: ${list}`),
        });
      }
    },
  );

  it('can not be told of when it is as of an entry beyond the export', async () => {
    const earlier = goldenLines.slice(0, -1);
    expect(await verified(sealed(earlier), { [name]: JSON.stringify(answer) })).toEqual({
      verdict: 'cannot-tell',
      reason: `${name}: is as of entry ${LAST}, but the export ends at entry ${LAST - 1}`,
    });
  });

  it('agrees all the same when it says that the service could not count further', async () => {
    expect(await against({ ...answer, incompleteSince: LAST + 1 })).toMatchObject({ verdict: 'agrees' });
  });

  it('agrees as it was given before statements told grades, and is held to those it tells', async () => {
    const { lines: told, ...others } = answer;
    const lines = Array.isArray(told) ? (told as readonly Json[]) : [];
    const before = lines.map(({ byGrade: _, ...line }) => line);
    expect(await against(told === undefined ? others : { ...others, lines: before })).toMatchObject({
      verdict: 'agrees',
    });
    if (told === undefined) return;
    expect(lines).not.toEqual([]);
    const other = lines.map((line) => ({ ...line, byGrade: [{ grade: 'audited', amount: 1 }] }));
    expect(await against({ ...answer, lines: other })).toMatchObject({
      verdict: 'differs',
      reason: expect.stringMatching('byGrade'),
    });
  });

  it('is named when it says to be as of an entry that it is not', async () => {
    for (const asAt of [
      { entry: 3, knownAt: '2012-04-01T09:00:00.000Z' },
      { entry: LAST, knownAt: '2012-10-28T00:00:00.000Z' },
    ])
      expect(await against({ ...answer, asAt })).toMatchObject({
        verdict: 'differs',
        reason: expect.stringMatching(`^${name}: `),
      });
  });
});

describe('answers of the ledger', () => {
  it('agree for every grouping, measure, period and entry', async () => {
    const ledger = await goldenLedger();
    const measure = ['arrests', 'drugs-seized-value-class-a-b'].map((each) => id<MeasureId>(each));
    const questions = [
      ...DIMENSIONS.map((each) => ({ by: [each] as const, measure: [id<MeasureId>('arrests')] })),
      { by: DIMENSIONS, measure },
      { by: ['measure'] as const, collaboration: JOINT, unit: id<never>('rart'), grade: 'claimed' as const },
      {
        by: ['measure', 'month'] as const,
        from: day('2009-01-26'),
        to: day('2010-07-01'),
        force: id<never>('west-yorkshire'),
      },
    ];
    const saved: Record<string, string> = {};
    for (const entry of [0, 41, 51, 55, LAST]) {
      for (const [i, question] of questions.entries()) {
        const totals = await totalsFor(ledger, question, { entry });
        if (totals.ok) saved[`${entry}/${i}`] = answerJson(totals.value);
      }
      const period = { from: day('2009-02-01'), to: day('2010-07-01') };
      const statement = await statementFor(ledger, { collaboration: JOINT, period }, { entry });
      if (statement.ok) saved[`${entry}/statement`] = answerJson(statement.value);
    }
    expect(Object.keys(saved).length).toBeGreaterThan(35);
    expect(await verified(goldenText, saved)).toMatchObject({ verdict: 'agrees' });
  });
});

describe('a sum beyond what a JavaScript number holds', () => {
  it('is written and held to its last digit', async () => {
    const ledger = await goldenLedger();
    const recorder = recorderOf(ledger);
    const most = { kind: 'counted-item', measure: id<MeasureId>('firearms-seized'), amount: AMOUNT_LIMIT } as const;
    const where = { unit: id<never>('rart'), leadForce: id<ForceId>('west-yorkshire'), occurredOn: day('2010-03-04') };
    const attribution = { basis: 'direct', force: where.leadForce } as const;
    for (const command of [900, 901, 902])
      expect(await recorder.record(command, JOINT, { ...most, ...where, attribution })).toMatchObject({ ok: true });
    const asked = { by: ['month'] as const, measure: [most.measure], from: day('2010-03-01'), to: day('2010-04-01') };
    const totals = await totalsFor(ledger, asked, { entry: await ledger.store.head() });
    const answer = answerJson(totals.ok && totals.value);
    expect(answer).toContain('"amount":27021597764222973');
    const text = await exportOf(ledger.store);
    expect(await verified(text, { answer })).toMatchObject({ verdict: 'agrees' });
    expect(await verified(text, { answer: answer.replace('222973', '222972') })).toMatchObject({
      verdict: 'differs',
      reason: expect.stringContaining('amount is 27021597764222972, should be 27021597764222973'),
    });
  });
});

describe('what is no answer', () => {
  it.each([
    ['no JSON', 'nonsense'],
    ['a list', '[]'],
    ['nothing that is as of an entry', '{}'],
    ['an entry that is no number', '{"asAt":{"entry":"3"},"query":{"by":["force"]}}'],
    ['half an entry', '{"asAt":{"entry":1.5},"query":{"by":["force"]}}'],
    ['no question', '{"asAt":{"entry":3}}'],
    ['a grouping that there is not', '{"asAt":{"entry":3},"query":{"by":["colour"]}}'],
    ['a day that there is not', '{"asAt":{"entry":3},"query":{"by":["force"],"from":"2010-02-30"}}'],
    ['a statement of no collaboration', '{"asAt":{"entry":3},"lines":[],"from":"2010-01-01","to":"2011-01-01"}'],
    ['a statement of no period', '{"asAt":{"entry":3},"lines":[],"collaboration":"joint-working"}'],
  ])('is refused before anything is verified: %s', (_, text) => {
    expect(() => readAnswer('answer.json', text)).toThrow(Unreadable);
  });
});
