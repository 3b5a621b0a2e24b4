import { beforeEach, describe, expect, it } from '@jest/globals';
import { evolveListed, type ListedOutcome } from '../../projections/outcome-list.js';
import { FIVE, FiveForces, ofTheUnit, receiptOf } from '../../test/support/five-forces.js';
import { day, id } from '../../test/support/given-when-then.js';
import { outcomeOf, recorderOf } from '../../test/support/recording.js';
import { saving } from '../../test/support/savings.js';
import { arrest } from '../../test/support/yorkshire.js';
import type { OutcomeId, PersonId } from '../domain/identifiers.js';
import type { OutcomesQuery, ReadModel } from './read-model.js';
import { decodeAll } from './stored-entry.js';
import { isOutcomeEvent, outcomeIdOf } from './streams.js';
import { validationQueue, type ValidationQueue } from './validation-queue.js';

let five: FiveForces;
/** How far the figures at rest have come at each look; the last stays. */
let looks: number[];
beforeEach(async () => {
  five = await FiveForces.agreed('2011-04-06T09:00:00.000Z');
  looks = [];
});

/** Outcomes as figures at rest have them that lag behind the entries. */
async function outcomes({ limit, after = -1 }: OutcomesQuery): ReturnType<ReadModel['outcomes']> {
  const at = (looks.length > 1 ? looks.shift() : looks[0]) ?? (await five.head());
  const rows = new Map<OutcomeId, ListedOutcome>();
  for (const { number = 0, entry } of decodeAll(await five.ledger.store.readAll(-1, at + 1))) {
    const outcome = outcomeIdOf(entry.stream);
    if (outcome !== undefined && isOutcomeEvent(entry.event))
      rows.set(outcome, evolveListed(rows.get(outcome), outcome, number, entry.event));
  }
  const later = [...rows.values()].filter(({ firstEntry }) => firstEntry > after);
  return { asAt: { entry: at, knownAt: undefined }, rows: later.slice(0, limit) };
}

async function queue(limit: number, after?: number): Promise<ValidationQueue> {
  const { agreements, model, savings, store } = five.ledger;
  const ledger = { agreements, savings, store, model: { ...model, outcomes } };
  const answer = await validationQueue(ledger, { collaboration: FIVE, waitsFor: 'validated', limit, after });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}

const told = arrest({ ...ofTheUnit, occurredOn: day('2009-06-01') });
const idsOf = ({ rows }: ValidationQueue) => rows.map((row) => row.id);

describe('the queue of what waits to be validated', () => {
  it('says what stands against a saving as of the entry that it quotes, and not as of a later one', async () => {
    const once = (on: string) =>
      saving({
        ...{ ...ofTheUnit, occurredOn: day(on), recurrence: { is: 'one-off' } },
        ...{ evidence: [{ label: id('finance-return'), sha256: 'ab'.repeat(32) }] },
        baseline: { amountPence: 1n, basis: id('previous-year'), on: day('2009-03-31') },
      });
    await five.record(1, once('2009-06-01'));
    const { entry } = await five.record(2, once('2010-06-01'));
    receiptOf(await five.recorder.withdraw(3, outcomeOf(1), 'recorded-in-error'));
    looks = [entry];
    const { asAt, rows } = await queue(10);
    expect([asAt.entry, rows.map(({ against }) => against.map(({ code }) => code))]).toEqual([
      entry,
      [[], ['earlier-action-claimed-as-new']],
    ]);
    looks = [];
    expect((await queue(10)).rows.map(({ against }) => against)).toEqual([[]]);
  });

  it('says to go on where something more waits, and nowhere else', async () => {
    const entries: number[] = [];
    for (const command of [1, 2, 3]) entries.push((await five.record(command, told)).entry);
    const m = recorderOf(five.ledger, id<PersonId>('m-jones'));
    receiptOf(await m.find(9, outcomeOf(3), { finding: 'validated' }, 0));
    expect((await queue(1)).next).toBe(entries[0]);
    expect(await queue(2)).toMatchObject({ rows: [{}, {}], next: undefined });
    expect(await queue(1, entries[0])).toMatchObject({ rows: [{ id: outcomeOf(2) }], next: undefined });
    expect(await queue(5)).toMatchObject({ next: undefined });
  });

  it('is as of one entry, and ends where the figures went on before all was looked through', async () => {
    const all = Array.from({ length: 502 }, (_, i) => i + 1);
    for (const command of all) await five.record(command, told);
    const head = await five.head();
    looks = [head - 1, head];
    const first = await queue(510);
    expect([first.asAt.entry, first.rows.length]).toEqual([head - 1, 500]);
    const rest = await queue(510, first.next);
    expect([rest.asAt.entry, rest.next]).toEqual([head, undefined]);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(all.map((command) => outcomeOf(command)));
  }, 60_000);
});
