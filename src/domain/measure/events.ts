import { civilDate } from '../civil-date.js';
import { nameShape } from '../collaboration/events.js';
import { slug, type MeasureId } from '../identifiers.js';
import { ASSET_TYPES, OUTCOME_KINDS, VALUATION_BASES } from '../outcome/events.js';
import { amount, flag, list, object, oneOf, text, variants, wholeNumber, type Described } from '../shape.js';

/** What amounts of a measure are whole numbers of. */
export const MEASURED_IN = [
  'pence',
  'count',
  'milligrams',
  'tablets',
  'plants',
  'doses',
  'millilitres',
  'minutes',
] as const;
export type MeasuredIn = (typeof MEASURED_IN)[number];

/**
 * `additive`: may be a part of a sum of measures. `distinct`: counts a thing that other measures may count too, so that it is added
 * up over forces, units and time but never with another measure. `not-additive`: is added up over nothing at all, such as what stands at the end
 * of a month.
 */
export const ADDITIVITIES = ['additive', 'distinct', 'not-additive'] as const;

/** What amounts of one measure are added up over, unless the measure says that they are not. */
export const ADDED_OVER = ['force', 'unit', 'grade', 'month'] as const;
export type AddedOver = (typeof ADDED_OVER)[number];

const ruleShape = text(/^[^\p{Cc}\p{Cs}]+$/u, 'a rule in words on one line', 1000);

export const definitionShape = variants('is', {
  /** Posted by outcomes of one kind. */
  posted: object({ by: oneOf(...OUTCOME_KINDS) }),
  /** The sum of posted measures that share a unit and never count the same thing twice. */
  sum: object({ of: list(slug<MeasureId>()) }),
});

/**
 * What a posted measure counts, where that is not just what the program posts to it: every outcome has to be all that is said here.
 * `alongside` posts the measure wherever another is posted, with the same amount.
 */
export const countsShape = object(
  {},
  {
    alongside: slug<MeasureId>(),
    assetTypes: list(oneOf(...ASSET_TYPES)),
    /** The least that an outcome has to come to, before it is shared. */
    atLeast: amount(1n),
    /** Values on these bases; of a seizure, those of its substances that are valued so. */
    valuationBases: list(oneOf(...VALUATION_BASES)),
  },
);
export type Counts = Described<typeof countsShape>;

export const measureEvents = {
  /** A version of a measure. With `from` it is in force for what happened from that day on, and the one before it until then. */
  MeasureDefined: object(
    {
      additivity: oneOf(...ADDITIVITIES),
      benefit: nameShape,
      definition: definitionShape,
      measure: slug<MeasureId>(),
      measuredIn: oneOf(...MEASURED_IN),
      rule: ruleShape,
      title: nameShape,
      version: wholeNumber(1),
    },
    {
      counts: countsShape,
      /** Measures of a family are added to none outside it: stages of an asset are told apart from all that is not of the same stage. */
      family: slug(),
      from: civilDate(),
      notOver: list(oneOf(...ADDED_OVER)),
    },
  ),
  /** The lines of a published statement, in order. */
  StatementLinesSet: object({
    lines: list(object({ benefit: nameShape, measure: slug<MeasureId>(), title: nameShape })),
    statement: slug(),
  }),
  /**
   * Price levels of financial years, by the year in which each began; only their proportions matter. The whole table, in place of the one
   * before it: what was asked as at an earlier entry goes on using that.
   */
  DeflatorsSet: object({
    deflators: list(object({ index: amount(1n), year: wholeNumber(1) })),
    illustrative: flag(),
    publishedOn: civilDate(),
    source: nameShape,
  }),
};

export type MeasureDefined = { readonly type: 'MeasureDefined' } & Described<typeof measureEvents.MeasureDefined>;
export type StatementLinesSet = { readonly type: 'StatementLinesSet' } & Described<
  typeof measureEvents.StatementLinesSet
>;
export type DeflatorsSet = { readonly type: 'DeflatorsSet' } & Described<typeof measureEvents.DeflatorsSet>;
export type MeasureEvent = MeasureDefined | StatementLinesSet | DeflatorsSet;
