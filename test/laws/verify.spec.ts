import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DIMENSIONS, groupTotals } from '../../projections/totals.js';
import type { CollaborationId, ForceId, UnitId } from '../../src/domain/identifiers.js';
import { outcomeShape, type Attribution, type OutcomeDetails } from '../../src/domain/outcome/events.js';
import { importOutcomes } from '../../src/features/import-outcomes/import-outcomes.js';
import { loadCollaborations } from '../../src/features/load-collaborations/load-collaborations.js';
import { ensureStandardMeasures } from '../../src/features/load-measures/standard-measures.js';
import { loadPublished } from '../../src/features/load-published/load-published.js';
import { totalsFor } from '../../src/ledger/answer-totals.js';
import { standingAsAt } from '../../src/ledger/as-at.js';
import { answerJson } from '../../src/ledger/codec/json.js';
import { arbitraryOf } from '../support/arbitraries.js';
import { verified } from '../support/exports.js';
import { day, id } from '../support/given-when-then.js';
import { FORENSICS, goldenLedger, JOINT } from '../support/golden-ledger.js';
import { exportOf, ledgerInMemory } from '../support/ledgers.js';
import { outcomeOf, recorderOf } from '../support/recording.js';

const forces = ['humberside', 'west-yorkshire', 'cleveland', 'outside'].map((force) => id<ForceId>(force));
const attributions: fc.Arbitrary<Attribution> = fc.oneof(
  fc.constantFrom(...forces).map((force) => ({ basis: 'direct' as const, force })),
  fc.constantFrom('population', 'equal', 'none').map((key) => ({ basis: 'key' as const, key: id<never>(key) })),
  fc
    .dictionary(fc.constantFrom(...forces), fc.bigInt(0n, 5n), { minKeys: 1 })
    .map((weights) => ({ basis: 'agreed' as const, weights })),
);
const outcomes: fc.Arbitrary<OutcomeDetails> = fc
  .record({
    details: arbitraryOf(outcomeShape),
    attribution: attributions,
    leadForce: fc.constantFrom(...forces),
    occurredOn: fc
      .constantFrom('2009-01-25', '2009-01-26', '2010-06-30', '2010-07-01', '2012-03-31', '2013-01-01')
      .map(day),
    unit: fc.constantFrom('rart', 'rrpt').map((unit) => id<UnitId>(unit)),
    substance: fc.constantFrom('cannabis', 'cocaine', 'mephedrone', 'sugar'),
  })
  .map(({ details: { item: _, ...details }, substance, ...fitting }) => {
    const outcome = { ...details, ...fitting };
    if (outcome.kind === 'counted-item') return { ...outcome, measure: id('firearms-seized') };
    if (outcome.kind !== 'drugs-seizure') return outcome;
    return {
      ...outcome,
      substances: outcome.substances.map((each) => ({
        ...each,
        quantityIn: 'plants' as const,
        substance: id<never>(substance),
      })),
    };
  });
const steps = fc.array(
  fc.record({
    does: fc.constantFrom('record', 'record', 'correct', 'withdraw'),
    outcome: outcomes,
    collaboration: fc.constantFrom<CollaborationId>(JOINT, FORENSICS),
    target: fc.integer({ min: 1, max: 15 }),
    revision: fc.nat(2),
    amount: fc.nat(1000),
  }),
  { minLength: 5, maxLength: 25 },
);

describe('a verifier agrees with whatever the ledger took', () => {
  it('from random commands, of which many are refused', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const ledger = await goldenLedger();
        const recorder = recorderOf(ledger);
        for (const [i, { does, outcome, collaboration, target, revision, amount }] of history.entries()) {
          const command = 300 + i;
          const of = outcomeOf(target > 11 ? 300 + target - 12 : target);
          const done =
            does === 'record'
              ? await recorder.record(command, collaboration, outcome)
              : does === 'withdraw'
                ? await recorder.withdraw(command, of, 'other')
                : await recorder
                    .correct(command, of, 'other', { occurredOn: outcome.occurredOn, amountPence: amount }, revision)
                    .catch(() => ({ ok: false }));
          if (done.ok) taken += 1;
        }
        const text = await exportOf(ledger.store);
        const entry = await ledger.store.head();
        const totals = await totalsFor(ledger, { by: DIMENSIONS }, { entry });
        const verdict = await verified(text, { totals: totals.ok ? answerJson(totals.value) : '' });
        expect(verdict).toMatchObject({ verdict: 'agrees', entries: entry + 1 });
        const standing = await standingAsAt(ledger.store, { entry });
        expect(verdict.verdict === 'agrees' && groupTotals(verdict.totals?.values() ?? [], DIMENSIONS)).toEqual(
          groupTotals(standing.totals.values(), DIMENSIONS),
        );
      }),
      { numRuns: 40 },
    );
    expect(taken).toBeGreaterThan(20);
  });
});

const shared = (name: string) => new URL(`../../../shared/data/${name}`, import.meta.url);
const isHere = existsSync(shared('collaborations.json'));

describe('a verifier agrees with everything that was collected for this product', () => {
  let text = '';
  beforeAll(async () => {
    if (!isHere) return;
    const ledger = ledgerInMemory('2026-11-22T10:00:00.000Z');
    const read = (name: string) => readFile(shared(name), 'utf8');
    const actor = id<never>('programme-team');
    await ensureStandardMeasures(ledger);
    await loadCollaborations(ledger, await read('collaborations.json'), actor);
    await loadPublished(ledger, await read('benefits-realised-2009-2010.csv'), actor);
    await loadPublished(ledger, await read('published-outcomes.csv'), actor);
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield await readFile(shared('illustrative-outcomes.csv'));
    }
    await importOutcomes(ledger, { bytes: bytes(), actor, mode: 'atomic', dryRun: false, illustrative: true });
    text = await exportOf(ledger.store);
  });

  it('as it stands, in chunks of any size', async () => {
    if (!isHere) process.stdout.write('not run: the collected data is not here\n');
    for (const size of isHere ? [4096, 1 << 20] : []) {
      expect(await verified(text, {}, size)).toMatchObject({ verdict: 'agrees', entries: text.split('\n').length - 2 });
    }
  });
});
