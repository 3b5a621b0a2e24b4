import type { CivilDate } from '../civil-date.js';
import { checked, failed, type Checked } from '../decision.js';
import type { CollaborationId, UnitId } from '../identifiers.js';
import type { Collaboration } from './collaboration.js';
import type { Unit } from './unit.js';

/** Finds a unit that something is told of. Refuses unknown-collaboration and unknown-unit. */
export function unitToChange(
  collaboration: Collaboration | undefined,
  { collaboration: id, unit: name }: { readonly collaboration: CollaborationId; readonly unit: UnitId },
): Checked<{ readonly unit: Unit; readonly agreement: Collaboration }> {
  if (collaboration === undefined) return failed({ code: 'unknown-collaboration', collaboration: id });
  const unit = collaboration.units.get(name);
  if (unit !== undefined) return checked({ unit, agreement: collaboration });
  return failed({ code: 'unknown-unit', unit: name, collaboration: id, known: [...collaboration.units.keys()] });
}

/**
 * What of a unit holds from a day on is told in the order of days, while the unit is open. Refuses back-dated for a day before the last
 * that was told, contradicts-record for that very day, and unit-not-open for a day on which the unit is closed.
 */
export function checkOrder(
  { from: openedOn, to }: Unit,
  id: UnitId,
  from: CivilDate,
  last: { readonly from: CivilDate; readonly is: string },
): Checked<undefined> {
  const told = `${id} is ${last.is} from ${last.from}`;
  if (from < last.from) return failed({ code: 'back-dated', field: 'from', date: from, told });
  if (from === last.from) return failed({ code: 'contradicts-record', field: 'from', recorded: told });
  if (to !== undefined && from >= to) return failed({ code: 'unit-not-open', unit: id, from: openedOn, to, on: from });
  return checked(undefined);
}
