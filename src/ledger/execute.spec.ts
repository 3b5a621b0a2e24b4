import { describe, expect, it } from '@jest/globals';
import { ledgerInMemory, type LedgerInMemory } from '../../test/support/ledgers.js';
import { loadGround } from '../../test/support/ground.js';
import { outcomeOf, recorderOf, type Recorder } from '../../test/support/recording.js';
import { day, id, uuidEnding } from '../../test/support/given-when-then.js';
import { arrest, asset, seizure, YORKSHIRE } from '../../test/support/yorkshire.js';
import type { CommandId, MeasureId, OutcomeId, PersonId } from '../domain/identifiers.js';
import { withdrawOutcome } from '../domain/outcome/withdraw-outcome.js';
import { withdrawOutcomeContent } from './commands.js';
import { StoreBusy } from './event-store.js';
import { execute } from './execute.js';
import { outcomeAggregate, outcomeStream } from './streams.js';

const EVALUATOR = id<PersonId>('evaluator');
const figure = {
  amount: 693n,
  bound: 'exact',
  collaboration: YORKSHIRE,
  disputed: false,
  measure: id<MeasureId>('arrests'),
  source: 'the table',
} as const;

async function prepared(): Promise<
  Recorder & { readonly ledger: LedgerInMemory; readonly head: () => Promise<number> }
> {
  const ledger = ledgerInMemory();
  await loadGround(ledger, EVALUATOR);
  return { ledger, ...recorderOf(ledger), head: () => ledger.store.head() };
}

const conflict = (...fields: readonly string[]) => ({
  ok: false,
  refusal: { code: 'idempotency-conflict', fields: [...fields].sort() },
});

describe('a command sent again', () => {
  it('gets the receipt of the first time, whichever command it is, and records nothing', async () => {
    const { record, correct, withdraw, publish, head } = await prepared();
    const commands = [
      () => record(1, YORKSHIRE, asset()),
      () => correct(2, outcomeOf(1), 'valuation-revised', { amountPence: 1 }, 0),
      () => withdraw(3, outcomeOf(1), 'duplicate'),
      () => publish(4, figure),
    ];
    for (const send of commands) {
      const first = await send();
      const after = await head();
      expect(first).toMatchObject({ ok: true, receipt: { entry: after, isRepeat: false } });
      for (const again of [await send(), await send()]) {
        expect(again).toEqual({ ok: true, receipt: { ...(first.ok && first.receipt), isRepeat: true } });
      }
      expect(await head()).toBe(after);
    }
    for (const send of commands) expect(await send()).toMatchObject({ ok: true, receipt: { isRepeat: true } });
  });

  it('gets it still when the rules have changed since and would refuse it now', async () => {
    const { ledger, record } = await prepared();
    const first = await record(1, YORKSHIRE, asset({ occurredOn: day('2012-04-01') }));
    ledger.clock.set('2012-03-31T12:00:00.000Z');
    expect(await record(2, YORKSHIRE, asset({ occurredOn: day('2012-04-01') }))).toMatchObject({
      refusal: { code: 'date-in-future' },
    });
    expect(await record(1, YORKSHIRE, asset({ occurredOn: day('2012-04-01') }))).toEqual({
      ok: true,
      receipt: { ...(first.ok && first.receipt), isRepeat: true },
    });
  });

  it('gets it many times over when sent at once', async () => {
    const { record, head } = await prepared();
    const before = await head();
    const done = await Promise.all([...Array(100).keys()].map(() => record(1, YORKSHIRE, asset())));
    expect(await head()).toBe(before + 1);
    expect(done.filter((each) => each.ok && each.receipt?.isRepeat === false)).toHaveLength(1);
    expect(new Set(done.map((each) => each.ok && each.receipt?.entry))).toEqual(new Set([before + 1]));
  });
});

describe('an id used for other content', () => {
  it('is a conflict that names what differs', async () => {
    const { record, correct, withdraw, publish, head } = await prepared();
    const powder = { substance: id('heroin'), form: id('powder'), quantity: 1n, quantityIn: 'milligrams' } as const;
    await record(1, YORKSHIRE, asset());
    await record(5, YORKSHIRE, seizure([powder, powder]));
    await record(6, YORKSHIRE, arrest());
    await correct(2, outcomeOf(1), 'valuation-revised', { amountPence: 1, operation: null }, 0);
    await withdraw(3, outcomeOf(1), 'duplicate');
    await publish(4, figure);
    const before = await head();

    const other = asset({ amountPence: 1n, operation: id('mille') });
    expect(await record(1, YORKSHIRE, other)).toEqual(conflict('amountPence', 'operation'));
    expect(await record(1, id('south-west-collaboration'), asset())).toMatchObject(conflict('collaboration'));
    expect(await record(5, YORKSHIRE, seizure([powder, { ...powder, quantity: 2n }]))).toEqual(
      conflict('substances[1].quantity'),
    );
    expect(await record(5, YORKSHIRE, seizure([powder]))).toEqual(conflict('substances'));
    expect(await correct(2, outcomeOf(1), 'valuation-revised', { amountPence: 2, operation: null }, 0)).toEqual(
      conflict('amountPence'),
    );
    expect(await correct(2, outcomeOf(1), 'other', { amountPence: 1, operation: null }, 0)).toEqual(conflict('reason'));
    expect(await correct(2, outcomeOf(1), 'valuation-revised', { amountPence: 1, operation: null }, 1)).toEqual(
      conflict('revision'),
    );
    expect(await withdraw(3, outcomeOf(1), 'recorded-in-error')).toEqual(conflict('reason'));
    expect(await publish(4, { ...figure, amount: 600n, disputed: true })).toEqual(conflict('amount', 'disputed'));
    expect(await head()).toBe(before);
  });

  it('is a conflict in another stream too, even for a command that would be refused', async () => {
    const { record, correct, withdraw, publish, head } = await prepared();
    await record(1, YORKSHIRE, asset());
    await record(2, YORKSHIRE, asset());
    await withdraw(3, outcomeOf(1), 'duplicate');
    const before = await head();
    expect(await withdraw(3, outcomeOf(2), 'duplicate')).toEqual(conflict('outcomeId'));
    expect(await withdraw(1, outcomeOf(2), 'duplicate')).toEqual(conflict('command'));
    expect(await correct(1, outcomeOf(2), 'other', { amountPence: 5 }, 0)).toEqual(conflict('command'));
    expect(await correct(1, outcomeOf(1), 'other', { amountPence: 5 }, 0)).toEqual(conflict('command'));
    expect(await publish(3, figure)).toEqual(conflict('command'));
    expect(await record(3, YORKSHIRE, asset())).toEqual(conflict('command'));
    expect(await withdraw(3, uuidEnding<OutcomeId>(9), 'duplicate')).toEqual(conflict('outcomeId'));
    expect(await head()).toBe(before);
  });
});

describe('a refused command', () => {
  it('leaves nothing behind, and its id is free', async () => {
    const { record, correct, withdraw, head } = await prepared();
    const before = await head();
    expect(await record(1, id('nobody'), asset())).toMatchObject({ refusal: { code: 'unknown-collaboration' } });
    expect(await record(1, YORKSHIRE, asset({ unit: id('nobody') }))).toMatchObject({
      refusal: { code: 'unknown-unit' },
    });
    expect(await correct(1, outcomeOf(8), 'other', {}, 0)).toMatchObject({ refusal: { code: 'unknown-outcome' } });
    expect(await withdraw(1, outcomeOf(8), 'other')).toMatchObject({ refusal: { code: 'unknown-outcome' } });
    expect(await head()).toBe(before);
    expect(await record(1, YORKSHIRE, asset())).toMatchObject({ ok: true, receipt: { entry: before + 1 } });
  });

  it('says at which revision the outcome is, when somebody else was faster', async () => {
    const { record, correct } = await prepared();
    await record(1, YORKSHIRE, asset());
    const sent = [2, 3, 4].map((n) => correct(n, outcomeOf(1), 'valuation-revised', { amountPence: n }, 0));
    const done = await Promise.all(sent);
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    expect(done.filter(({ ok }) => !ok)).toEqual(
      [1, 2].map(() => ({ ok: false, refusal: { code: 'revision-conflict', current: 1 } })),
    );
  });
});

describe('a revision conflict', () => {
  const withdrawal = (command: number, outcomeId: OutcomeId) => ({
    id: uuidEnding<CommandId>(command),
    actor: EVALUATOR,
    content: withdrawOutcomeContent(outcomeId, 'other'),
  });

  it('is decided anew on what stands then', async () => {
    const { ledger, record, correct } = await prepared();
    await record(1, YORKSHIRE, asset());
    const seen: number[] = [];
    const done = await execute(
      ledger,
      outcomeAggregate(outcomeOf(1)),
      withdrawal(2, outcomeOf(1)),
      async (outcome, revision) => {
        seen.push(revision);
        if (revision < 2) await correct(10 + revision, outcomeOf(1), 'other', { amountPence: revision + 1 }, revision);
        return withdrawOutcome({ outcomeId: outcomeOf(1), reason: 'other' }, outcome);
      },
    );
    expect(seen).toEqual([0, 1, 2]);
    expect(done).toMatchObject({ ok: true, receipt: { revision: 3, event: { postings: expect.any(Array) } } });
    expect(await ledger.store.readStream(outcomeStream(outcomeOf(1)))).toHaveLength(4);
  });

  it('is tried ten times and then given up, with nothing recorded', async () => {
    const { ledger, record, correct } = await prepared();
    await record(1, YORKSHIRE, asset());
    let tries = 0;
    const busy = execute(
      ledger,
      outcomeAggregate(outcomeOf(1)),
      withdrawal(2, outcomeOf(1)),
      async (outcome, revision) => {
        tries += 1;
        await correct(100 + revision, outcomeOf(1), 'other', { amountPence: revision + 1 }, revision);
        return withdrawOutcome({ outcomeId: outcomeOf(1), reason: 'other' }, outcome);
      },
    );
    await expect(busy).rejects.toThrow(StoreBusy);
    expect(tries).toBe(10);
    const lines = await ledger.store.readStream(outcomeStream(outcomeOf(1)));
    expect(lines.filter(({ line }) => line.includes('OutcomeWithdrawn'))).toHaveLength(0);
  });
});
