import { civilDate } from '../civil-date.js';
import {
  slug,
  uuid,
  type CollaborationId,
  type ForceId,
  type KeyId,
  type MeasureId,
  type OutcomeId,
  type UnitId,
} from '../identifiers.js';
import { findingEvents, type FindingEvent } from './finding-events.js';
import { labelShape, postingShape } from '../posting.js';
import { amount, flag, list, mapOf, object, oneOf, text, variants, wholeNumber, type Described } from '../shape.js';
import { ASSET_ROUTES, ASSET_STAGES, foreignShape, stageShape } from './asset-stages.js';

/** Units in which a quantity of drugs is kept: the smallest whole one of each kind, never added to one another. */
export const QUANTITIES = ['milligrams', 'tablets', 'plants', 'doses', 'millilitres'] as const;
export const VALUATION_BASES = [
  'street',
  'wholesale',
  'purity-adjusted',
  'trade-guide',
  'owner',
  'insurer',
  'other',
] as const;
export const ASSET_TYPES = ['cash', 'vehicle', 'property', 'account', 'listed-asset', 'other'] as const;
export const ARREST_ROLES = ['made', 'facilitated'] as const;
export const ITEM_TYPES = ['vehicle', 'property'] as const;
/** Whether a saving is money that can be spent elsewhere, time or capacity that was freed, or neither and only reported (001:65, 004:30). */
export const SAVING_NATURES = ['cash-releasing', 'non-cash-releasing', 'not-an-efficiency'] as const;
/** What was put in: the regional response, what one force alone would have spent, a harm that somebody bore, a grant. */
export const COST_TYPES = ['regional-response', 'local-comparator', 'dis-benefit', 'grant'] as const;
export const CORRECTION_REASONS = [
  'keying-error',
  'valuation-revised',
  'quantity-revised',
  'attribution-revised',
  'relabelled',
  'laboratory-result',
  'court-order',
  'other',
] as const;
export const WITHDRAWAL_REASONS = ['recorded-in-error', 'duplicate', 'other'] as const;
export const LINK_REASONS = ['same-item', 'same-operation', 'recorded-twice', 'linked-in-error', 'other'] as const;
/** What kind of reference an item is known by. Two schemes never mean one item. */
export const ITEM_SCHEMES = [
  'custody-reference',
  'exhibit',
  'vehicle-on-date',
  'court-order',
  'contract',
  'account',
] as const;

export const attributionShape = variants('basis', {
  direct: object({ force: slug<ForceId>() }),
  key: object({ key: slug<KeyId>('population-mid-2010') }),
  agreed: object({ weights: mapOf(slug<ForceId>(), amount(0n)) }),
});
export type Attribution = Described<typeof attributionShape>;

export const evidenceShape = object({
  label: slug('custody-record'),
  sha256: text(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hexadecimal', 64),
});
export type Evidence = Described<typeof evidenceShape>;

/**
 * The identity of an item: its reference as a token under a key that is no part of the ledger, because a reference is personal data and short enough to
 * be guessed from a plain hash. `keyVersion` says which key (`item-keys`).
 */
export const itemShape = object({
  keyVersion: wholeNumber(1),
  scheme: oneOf(...ITEM_SCHEMES),
  token: text(/^[0-9a-f]{64}$/, 'a token of 64 hexadecimal digits', 64),
});
export type Item = Described<typeof itemShape>;

const whatItWas = {
  attribution: attributionShape,
  leadForce: slug<ForceId>(),
  occurredOn: civilDate(),
  unit: slug<UnitId>('rart'),
};
const whatMayBeAdded = {
  evidence: list(evidenceShape),
  illustrative: flag(),
  item: itemShape,
  operation: slug('north-road'),
};

export const substanceShape = object(
  { form: slug('powder'), quantity: amount(0n), quantityIn: oneOf(...QUANTITIES), substance: slug('cocaine') },
  {
    amountPence: amount(0n),
    /** Parts in a thousand. */
    purityPermille: amount(0n, 1000n),
    valuationBasis: oneOf(...VALUATION_BASES),
    valuationSource: slug('regional-drug-expert'),
    valuedOn: civilDate(),
  },
);
export type Substance = Described<typeof substanceShape>;

/**
 * Once, on the day or over the days from it until `runsTo`, the first day that does not count; or day after day, year after year. `expectedTo` is until when that is
 * agreed to last: it counts for nothing, and says whether the saving may be called recurring.
 */
export const recurrenceShape = variants('is', {
  'one-off': object({}, { runsTo: civilDate() }),
  recurring: object({ runsTo: civilDate() }, { expectedTo: civilDate() }),
});
export type Recurrence = Described<typeof recurrenceShape>;

/** What was spent before: by which reckoning, how much, and on which day that stood. */
export const baselineShape = object({ amountPence: amount(0n), basis: slug('previous-year'), on: civilDate() });
export type Baseline = Described<typeof baselineShape>;

/** One thing achieved, as it was told: everything that was recorded, and nothing that was worked out. */
export const outcomeShape = variants('kind', {
  arrest: object({ ...whatItWas, offenceGroup: slug('drugs'), role: oneOf(...ARREST_ROLES) }, whatMayBeAdded),
  'property-recovered': object(
    {
      ...whatItWas,
      amountPence: amount(0n),
      itemType: oneOf(...ITEM_TYPES),
      returnedToOwner: flag(),
      valuationBasis: oneOf(...VALUATION_BASES),
    },
    whatMayBeAdded,
  ),
  'drugs-seizure': object({ ...whatItWas, substances: list(substanceShape) }, whatMayBeAdded),
  asset: object(
    {
      ...whatItWas,
      amountPence: amount(0n),
      assetType: oneOf(...ASSET_TYPES),
      route: oneOf(...ASSET_ROUTES),
      stage: oneOf(...ASSET_STAGES),
    },
    { ...whatMayBeAdded, foreign: foreignShape },
  ),
  'counted-item': object(
    { ...whatItWas, amount: amount(0n), measure: slug<MeasureId>('people-safeguarded') },
    whatMayBeAdded,
  ),
  /** Amounts over all the time that it ran. `carriedFrom` is the outcome of an earlier year that it carries on; without it, it is new. */
  saving: object(
    {
      ...whatItWas,
      budgetLine: slug('regional-crime-training'),
      grossPence: amount(0n),
      investmentPence: amount(0n),
      nature: oneOf(...SAVING_NATURES),
      recurrence: recurrenceShape,
    },
    { ...whatMayBeAdded, baseline: baselineShape, carriedFrom: uuid<OutcomeId>(), officerMinutes: amount(0n) },
  ),
  /** On the day, or over all the days until `runsTo`; `measure` is the line of outcomes that it was spent on. */
  cost: object(
    { ...whatItWas, amountPence: amount(0n), costType: oneOf(...COST_TYPES) },
    {
      ...whatMayBeAdded,
      budgetLine: slug('regional-crime-training'),
      measure: slug<MeasureId>('arrests-made'),
      runsTo: civilDate(),
    },
  ),
});
export type OutcomeDetails = Described<typeof outcomeShape>;
export type OutcomeKind = OutcomeDetails['kind'];
export const OUTCOME_KINDS = [
  'arrest',
  'property-recovered',
  'drugs-seizure',
  'asset',
  'counted-item',
  'saving',
  'cost',
] as const;

/** The revision of each stream that a decision rested on. */
export const restsOnShape = object({ collaboration: wholeNumber(), measureCatalogue: wholeNumber() });
export type RestsOn = Described<typeof restsOnShape>;

/**
 * What telling an outcome rested on besides, when it names a saving that it carries on: the entry as at which that one was looked up (`savings`) or, where it was recorded in
 * the same moment and had no entry yet, its revision (`predecessor`). Entries of before it was looked up have neither.
 */
const tellingRestsOnShape = object(
  { collaboration: wholeNumber(), measureCatalogue: wholeNumber() },
  { predecessor: wholeNumber(), savings: wholeNumber() },
);

const whatItPosts = { collaboration: slug<CollaborationId>(), labels: list(labelShape), postings: list(postingShape) };

export const outcomeEvents = {
  /** An outcome was recorded, with the credit that it gave. */
  OutcomeRecorded: object({ ...whatItPosts, outcome: outcomeShape, restsOn: tellingRestsOnShape }),
  /** An outcome was put right: what it is now, and the postings that lead there from what it was. */
  OutcomeCorrected: object(
    { ...whatItPosts, outcome: outcomeShape, reason: oneOf(...CORRECTION_REASONS), restsOn: tellingRestsOnShape },
    /** Whose claim was put right; absent, the one that the item is counted by. */
    { claim: slug<UnitId>() },
  ),
  /** An outcome was taken back; its postings undo all that it had posted. */
  OutcomeWithdrawn: object({ ...whatItPosts, reason: oneOf(...WITHDRAWAL_REASONS) }),
  /** Another unit told of the same item: its claim as it told it, and the postings that share the credit anew. */
  OutcomeClaimed: object({ ...whatItPosts, outcome: outcomeShape, restsOn: tellingRestsOnShape }),
  /** A unit took its claim back; with the last claim the outcome is withdrawn. */
  ClaimWithdrawn: object({
    ...whatItPosts,
    claim: slug<UnitId>(),
    reason: oneOf(...WITHDRAWAL_REASONS),
    restsOn: restsOnShape,
  }),
  /** Units agreed by which weights they share what they all claim. */
  ClaimWeightsAgreed: object({ ...whatItPosts, restsOn: restsOnShape, weights: mapOf(slug<UnitId>(), amount(0n)) }),
  /** An outcome was found to be another one told again: it counts for nothing as long as it is linked. */
  OutcomeLinked: object({
    ...whatItPosts,
    duplicateOf: uuid<OutcomeId>(),
    reason: oneOf(...LINK_REASONS),
    restsOn: object({ primary: wholeNumber() }),
  }),
  /**
   * A link was undone: the outcome counts again for what its facts come to, as claimed. `fellBackFrom` is the grade above that which it had; absent where it had none, and in
   * entries of before it fell back, which leave it at the grade that it had.
   */
  OutcomeUnlinked: object(
    { ...whatItPosts, reason: oneOf(...LINK_REASONS), restsOn: restsOnShape },
    { fellBackFrom: oneOf('validated', 'audited') },
  ),
  /** Which outcomes are linked to this one now, all of them. Posts nothing; stands in the primary's stream so that it is not withdrawn beneath them. */
  DuplicatesNoted: object({
    ...whatItPosts,
    /** The one of them that was linked or unlinked just now. */
    duplicate: uuid<OutcomeId>(),
    duplicates: list(uuid<OutcomeId>()),
    restsOn: object({ duplicate: wholeNumber() }),
  }),
  ...findingEvents,
  /** An asset reached a stage after its first. */
  AssetStageReached: object({ ...whatItPosts, restsOn: restsOnShape, stage: stageShape }),
  /**
   * The stage of a number, in the order of dates, was told wrongly: what it is instead or, where nothing is said, that it never was. `keepsPlace` where others of the same
   * day come after it, and it stays before them; entries of before do not say it, and it went behind them.
   */
  AssetStageCorrected: object(
    { ...whatItPosts, number: wholeNumber(1), reason: oneOf(...CORRECTION_REASONS), restsOn: restsOnShape },
    { keepsPlace: flag(), stage: stageShape },
  ),
};

type Of<Type extends keyof typeof outcomeEvents> = { readonly type: Type } & Described<(typeof outcomeEvents)[Type]>;
export type OutcomeRecorded = Of<'OutcomeRecorded'>;
export type OutcomeCorrected = Of<'OutcomeCorrected'>;
export type OutcomeWithdrawn = Of<'OutcomeWithdrawn'>;
export type OutcomeClaimed = Of<'OutcomeClaimed'>;
export type ClaimWithdrawn = Of<'ClaimWithdrawn'>;
export type ClaimWeightsAgreed = Of<'ClaimWeightsAgreed'>;
export type OutcomeLinked = Of<'OutcomeLinked'>;
export type OutcomeUnlinked = Of<'OutcomeUnlinked'>;
export type DuplicatesNoted = Of<'DuplicatesNoted'>;
export type AssetStageReached = Of<'AssetStageReached'>;
export type AssetStageCorrected = Of<'AssetStageCorrected'>;
export type OutcomeEvent =
  | OutcomeRecorded
  | OutcomeCorrected
  | OutcomeWithdrawn
  | OutcomeClaimed
  | ClaimWithdrawn
  | ClaimWeightsAgreed
  | OutcomeLinked
  | OutcomeUnlinked
  | DuplicatesNoted
  | AssetStageReached
  | AssetStageCorrected
  | FindingEvent;
