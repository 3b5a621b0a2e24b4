import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withStage, type AssetStage } from '../../src/domain/outcome/asset-stages.js';
import { countAsset } from '../../src/domain/outcome/stage-counting.js';
import {
  checkStages,
  mayFollow,
  standingAfter,
  standingAtFirst,
  type Standing,
} from '../../src/domain/outcome/stage-order.js';
import { STAGE_TABLE } from '../../src/domain/outcome/stage-table.js';
import type { Counted } from '../../src/domain/outcome/counted.js';
import { day } from '../support/given-when-then.js';
import { asset } from '../support/yorkshire.js';

type Asset = ReturnType<typeof asset>;
interface Life {
  readonly asset: Asset;
  readonly stages: readonly AssetStage[];
}

const STARTS = Object.entries(STAGE_TABLE).flatMap(([route, { first }]) =>
  first.map((stage) => ({ route: route as Asset['route'], stage })),
);
const picks = fc.array(fc.record({ which: fc.nat(20), amount: fc.bigInt(0n, 1_000n), days: fc.nat(3) }), {
  maxLength: 12,
});

/** Any life of an asset that the table allows: each stage is one of those that may follow, with an amount that there is. */
const lives: fc.Arbitrary<Life> = fc
  .record({ start: fc.constantFrom(...STARTS), worth: fc.bigInt(0n, 2_000n), picks })
  .map(({ start, worth, picks: chosen }) => {
    const first = asset({ ...start, amountPence: worth, occurredOn: day('2010-01-01') });
    let [standing, date]: [ReturnType<typeof standingAtFirst>, number] = [standingAtFirst(first), 1];
    const stages: AssetStage[] = [];
    for (const { which, amount, days } of chosen) {
      const allowed = mayFollow(first, standing).filter((stage) => stage !== 'exchanged');
      const stage = allowed[which % Math.max(1, allowed.length)];
      if (stage === undefined) break;
      date = Math.min(28, date + days);
      const most = mostAt(stage, standing) ?? amount;
      const reached = reachedAt(stage, date, amount < most ? amount : most);
      stages.push(reached);
      standing = standingAfter(standing, reached);
    }
    return { asset: first, stages };
  });

/** What there is for a stage to be of. */
function mostAt(stage: AssetStage['stage'], { held, undetained, kept }: Standing): bigint | undefined {
  if (stage === 'compensated') return kept;
  if (stage === 'detained' || stage === 'released' || stage === 'returned') return held;
  return stage === 'forfeited' || stage === 'applied-to-order' ? held - undetained : undefined;
}

function reachedAt(stage: Exclude<AssetStage['stage'], 'exchanged'>, date: number, amountPence: bigint): AssetStage {
  const told = { occurredOn: day(`2010-01-${date.toString().padStart(2, '0')}`), amountPence };
  return stage === 'varied' ? { stage, ...told, ground: 'appeal' } : { stage, ...told };
}

const sumOf = (counted: readonly Counted[], ...measures: readonly string[]): bigint =>
  counted.filter(({ measure }) => measures.includes(measure)).reduce((sum, { amount }) => sum + amount, 0n);
const toldAt = (stages: readonly AssetStage[], ...words: readonly AssetStage['stage'][]): bigint =>
  stages.filter(({ stage }) => words.includes(stage)).reduce((sum, { amountPence }) => sum + amountPence, 0n);

describe('any life of an asset that the table allows', () => {
  it('is taken, and counts at most once in each measure on each day', () => {
    fc.assert(
      fc.property(lives, ({ asset: told, stages }) => {
        expect(checkStages(told, stages)).toMatchObject({ ok: true });
        const places = countAsset(told, stages).map(({ measure, countsOn }) => `${measure} ${countsOn}`);
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });

  it('counts at each stage what was told of that stage, and nothing of any other', () => {
    fc.assert(
      fc.property(lives, ({ asset: told, stages }) => {
        const counted = countAsset(told, stages);
        for (const stage of [
          'detained',
          'satisfied',
          'written-off',
          'released',
          'returned',
          'applied-to-order',
        ] as const)
          expect(sumOf(counted, `assets-${stage}-value`)).toBe(toldAt(stages, stage));
        for (const stage of ['seized', 'restrained', 'frozen'] as const)
          expect(sumOf(counted, `assets-${stage}-value`)).toBe(told.stage === stage ? told.amountPence : 0n);
        const orders = stages.filter(({ stage }) => stage === 'ordered' || stage === 'varied');
        const standing = orders.at(-1)?.amountPence ?? (told.stage === 'ordered' ? told.amountPence : 0n);
        expect(sumOf(counted, 'assets-ordered-value')).toBe(standing);
      }),
    );
  });

  it('loses nothing by compensation, nor by giving back what was seized', () => {
    fc.assert(
      fc.property(lives, ({ asset: told, stages }) => {
        const counted = countAsset(told, stages);
        const broughtIn = ['collected', 'forfeited', 'compensated'].map((stage) => `assets-${stage}-value`);
        expect(sumOf(counted, ...broughtIn)).toBe(toldAt(stages, 'collected', 'forfeited'));
        for (const measure of broughtIn) expect(sumOf(counted, measure) >= 0n).toBe(true);
        expect(sumOf(counted, 'assets-compensated-value')).toBe(toldAt(stages, 'compensated'));
        const left = ['released', 'returned', 'applied-to-order'].map((stage) => `assets-${stage}-value`);
        const retained = sumOf(counted, 'assets-seized-value', 'assets-retained-changes');
        expect(retained >= 0n).toBe(true);
        if (told.stage === 'seized') expect(retained + sumOf(counted, ...left)).toBe(told.amountPence);
        else expect(retained).toBe(0n);
      }),
    );
  });

  it('leaves no seized cash where it can neither be released nor returned, in whatever part it was detained', () => {
    let parts = 0;
    fc.assert(
      fc.property(lives, ({ asset: told, stages }) => {
        fc.pre(told.route === 'cash-forfeiture');
        const gone = toldAt(stages, 'forfeited', 'released', 'returned', 'applied-to-order');
        const rest = told.amountPence - gone;
        if (rest === 0n) return;
        const detained = stages.find(({ stage }) => stage === 'detained');
        if (detained !== undefined && detained.amountPence < told.amountPence) parts += 1;
        for (const stage of ['released', 'returned'] as const) {
          const last = { stage, occurredOn: day('2010-02-01'), amountPence: rest };
          expect(checkStages(told, [...stages, last])).toMatchObject({ ok: true });
          const counted = countAsset(told, [...stages, last]);
          const retained = sumOf(counted, 'assets-seized-value', 'assets-retained-changes');
          expect(retained).toBe(toldAt(stages, 'forfeited'));
          expect(checkStages(told, [...stages, { ...last, amountPence: rest + 1n }])).toMatchObject({ ok: false });
        }
      }),
      { numRuns: 500 },
    );
    expect(parts).toBeGreaterThan(20);
  });

  it('comes to the same when stages of different days are told in another order', () => {
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.nat(1_000)), ({ asset: told, stages }, order) => {
        fc.pre(new Set(stages.map(({ occurredOn }) => occurredOn)).size === stages.length);
        const shuffled = stages
          .map((stage) => ({ stage, at: Number(order.next().value) }))
          .sort((a, b) => a.at - b.at)
          .reduce<readonly AssetStage[]>((so, { stage }) => withStage(so, stage), []);
        expect(shuffled).toEqual(stages);
        expect(countAsset(told, shuffled)).toEqual(countAsset(told, stages));
      }),
    );
  });
});
