import { byCodeUnit, type CollaborationId } from '../domain/identifiers.js';
import { emptyProgramme, evolveProgramme, type Programme } from '../domain/programme/programme.js';
import { advanceStanding, nothingKnown, type Standing } from './as-at.js';
import type { Entry } from './codec/entry-line.js';
import { isProgrammeEvent } from './streams.js';

/** The ledger as it stood, with the projects of every collaboration. */
export interface Proposing extends Standing {
  readonly programmes: ReadonlyMap<CollaborationId, Programme>;
}

export const nothingProposed: Proposing = { ...nothingKnown, programmes: new Map() };

/** Folds the next entries, in order, into what projects are and what their actuals are made of. */
export function advanceProgrammes(state: Proposing, entries: readonly Entry[]): Proposing {
  const programmes = new Map(state.programmes);
  for (const { event } of entries) {
    if (!isProgrammeEvent(event)) continue;
    const { collaboration } = event;
    programmes.set(collaboration, evolveProgramme(programmes.get(collaboration) ?? emptyProgramme, event));
  }
  return { ...advanceStanding(state, entries, {}), programmes };
}

/** The programmes of one collaboration, or of all in order of their ids. */
export function programmesIn(
  { programmes }: Proposing,
  collaboration: CollaborationId | undefined,
): readonly Programme[] {
  const all = [...programmes].sort(([a], [b]) => byCodeUnit(a, b));
  return all.flatMap(([id, programme]) => (collaboration === undefined || id === collaboration ? [programme] : []));
}
