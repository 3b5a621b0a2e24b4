import { checked, failed, type Checked } from '../decision.js';
import type { MeasureId } from '../identifiers.js';
import type { OutcomeKind } from '../outcome/events.js';
import { unreachable } from '../unreachable.js';
import type { DeflatorsSet, MeasureDefined, MeasureEvent, StatementLinesSet } from './events.js';

export type Measure = Omit<MeasureDefined, 'type'>;
export type DeflatorTable = Omit<DeflatorsSet, 'type'>;
export type StatementLine = StatementLinesSet['lines'][number];

/** What may be counted, how, and what of it a statement shows. */
export interface Catalogue {
  /** Each measure in its latest version. */
  readonly measures: ReadonlyMap<MeasureId, Measure>;
  readonly statements: ReadonlyMap<string, readonly StatementLine[]>;
  /** Price levels by which money is put into the terms of another year; absent until somebody loads them. */
  readonly deflators?: DeflatorTable;
  /** Revision of the last event folded in; -1 before the first. */
  readonly revision: number;
}

export const emptyCatalogue: Catalogue = { measures: new Map(), statements: new Map(), revision: -1 };

/** Folds one event into the catalogue. */
export function evolveCatalogue(catalogue: Catalogue, event: MeasureEvent): Catalogue {
  const next = { ...catalogue, revision: catalogue.revision + 1 };
  switch (event.type) {
    case 'MeasureDefined': {
      const { type: _, ...measure } = event;
      return { ...next, measures: new Map(catalogue.measures).set(event.measure, measure) };
    }
    case 'StatementLinesSet':
      return { ...next, statements: new Map(catalogue.statements).set(event.statement, event.lines) };
    case 'DeflatorsSet': {
      const { type: _, ...deflators } = event;
      return { ...next, deflators };
    }
    default:
      return unreachable(event);
  }
}

/** The measure that an outcome of some kind is to post. Refuses unknown-measure when there is none or another kind posts it. */
export function measureFor(catalogue: Catalogue, measure: MeasureId, kind: OutcomeKind): Checked<undefined> {
  const standing = catalogue.measures.get(measure);
  const refusal = { code: 'unknown-measure', field: 'measure', measure } as const;
  if (standing === undefined) return failed({ ...refusal, because: 'is not in the catalogue of measures' });
  if (standing.definition.is === 'sum') {
    return failed({ ...refusal, because: `is the sum of ${standing.definition.of.join(' and ')}; record those` });
  }
  if (standing.definition.by !== kind) {
    return failed({ ...refusal, because: `is posted by outcomes of the kind ${standing.definition.by}` });
  }
  return checked(undefined);
}

/** Whether a measure says what was put in, in any of its parts: that is never a benefit (brief rule 12). */
export function isCost({ measures }: Pick<Catalogue, 'measures'>, measure: MeasureId): boolean {
  const definition = measures.get(measure)?.definition;
  if (definition === undefined) return false;
  return definition.is === 'posted'
    ? definition.by === 'cost'
    : definition.of.some((part) => isCost({ measures }, part));
}

/** The posted measures that a measure is made of: itself, or the parts of a sum. Gives none for a measure that is not there. */
export function partsOf(catalogue: Catalogue, measure: MeasureId): readonly MeasureId[] {
  const definition = catalogue.measures.get(measure)?.definition;
  if (definition === undefined) return [];
  return definition.is === 'sum' ? definition.of : [measure];
}
