import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { likelyDuplicates, type Candidate, type LikelyDuplicates } from '../../projections/likely-duplicates.js';
import type { OutcomeDetails } from '../../src/domain/outcome/events.js';
import { likeness } from '../../src/domain/outcome/likeness.js';
import { AMOUNT_LIMIT } from '../../src/domain/shape.js';
import type { CollaborationId, CommandId, OutcomeId, PersonId } from '../../src/domain/identifiers.js';
import { LinkOutcome, LinkOutcomeHandler } from '../../src/features/link-outcome/link-outcome.js';
import { claimsFor } from '../../src/ledger/answer-claims.js';
import { commandIdFor, outcomeIdFor } from '../../src/ledger/commands.js';
import { day, id, uuidEnding } from '../support/given-when-then.js';
import { loadGround } from '../support/ground.js';
import { ledgerInMemory } from '../support/ledgers.js';
import { arrest as row, csv, importing } from '../support/outcome-rows.js';
import { saving } from '../support/savings.js';
import { arrest, asset, NORTH, powder, recoveredCar, seizure, WEST, YORKSHIRE } from '../support/yorkshire.js';

const few = fc.constantFrom(0n, 1n, 90n, 91n, 100n, 101n, 111n, 112n, 123n);
const much = fc.oneof(few, fc.bigInt(0n, 300n), fc.bigInt(AMOUNT_LIMIT - 2_000_000_000_000_000n, AMOUNT_LIMIT));
const item = fc.record({
  keyVersion: fc.integer({ min: 1, max: 2 }),
  scheme: fc.constantFrom('exhibit' as const, 'vehicle-on-date' as const),
  token: fc.constantFrom('a', 'b').map((digit) => digit.repeat(64)),
});
/** Kinds that count in one measure and in several, in one direction and in several, and one that takes off what it adds. */
const kinds: fc.Arbitrary<OutcomeDetails> = fc.oneof(
  fc.constantFrom('made' as const, 'facilitated' as const).map((role) => arrest({ role })),
  fc
    .tuple(much, fc.constantFrom('cash-forfeiture' as const, 'confiscation' as const))
    .map(([amountPence, route]) => asset({ amountPence, route })),
  fc.tuple(few, fc.boolean()).map(([amountPence, returnedToOwner]) => recoveredCar({ amountPence, returnedToOwner })),
  fc
    .tuple(few, fc.option(few), few)
    .map(([quantity, pence, tablets]) =>
      seizure([
        powder('cocaine', quantity, pence ?? undefined),
        ...(tablets === 0n ? [] : [{ ...powder('diazepam', tablets, 5n), quantityIn: 'tablets' as const }]),
      ]),
    ),
  fc
    .tuple(few, few, few)
    .map(([grossPence, investmentPence, officerMinutes]) => saving({ grossPence, investmentPence, officerMinutes })),
);
const told = fc.record({
  occurredOn: fc.integer({ min: 1, max: 9 }).map((n) => day(`2010-03-0${n}`)),
  leadForce: fc.constantFrom(WEST, WEST, NORTH),
  operation: fc.constantFrom(undefined, undefined, id<NonNullable<OutcomeDetails['operation']>>('mille')),
  item: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, item),
  details: kinds,
});
const candidates = fc.array(told, { maxLength: 40, size: 'max' }).map((list) =>
  list.map(({ details, operation, item: known, ...rest }, i): Candidate => ({
    id: uuidEnding<OutcomeId>(i),
    firstEntry: i,
    details: { ...details, ...rest, ...(operation && { operation }), ...(known && { item: known }) },
  })),
);

/** The same as they are meant: every outcome is held against every one before it. */
function heldAgainstEach(list: readonly Candidate[]): LikelyDuplicates['pairs'] {
  return list.flatMap((second, i) =>
    list.slice(0, i).flatMap((first) => {
      const because = likeness(first.details, second.details);
      return because === undefined ? [] : [{ first, second, because }];
    }),
  );
}

function found(list: readonly Candidate[], limit: number): LikelyDuplicates {
  const pieces = likelyDuplicates(list, limit);
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return value;
  }
}

it('pairs are all those that are alike, in the order in which the second came, and what a limit leaves off is counted', () => {
  const kindsFound = new Map<string, number>();
  let most = 0;
  fc.assert(
    fc.property(candidates, fc.integer({ min: 1, max: 30 }), (list, limit) => {
      const all = heldAgainstEach(list);
      const shuffled = list.toSorted((a, b) => ((a.firstEntry * 7) % 11) - ((b.firstEntry * 7) % 11));
      expect(found(shuffled, limit)).toEqual({
        pairs: all.slice(0, limit),
        leftOff: Math.max(0, all.length - limit),
      });
      for (const { first } of all) {
        const { kind, item: known } = first.details;
        const what = known === undefined ? kind : `${kind} that is known`;
        kindsFound.set(what, (kindsFound.get(what) ?? 0) + 1);
      }
      most = Math.max(most, all.length - limit);
    }),
    { numRuns: 400 },
  );
  expect(most).toBeGreaterThan(0);
  expect([kindsFound.size, Math.min(...kindsFound.values()) > 3]).toEqual([10, true]);
});

/** Assets of few amounts, most of them the same one, on days beside one another. */
const crowded = fc
  .array(
    fc.record({
      amountPence: fc.oneof({ weight: 3, arbitrary: fc.constant(10_000n) }, fc.constantFrom(10_500n, 11_000n, 20_000n)),
      occurredOn: fc.constantFrom(day('2010-03-04'), day('2010-03-05')),
    }),
    { maxLength: 25, size: 'max' },
  )
  .map((list) =>
    list.map((told, i): Candidate => ({ id: uuidEnding<OutcomeId>(i), firstEntry: i, details: asset(told) })),
  );

it('pairs are all those that are alike where many are of one amount beside a few of others', () => {
  fc.assert(
    fc.property(crowded, fc.integer({ min: 1, max: 400 }), (list, limit) => {
      const all = heldAgainstEach(list);
      expect(found(list, limit)).toEqual({ pairs: all.slice(0, limit), leftOff: Math.max(0, all.length - limit) });
    }),
    { numRuns: 400 },
  );
});

const MANY = 20_000;

it(`${MANY} outcomes alike in kind, force and day are compared in pieces, and far from each with each`, () => {
  const alike = (i: number): OutcomeDetails =>
    asset({ amountPence: BigInt((i * 7919) % 1_000_003), occurredOn: day('2010-03-04') });
  const list = Array.from({ length: MANY }, (_, i): Candidate => ({
    id: uuidEnding(i),
    firstEntry: i,
    details: alike(i),
  }));
  const pieces = likelyDuplicates(list, 100);
  let steps = 0;
  for (let piece = pieces.next(); piece.done !== true; piece = pieces.next()) steps += 1;
  // A piece looks at no more than a thousand pairs of lots.
  expect([steps > 2 * MANY, steps < 6 * MANY]).toEqual([true, true]);
  const { leftOff } = found(list, 1);
  const few = found(list.slice(0, 300), 1);
  expect(few.leftOff + 1).toBe(heldAgainstEach(list.slice(0, 300)).length);
  expect(leftOff).toBeGreaterThan(10_000_000);
});

it('claims of one collaboration read the streams of no other', async () => {
  const ledger = ledgerInMemory();
  await loadGround(ledger, id('evaluator'));
  const known = { item_scheme: 'custody-reference', item_reference: 'NB/1' };
  const elsewhere = {
    collaboration: 'changing',
    unit: 'patrol',
    lead_force: 'cleveland',
    attribution: 'direct:cleveland',
  };
  const shared = [
    { ...row, ...known },
    { ...row, reference: 'A2', unit: 'rrpt', ...known },
  ];
  const other = ['A1', 'A2'].map((reference) => ({ ...row, ...elsewhere, reference }));
  expect((await importing(ledger, csv(...shared, ...other))).errors).toEqual([]);
  const outcomeOf = (reference: string): OutcomeId =>
    outcomeIdFor(commandIdFor(id<CollaborationId>('changing'), 'outcome', reference));
  const link = { outcomeId: outcomeOf('A2'), primary: outcomeOf('A1'), reason: 'recorded-twice' } as const;
  const sender = { id: uuidEnding<CommandId>(1), actor: id<PersonId>('evaluator') };
  expect(await new LinkOutcomeHandler(ledger).execute(new LinkOutcome(sender, link, undefined))).toMatchObject({
    ok: true,
  });
  const read = jest.spyOn(ledger.store, 'readStream');
  const answer = await claimsFor(ledger, { collaboration: YORKSHIRE }, undefined);
  expect(answer).toMatchObject({ value: { rows: [{ distinct: 1n, claimed: 2n }] } });
  expect(read.mock.calls.filter(([stream]) => stream.startsWith('outcome-'))).toHaveLength(1);
});
