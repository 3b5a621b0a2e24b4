import { accept, refuse, type Decision } from '../decision.js';
import { isSame } from '../same.js';
import type { Catalogue, DeflatorTable } from './catalogue.js';
import type { DeflatorsSet } from './events.js';

/**
 * Decides on a table of deflators, whole, in place of the one before. Nothing to do when it stands as asked; refuses contradicts-record for a table that
 * has a year twice or its years out of order.
 */
export function setDeflators(command: DeflatorTable, catalogue: Catalogue): Decision<DeflatorsSet> {
  if (isSame(catalogue.deflators, command)) return accept();
  const { deflators } = command;
  const index = deflators.findIndex(({ year }, i) => i > 0 && year <= (deflators[i - 1]?.year ?? 0));
  if (index === -1) return accept({ type: 'DeflatorsSet', ...command });
  const recorded = `the year before it in the table is ${deflators[index - 1]?.year ?? 0}`;
  return refuse({ code: 'contradicts-record', field: `deflators[${index}].year`, recorded });
}
