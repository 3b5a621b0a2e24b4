import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TotalsQuestion } from '../../projections/answers.js';
import type { MeasureId, PersonId } from '../../src/domain/identifiers.js';
import { refusalReason } from '../../src/domain/refusal-words.js';
import { loadMeasures } from '../../src/features/load-measures/load-measures.js';
import { reconciliationsFor } from '../../src/ledger/answer-reconciliations.js';
import { statementFor } from '../../src/ledger/answer-statement.js';
import { totalsFor } from '../../src/ledger/answer-totals.js';
import { answerJson } from '../../src/ledger/codec/json.js';
import { recountFor } from '../../src/ledger/recount.js';
import { verified } from '../support/exports.js';
import { DERBYSHIRE, FIVE, FiveForces, ofTheUnit } from '../support/five-forces.js';
import { day, id } from '../support/given-when-then.js';
import { exportOf } from '../support/ledgers.js';
import { outcomeOf } from '../support/recording.js';
import { arrest, asset } from '../support/yorkshire.js';

const CASH = id<MeasureId>('cash-seized-at-minimum-value');
const CATALOGUE = await readFile(new URL('../../src/demo-data/cash-seizure-minimum.json', import.meta.url), 'utf8');
const YEARS = { from: day('2005-04-01'), to: day('2011-04-01') };
const direct = { attribution: { basis: 'direct', force: DERBYSHIRE } } as const;
const cash = (occurredOn: string, amountPence: bigint) =>
  asset({ ...ofTheUnit, ...direct, occurredOn: day(occurredOn), amountPence });

async function load(five: FiveForces, text: string): Promise<void> {
  const done = await loadMeasures(five.ledger, text, id<PersonId>('programme-team'));
  expect(done.refused.map(({ refusal }) => refusalReason(refusal))).toEqual([]);
}

async function asked(five: FiveForces, question: TotalsQuestion) {
  const answer = await totalsFor(five.ledger, question, { entry: await five.head() });
  if (!answer.ok) throw new Error(refusalReason(answer.refusal));
  return answer.value;
}

const recounted = async (five: FiveForces, measure: MeasureId, rules: readonly number[]) => {
  const answer = await recountFor(five.ledger, { collaboration: FIVE, measure, ...YEARS, rules }, undefined);
  if (!answer.ok) throw new Error(refusalReason(answer.refusal));
  return answer.value;
};

/** Measures like the standard ones, with versions of their rules. */
const version = (changes: object): object => ({
  ...{ measuredIn: 'count', additivity: 'additive', benefit: 'Any', rule: 'Any', title: 'Any', version: 1 },
  definition: { is: 'posted', by: 'arrest' },
  ...changes,
});
const fileOf = (...measures: readonly object[]): string => JSON.stringify({ measures, statements: [] });

describe('figures name the versions that they were counted under', () => {
  it('of a rule with a date, by the day of what happened; and everything verifies', async () => {
    const five = await FiveForces.agreed('2010-12-01T09:00:00.000Z');
    await load(five, CATALOGUE);
    await five.record(1, cash('2005-06-01', 600_000n));
    await five.record(2, cash('2005-06-01', 400_000n));
    await five.record(3, cash('2006-06-01', 400_000n));
    const answer = await asked(five, { by: ['measure'], collaboration: FIVE, measure: [CASH] });
    expect(answer.rows).toMatchObject([{ measure: CASH, amount: 1_000_000n }]);
    expect(answer.rules).toEqual([
      { measure: CASH, version: 2, from: '2004-01-01' },
      { measure: CASH, version: 3, from: '2006-01-01' },
    ]);
    const early = await asked(five, { by: ['measure'], collaboration: FIVE, measure: [CASH], to: day('2006-01-01') });
    expect(early.rules).toEqual([{ measure: CASH, version: 2, from: '2004-01-01' }]);
    const saved = { 'answer.json': answerJson(answer), 'early.json': answerJson(early) };
    const text = await exportOf(five.ledger.store);
    expect(await verified(text, saved)).toMatchObject({ verdict: 'agrees' });
    const lie = answerJson({ ...answer, rules: answer.rules.slice(1) });
    expect(await verified(text, { 'lie.json': lie })).toMatchObject({ verdict: 'differs' });
    const { rules: _, ...silent } = answer;
    expect(await verified(text, { 'old.json': answerJson(silent) })).toMatchObject({ verdict: 'agrees' });
  });

  it('that they were posted under: a version told later moves nothing, and corrections follow it', async () => {
    const five = await FiveForces.agreed('2010-12-01T09:00:00.000Z');
    await five.record(1, cash('2009-06-01', 900n));
    await five.record(2, cash('2009-06-01', 5_000n));
    const VALUE = id<MeasureId>('assets-seized-value');
    const standing = (await five.ledger.agreements.catalogue()).measures.get(VALUE);
    const next = { ...standing, version: 2, from: '2009-04-01', rule: 'From £10 on.', counts: { atLeast: 1_000 } };
    const before = await asked(five, { by: ['measure'], collaboration: FIVE, measure: [VALUE] });
    await load(five, fileOf(next));
    const after = await asked(five, { by: ['measure'], collaboration: FIVE, measure: [VALUE] });
    expect([after.rows, after.rules]).toEqual([before.rows, before.rules]);
    expect(after.rules).toEqual([{ measure: VALUE, version: 1, from: null }]);

    await five.record(3, cash('2009-06-01', 900n));
    await five.record(4, cash('2009-06-01', 2_000n));
    const mixed = await asked(five, { by: ['measure'], collaboration: FIVE, measure: [VALUE] });
    expect(mixed.rows).toMatchObject([{ amount: 900n + 5_000n + 2_000n }]);
    expect(mixed.rules.map((rule) => rule.version)).toEqual([1, 2]);
    const period = { from: day('2009-04-01'), to: day('2010-04-01') };
    const statement = await statementFor(five.ledger, { collaboration: FIVE, period }, { entry: await five.head() });
    expect(statement.ok && statement.value.rules).toEqual(mixed.rules);

    await five.recorder.correct(5, outcomeOf(1), 'valuation-revised', { amountPence: 950 }, 0);
    const corrected = await asked(five, { by: ['measure'], collaboration: FIVE, measure: [VALUE] });
    expect(corrected.rows).toMatchObject([{ amount: 5_000n + 2_000n }]);
    await five.expectVerifiedAlone();
  });

  it('of a sum that is made of other parts later, in each month those of the month', async () => {
    const five = await FiveForces.agreed('2010-12-01T09:00:00.000Z');
    const first = version({
      measure: 'all-arrests',
      definition: { is: 'sum', of: ['arrests-made', 'arrests-facilitated'] },
    });
    const others = version({ measure: 'arrests-abroad', definition: { is: 'posted', by: 'counted-item' } });
    const second = version({
      ...{ measure: 'all-arrests', version: 2, from: '2010-04-01' },
      definition: { is: 'sum', of: ['arrests-made', 'arrests-abroad'] },
    });
    await load(five, fileOf(first, others, second));
    const ours = { ...ofTheUnit, ...direct };
    await five.record(1, arrest({ ...ours, occurredOn: day('2010-03-31'), role: 'facilitated' }));
    await five.record(2, arrest({ ...ours, occurredOn: day('2010-04-01'), role: 'facilitated' }));
    await five.record(3, arrest({ ...ours, occurredOn: day('2010-04-01'), role: 'made' }));
    const measure = id<MeasureId>('all-arrests');
    const answer = await asked(five, { by: ['month'], collaboration: FIVE, measure: [measure] });
    expect(answer.rows.map(({ month, amount }) => [month, amount])).toEqual([
      ['2010-03', 1n],
      ['2010-04', 1n],
    ]);
    expect(answer.rules.filter((rule) => rule.measure === measure).map((rule) => rule.version)).toEqual([1, 2]);
    const recount = await recounted(five, measure, [1, 2]);
    expect(recount.recounts.map(({ amount }) => amount)).toEqual([3n, 1n]);
    expect(recount.difference).toBe(-2n);
    await five.expectVerifiedAlone();
  });
});

describe('a recount', () => {
  it('gives the same period under two versions, each labelled with its rule, and their difference, and changes nothing', async () => {
    const five = await FiveForces.agreed('2010-12-01T09:00:00.000Z');
    await load(five, CATALOGUE);
    await five.record(1, cash('2005-06-01', 600_000n));
    await five.record(2, cash('2005-06-01', 400_000n));
    await five.record(3, cash('2006-06-01', 1_200_000n));
    const before = await exportOf(five.ledger.store);
    const answer = await recounted(five, CASH, [1, 3]);
    expect(answer.posted).toMatchObject({ amount: 1_800_000n, rules: [{ version: 2 }, { version: 3 }] });
    expect(answer.recounts).toMatchObject([
      { version: 1, from: null, amount: 1_200_000n, difference: -600_000n, rule: expect.stringContaining('£10,000') },
      { version: 3, from: '2006-01-01', amount: 2_200_000n, difference: 400_000n },
    ]);
    expect([answer.difference, answer.undecided]).toEqual([1_000_000n, 0]);
    expect(await exportOf(five.ledger.store)).toBe(before);
  });

  it('of a version that there is not is refused, naming those that there are', async () => {
    const five = await FiveForces.agreed('2010-12-01T09:00:00.000Z');
    await load(five, CATALOGUE);
    const question = { collaboration: FIVE, measure: CASH, ...YEARS, rules: [4] };
    expect(await recountFor(five.ledger, question, undefined)).toMatchObject({
      refusal: {
        code: 'unknown-measure',
        field: 'rules',
        because: 'has no such version of its rule; there are 1, 2, 3',
      },
    });
  });

  it('of outcomes that are withdrawn, corrected or credited by an agreement of then: as the ledger has them', async () => {
    const amounts = fc.bigInt(1n, 2_000_000n);
    const days = fc.constantFrom('2005-06-01', '2006-01-01', '2010-03-31');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(amounts, days, fc.nat(3)), { minLength: 1, maxLength: 6 }), async (found) => {
        const five = await FiveForces.agreed('2010-12-01T09:00:00.000Z');
        await load(five, CATALOGUE);
        const stands: { amount: bigint; on: string }[] = [];
        for (const [i, [amount, on, fate]] of found.entries()) {
          await five.record(i + 1, asset({ ...ofTheUnit, occurredOn: day(on), amountPence: amount }));
          if (fate === 1) await five.recorder.withdraw(100 + i, outcomeOf(i + 1), 'recorded-in-error');
          if (fate === 2)
            await five.recorder.correct(100 + i, outcomeOf(i + 1), 'valuation-revised', { amountPence: 7 }, 0);
          if (fate !== 1) stands.push({ amount: fate === 2 ? 7n : amount, on });
        }
        const least = { 1: 1_000_000n, 2: 500_000n, 3: 100_000n };
        const under = (minimum: bigint): bigint =>
          stands.reduce((sum, { amount }) => (amount >= minimum ? sum + amount : sum), 0n);
        for (const rule of [1, 2, 3] as const) {
          const answer = await recounted(five, CASH, [rule]);
          const [recount] = answer.recounts;
          expect(recount?.amount).toBe(under(least[rule]));
          expect((recount?.byForce ?? []).reduce((sum, { amount }) => sum + amount, 0n)).toBe(recount?.amount);
        }
        const { posted } = await recounted(five, CASH, [1]);
        const byDate = stands.reduce((sum, { amount, on }) => {
          const minimum = on < '2006-01-01' ? least[2] : least[3];
          return amount >= minimum ? sum + amount : sum;
        }, 0n);
        expect(posted.amount).toBe(byDate);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a sum that a rule forbids', () => {
  const refused = async (question: Omit<TotalsQuestion, 'collaboration'>) => {
    const five = await FiveForces.agreed('2010-12-01T09:00:00.000Z');
    const held = { measure: 'cases-open', definition: { is: 'posted', by: 'counted-item' } };
    const claims = { measure: 'claims', definition: { is: 'posted', by: 'counted-item' }, additivity: 'distinct' };
    await load(
      five,
      fileOf(version({ ...held, additivity: 'not-additive' }), version({ ...claims, notOver: ['unit', 'month'] })),
    );
    const answer = await totalsFor(five.ledger, { collaboration: FIVE, ...question }, { entry: await five.head() });
    return answer.ok ? (answer.value.notAdded ?? 'answered') : refusalReason(answer.refusal);
  };
  const measure = (...names: readonly string[]) => ({ measure: names.map((name) => id<MeasureId>(name)) });
  const january = { from: day('2010-01-01'), to: day('2010-02-01') };

  it.each([
    [
      'over all that it is not added up over',
      { by: ['measure'], ...measure('cases-open') },
      'cases-open is not added up over force or unit or grade or month; add "force,unit,grade,month" to "by", or ask for one force and one unit and one grade and one month',
    ],
    [
      'over what is left',
      { by: ['measure', 'unit'], ...measure('claims') },
      'claims is not added up over month; add "month" to "by", or ask for one month',
    ],
    ['over nothing', { by: ['measure', 'unit', 'month'], ...measure('claims') }, 'answered'],
    ['over nothing, within one month', { by: ['measure', 'unit'], ...measure('claims'), ...january }, 'answered'],
    [
      'over two months',
      { by: ['measure', 'unit'], ...measure('claims'), ...january, to: day('2010-02-02') },
      'claims is not added up over month; add "month" to "by", or ask for one month',
    ],
    [
      'of two units of measure',
      { by: [], ...measure('arrests-made', 'assets-seized-value') },
      'arrests-made and assets-seized-value are not added to one another, being measured in count and pence; ask for one measure at a time, or add "measure" to "by" to see each on its own',
    ],
    [
      'of what may be counted twice',
      { by: [], ...measure('drug-seizures-class-a', 'drug-seizures-class-b') },
      'drug-seizures-class-a and drug-seizures-class-b are not added to one another: drug-seizures-class-a may count what another counts too; ask for one measure at a time, or add "measure" to "by" to see each on its own',
    ],
    [
      'of two parts of a sum',
      { by: [], ...measure('arrests-facilitated', 'arrests-made') },
      'arrests-facilitated and arrests-made are not added to one another; ask for measure=arrests, which is their sum, or add "measure" to "by" to see each on its own',
    ],
  ] as const)('%s: the answer says what may be asked instead', async (_, question, said) => {
    expect(await refused(question)).toBe(said);
  });

  it('is refused of a recount and of a published figure as of totals, and a figure of before is unsupported', async () => {
    const five = await FiveForces.agreed('2010-12-01T09:00:00.000Z');
    const held = version({ measure: 'cases-open', definition: { is: 'posted', by: 'counted-item' } });
    const claims = { ...held, measure: 'claims', notOver: ['force', 'month'], additivity: 'distinct' };
    await load(five, fileOf(held, claims));
    const details = { ...ofTheUnit, kind: 'counted-item', measure: id<MeasureId>('cases-open'), amount: 15n } as const;
    await five.record(1, { ...details, occurredOn: day('2010-01-04'), ...direct });
    const figure = { collaboration: FIVE, amount: 15n, bound: 'exact', disputed: false, source: 'press' } as const;
    const publish = async (command: number, of: string, changes: object) => {
      const done = await five.recorder.publish(command, { ...figure, measure: id<MeasureId>(of), ...changes });
      return done.ok ? 'recorded' : refusalReason(done.refusal);
    };
    expect(await publish(11, 'cases-open', january)).toBe('recorded');
    await load(five, fileOf({ ...held, version: 2, additivity: 'not-additive' }));
    const year = { from: day('2010-01-01'), to: day('2011-01-01') };
    for (const rules of [[1], [2]])
      expect(
        await recountFor(five.ledger, { collaboration: FIVE, measure: details.measure, ...january, rules }, undefined),
      ).toMatchObject({
        refusal: {
          ...{ code: 'non-additive', field: 'measure' },
          instead: expect.stringContaining('with "force,unit,grade" in "by"'),
        },
      });
    expect(await publish(12, 'cases-open', january)).toBe(
      'cases-open is not added up over force or unit or grade; publish none of it, and ask for its totals with "force,unit,grade" in "by"',
    );
    expect(await publish(13, 'claims', year)).toBe(
      'claims is not added up over force or month; let the figure be of one force and one month',
    );
    expect(await publish(14, 'claims', { ...january, force: DERBYSHIRE })).toBe('recorded');
    const answer = await reconciliationsFor(five.ledger, FIVE, { entry: await five.head() });
    const told = answer.ok && answer.value.figures.map(({ proved, verdict, because }) => [proved, verdict, because]);
    expect(told).toEqual([
      [null, 'unsupported', 'not-added-up'],
      [null, 'unsupported', 'nothing-posted'],
    ]);
    await five.expectVerifiedAlone();
  });

  it('is left out, by name, of an answer that asked for everything', async () => {
    expect(await refused({ by: ['measure'] })).toEqual(['cases-open', 'claims']);
  });
});
