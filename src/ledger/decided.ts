import type { CollaborationId } from '../domain/identifiers.js';
import type { OutcomeEvent, RestsOn } from '../domain/outcome/events.js';
import { evolveOutcome, unrecorded, type Outcome } from '../domain/outcome/outcome.js';
import type { Entry } from './codec/entry-line.js';
import { isOutcomeEvent } from './streams.js';
import { Histories } from './verify/histories.js';

/** An outcome as it stands, and what the last entry rested on by which its credit was worked out. */
export interface Decided {
  readonly outcome: Outcome;
  readonly restsOn: RestsOn;
  readonly recordedAt: string;
}

/** Folds the next entry of an outcome in. A link rests on the other outcome, a finding on other savings: both leave what this one was decided by. */
export function advanceDecided(
  was: Decided | undefined,
  { event, recordedAt }: { readonly event: OutcomeEvent; readonly recordedAt: string },
): Decided | undefined {
  const outcome = evolveOutcome(was?.outcome ?? unrecorded, event);
  const isDecided = 'restsOn' in event && 'collaboration' in event.restsOn;
  if (isDecided) return { outcome, restsOn: event.restsOn, recordedAt };
  return was && { ...was, outcome };
}

/** The outcomes of one collaboration by their streams, and agreements and catalogue at every revision that their entries may rest on. */
export interface AllDecided {
  readonly outcomes: Map<string, Decided>;
  readonly histories: Histories;
}

/** Before the first entry. Histories only grow, so that each answer begins with its own. */
export function nothingDecided(): AllDecided {
  return { outcomes: new Map(), histories: new Histories() };
}

/** Takes the next entries in, in order; what it was before is not to be used again. */
export function takeDecided(
  collaboration: CollaborationId,
  { outcomes, histories }: AllDecided,
  entries: readonly Entry[],
): AllDecided {
  for (const { event, stream, recordedAt } of entries) {
    if (!isOutcomeEvent(event)) {
      histories.add({ event });
      continue;
    }
    if (event.collaboration !== collaboration) continue;
    const decided = advanceDecided(outcomes.get(stream), { event, recordedAt });
    if (decided !== undefined) outcomes.set(stream, decided);
  }
  return { outcomes, histories };
}
