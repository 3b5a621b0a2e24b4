import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import type { TiersSet, Told } from './events.js';
import type { Programme } from './programme.js';
import { stands } from './project-guards.js';
import { restingOn } from '../outcome/resting-on.js';

/**
 * Decides on the tiers of a programme from a day on. Projects that are scored already stay where they are. Nothing to do when those
 * tiers stand. Refuses amount-out-of-range for a least sum that no two scores reach, and contradicts-record when tiers from that
 * day or a later one stand.
 */
export function setTiers(command: Told<'TiersSet'>, programme: Programme, context: OutcomeContext): Decision<TiersSet> {
  const { from, most, tiers } = command;
  if (programme.tiers.some((recorded) => stands(recorded, command))) return accept();
  const index = tiers.findIndex(({ atLeast }) => atLeast > 2n * most);
  const beyond = tiers[index];
  if (beyond !== undefined) {
    const field = `tiers[${index}].atLeast`;
    return refuse({ code: 'amount-out-of-range', field, amount: beyond.atLeast, least: 0n, most: 2n * most });
  }
  const last = programme.tiers.at(-1);
  if (last !== undefined && from <= last.from) {
    const recorded = `the last tiers are in force from ${last.from}`;
    return refuse({ code: 'contradicts-record', field: 'from', recorded });
  }
  return accept({ ...command, restsOn: restingOn(context) });
}
