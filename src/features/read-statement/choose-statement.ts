import type { FigureOnRecord } from '../../../projections/published-figures.js';
import { parseCivilDate, type CivilDate, type Period } from '../../domain/civil-date.js';
import type { Collaboration } from '../../domain/collaboration/collaboration.js';

/** A collaboration with what was published about it. */
export interface Candidate {
  readonly collaboration: Collaboration;
  readonly figures: readonly FigureOnRecord[];
}

/** The collaboration to show when nobody said which: the first of which a whole period was published, or else the first. */
export function chooseCandidate(candidates: readonly Candidate[], today: CivilDate): Candidate | undefined {
  return candidates.find(({ figures }) => publishedPeriod(figures, today) !== undefined) ?? candidates[0];
}

/** The period to show when nobody said which: the one that was published last, or else the financial year of today. */
export function choosePeriod(figures: readonly FigureOnRecord[], today: CivilDate): Period | undefined {
  return publishedPeriod(figures, today) ?? financialYear(today);
}

/** The period, begun by today, of the last figure on record for the whole collaboration, which is what a statement is held against. */
function publishedPeriod(figures: readonly FigureOnRecord[], today: CivilDate): Period | undefined {
  const periods = figures.flatMap(({ figure: { from, to, unit, force, operation, within } }) => {
    const isOfTheWhole = [unit, force, operation, within].every((limit) => limit === undefined);
    return isOfTheWhole && from !== undefined && to !== undefined && from <= today ? [{ from, to }] : [];
  });
  return periods.at(-1);
}

/** 1 April to 31 March. */
function financialYear(today: CivilDate): Period | undefined {
  const calendarYear = parseInt(today.slice(0, 4), 10);
  const startYear = today.slice(5) >= '04-01' ? calendarYear : calendarYear - 1;
  const from = parseCivilDate(`${startYear}-04-01`);
  const to = parseCivilDate(`${startYear + 1}-04-01`);
  return from === undefined || to === undefined ? undefined : { from, to };
}
