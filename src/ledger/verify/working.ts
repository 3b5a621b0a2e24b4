import type { Entry } from '../codec/entry-line.js';

/** What is kept of the entries so far for one answer, and what the answer would be. */
export interface Working {
  /** The last entry taken in; -1 before the first. */
  readonly entry: number;
  /** Takes in the next entries, in order; what it was before is not to be asked again. */
  take(entries: readonly Entry[]): Working;
  /** The answer that the entries so far give, or why there is none. */
  answer(): Promise<object | string> | object | string;
}

/** Works out an answer from a state that knows the last entry folded into it. */
export function workingFrom<State extends { readonly entry: number }>(
  state: State,
  advance: (state: State, entries: readonly Entry[]) => State,
  answer: (state: State) => Promise<object | string> | object | string,
): Working {
  return {
    entry: state.entry,
    take: (entries) => workingFrom(advance(state, entries), advance, answer),
    answer: () => answer(state),
  };
}
