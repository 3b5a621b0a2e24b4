import type { Grade, OutcomeId, UnitId } from '../identifiers.js';
import type { AssetStage } from './asset-stages.js';
import type { OutcomeDetails } from './events.js';
import type { Held } from './finding-events.js';

/**
 * All that is known of one outcome and bears on what it posts. Every command on an outcome changes its facts, and posts the difference between what
 * the facts came to before and what they come to now (decision 0016).
 */
export interface Facts {
  /** What the item is counted by: what the first unit told whose claim stands. */
  readonly details: OutcomeDetails;
  /** What other units told of the same item, each unit once, in the order in which they came (decision 0017). */
  readonly claims: readonly OutcomeDetails[];
  /** By which weights the claiming units share, where they agreed; it holds while it names just those that claim. */
  readonly claimWeights?: Readonly<Record<UnitId, bigint>>;
  /** The outcome that this one is a duplicate of: it counts for nothing while it is. */
  readonly duplicateOf?: OutcomeId;
  /** The outcomes that are linked to this one as its duplicates. */
  readonly duplicates: readonly OutcomeId[];
  /** How far the outcome is assured: all its postings are at this grade. */
  readonly grade: Grade;
  /** The query or the rejection that holds it back, with its reason; absent while nothing does. */
  readonly held?: Held;
  /** The stages that an asset reached after its first, in the order of their dates. */
  readonly stages: readonly AssetStage[];
}

/** One for all, because nearly every outcome has none. */
const NONE: readonly never[] = [];

/** The facts of an outcome that has just been told, and was looked at by nobody else. */
export function asTold(details: OutcomeDetails): Facts {
  return { details, claims: NONE, duplicates: NONE, grade: 'claimed', stages: NONE };
}

/** What each claiming unit told, the one that the item is counted by first. */
export function tellings({ details, claims }: Pick<Facts, 'details' | 'claims'>): readonly OutcomeDetails[] {
  return [details, ...claims];
}

/** The facts with what one unit told in the place of what it told before. */
export function withTelling<F extends Facts>(facts: F, unit: UnitId, telling: OutcomeDetails): F {
  if (unit === facts.details.unit) return { ...facts, details: telling };
  return { ...facts, claims: facts.claims.map((claim) => (claim.unit === unit ? telling : claim)) };
}

/** The facts without one unit's claim: the next takes its place where it was the one that the item is counted by. `undefined` when none is left. */
export function withoutClaim<F extends Facts>(facts: F, unit: UnitId): F | undefined {
  const [details, ...claims] = tellings(facts).filter((telling) => telling.unit !== unit);
  return details && { ...facts, details, claims };
}

/** The facts of an asset that is at other stages now. Nobody has looked at it as it is now; what holds it back still does. */
export function atStages<T extends Omit<Facts, 'held'>>(facts: T, stages: Facts['stages']): T {
  return { ...facts, grade: 'claimed', stages };
}

/** The same without what held it back. */
export function unheld<T extends Pick<Facts, 'held'>>({ held: _, ...facts }: T): Omit<T, 'held'> {
  return facts;
}
