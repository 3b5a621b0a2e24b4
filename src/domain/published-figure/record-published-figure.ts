import { accept, refuse, type Decision } from '../decision.js';
import { OUTSIDE } from '../identifiers.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import type { PublishedFigure, PublishedFigureRecorded } from './events.js';

/**
 * Decides on recording a figure that somebody published. Refuses, the first that applies: unknown-unit, unknown-force, unknown-measure,
 * and contradicts-record for a period that ends before it starts. A figure may be of a period to come or of a closed unit: it is what
 * was said, not what is so.
 */
export function recordPublishedFigure(
  figure: PublishedFigure,
  { collaboration, catalogue, forces }: Omit<OutcomeContext, 'today'>,
): Decision<PublishedFigureRecorded> {
  const { unit, force, measure, from, to } = figure;
  if (unit !== undefined && !collaboration.units.has(unit)) {
    const known = [...collaboration.units.keys()];
    return refuse({ code: 'unknown-unit', unit, collaboration: collaboration.id, known });
  }
  if (force !== undefined && force !== OUTSIDE && !forces.has(force))
    return refuse({ code: 'unknown-force', field: 'force', force });
  if (!catalogue.measures.has(measure)) {
    return refuse({
      code: 'unknown-measure',
      field: 'measure',
      measure,
      because: 'is not in the catalogue of measures',
    });
  }
  if (from !== undefined && to !== undefined && to <= from) {
    return refuse({
      code: 'contradicts-record',
      field: 'to',
      recorded: `the period starts on ${from}, so it ends after that day`,
    });
  }
  const restsOn = { collaboration: collaboration.revision, measureCatalogue: catalogue.revision };
  return accept({ type: 'PublishedFigureRecorded', figure, restsOn });
}
