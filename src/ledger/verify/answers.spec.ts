import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { leavesOf, replaced, sealed, standingForOthers, verified, type Json } from '../../../test/support/exports.js';
import { goldenEntries, goldenLines, goldenText } from '../../../test/support/golden-lines.js';
import { goldenLedger, JOINT } from '../../../test/support/golden-ledger.js';
import { day, id } from '../../../test/support/given-when-then.js';
import type { AnswerProject } from '../../../projections/programme-answer.js';
import { DIMENSIONS } from '../../../projections/totals.js';
import { exportOf } from '../../../test/support/ledgers.js';
import { isInFull } from '../../../test/support/runs.js';
import { recorderOf } from '../../../test/support/recording.js';
import type { ForceId, MeasureId } from '../../domain/identifiers.js';
import { AMOUNT_LIMIT } from '../../domain/shape.js';
import { statementFor } from '../answer-statement.js';
import { totalsFor } from '../answer-totals.js';
import { claimsFor } from '../answer-claims.js';
import { programmesFor, projectFor } from '../answer-programmes.js';
import { reconciliationsFor } from '../answer-reconciliations.js';
import { answerJson, Unreadable } from '../codec/json.js';
import type { Ledger } from '../ledger.js';
import { recountFor } from '../recount.js';
import { advanceAnswer, checkAnswer, readAnswer } from './answers.js';

const read = (name: string) => readFile(new URL(`../../../test/golden/${name}`, import.meta.url), 'utf8');
/** The golden ledger's last entry; it grows. */
const LAST = goldenLines.length - 1;
const ANSWERS = [
  ['totals.json', JSON.parse(await read('totals.json')) as Json],
  ['statement.json', JSON.parse(await read('statement.json')) as Json],
  ...(await otherReplies(LAST)),
] as const;

/** What else the service answers, of the golden ledger as at an entry. */
async function otherReplies(entry: number): Promise<readonly (readonly [string, Json])[]> {
  const ledger = await goldenLedger();
  const year = { from: day('2010-01-01'), to: day('2011-01-01') };
  const early = { from: day('2005-04-01'), to: day('2006-04-01') };
  const measure = id<MeasureId>('cash-seized-at-minimum-value');
  const of = { collaboration: JOINT };
  const replies = {
    'claims.json': await claimsFor(ledger, { ...of, ...year }, { entry }),
    'recount.json': await recountFor(ledger, { ...of, ...early, measure, rules: [1, 3] }, { entry }),
    'reconciliations.json': await reconciliationsFor(ledger, JOINT, { entry }),
    'projects.json': await programmesFor(ledger, {}, { entry }),
  };
  return Object.entries(replies).map(([name, reply]) => {
    if (!reply.ok) throw new Error(`${name}: ${reply.refusal.code}`);
    return [name, JSON.parse(answerJson(reply.value)) as Json];
  });
}

describe.each(ANSWERS)('a saved answer, %s,', (name, answer) => {
  const against = (changed: unknown) => verified(goldenText, { [name]: JSON.stringify(changed) });
  /** As a verification compares it, once it has looked at every entry, which are the same each time. */
  const compared = async (changed: unknown) =>
    checkAnswer(advanceAnswer(readAnswer(name, JSON.stringify(changed)), goldenEntries));

  it('agrees however it is laid out', async () => {
    const shuffled = Object.fromEntries(Object.entries(answer).reverse());
    expect(await verified(goldenText, { [name]: JSON.stringify(shuffled, null, 7) })).toMatchObject({
      verdict: 'agrees',
    });
  });

  it('is named with every figure, label or word in it that was altered', async () => {
    expect(await compared(answer)).toBeUndefined();
    for (const { path, value } of standingForOthers(leavesOf(answer))) {
      const others =
        typeof value === 'number' ? [value + 1, value + 0.5, null, undefined] : [`${String(value)}x`, undefined];
      for (const other of path[0] === 'asAt' ? [] : others) {
        const difference = await compared(replaced(answer, path, other)).catch((error: unknown) => error);
        const isNamed = difference instanceof Unreadable || typeof difference === 'string';
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

  const LISTS = ['rows', 'lines', 'figures', 'projects', 'recounts'];
  it.each(LISTS.filter((list) => list in answer && (answer[list] as readonly unknown[]).length > 1))(
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
    const beforeVerdicts = lines.map(({ because: _, verdict: __, ...line }) => line);
    const beforeRules = beforeVerdicts.map(({ rules: _, unvalued: __, ...line }) => line);
    const before = beforeRules.map(({ byGrade: _, ...line }) => line);
    for (const then of [beforeVerdicts, beforeRules, before])
      expect(await against(told === undefined ? others : { ...others, lines: then })).toMatchObject({
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
      const view = { view: ['present-value'], baseYear: '2008-09' } as const;
      const seen = await statementFor(ledger, { collaboration: JOINT, period, view }, { entry });
      if (seen.ok) saved[`${entry}/seen`] = answerJson(seen.value);
    }
    expect(Object.keys(saved).length).toBeGreaterThan(35);
    expect(await verified(goldenText, saved)).toMatchObject({ verdict: 'agrees' });
    const seen = saved[`${LAST}/seen`] ?? '';
    for (const [was, instead] of [
      ['"proved":0', '"proved":1'],
      ['3.5% a year', '3.0% a year'],
      ['present-value', 'nominal'],
    ] as const) {
      expect(seen).toContain(was);
      const verdict = verified(goldenText, { seen: seen.replace(was, instead) });
      await expect(
        verdict.then(
          ({ verdict: word }) => word,
          (error: unknown) => error,
        ),
      ).resolves.not.toBe('agrees');
    }
  });
});

describe('what else the service answers', () => {
  /** Each of them in continuous integration, where it takes long. */
  const EVERY = isInFull ? 1 : 4;

  it('agrees as at entries from the first to the last, and is of one project where one was asked for', async () => {
    const ledger = await goldenLedger();
    const saved: Record<string, string> = {};
    for (let entry = LAST; entry >= 0; entry -= EVERY) {
      const all = await programmesFor(ledger, {}, { entry });
      const [first] = all.ok ? all.value.projects : [];
      const answers = {
        claims: await claimsFor(ledger, { collaboration: JOINT }, { entry }),
        reconciliations: await reconciliationsFor(ledger, JOINT, { entry }),
        projects: all,
        ...(first !== undefined && { project: await projectFor(ledger, ofOne(first), first.project, { entry }) }),
        ...(entry === LAST && { recount: await recountOfTwo(ledger) }),
      };
      for (const [name, answer] of Object.entries(answers))
        if (answer.ok) saved[`${name} as at ${entry}`] = answerJson(answer.value);
    }
    expect(Object.keys(saved).filter((name) => name.startsWith('project as')).length).toBeGreaterThan(5);
    expect(Object.keys(saved).filter((name) => name.startsWith('recount'))).toHaveLength(1);
    expect(await verified(goldenText, saved)).toMatchObject({ verdict: 'agrees' });
  }, 120_000);

  const ofOne = ({ collaboration }: AnswerProject) => ({ collaboration });
  const recountOfTwo = (ledger: Ledger) => {
    const question = { collaboration: JOINT, from: day('2008-01-01'), to: day('2012-01-01') };
    return recountFor(
      ledger,
      { ...question, measure: id<MeasureId>('cash-seized-at-minimum-value'), rules: [1, 3] },
      undefined,
    );
  };

  it('is named when of a programme all projects but one were struck out', async () => {
    const ledger = await goldenLedger();
    const all = await programmesFor(ledger, {}, { entry: LAST });
    const most = all.ok ? [...Map.groupBy(all.value.projects, (each) => each.collaboration)] : [];
    const [collaboration, projects] = most.sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
    if (collaboration === undefined || projects === undefined) throw new Error('There are no projects.');
    expect(projects.length).toBeGreaterThan(1);
    const whole = await programmesFor(ledger, { collaboration }, { entry: LAST });
    if (!whole.ok) throw new Error(whole.refusal.code);
    for (const [i] of projects.entries()) {
      const changed = answerJson({ ...whole.value, projects: whole.value.projects.slice(i, i + 1) });
      expect(await verified(goldenText, { changed })).toMatchObject({ verdict: 'differs' });
    }
  });

  it('is named when it leaves out a figure that would have been kept apart', async () => {
    const answer = ANSWERS.find(([name]) => name === 'reconciliations.json')?.[1] ?? {};
    const figures = answer['figures'] as readonly Json[];
    for (const [i] of figures.entries()) {
      const changed = JSON.stringify({ ...answer, figures: figures.toSpliced(i, 1) });
      expect(await verified(goldenText, { changed })).toMatchObject({ verdict: 'differs' });
    }
  });

  it.each([
    ['claims of nobody', { rows: [], query: {} }],
    ['a recount without versions', { recounts: [], query: { collaboration: 'joint-working', measure: 'arrests' } }],
    ['reconciliations of nobody', { figures: [] }],
  ])('is refused before anything is verified: %s', (_, answer) => {
    expect(() => readAnswer('answer.json', JSON.stringify({ asAt: { entry: 3 }, ...answer }))).toThrow(Unreadable);
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
