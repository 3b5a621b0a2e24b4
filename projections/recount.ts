import type { Period } from '../src/domain/civil-date.js';
import type { CollaborationId, MeasureId } from '../src/domain/identifiers.js';
import type { Catalogue, Measure } from '../src/domain/measure/catalogue.js';
import type { MeasuredIn } from '../src/domain/measure/events.js';
import type { Label } from '../src/domain/posting.js';
import type { AnswerAsAt } from './answers.js';
import { rulesBehind, type RuleNamed } from './counting-rules.js';
import { byForce, groupTotals, type ForceAmount, type Total } from './totals.js';

/** What would a measure come to in a period, had all of it been counted under one version of its rule, or another? */
export interface RecountQuestion extends Period {
  readonly collaboration: CollaborationId;
  readonly measure: MeasureId;
  /** One version or two, each at most once. */
  readonly rules: readonly number[];
}

/** A figure and its shares. */
export interface Counting {
  readonly amount: bigint;
  readonly byForce: readonly ForceAmount[];
  readonly labels: readonly Label[];
}

/** A view: nothing of it is in the ledger but what stands under `posted`. */
export interface RecountAnswer {
  readonly asAt: AnswerAsAt;
  readonly query: RecountQuestion;
  readonly measuredIn: MeasuredIn;
  /** What the ledger has, and the versions that it was counted under when it was recorded. */
  readonly posted: Counting & { readonly rules: readonly RuleNamed[] };
  /** What it would be, with what that is more than is posted. */
  readonly recounts: readonly (RuleNamed & { readonly rule: string } & Counting & { readonly difference: bigint })[];
  /** The second recount less the first; `null` for one alone. */
  readonly difference: bigint | null;
  /** How many outcomes could not be decided again, and are left out of the recounts. */
  readonly undecided: number;
}

/** A version, and the totals that all outcomes of the period would have under it. */
export interface Recounted {
  readonly version: Measure;
  readonly totals: readonly Total[];
}

/** Holds recounts against what is posted, all of it totals of the one measure in the one period. */
export function answerRecount(
  query: RecountQuestion,
  asAt: AnswerAsAt,
  catalogue: Catalogue,
  posted: readonly Total[],
  recounted: readonly Recounted[],
  undecided: number,
): RecountAnswer {
  const stands = countingOf(posted);
  const recounts = recounted.map(({ version: { measure, version, from, rule }, totals }) => {
    const counting = countingOf(totals);
    return { measure, version, from: from ?? null, rule, ...counting, difference: counting.amount - stands.amount };
  });
  const [first, second] = recounts;
  return {
    asAt,
    query,
    measuredIn: catalogue.measures.get(query.measure)?.measuredIn ?? 'count',
    posted: { ...stands, rules: rulesBehind(groupTotals(posted, []), catalogue, query) },
    recounts,
    difference: first === undefined || second === undefined ? null : second.amount - first.amount,
    undecided,
  };
}

function countingOf(totals: readonly Total[]): Counting {
  const [whole] = groupTotals(totals, []);
  return { amount: whole?.amount ?? 0n, byForce: byForce(totals), labels: whole?.labels ?? [] };
}
