import { accept, refuse, type Decision } from '../decision.js';
import { refuseDayToCome, type DecidedOn } from '../past-day.js';
import { isSame } from '../same.js';
import type { Catalogue, DeflatorTable } from './catalogue.js';
import type { DeflatorsSet } from './events.js';

/**
 * Decides on a table of deflators, whole, in place of the one before. Nothing to do when it stands as asked; refuses date-in-future for a table that is published
 * on a day to come, and contradicts-record for one that has a year twice or its years out of order.
 */
export function setDeflators(command: DeflatorTable, catalogue: Catalogue, when: DecidedOn): Decision<DeflatorsSet> {
  if (isSame(catalogue.deflators, command)) return accept();
  const early = refuseDayToCome('publishedOn', command.publishedOn, when);
  if (early !== undefined) return refuse(early);
  const { deflators } = command;
  const index = deflators.findIndex(({ year }, i) => i > 0 && year <= (deflators[i - 1]?.year ?? 0));
  if (index === -1) return accept({ type: 'DeflatorsSet', ...command });
  const recorded = `the year before it in the table is ${deflators[index - 1]?.year ?? 0}`;
  return refuse({ code: 'contradicts-record', field: `deflators[${index}].year`, recorded });
}
