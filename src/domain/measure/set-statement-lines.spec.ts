import { describe, expect, it } from '@jest/globals';
import { given, id } from '../../../test/support/given-when-then.js';
import { measure, sumOf } from '../../../test/support/measures.js';
import { accept, refuse } from '../decision.js';
import type { MeasureId } from '../identifiers.js';
import { emptyCatalogue, evolveCatalogue, type Catalogue } from './catalogue.js';
import type { MeasureEvent, StatementLinesSet } from './events.js';
import { setStatementLines } from './set-statement-lines.js';

const line = (name: string) => ({ benefit: 'Reduction of harm', measure: id<MeasureId>(name), title: 'Arrests' });
const command = { statement: id('benefits-realised'), lines: [line('arrests-made'), line('arrests')] };
const set: StatementLinesSet = { type: 'StatementLinesSet', ...command };
const catalogueAfter = (...events: readonly MeasureEvent[]): Catalogue =>
  given<Catalogue, MeasureEvent>(
    evolveCatalogue,
    emptyCatalogue,
    measure('arrests-made', 'arrest'),
    measure('arrests-facilitated', 'arrest'),
    sumOf('arrests', ['arrests-made', 'arrests-facilitated']),
    ...events,
  );

describe('setting the lines of a statement', () => {
  it('records them, posted measures and sums alike', () => {
    expect(setStatementLines(command, catalogueAfter())).toStrictEqual(accept(set));
  });

  it('leaves nothing to do when they stand as asked', () => {
    expect(setStatementLines(command, catalogueAfter(set))).toStrictEqual(accept());
  });

  it('records them in another order', () => {
    const lines = [...command.lines].reverse();
    expect(setStatementLines({ ...command, lines }, catalogueAfter(set))).toStrictEqual(accept({ ...set, lines }));
  });

  it('is refused for the first line whose measure is not in the catalogue', () => {
    const lines = [line('arrests-made'), line('nil'), line('nought')];
    const because = 'is not in the catalogue of measures';
    expect(setStatementLines({ ...command, lines }, catalogueAfter(set))).toStrictEqual(
      refuse({ code: 'unknown-measure', field: 'lines[1].measure', measure: 'nil', because }),
    );
  });

  it.each(['grants-received', 'costs'])('is refused for a line of %s, which is put in and no benefit', (name) => {
    const costs = [
      measure('grants-received', 'cost'),
      measure('dis-benefits', 'cost'),
      sumOf('costs', ['grants-received', 'dis-benefits']),
    ];
    const lines = [line('arrests-made'), line(name)];
    expect(setStatementLines({ ...command, lines }, catalogueAfter(...costs))).toMatchObject({
      refusal: {
        code: 'non-additive',
        field: 'lines[1].measure',
        because: `${name} is what was put in, and no benefit`,
      },
    });
  });

  it('puts them into the catalogue, each statement’s apart, at the next revision', () => {
    const { measures, statements, revision } = catalogueAfter(set);
    expect({ measures: measures.size, statements, revision }).toStrictEqual({
      measures: 3,
      statements: new Map([[command.statement, command.lines]]),
      revision: 3,
    });
  });
});
