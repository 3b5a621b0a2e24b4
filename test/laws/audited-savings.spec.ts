/* What national audit found wanting in reports of savings, each under its own words: refused, or never more than claimed, with its reason. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandId, MeasureId, OutcomeId, PersonId } from '../../src/domain/identifiers.js';
import type { OutcomeDetails } from '../../src/domain/outcome/events.js';
import { evolveHandled, untouched } from '../../src/domain/outcome/hands.js';
import { validateOutcome } from '../../src/domain/outcome/validate-outcome.js';
import { totalsFor } from '../../src/ledger/answer-totals.js';
import { canonicalJson, parseJson } from '../../src/ledger/codec/json.js';
import { findingContent } from '../../src/ledger/commands.js';
import { toAppend } from '../../src/ledger/execute.js';
import { decodeAll } from '../../src/ledger/stored-entry.js';
import { isOutcomeEvent, outcomeStream } from '../../src/ledger/streams.js';
import { linesOf, sealed, verified, withLine, type Json } from '../support/exports.js';
import { CRIME, FIVE, FiveForces, ofTheUnit, receiptOf, refusalOf, ROADS } from '../support/five-forces.js';
import { day, id, uuidEnding } from '../support/given-when-then.js';
import { exportOf } from '../support/ledgers.js';
import { outcomeOf, recorderOf } from '../support/recording.js';
import { saving } from '../support/savings.js';

type Saving = Extract<OutcomeDetails, { kind: 'saving' }>;
const YEARLY = 17_000_000n;
const proved = {
  evidence: [{ label: id('finance-return'), sha256: 'ab'.repeat(32) }],
  baseline: { amountPence: 90_000_000n, basis: id('previous-year'), on: day('2009-03-31') },
} as const;
const once = (on: string, changes: Partial<Saving> = {}): Saving =>
  saving({
    ...{ ...ofTheUnit, ...proved, occurredOn: day(on), recurrence: { is: 'one-off' }, grossPence: YEARLY },
    ...changes,
  });

let five: FiveForces;
let next: number;
beforeEach(async () => {
  five = await FiveForces.agreed('2011-04-06T09:00:00.000Z');
  next = 100;
});

const find = (finding: 'validated' | 'audited', outcome: OutcomeId, revision = 0) => {
  const person = id<PersonId>(finding === 'validated' ? 'm-jones' : 'a-auditor');
  return recorderOf(five.ledger, person).find((next += 1), outcome, { finding }, revision);
};
const validate = (command: number, revision = 0) => find('validated', outcomeOf(command), revision);
const grade = async (measure: string) =>
  (await five.region([measure], { entry: await five.head() }))[measure] ?? 'nothing';

describe('one-off claimed as recurring', () => {
  const brief = (changes: object = {}) =>
    once('2009-06-01', { recurrence: { is: 'recurring', runsTo: day('2010-12-01'), ...changes } });

  it('leaves the recurring line when it is recorded, and is not validated as it is claimed', async () => {
    await five.record(1, brief());
    expect(await grade('savings-cash-releasing-one-off')).toBe(YEARLY);
    expect(refusalOf(await validate(1))).toEqual({
      ...{ code: 'one-off-claimed-as-recurring', finding: 'validated' },
      ...{ lastsTo: '2010-12-01', fullTo: '2012-04-01' },
    });
    const { entry } = receiptOf(
      await five.recorder.correct(2, outcomeOf(1), 'other', { recurrence: { is: 'one-off', runsTo: '2010-12-01' } }, 0),
    );
    expect(receiptOf(await validate(1, 1))).toMatchObject({ revision: 2 });
    // What it saved stays in the years in which it was saved: only what it was called has changed.
    expect(
      await five.region(['savings-cash-releasing-one-off'], { entry }, { from: '2010-04-01', to: '2011-04-01' }),
    ).toEqual(
      await five.region(
        ['savings-cash-releasing-one-off'],
        { entry: entry - 1 },
        { from: '2010-04-01', to: '2011-04-01' },
      ),
    );
    await five.expectVerified();
  });

  it('is validated when it is expected to last', async () => {
    await five.record(1, brief({ expectedTo: day('2012-04-01') }));
    expect(receiptOf(await validate(1))).toMatchObject({ revision: 1 });
    await five.expectVerifiedAlone();
  });
});

describe('an earlier year’s action claimed as new', () => {
  it('is not validated, until it is carried over from that one', async () => {
    await five.record(1, once('2009-06-01'));
    await five.record(2, once('2010-06-01'));
    expect(refusalOf(await validate(2))).toEqual({
      ...{ code: 'earlier-action-claimed-as-new', finding: 'validated', outcome: outcomeOf(1), year: '2009-10' },
    });
    expect(receiptOf(await validate(1))).toMatchObject({ revision: 1 });
    receiptOf(await five.recorder.correct(3, outcomeOf(2), 'other', { carriedFrom: outcomeOf(1) }, 0));
    expect(receiptOf(await validate(2, 1))).toMatchObject({ revision: 2 });
    expect(await grade('savings')).toBe(YEARLY);
    await five.expectVerifiedAlone();
  });

  it.each<[string, Partial<Saving>]>([
    [
      'of as much a year over another time',
      { recurrence: { is: 'recurring', runsTo: day('2011-04-01'), expectedTo: day('2013-04-01') } },
    ],
    ['told to be of another nature', { nature: 'non-cash-releasing' }],
    ['with an investment of its own', { investmentPence: 5n }],
  ])('is found: %s', async (_, changes) => {
    await five.record(1, once('2009-06-01'));
    await five.record(2, once('2010-04-01', changes));
    expect(refusalOf(await validate(2))).toMatchObject({ code: 'earlier-action-claimed-as-new' });
  });

  it.each<[string, Partial<Saving>]>([
    ['of another amount', { grossPence: YEARLY + 1n }],
    ['of another budget line', { budgetLine: id('fleet') }],
    ['of an operation of its own', { operation: id('mille') }],
    ['of another unit', { unit: ROADS }],
    ['of the same year: it may be told twice, which is another fault', { occurredOn: day('2009-07-01') }],
    ['that saved nothing', { grossPence: 0n }],
  ])('is another action: %s', async (_, changes) => {
    await five.record(1, once('2009-06-01', changes.grossPence === 0n ? changes : {}));
    await five.record(2, once('2010-06-01', changes));
    expect(receiptOf(await validate(2))).toMatchObject({ revision: 1 });
    await five.expectVerifiedAlone();
  });

  it('counts no more once it is withdrawn, rejected or linked', async () => {
    for (const command of [1, 2, 3])
      await five.record(command, once('2009-06-01', { occurredOn: day(`2009-0${command + 5}-01`) }));
    await five.record(4, once('2010-06-01'));
    const again = async (): Promise<string> => {
      const done = await validate(4);
      return done.ok ? 'validated' : done.refusal.code;
    };
    expect(await again()).toBe('earlier-action-claimed-as-new');
    receiptOf(await five.recorder.withdraw(11, outcomeOf(1), 'recorded-in-error'));
    receiptOf(await five.recorder.find(12, outcomeOf(2), { finding: 'rejected', reason: 'counted-elsewhere' }, 0));
    expect(await again()).toBe('earlier-action-claimed-as-new');
    receiptOf(await five.recorder.link(13, outcomeOf(3), outcomeOf(4)));
    expect(refusalOf(await validate(4))).toMatchObject({ code: 'revision-conflict' });
    expect(receiptOf(await validate(4, 1))).toMatchObject({ revision: 2 });
    await five.expectVerifiedAlone();
  });

  it('is not validated while it is linked, nor once it is unlinked', async () => {
    await five.record(1, once('2009-06-01'));
    await five.record(2, once('2010-06-01'));
    receiptOf(await validate(1));
    receiptOf(await five.recorder.link(11, outcomeOf(2), outcomeOf(1)));
    expect(refusalOf(await validate(2, 1))).toMatchObject({ code: 'already-linked', primary: outcomeOf(1) });
    receiptOf(await five.recorder.unlink(12, outcomeOf(2)));
    expect(refusalOf(await validate(2, 2))).toMatchObject({ code: 'earlier-action-claimed-as-new' });
    await five.expectVerifiedAlone();
  });

  it('is not got past by linking one that was validated, validating the other, and unlinking', async () => {
    const measure = id<MeasureId>('savings-cash-releasing-one-off');
    const byGrade = async (entry: number): Promise<object> => {
      const answer = await totalsFor(
        five.ledger,
        { by: ['grade'], measure: [measure], collaboration: FIVE },
        { entry },
      );
      const rows = answer.ok ? answer.value.rows : [];
      return Object.fromEntries(rows.map(({ grade: at = 'none', amount }) => [at, amount]));
    };
    await five.record(1, once('2010-06-01'));
    const { entry: first } = receiptOf(await validate(1));
    const { entry: told } = await five.record(2, once('2009-06-01'));
    const { entry: linked } = receiptOf(await five.recorder.link(11, outcomeOf(1), outcomeOf(2)));
    const { entry: second } = receiptOf(await validate(2, 1));
    const { entry: unlinked } = receiptOf(await five.recorder.unlink(12, outcomeOf(1)));
    const [claimed, validated] = [{ claimed: YEARLY }, { validated: YEARLY }];
    expect(await Promise.all([first, told, linked, second, unlinked].map(byGrade))).toEqual([
      { claimed: 0n, ...validated },
      { ...claimed, ...validated },
      { ...claimed, validated: 0n },
      { claimed: 0n, ...validated },
      { ...claimed, ...validated },
    ]);
    expect(refusalOf(await validate(1, 3))).toMatchObject({
      ...{ code: 'earlier-action-claimed-as-new', outcome: outcomeOf(2) },
    });
    await five.expectVerifiedAlone();
  });

  it('is not validated either when it is told late, after a later year’s was', async () => {
    await five.record(1, once('2010-06-01'));
    receiptOf(await validate(1));
    await five.record(2, once('2009-06-01'));
    expect(refusalOf(await validate(2))).toMatchObject({
      code: 'earlier-action-claimed-as-new',
      outcome: outcomeOf(1),
      year: '2010-11',
    });
    expect(refusalOf(await find('audited', outcomeOf(1), 1))).toMatchObject({ outcome: outcomeOf(2), year: '2009-10' });
    await five.expectVerifiedAlone();
  });
});

describe('what a saving carries on', () => {
  const carried = (changes: Partial<Saving> = {}) => once('2010-06-01', { carriedFrom: outcomeOf(1), ...changes });

  it('is never itself, moved to a later year by the same correction', async () => {
    await five.record(1, once('2009-06-01'));
    const changes = { occurredOn: '2010-06-01', carriedFrom: outcomeOf(1) };
    expect(refusalOf(await five.recorder.correct(2, outcomeOf(1), 'other', changes, 0))).toMatchObject({
      ...{ code: 'contradicts-record', field: 'carriedFrom' },
    });
  });

  it('is a saving that counts, of the same budget line, of an earlier year', async () => {
    const recorded = async (told: Saving, command: number) =>
      refusalOf(await five.recorder.record(command, FIVE, told));
    const unknown = { code: 'unknown-predecessor', field: 'carriedFrom', outcome: outcomeOf(1), collaboration: FIVE };
    expect(await recorded(carried(), 2)).toEqual(unknown);
    await five.record(1, once('2009-06-01'));
    const contradicts = (recordedAs: string) => ({
      ...{ code: 'contradicts-record', field: 'carriedFrom' },
      recorded: `the saving that it is to carry on ${recordedAs}`,
    });
    expect(await recorded(carried({ budgetLine: id('fleet') }), 3)).toEqual(
      contradicts('is of the budget line regional-crime-training'),
    );
    expect(await recorded(carried({ occurredOn: day('2010-03-31') }), 4)).toEqual(
      contradicts("began in the financial year 2009-10, which is not before this one's"),
    );
    await five.record(5, carried());
    receiptOf(await five.recorder.withdraw(6, outcomeOf(1), 'recorded-in-error'));
    expect(await recorded(carried({ unit: CRIME, officerMinutes: 1n }), 7)).toEqual(unknown);
    expect(refusalOf(await validate(5))).toEqual(unknown);
    expect(
      refusalOf(await five.recorder.correct(8, outcomeOf(5), 'other', { carriedFrom: uuidEnding(9) }, 0)),
    ).toMatchObject({
      code: 'unknown-predecessor',
      outcome: uuidEnding(9),
    });
    await five.expectVerifiedAlone();
  });
});

describe('a saving that is carried on', () => {
  const carried = (changes: Partial<Saving> = {}) => once('2010-06-01', { carriedFrom: outcomeOf(1), ...changes });
  const already = (holder: number) => ({
    ...{ code: 'carried-on-already', finding: 'validated', outcome: outcomeOf(holder), predecessor: outcomeOf(1) },
  });

  it('is carried on once in a year: the first on record carries it on, and another not before that one is gone', async () => {
    await five.record(1, once('2009-06-01'));
    await five.record(2, carried());
    await five.record(3, carried({ grossPence: 1n, unit: ROADS }));
    expect(refusalOf(await validate(3))).toEqual(already(2));
    receiptOf(await validate(2));
    expect(refusalOf(await validate(3))).toEqual(already(2));
    receiptOf(await find('audited', outcomeOf(2), 1));
    receiptOf(await five.recorder.withdraw(11, outcomeOf(2), 'recorded-in-error'));
    receiptOf(await validate(3));
    await five.expectVerifiedAlone();
  });

  it('is carried on in the next year too, and by whichever was validated first', async () => {
    await five.record(1, once('2008-06-01'));
    await five.record(2, once('2010-06-01', { carriedFrom: outcomeOf(1) }));
    await five.record(3, once('2009-06-01', { carriedFrom: outcomeOf(1) }));
    receiptOf(await validate(3));
    receiptOf(await five.recorder.correct(11, outcomeOf(2), 'other', { occurredOn: '2009-07-01' }, 0));
    expect(refusalOf(await validate(2, 1))).toEqual(already(3));
    receiptOf(await find('audited', outcomeOf(3), 1));
    await five.expectVerifiedAlone();
  });

  it('is carried on once in every year over which it runs', async () => {
    await five.record(1, once('2008-06-01'));
    const years = { is: 'recurring', runsTo: day('2011-04-01'), expectedTo: day('2013-04-01') } as const;
    await five.record(2, once('2009-06-01', { carriedFrom: outcomeOf(1), recurrence: years }));
    await five.record(3, carried());
    expect(refusalOf(await validate(3))).toEqual(already(2));
  });

  it('is carried on in a year that is another’s only when that one may go on itself', async () => {
    await five.record(1, once('2008-06-01'));
    const overTwo = { is: 'recurring', runsTo: day('2011-04-01'), expectedTo: day('2013-04-01') } as const;
    await five.record(2, once('2009-06-01', { carriedFrom: outcomeOf(1) }));
    receiptOf(await validate(2));
    await five.record(3, once('2009-06-01', { carriedFrom: outcomeOf(1), recurrence: overTwo }));
    await five.record(4, carried());
    expect(refusalOf(await validate(3))).toEqual(already(2));
    receiptOf(await validate(4));
    expect(refusalOf(await validate(3))).toEqual(already(2));
    receiptOf(await five.recorder.withdraw(11, outcomeOf(2), 'recorded-in-error'));
    expect(refusalOf(await validate(3))).toEqual(already(4));
    await five.expectVerifiedAlone();
  });

  it.each<[string, Partial<Saving>]>([
    ['of more a year', { grossPence: YEARLY * 10_000n }],
    ['of a penny more', { grossPence: YEARLY + 1n }],
    ['of minutes that nobody saved before', { officerMinutes: 1n }],
    ['of as much in half of a year', { recurrence: { is: 'one-off', runsTo: day('2010-12-01') } }],
  ])('is not carried on with more than it saved: %s', async (_, changes) => {
    await five.record(1, once('2009-06-01'));
    await five.record(2, carried(changes));
    expect(refusalOf(await validate(2))).toEqual({
      ...{ code: 'carried-on-above', finding: 'validated', predecessor: outcomeOf(1) },
    });
  });

  it.each<[string, bigint, Partial<Saving>]>([
    ['of as much', YEARLY, {}],
    ['of less', YEARLY, { grossPence: 1n }],
    [
      'of part of a year, rounded up to a penny',
      101n,
      { grossPence: 51n, recurrence: { is: 'one-off', runsTo: day('2010-11-29') } },
    ],
  ])('is carried on: %s', async (_, grossPence, changes) => {
    await five.record(1, once('2009-06-01', { grossPence }));
    await five.record(2, carried({ grossPence, ...changes }));
    receiptOf(await validate(2));
    await five.expectVerifiedAlone();
  });
});

describe('no baseline and no evidence', () => {
  it.each([
    ['no-evidence', { ...once('2009-06-01'), evidence: [] }],
    ['no-baseline', (({ baseline: _, ...rest }) => rest)(once('2009-06-01'))],
  ] as const)('stays claimed: %s', async (code, told) => {
    await five.record(1, told);
    expect(refusalOf(await validate(1))).toEqual({ code, finding: 'validated' });
  });
});

describe('a baseline of a day after the saving began', () => {
  it('stays claimed until it is put right, and may be of the first day', async () => {
    await five.record(1, once('2009-06-01', { baseline: { ...proved.baseline, on: day('2009-06-02') } }));
    const days = { on: day('2009-06-02'), began: day('2009-06-01') };
    expect(refusalOf(await validate(1))).toEqual({ code: 'baseline-after-start', finding: 'validated', ...days });
    const baseline = { amountPence: 90_000_000, basis: 'previous-year', on: '2009-06-01' };
    receiptOf(await five.recorder.correct(2, outcomeOf(1), 'keying-error', { baseline }, 0));
    receiptOf(await validate(1, 1));
    await five.expectVerifiedAlone();
  });
});

describe('a verifier', () => {
  const twoYears = async (): Promise<readonly string[]> => {
    await five.record(1, once('2009-06-01'));
    await five.record(2, once('2010-06-01'));
    receiptOf(await validate(1));
    return linesOf(await exportOf(five.ledger.store));
  };
  const changed = (line: string, changes: object) => canonicalJson({ ...(parseJson(line) as Json), ...changes });
  const differs = (reason: string | RegExp) => ({ verdict: 'differs', reason: expect.stringMatching(reason) });

  it('takes entries of before other savings were looked at as they were decided then', async () => {
    const lines = await twoYears();
    const { data } = parseJson(lines.at(-1) ?? '') as { data: Json };
    expect(data['restsOn']).toEqual({ savings: lines.length - 2 });
    const { restsOn: _, ...asThen } = data;
    const before = withLine(lines, lines.length - 1, (json) => ({ ...json, data: asThen }));
    expect(await verified(sealed(before))).toMatchObject({ verdict: 'agrees' });
  });

  it('finds who looked at savings that were not there yet, or did not look far enough', async () => {
    const lines = await twoYears();
    const last = lines.length - 1;
    const restingAt = (savings: number) =>
      verified(
        sealed(
          withLine(lines, last, (json) => ({ ...json, data: { ...(json['data'] as Json), restsOn: { savings } } })),
        ),
      );
    expect(await restingAt(last)).toMatchObject(
      differs(/rests on savings as at entry \d+, which does not come before it/),
    );
    expect(await restingAt(last - 1)).toMatchObject({ verdict: 'agrees' });
  });

  it('finds a validation that should have been refused', async () => {
    const lines = await twoYears();
    const last = lines.at(-1) ?? '';
    // The same finding, of the later saving instead: only that the action was claimed before stands against it.
    const forged = changed(last, { stream: `outcome-${outcomeOf(2)}` });
    expect(await verified(sealed([...lines.slice(0, -1), forged]))).toMatchObject(
      differs(/would be refused: .* \(earlier-action-claimed-as-new\)/),
    );
  });

  it('finds what carries on a saving that was not there', async () => {
    await five.record(1, once('2009-06-01'));
    await five.record(2, once('2010-06-01', { carriedFrom: outcomeOf(1) }));
    const lines = linesOf(await exportOf(five.ledger.store));
    const last = lines.length - 1;
    expect(lines[last]).toContain(`"savings":${last - 1}`);
    const earlier = withLine(lines, last, (json) => {
      const data = json['data'] as Json;
      return { ...json, data: { ...data, restsOn: { ...(data['restsOn'] as Json), savings: last - 2 } } };
    });
    expect(await verified(sealed(earlier))).toMatchObject(differs(/would be refused: .* \(unknown-predecessor\)/));
  });

  it('takes a second carry-on that was validated before those were looked for, and none since', async () => {
    await five.record(1, once('2009-06-01'));
    for (const command of [2, 3]) await five.record(command, once('2010-06-01', { carriedFrom: outcomeOf(1) }));
    receiptOf(await validate(2));
    const lines = linesOf(await exportOf(five.ledger.store));
    const last = lines.length - 1;
    const { data } = parseJson(lines[last] ?? '') as { data: Json };
    expect(data['restsOn']).toEqual({ savings: last - 1, carriedOn: true });
    // The same finding, of the second one instead.
    const forged = changed(lines[last] ?? '', { stream: `outcome-${outcomeOf(3)}` });
    expect(await verified(sealed([...lines.slice(0, -1), forged]))).toMatchObject(
      differs(/would be refused: .* \(carried-on-already\)/),
    );
    // As it was decided before what else is carried on was looked up.
    const { ledger } = five;
    const outcomeId = outcomeOf(3);
    const entries = decodeAll(await ledger.store.readStream(outcomeStream(outcomeId)));
    const handled = entries.reduce(
      (was, { entry: { actor, event } }) => (isOutcomeEvent(event) ? evolveHandled(was, event, actor) : was),
      untouched,
    );
    const known = await ledger.savings.knownFor(outcomeId, handled.outcome);
    if (known === undefined) throw new Error('It is a saving.');
    const person = id<PersonId>('m-jones');
    const decided = validateOutcome({ outcomeId, person }, handled, { ...known, carriedOn: 'not-looked-up' });
    const [event] = decided.accepted ? decided.events : [];
    if (event === undefined) throw new Error('It was taken then.');
    const command = {
      ...{ id: uuidEnding<CommandId>(77), actor: person },
      content: findingContent(outcomeId, event.type, undefined, 0),
    };
    await ledger.store.append(toAppend(ledger.now(), outcomeStream(outcomeId), 0, command, event));
    await five.expectVerifiedAlone();
  });
});
