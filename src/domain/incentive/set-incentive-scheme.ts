import { accept, refuse, type Decision } from '../decision.js';
import { restingOn } from '../outcome/resting-on.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import { isSame } from '../same.js';
import type { IncentiveSchemeSet, IncentiveTold } from './events.js';
import type { Incentives } from './incentives.js';

/**
 * Decides on a version of how what is collected by a route is given back, in force from a day on. Nothing to do when that version stands as asked. Refuses, the
 * first that applies: no-weights; contradicts-record for a version that is not the next, or from the very day of the last; back-dated when a later one stands.
 */
export function setIncentiveScheme(
  told: IncentiveTold<'IncentiveSchemeSet'>,
  incentives: Incentives,
  context: OutcomeContext,
): Decision<IncentiveSchemeSet> {
  const { type: _, ...asked } = told;
  const { route, version, from, weights } = asked;
  const versions = incentives.versions.get(route) ?? [];
  if (versions.some((known) => isSame(known, asked))) return accept();
  if (!Object.values<bigint>(weights).some((weight) => weight > 0n))
    return refuse({ code: 'no-weights', field: 'weights' });
  const last = versions.at(-1);
  const next = (last?.version ?? 0) + 1;
  if (version !== next) {
    const recorded =
      last === undefined ? `${route} has no version yet` : `the last version of ${route} is ${last.version}`;
    return refuse({ code: 'contradicts-record', field: 'version', recorded: `${recorded}, so the next is ${next}` });
  }
  if (last === undefined || from > last.from) return accept({ ...told, restsOn: restingOn(context) });
  const stands = `version ${last.version} of ${route} is in force from ${last.from}`;
  if (from === last.from) return refuse({ code: 'contradicts-record', field: 'from', recorded: stands });
  return refuse({ code: 'back-dated', field: 'from', date: from, told: stands });
}
