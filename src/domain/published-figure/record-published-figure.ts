import { accept, checked, failed, refuse, type Checked, type Decision } from '../decision.js';
import { OUTSIDE } from '../identifiers.js';
import { forbiddenOver, insteadOfOneFigure, refuseOver } from '../measure/added-over.js';
import type { AddedOver } from '../measure/events.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import type { PublishedFigure, PublishedFigureRecorded } from './events.js';

/** What a decision about a published figure has to know. */
export interface FigureContext extends Omit<OutcomeContext, 'today'> {
  /**
   * The figure that is said to contain this one, as it stands; `undefined` when there is none of that id. Entries of before this was
   * looked up say so, and are decided as they were then.
   */
  readonly containing?: PublishedFigure | 'not-looked-up' | undefined;
}

/** What a published figure is of never changes: it stands in the first entry of its stream. */
const FIRST_REVISION = 0;

/**
 * Decides on recording a figure that somebody published. Refuses, the first that applies: unknown-unit, unknown-force, unknown-measure,
 * contradicts-record for a period that ends before it starts, non-additive for a sum that the rule of its measure forbids, and, when it names a figure that contains it, unknown-figure or
 * contradicts-record where that figure cannot contain it. A figure may be of a period to come or of a closed unit, and may be larger than
 * the one that contains it: it is what was said, not what is so.
 */
export function recordPublishedFigure(
  figure: PublishedFigure,
  { collaboration, catalogue, forces, asBefore, containing }: FigureContext,
): Decision<PublishedFigureRecorded> {
  const { unit, force, measure, from, to, within } = figure;
  if (unit !== undefined && !collaboration.units.has(unit)) {
    const known = [...collaboration.units.keys()];
    return refuse({ code: 'unknown-unit', unit, collaboration: collaboration.id, known });
  }
  if (force !== undefined && force !== OUTSIDE && !forces.has(force))
    return refuse({ code: 'unknown-force', field: 'force', force });
  const standing = catalogue.measures.get(measure);
  if (standing === undefined) {
    const because = 'is not in the catalogue of measures';
    return refuse({ code: 'unknown-measure', field: 'measure', measure, because });
  }
  if (from !== undefined && to !== undefined && to <= from) {
    const recorded = `the period starts on ${from}, so it ends after that day`;
    return refuse({ code: 'contradicts-record', field: 'to', recorded });
  }
  // What is not added up cannot be held against it. Figures of before this was looked at stand, and nothing proves them.
  const over = asBefore === true ? [] : forbiddenOver(standing, figure);
  if (over.length > 0) return refuse(refuseOver('measure', standing, over, insteadOfFigure(over)));
  const restsOn = { collaboration: collaboration.revision, measureCatalogue: catalogue.revision };
  if (within === undefined || containing === 'not-looked-up')
    return accept({ type: 'PublishedFigureRecorded', figure, restsOn });
  const contained = checkContained(figure, within, containing);
  if (!contained.ok) return refuse(contained.refusal);
  return accept({ type: 'PublishedFigureRecorded', figure, restsOn: { ...restsOn, within: FIRST_REVISION } });
}

/** A figure says of which force, unit and period it is, and never of which grade. */
function insteadOfFigure(over: readonly AddedOver[]): string {
  if (over.includes('grade')) return `publish none of it, and ${insteadOfOneFigure(over)}`;
  return `let the figure be of ${over.map((each) => `one ${each}`).join(' and ')}`;
}

/**
 * A figure is contained in one that was recorded before it, of the same collaboration and measure, whose period, unit, force and operation
 * leave room for its own. Containing figures come first, so no figure contains itself, however indirectly.
 */
function checkContained(
  figure: PublishedFigure,
  within: string,
  containing: PublishedFigure | undefined,
): Checked<undefined> {
  if (containing === undefined) return failed({ code: 'unknown-figure', field: 'within', figure: within });
  for (const name of ['collaboration', 'measure'] as const) {
    if (containing[name] !== figure[name]) return cannotContain(`is of the ${name} ${containing[name]}`);
  }
  for (const name of ['unit', 'force', 'operation'] as const) {
    const limit = containing[name];
    if (limit !== undefined && limit !== figure[name]) return cannotContain(`is of the ${name} ${limit} only`);
  }
  const { from, to } = containing;
  if (from !== undefined && (figure.from === undefined || figure.from < from))
    return cannotContain(`starts on ${from}, which is later`);
  if (to !== undefined && (figure.to === undefined || figure.to > to))
    return cannotContain(`ends before ${to}, which is earlier`);
  return checked(undefined);
}

function cannotContain(because: string): ReturnType<typeof failed> {
  return failed({
    code: 'contradicts-record',
    field: 'within',
    recorded: `the figure that is to contain it ${because}`,
  });
}
