import { nameShape } from '../collaboration/events.js';
import { slug, type MeasureId } from '../identifiers.js';
import { OUTCOME_KINDS } from '../outcome/events.js';
import { civilDate } from '../civil-date.js';
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
 * up over forces, units and time but never with another measure.
 */
export const ADDITIVITIES = ['additive', 'distinct'] as const;

const ruleShape = text(/^[^\p{Cc}\p{Cs}]+$/u, 'a rule in words on one line', 1000);

export const definitionShape = variants('is', {
  /** Posted by outcomes of one kind. */
  posted: object({ by: oneOf(...OUTCOME_KINDS) }),
  /** The sum of posted measures that share a unit and never count the same thing twice. */
  sum: object({ of: list(slug<MeasureId>()) }),
});

export const measureEvents = {
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
    /** Measures of a family are added to none outside it: stages of an asset are told apart from all that is not of the same stage. */
    { family: slug() },
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
