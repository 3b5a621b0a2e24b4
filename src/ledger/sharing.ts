import type { OutcomeId } from '../domain/identifiers.js';
import { emptyCatalogue, evolveCatalogue, type Catalogue } from '../domain/measure/catalogue.js';
import { evolveOutcome, unrecorded, type Outcome } from '../domain/outcome/outcome.js';
import {
  catalogueBehind,
  claimsAnswer,
  sharedOutcome,
  type ClaimsAnswer,
  type ClaimsQuestion,
} from './answer-claims.js';
import { advanceStanding, nothingKnown, type Standing } from './as-at.js';
import type { Entry } from './codec/entry-line.js';
import { isMeasureEvent, isOutcomeEvent, outcomeIdOf } from './streams.js';

/** The ledger as it stood, with the outcomes of one collaboration: which of them are shared, shows only later. */
export interface Sharing extends Standing {
  readonly outcomes: ReadonlyMap<OutcomeId, WorkedOut>;
  /** The catalogue of measures at each of its revisions. */
  readonly catalogues: readonly Catalogue[];
}

/** An outcome, and the catalogue by which it was last worked out. */
interface WorkedOut {
  readonly outcome: Outcome;
  readonly catalogue: Catalogue | undefined;
}

export const nothingShared: Sharing = { ...nothingKnown, outcomes: new Map(), catalogues: [] };

/** Folds the next entries, in order, into what claims are told from. */
export function advanceSharing(question: ClaimsQuestion, state: Sharing, entries: readonly Entry[]): Sharing {
  const outcomes = new Map(state.outcomes);
  const catalogues = [...state.catalogues];
  for (const { event, stream } of entries) {
    if (isMeasureEvent(event)) catalogues.push(evolveCatalogue(catalogues.at(-1) ?? emptyCatalogue, event));
    const id = outcomeIdOf(stream);
    if (id === undefined || !isOutcomeEvent(event) || event.collaboration !== question.collaboration) continue;
    const was = outcomes.get(id);
    const revision = catalogueBehind(event);
    const catalogue = revision === undefined ? was?.catalogue : catalogues[revision];
    outcomes.set(id, { outcome: evolveOutcome(was?.outcome ?? unrecorded, event), catalogue });
  }
  return { ...advanceStanding(state, entries, question), outcomes, catalogues };
}

/** The claims that follow once all entries up to a point were folded in. */
export function claimsIn(question: ClaimsQuestion, state: Sharing): ClaimsAnswer {
  const shared = [...state.outcomes.values()].flatMap(
    ({ outcome, catalogue }) => sharedOutcome(outcome, catalogue) ?? [],
  );
  return claimsAnswer(question, state, shared);
}
