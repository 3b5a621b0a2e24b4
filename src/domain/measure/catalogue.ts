import type { Period } from '../civil-date.js';
import { checked, failed, type Checked } from '../decision.js';
import type { MeasureId } from '../identifiers.js';
import type { OutcomeKind } from '../outcome/events.js';
import { unreachable } from '../unreachable.js';
import type { DeflatorsSet, MeasureDefined, MeasureEvent, StatementLinesSet } from './events.js';
import { inForce, isRuled } from './versions.js';

export type Measure = Omit<MeasureDefined, 'type'>;
export type DeflatorTable = Omit<DeflatorsSet, 'type'>;
export type StatementLine = StatementLinesSet['lines'][number];

/** What may be counted, how, and what of it a statement shows. */
export interface Catalogue {
  /** Each measure in its latest version. */
  readonly measures: ReadonlyMap<MeasureId, Measure>;
  /** All versions of each measure, in the order in which they were told. */
  readonly versions: ReadonlyMap<MeasureId, readonly Measure[]>;
  /** Measures that have a version which is in force from a day or says what counts. */
  readonly ruled: ReadonlySet<MeasureId>;
  /** Under each measure, those that are posted alongside it. */
  readonly alongside: ReadonlyMap<MeasureId, readonly MeasureId[]>;
  readonly statements: ReadonlyMap<string, readonly StatementLine[]>;
  /** Price levels by which money is put into the terms of another year; absent until somebody loads them. */
  readonly deflators?: DeflatorTable;
  /** Revision of the last event folded in; -1 before the first. */
  readonly revision: number;
}

export const emptyCatalogue: Catalogue = {
  measures: new Map(),
  versions: new Map(),
  ruled: new Set(),
  alongside: new Map(),
  statements: new Map(),
  revision: -1,
};

/** Folds one event into the catalogue. */
export function evolveCatalogue(catalogue: Catalogue, event: MeasureEvent): Catalogue {
  const next = { ...catalogue, revision: catalogue.revision + 1 };
  switch (event.type) {
    case 'MeasureDefined': {
      const { type: _, ...measure } = event;
      return { ...next, ...withVersion(catalogue, measure) };
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

function withVersion(catalogue: Catalogue, version: Measure): Omit<Catalogue, 'statements' | 'revision'> {
  const { measure } = version;
  const { measures, versions, ruled, alongside } = catalogue;
  const base = version.counts?.alongside;
  const beside = base === undefined ? [] : (alongside.get(base) ?? []);
  return {
    measures: new Map(measures).set(measure, version),
    versions: new Map(versions).set(measure, [...(versions.get(measure) ?? []), version]),
    ruled: isRuled(version) ? new Set([...ruled, measure]) : ruled,
    alongside:
      base === undefined || beside.includes(measure) ? alongside : new Map(alongside).set(base, [...beside, measure]),
  };
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

/**
 * The posted measures that a measure is made of: itself, or the parts of a sum, of every version of it that is in force on some day. Gives none
 * for a measure that is not there.
 */
export function partsOf(catalogue: Catalogue, measure: MeasureId): readonly MeasureId[] {
  return [...new Set(partsByDay(catalogue, measure).flatMap(({ parts }) => parts))];
}

/** What a measure is made of, from which day on until which: a sum may be made of other parts later. Dates are absent where there is no bound. */
export interface PartsInForce extends Partial<Period> {
  readonly version: Measure;
  readonly parts: readonly MeasureId[];
}

/** The parts of a measure, one item for each of its versions that is in force on some day, in order of days. */
export function partsByDay({ versions }: Catalogue, measure: MeasureId): readonly PartsInForce[] {
  return inForce(versions.get(measure) ?? []).map(({ version, ...during }) => {
    const { definition } = version;
    return { version, parts: definition.is === 'sum' ? definition.of : [measure], ...during };
  });
}
