import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CivilDate, Period } from '../../src/domain/civil-date.js';
import { daysIn, financialYearOf } from '../../src/domain/financial-year.js';
import { divideByDays, piecesOf, ranOver } from '../../src/domain/outcome/accrual.js';
import type { OutcomeDetails } from '../../src/domain/outcome/events.js';
import { recordOutcome } from '../../src/domain/outcome/record-outcome.js';
import type { Posting } from '../../src/domain/posting.js';
import { daysOfOutcomes, scenes, type Scene } from '../support/outcome-arbitraries.js';

/** Days in order, each once, cut at every 1 April: periods that follow one another, none of them in two financial years. */
const runs: fc.Arbitrary<readonly Period[]> = fc
  .uniqueArray(daysOfOutcomes, { minLength: 2, maxLength: 8 })
  .map((days) => [...days].sort())
  .map((days) => {
    const [first, last] = [days[0] ?? daysMissing(), days.at(-1) ?? daysMissing()];
    const cuts = [...days];
    for (let year = financialYearOf(first).to; year < last; year = financialYearOf(year).to) cuts.push(year);
    const inOrder = [...new Set(cuts)].sort();
    return inOrder.slice(0, -1).map((from, i) => ({ from, to: inOrder[i + 1] ?? last }));
  });

function daysMissing(): never {
  throw new Error('A run has two days at least.');
}

const amounts = fc.oneof(fc.bigInt(0n, 20n), fc.bigInt(0n, 10n ** 15n));
const total = (of: readonly bigint[]): bigint => of.reduce((sum, each) => sum + each, 0n);

/** The amounts of each financial year. */
function byYear(pieces: readonly Period[], of: readonly bigint[]): ReadonlyMap<CivilDate, bigint> {
  const years = new Map<CivilDate, bigint>();
  for (const [i, { from }] of pieces.entries()) {
    const year = financialYearOf(from).from;
    years.set(year, (years.get(year) ?? 0n) + (of[i] ?? 0n));
  }
  return years;
}

describe('any amount over any days', () => {
  it('is in pieces that make the whole', () => {
    fc.assert(fc.property(amounts, runs, (amount, run) => expect(total(divideByDays(amount, run))).toBe(amount)));
  });

  it('gives each financial year the same, however the year is cut', () => {
    fc.assert(
      fc.property(amounts, runs, (amount, run) => {
        const whole = Map.groupBy(run, ({ from }) => financialYearOf(from).from);
        const uncut = [...whole.values()].map((of) => ({
          from: of[0]?.from ?? daysMissing(),
          to: of.at(-1)?.to ?? daysMissing(),
        }));
        expect(byYear(run, divideByDays(amount, run))).toEqual(byYear(uncut, divideByDays(amount, uncut)));
      }),
    );
  });

  it('gives whole years the same but for a penny, and no piece more than a penny off its days of the year', () => {
    fc.assert(
      fc.property(amounts, runs, (amount, run) => {
        const parts = divideByDays(amount, run);
        const years = byYear(run, parts);
        const full = [...years].filter(([from]) => {
          const days = run.filter((piece) => financialYearOf(piece.from).from === from).map(daysIn);
          return total(days) === daysIn(financialYearOf(from));
        });
        const ofFull = full.map(([, ofYear]) => ofYear);
        for (const ofYear of ofFull)
          expect(ofYear - (ofFull[0] ?? 0n) <= 1n && (ofFull[0] ?? 0n) - ofYear <= 1n).toBe(true);
        for (const [i, piece] of run.entries()) {
          const year = financialYearOf(piece.from).from;
          const days = total(run.filter(({ from }) => financialYearOf(from).from === year).map(daysIn));
          const off = (parts[i] ?? 0n) * days - (years.get(year) ?? 0n) * daysIn(piece);
          expect(off < days && -off < days).toBe(true);
        }
      }),
    );
  });
});

const sums = (postings: readonly Posting[], of: (posting: Posting) => string): ReadonlyMap<string, bigint> => {
  const found = new Map<string, bigint>();
  for (const posting of postings) found.set(of(posting), (found.get(of(posting)) ?? 0n) + posting.amount);
  return found;
};

function postingsOf({ context }: Scene, outcome: OutcomeDetails): readonly Posting[] {
  const decision = recordOutcome({ collaboration: context.collaboration.id, outcome }, context);
  if (!decision.accepted) throw new Error(`A scene that is refused: ${decision.refusal.code}`);
  return decision.events.flatMap(({ postings }) => postings);
}

describe('any saving', () => {
  it('posts for each force and day a net that is its gross less its investment', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        for (const outcome of scene.outcomes) {
          if (outcome.kind !== 'saving' || outcome.carriedFrom !== undefined) continue;
          const part = ({ measure }: Posting) => /-(gross|investment)$/.exec(measure)?.[1] ?? 'net';
          const money = postingsOf(scene, outcome).filter(({ measure }) => measure.startsWith('savings-'));
          const found = sums(money, (posting) => `${part(posting)} ${posting.force} ${posting.occurredOn}`);
          for (const { force, occurredOn } of money) {
            const [net = 0n, gross = 0n, investment = 0n] = ['net', 'gross', 'investment'].map((name) =>
              found.get(`${name} ${force} ${occurredOn}`),
            );
            expect(net).toBe(gross - investment);
          }
        }
      }),
    );
  });

  it('posts in no year what it did not run over, and pieces that are each in one year', () => {
    fc.assert(
      fc.property(scenes, ({ context, outcomes }) => {
        for (const outcome of outcomes) {
          const ran = ranOver(outcome);
          if (ran === undefined) continue;
          const pieces = piecesOf(outcome, ran, context.collaboration, context.forces);
          if (!pieces.ok) throw new Error('A scene that is refused.');
          expect([pieces.value[0]?.from, pieces.value.at(-1)?.to]).toEqual([ran.from, ran.to]);
          for (const [i, { from, to }] of pieces.value.entries()) {
            expect(to <= financialYearOf(from).to && from < to).toBe(true);
            expect(pieces.value[i + 1]?.from ?? ran.to).toBe(to);
          }
        }
      }),
    );
  });

  it('takes no notice of the order in which forces are listed', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        for (const outcome of scene.outcomes) {
          if (outcome.kind !== 'saving' || outcome.attribution.basis !== 'agreed') continue;
          const weights = Object.fromEntries(Object.entries<bigint>(outcome.attribution.weights).reverse());
          const turned = { ...outcome, attribution: { ...outcome.attribution, weights } };
          expect(postingsOf(scene, turned)).toEqual(postingsOf(scene, outcome));
        }
      }),
    );
  });
});
