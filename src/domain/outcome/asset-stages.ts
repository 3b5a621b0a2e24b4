import { civilDate } from '../civil-date.js';
import { slug } from '../identifiers.js';
import { amount, object, oneOf, text, variants, type Described } from '../shape.js';

/** Routes by which an asset is taken from somebody. `account-forfeiture` is for accounts and listed assets, which are frozen and not seized. */
export const ASSET_ROUTES = ['confiscation', 'cash-forfeiture', 'civil-recovery', 'account-forfeiture'] as const;
/** Stages at which an asset may be recorded; its route says which of them. */
export const ASSET_STAGES = ['seized', 'restrained', 'frozen', 'ordered'] as const;
/** Why a court made an order larger or smaller. */
export const VARIATION_GROUNDS = [
  'appeal',
  'available-amount-reconsidered',
  'inadequate-amount',
  'benefit-reconsidered',
  'clerical-error',
  'other',
] as const;
/** What a stage can be looked up by: the kind of paper and its date, and nothing that could name a person. */
export const STAGE_DOCUMENTS = [
  'restraint-order',
  'freezing-order',
  'detention-order',
  'confiscation-order',
  'forfeiture-order',
  'recovery-order',
  'variation-order',
  'compensation-order',
  'release-authority',
  'payment-advice',
  'exchange-advice',
  'write-off-authority',
  'other',
] as const;

export const currencyShape = text(/^[A-Z]{3}$/, 'an ISO 4217 code such as EUR', 3);
export const rateShape = text(/^(?=.*[1-9])(?:0|[1-9]\d{0,8})(?:\.\d{1,9})?$/, 'a rate above zero such as 0.8912', 19);
/**
 * Foreign money: so many of the currency's smallest units, and the rate by which its pence were worked out, as it was quoted: pence for one smallest
 * unit, which for a currency with hundredths is pounds for one whole unit (`0.8912`).
 */
export const foreignShape = object({
  amount: amount(0n),
  currency: currencyShape,
  rate: rateShape,
  rateOn: civilDate(),
  rateSource: slug('bank-of-england'),
});
export type ForeignMoney = Described<typeof foreignShape>;

const stage = { amountPence: amount(0n), occurredOn: civilDate() };
const mayHave = { reference: object({ dated: civilDate(), document: oneOf(...STAGE_DOCUMENTS) }) };
const withInterest = { ...mayHave, interestPence: amount(0n) };

/**
 * One stage that an asset reached after its first: its own date, value and reference. `varied` says what the order stands at now; `exchanged` what the
 * foreign money came to; interest stands apart from the principal in `amountPence`.
 */
export const stageShape = variants('stage', {
  detained: object(stage, mayHave),
  ordered: object(stage, mayHave),
  varied: object({ ...stage, ground: oneOf(...VARIATION_GROUNDS) }, mayHave),
  collected: object(stage, withInterest),
  satisfied: object(stage, mayHave),
  'written-off': object(stage, mayHave),
  forfeited: object(stage, withInterest),
  released: object(stage, mayHave),
  returned: object(stage, mayHave),
  'applied-to-order': object(stage, mayHave),
  compensated: object(stage, mayHave),
  exchanged: object({ ...stage, foreign: foreignShape }, mayHave),
});
export type AssetStage = Described<typeof stageShape>;
export type LaterStage = AssetStage['stage'];
export type FirstStage = (typeof ASSET_STAGES)[number];

/** The words of all stages after the first. */
export const LATER_STAGES = Object.keys(
  stageShape.is === 'variants' ? stageShape.variants : {},
) as readonly LaterStage[];

/** Puts a stage among others by its date, after those of the same day: a stage that is told late is where it belongs. */
export function withStage(stages: readonly AssetStage[], reached: AssetStage): readonly AssetStage[] {
  const after = stages.findIndex(({ occurredOn }) => occurredOn > reached.occurredOn);
  const at = after === -1 ? stages.length : after;
  return [...stages.slice(0, at), reached, ...stages.slice(at)];
}

/**
 * Takes the stage of a number away, the first being 1, and puts another in if there is one: by its date or, where it keeps its place, at the number of the
 * one that it replaces.
 */
export function withStageReplaced(
  stages: readonly AssetStage[],
  number: number,
  by: AssetStage | undefined,
  keepsPlace = false,
): readonly AssetStage[] {
  if (by !== undefined && keepsPlace) return stages.map((each, i) => (i === number - 1 ? by : each));
  const others = stages.filter((_, i) => i !== number - 1);
  return by === undefined ? others : withStage(others, by);
}
