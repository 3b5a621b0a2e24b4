import { accept, refuse, type Decision } from '../decision.js';
import type { Slug } from '../identifiers.js';
import type { Refusal } from '../refusals.js';
import { isSame } from '../same.js';
import { isCost, type Catalogue, type StatementLine } from './catalogue.js';
import type { StatementLinesSet } from './events.js';
import { apartOver } from './versions.js';

export interface SetStatementLines {
  readonly statement: Slug;
  readonly lines: readonly StatementLine[];
}

/**
 * Decides on the lines of a statement. Nothing to do when they stand as asked; refuses unknown-measure for a line without one, and
 * non-additive for a line of costs or grants, which are no benefits (brief rule 12).
 */
export function setStatementLines(command: SetStatementLines, catalogue: Catalogue): Decision<StatementLinesSet> {
  if (isSame(catalogue.statements.get(command.statement), command.lines)) return accept();
  const index = command.lines.findIndex(({ measure }) => !catalogue.measures.has(measure));
  const stray = command.lines[index];
  if (stray !== undefined) {
    const because = 'is not in the catalogue of measures';
    return refuse({ code: 'unknown-measure', field: `lines[${index}].measure`, measure: stray.measure, because });
  }
  const cost = command.lines.findIndex(({ measure }) => isCost(catalogue, measure));
  if (cost !== -1) return refuse(refuseCost(`lines[${cost}].measure`, command.lines[cost]?.measure ?? ''));
  const apart = command.lines.findIndex(({ measure }) => {
    const standing = catalogue.measures.get(measure);
    return standing !== undefined && apartOver(standing).length > 0;
  });
  if (apart !== -1) {
    const because = `${command.lines[apart]?.measure ?? ''} is not added up over everything, as a statement does`;
    return refuse({ code: 'non-additive', field: `lines[${apart}].measure`, because, instead: 'leave it out' });
  }
  return accept({ type: 'StatementLinesSet', ...command });
}

function refuseCost(field: string, measure: string): Refusal {
  return {
    code: 'non-additive',
    field,
    because: `${measure} is what was put in, and no benefit`,
    instead: 'ask for it among the totals, or compare it with what one force alone would have spent',
  };
}
