import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { likelyDuplicates, type Candidate } from '../../projections/likely-duplicates.js';
import { likeness } from '../../src/domain/outcome/likeness.js';
import type { CollaborationId, CommandId, OutcomeId, PersonId } from '../../src/domain/identifiers.js';
import { LinkOutcome, LinkOutcomeHandler } from '../../src/features/link-outcome/link-outcome.js';
import { claimsFor } from '../../src/ledger/answer-claims.js';
import { commandIdFor, outcomeIdFor } from '../../src/ledger/commands.js';
import { day, id, uuidEnding } from '../support/given-when-then.js';
import { loadGround } from '../support/ground.js';
import { ledgerInMemory } from '../support/ledgers.js';
import { arrest as row, csv, importing } from '../support/outcome-rows.js';
import { arrest, asset, NORTH, WEST, YORKSHIRE } from '../support/yorkshire.js';

const told = fc.record({
  occurredOn: fc.integer({ min: 1, max: 9 }).map((n) => day(`2010-03-0${n}`)),
  leadForce: fc.constantFrom(WEST, NORTH),
  details: fc.constantFrom(
    arrest(),
    arrest({ role: 'facilitated' }),
    asset({ amountPence: 100n }),
    asset({ amountPence: 91n }),
  ),
});
const candidates = fc.array(told, { maxLength: 25 }).map((list) =>
  list.map(({ details, ...rest }, i): Candidate => ({
    id: uuidEnding<OutcomeId>(i),
    firstEntry: i,
    details: { ...details, ...rest },
  })),
);

it('pairs are all those that are alike, in the order in which the second came, and what a limit leaves off is counted', () => {
  let most = 0;
  fc.assert(
    fc.property(candidates, fc.integer({ min: 1, max: 30 }), (list, limit) => {
      const all = list.flatMap((second, i) =>
        list.slice(0, i).flatMap((first) => {
          const because = likeness(first.details, second.details);
          return because === undefined ? [] : [{ first, second, because }];
        }),
      );
      const shuffled = list.toSorted((a, b) => ((a.firstEntry * 7) % 11) - ((b.firstEntry * 7) % 11));
      expect(likelyDuplicates(shuffled, limit)).toEqual({
        pairs: all.slice(0, limit),
        leftOff: Math.max(0, all.length - limit),
      });
      most = Math.max(most, all.length - limit);
    }),
  );
  expect(most).toBeGreaterThan(0);
});

it('claims of one collaboration read the streams of no other', async () => {
  const ledger = ledgerInMemory();
  await loadGround(ledger, id('evaluator'));
  const item = { item_scheme: 'custody-reference', item_reference: 'NB/1' };
  const elsewhere = {
    collaboration: 'changing',
    unit: 'patrol',
    lead_force: 'cleveland',
    attribution: 'direct:cleveland',
  };
  const shared = [
    { ...row, ...item },
    { ...row, reference: 'A2', unit: 'rrpt', ...item },
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
