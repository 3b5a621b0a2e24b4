import { civilDate } from '../civil-date.js';
import {
  slug,
  uuid,
  type CollaborationId,
  type FigureId,
  type ForceId,
  type MeasureId,
  type UnitId,
} from '../identifiers.js';
import { amount, flag, object, oneOf, text, wholeNumber, type Described } from '../shape.js';

/** A figure is what somebody said it is: exactly that, or more than that. */
export const BOUNDS = ['exact', 'at-least'] as const;

export const publishedFigureShape = object(
  {
    amount: amount(),
    bound: oneOf(...BOUNDS),
    collaboration: slug<CollaborationId>(),
    disputed: flag(),
    measure: slug<MeasureId>(),
    source: text(/^[^\p{Cc}\p{Cs}]+$/u, 'where the figure was published, on one line', 300),
  },
  {
    force: slug<ForceId>(),
    from: civilDate(),
    /** The operation that the figure is of, when it is of one only. */
    operation: slug(),
    to: civilDate(),
    unit: slug<UnitId>(),
    /** The figure that contains this one, so that the two are never added up. */
    within: uuid<FigureId>(),
  },
);
export type PublishedFigure = Described<typeof publishedFigureShape>;

/**
 * The revision of each stream that a decision rested on; `within` is that of the figure that contains this one. Entries of before figures were held
 * against what contains them do not have it.
 */
const restsOnShape = object(
  { collaboration: wholeNumber(), measureCatalogue: wholeNumber() },
  { within: wholeNumber() },
);

/** Why a figure is disputed: a code and no text. */
export const DISPUTE_REASONS = [
  'period-differs',
  'restates-another-figure',
  'sources-disagree',
  'not-in-the-source',
  'method-unclear',
  'other',
] as const;
/** Why it is disputed no longer. */
export const DISPUTE_END_REASONS = ['source-confirmed', 'entries-support-it', 'disputed-in-error', 'other'] as const;

const ofACollaboration = { collaboration: slug<CollaborationId>() };

export const publishedFigureEvents = {
  /** Somebody published a figure. It enters no total: it is what the ledger is held against. */
  PublishedFigureRecorded: object({ figure: publishedFigureShape, restsOn: restsOnShape }),
  /** A figure on record is disputed from now on. It stays as it is, and is shown as such. */
  PublishedFigureDisputed: object({ ...ofACollaboration, reason: oneOf(...DISPUTE_REASONS) }),
  /** A figure is disputed no longer. */
  FigureDisputeEnded: object({ ...ofACollaboration, reason: oneOf(...DISPUTE_END_REASONS) }),
};

type Of<Type extends keyof typeof publishedFigureEvents> = { readonly type: Type } & Described<
  (typeof publishedFigureEvents)[Type]
>;
export type PublishedFigureRecorded = Of<'PublishedFigureRecorded'>;
export type PublishedFigureDisputed = Of<'PublishedFigureDisputed'>;
export type FigureDisputeEnded = Of<'FigureDisputeEnded'>;
export type PublishedFigureEvent = PublishedFigureRecorded | PublishedFigureDisputed | FigureDisputeEnded;
