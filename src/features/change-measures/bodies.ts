import { measureEvents } from '../../domain/measure/events.js';
import type { Described, ObjectNode, Shape } from '../../domain/shape.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { isRecord } from '../../web/fits.js';
import { malformed } from '../../web/problems.js';
import { checkShape } from '../../web/request-of-shape.js';

const { MeasureDefined, StatementLinesSet, DeflatorsSet } = measureEvents;
/** A table is not made up unless it says so. */
const tableShape = { ...DeflatorsSet, optional: ['illustrative'] };

/** What may be sent to each route, as JSON Schema. */
export const schemas = {
  measure: schemaOf(MeasureDefined),
  statementLines: schemaOf(StatementLinesSet),
  deflators: schemaOf(tableShape),
};

const reader =
  <S extends Shape<object> & ObjectNode>(shape: S, sent: ObjectNode = shape, unlessTold: object = {}) =>
  (body: unknown): Described<S> => {
    checkShape(sent, body);
    return fromWire(shape, { ...unlessTold, ...(isRecord(body) ? body : {}) }) as Described<S>;
  };

const readLines = reader(StatementLinesSet);
const readTable = reader(DeflatorsSet, tableShape, { illustrative: false });
const LAST_YEAR = 9998;

/** Reads each body (400 malformed-request). What stands in place of something holds something: nobody empties a statement or the table by mistake. */
export const bodies = {
  measure: reader(MeasureDefined),
  statementLines: (body: unknown): ReturnType<typeof readLines> => {
    const read = readLines(body);
    if (read.lines.length === 0) throw malformed({ field: 'lines', reason: 'has to have at least one line' });
    return read;
  },
  deflators: (body: unknown): ReturnType<typeof readTable> => {
    const read = readTable(body);
    if (read.deflators.length === 0) throw malformed({ field: 'deflators', reason: 'has to have at least one year' });
    const beyond = read.deflators.findIndex(({ year }) => year > LAST_YEAR);
    const reason = 'has to be the calendar year in which a financial year began, such as 2010';
    if (beyond !== -1) throw malformed({ field: `deflators[${beyond}].year`, reason });
    return read;
  },
};

const PEOPLE_REACHED = {
  ...{ measure: 'people-reached', title: 'People reached by prevention work', measuredIn: 'count' },
  ...{ benefit: 'Reduction of harm in communities', additivity: 'additive' },
  definition: { is: 'posted', by: 'counted-item' },
};

/** Requests that are sent in a test, in this order. */
export const EXAMPLES = {
  measure: {
    'a new measure': { ...PEOPLE_REACHED, rule: 'Each person whom prevention work reached, once.', version: 1 },
    'another version of its rule, in force from a day on': {
      ...PEOPLE_REACHED,
      rule: 'Each person whom prevention work reached, once, where at least ten were reached together.',
      ...{ version: 2, from: '2010-04-01', counts: { atLeast: 10 } },
    },
  },
  statementLines: {
    'another statement': {
      statement: 'prevention',
      lines: [{ measure: 'arrests', title: 'Arrests', benefit: 'Reduction of harm in communities' }],
    },
  },
  deflators: {
    'a table that is made up': {
      ...{ source: 'Made up for an example', publishedOn: '2012-09-30', illustrative: true },
      deflators: [
        { year: 2009, index: 97000000 },
        { year: 2010, index: 100000000 },
      ],
    },
  },
};
