import type { CivilMonth } from '../domain/civil-date.js';
import type { CollaborationId, ForceId, Grade, MeasureId, UnitId } from '../domain/identifiers.js';
import type { Label } from '../domain/posting.js';
import type { Checkpoint } from './read-model.js';

/** Where a total is: everything that one is told apart by. */
export interface Place {
  readonly collaboration: CollaborationId;
  readonly measure: MeasureId;
  readonly force: ForceId;
  readonly unit: UnitId;
  readonly grade: Grade;
  readonly month: CivilMonth;
}

/** The total of one place, in the measure's smallest unit, with every label that any of it bears. */
export interface PlacedTotal extends Place {
  readonly amount: bigint;
  readonly labels: readonly Label[];
}

/** Totals of one moment, with the checkpoint that they are as of. */
export interface PlacedTotals {
  readonly asAt: Checkpoint;
  readonly totals: readonly PlacedTotal[];
}

/** The totals at rest, place by place. */
export interface FiguresByPlace {
  /** Those of the places that have a total. */
  at(places: readonly Place[]): Promise<PlacedTotals>;
  /** The first `limit` places after one, in a fixed order; from the start without one. */
  after(place: Place | undefined, limit: number): Promise<PlacedTotals>;
  close(): Promise<void>;
}
