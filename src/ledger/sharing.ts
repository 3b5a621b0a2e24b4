import { claimsAnswer, sharedOutcome, type ClaimsAnswer, type ClaimsQuestion } from './answer-claims.js';
import { advanceStanding, nothingKnown, type Standing } from './as-at.js';
import type { Entry } from './codec/entry-line.js';
import { nothingDecided, takeDecided, type AllDecided } from './decided.js';

/** The ledger as it stood, with the outcomes of one collaboration: which of them are shared, shows only later. */
export interface Sharing extends Standing, AllDecided {}

/** Before the first entry. */
export function nothingShared(): Sharing {
  return { ...nothingKnown, ...nothingDecided() };
}

/** Folds the next entries, in order, into what claims are told from; the state before it is not to be used again. */
export function advanceSharing(question: ClaimsQuestion, state: Sharing, entries: readonly Entry[]): Sharing {
  return { ...advanceStanding(state, entries, question), ...takeDecided(question.collaboration, state, entries) };
}

/** The claims that follow once all entries up to a point were folded in. */
export function claimsIn(question: ClaimsQuestion, state: Sharing): ClaimsAnswer {
  const { outcomes, histories } = state;
  const shared = [...outcomes.values()].flatMap((decided) => sharedOutcome(decided, histories) ?? []);
  return claimsAnswer(question, state, shared);
}
