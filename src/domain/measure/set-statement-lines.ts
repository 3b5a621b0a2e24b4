import { accept, refuse, type Decision } from '../decision.js';
import type { Slug } from '../identifiers.js';
import { isSame } from '../same.js';
import type { Catalogue, StatementLine } from './catalogue.js';
import type { StatementLinesSet } from './events.js';

export interface SetStatementLines {
  readonly statement: Slug;
  readonly lines: readonly StatementLine[];
}

/** Decides on the lines of a statement. Nothing to do when they stand as asked; refuses unknown-measure for a line without one. */
export function setStatementLines(command: SetStatementLines, catalogue: Catalogue): Decision<StatementLinesSet> {
  if (isSame(catalogue.statements.get(command.statement), command.lines)) return accept();
  const index = command.lines.findIndex(({ measure }) => !catalogue.measures.has(measure));
  const stray = command.lines[index];
  if (stray !== undefined) {
    const because = 'is not in the catalogue of measures';
    return refuse({ code: 'unknown-measure', field: `lines[${index}].measure`, measure: stray.measure, because });
  }
  return accept({ type: 'StatementLinesSet', ...command });
}
