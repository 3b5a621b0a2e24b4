import type { Cells } from '../../support/markdown-tables.js';

/** How the rows of a table are run. */
export interface ExampleRunner {
  /** The columns that the work is given. Every other column, but for `why`, is an answer. */
  readonly given: readonly string[];
  /** Works out the answers, one for each of the other columns, from the given cells only. */
  readonly answers: (given: Cells) => Cells;
}

/** The cell under a heading; throws when the runner did not ask for it. */
export function cell(cells: Cells, column: string): string {
  const found = cells[column];
  if (found === undefined) throw new Error(`This runner is given no column "${column}"`);
  return found;
}
