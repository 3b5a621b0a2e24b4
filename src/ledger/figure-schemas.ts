import { BECAUSES, VERDICTS } from '../../projections/verdict.js';
import { VIEW_NAMES } from '../../projections/views.js';
import { civilDate } from '../domain/civil-date.js';
import { nameShape } from '../domain/collaboration/events.js';
import { grade, slug } from '../domain/identifiers.js';
import { MEASURED_IN } from '../domain/measure/events.js';
import { labelShape } from '../domain/posting.js';
import { publishedFigureShape } from '../domain/published-figure/events.js';
import { amount, flag, list, object, oneOf, text, wholeNumber, type ShapeNode } from '../domain/shape.js';
import { schemaOf, type Schema } from '../domain/shape-schema.js';
import { envelopeShapes } from './codec/entry-line.js';

/** A sum of amounts, each of which is within 2^53. */
const sum = amount();
const knownAt = envelopeShapes.recordedAt;
const published = object(
  Object.fromEntries(
    Object.entries(publishedFigureShape.fields).filter(([name]) =>
      ['amount', 'bound', 'disputed', 'source'].includes(name),
    ),
  ),
);
const difference = amount();
const inForceFrom = civilDate();
const verdict = oneOf(...VERDICTS);
const because = oneOf(...BECAUSES);

const orNull = (shape: ShapeNode): Schema => ({ anyOf: [schemaOf(shape), { type: 'null' }] });
/** What no shape of an entry can say: a figure that is not there, and one of any size. */
const INSTEAD: ReadonlyMap<ShapeNode, Schema> = new Map<ShapeNode, Schema>([
  [sum, { type: 'integer' }],
  [difference, { type: ['integer', 'null'] }],
  [knownAt, orNull(knownAt)],
  [inForceFrom, orNull(inForceFrom)],
  [published, orNull(published)],
  [verdict, orNull(verdict)],
  [because, orNull(because)],
]);

const labels = list(labelShape);
const measuredIn = oneOf(...MEASURED_IN);
/** Entry -1 is before the first. */
const asAt = object({ entry: wholeNumber(-1), knownAt });

/** The JSON Schema of the value of a total's message. */
export const totalSchema: Schema = schemaOf(
  object({
    amount: sum,
    asAt,
    collaboration: slug(),
    force: slug(),
    grade: grade(),
    labels,
    measure: slug(),
    measuredIn,
    month: text(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'a month such as 2010-03', 7),
    unit: slug(),
  }),
  INSTEAD,
);

/** A version of a rule that figures were counted under, and the day from which it is in force, if it names one. */
const rule = object({ from: inForceFrom, measure: slug(), version: wholeNumber(1) });

const line = object(
  {
    because,
    benefit: nameShape,
    byGrade: list(object({ amount: sum, grade: grade() })),
    byForce: list(object({ amount: sum, force: slug() })),
    byUnit: list(object({ amount: sum, unit: slug() })),
    difference,
    labels,
    measure: slug(),
    measuredIn,
    proved: sum,
    published,
    rules: list(rule),
    title: nameShape,
    verdict,
  },
  { unvalued: sum },
);

/** By which view the amounts are seen, where they are not the ledger's own. No message has one. */
const view = object(
  { baseYear: text(/^\d{4}-\d{2}$/, 'a financial year such as 2010-11', 7), view: list(oneOf(...VIEW_NAMES)) },
  {
    deflators: object({ illustrative: flag(), publishedOn: civilDate(), source: nameShape }),
    discount: text(/./, 'a discount schedule in words', 200),
  },
);

/** The JSON Schema of a statement: of its message, and of the answer over HTTP. */
export const statementSchema: Schema = schemaOf(
  object(
    { asAt, collaboration: slug(), from: civilDate(), labels, lines: list(line), rules: list(rule), to: civilDate() },
    { incompleteSince: wholeNumber(), view },
  ),
  INSTEAD,
);
