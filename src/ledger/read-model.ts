import type { CivilDate } from '../domain/civil-date.js';
import type {
  CollaborationId,
  FigureId,
  ForceId,
  Grade,
  MeasureId,
  OutcomeId,
  Slug,
  UnitId,
} from '../domain/identifiers.js';
import type { OutcomeKind } from '../domain/outcome/events.js';
import type { FigureOnRecord } from '../../projections/published-figures.js';
import type { ListedOutcome } from '../../projections/outcome-list.js';
import { TOTALS_VERSION, type Dimension, type Total, type TotalRow } from '../../projections/totals.js';

/** Raised when what rests in the read model changes its form; the arithmetic has a number of its own. */
const ROWS_VERSION = 4;

/** Figures at rest of an older version than this are rebuilt before anything is added to them. */
export const READ_MODEL_VERSION = ROWS_VERSION * 1000 + TOTALS_VERSION;

/**
 * How far the totals have come: all entries up to `entry` are in them (-1: none), and `knownAt` is when the ledger knew them all, the
 * running maximum of `recordedAt` (`undefined`: it knew nothing).
 */
export interface Checkpoint {
  readonly entry: number;
  readonly knownAt: string | undefined;
  /** Why the projector stopped after `entry`, if it did: the figures are incomplete from there on. */
  readonly stoppedBecause?: string;
}

/**
 * What one batch of entries changes. Applying it moves the checkpoint from `after` to `to`, or throws `NotTheLeader`. A checkpoint that
 * says why the projector stopped marks the figures as incomplete; the next advance takes the mark away.
 */
export interface Advance {
  readonly after: number;
  readonly to: Checkpoint;
  /** What is to be added, each place once. */
  readonly totals: readonly Total[];
  readonly outcomes: readonly OutcomeAtRest[];
  readonly figures: readonly FigureOnRecord[];
  /** Figures of before, and whether they are disputed now. */
  readonly disputes: ReadonlyMap<FigureId, boolean>;
}

/** An outcome's row, and its state as the text that rests (`decodeOutcomeState` reads it). */
export interface OutcomeAtRest extends ListedOutcome {
  readonly state: string;
}

/** Which totals are wanted, and what to group them by. Absent filters let everything through; the period covers whole months. */
export interface TotalsQuery {
  readonly by: readonly Dimension[];
  readonly collaboration?: CollaborationId;
  /** Posted measures, each under its own name. */
  readonly measures?: readonly MeasureId[];
  /** Sums of posted measures, each under its own name, beside `measures`. With neither, every posted measure is given. */
  readonly sums?: readonly SumOfMeasures[];
  readonly force?: ForceId;
  readonly unit?: UnitId;
  readonly grade?: Grade;
  readonly from?: CivilDate;
  readonly to?: CivilDate;
}

export interface SumOfMeasures {
  readonly measure: MeasureId;
  /** Posted measures. */
  readonly of: readonly MeasureId[];
}

export interface OutcomesQuery {
  readonly collaboration?: CollaborationId;
  readonly kind?: OutcomeKind;
  /** Outcomes that this unit told of, or claims with others. */
  readonly unit?: UnitId;
  /** Outcomes of one operation. */
  readonly operation?: Slug;
  /** Outcomes that credit this force. */
  readonly force?: ForceId;
  /** The outcomes behind a figure: those with a posting that is of any of these measures and of the unit, the force and the period. */
  readonly measures?: readonly MeasureId[];
  /** The day of the outcome; with measures, the day of the posting, which may be a later one. */
  readonly from?: CivilDate;
  readonly to?: CivilDate;
  /** At most this many. */
  readonly limit: number;
  /** Only outcomes first recorded after this entry. */
  readonly after?: number;
}

/** Folded figures at rest. Written by one projector at a time, read by anyone; each answer comes with the checkpoint it is as of. */
export interface ReadModel {
  checkpoint(): Promise<Checkpoint>;
  /** The `READ_MODEL_VERSION` of the program that folded these figures. */
  version(): Promise<number>;
  /** Current rows of these outcomes, for folding further events into them. */
  listed(ids: readonly OutcomeId[]): Promise<readonly ListedOutcome[]>;
  /** Totals, outcome rows and checkpoint in ONE transaction. */
  apply(advance: Advance): Promise<void>;
  /** Rows in order of collaboration, measure and then the dimensions that `by` names. */
  totals(query: TotalsQuery): Promise<{ readonly asAt: Checkpoint; readonly rows: readonly TotalRow[] }>;
  /** Rows in order of the entries that first recorded them. */
  outcomes(query: OutcomesQuery): Promise<{ readonly asAt: Checkpoint; readonly rows: readonly ListedOutcome[] }>;
  /** In entry order. */
  figures(collaboration: CollaborationId): Promise<readonly FigureOnRecord[]>;
  /** The session lock of the one projector; `undefined` while another process has it. Lost with the connection. */
  lead(): Promise<Leadership | undefined>;
  /** An empty model beside this one, to be filled by a rebuild. Throws `RebuildUnderWay` while there is one already. */
  shadow(): Promise<Shadow>;
  close(): Promise<void>;
}

export interface Leadership {
  /** Aborts when the lock is lost. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** A read model under construction. It cannot be asked for figures, and nobody else writes to it. */
export interface Shadow {
  apply(advance: Advance): Promise<void>;
  listed(ids: readonly OutcomeId[]): Promise<readonly ListedOutcome[]>;
  /**
   * Makes it fit for questions, and then takes the live one's place in one transaction. Runs `catchUp` twice: first while the live
   * projector goes on, then, with little left to do, while it stands still. Questions are answered all the time.
   */
  swap(catchUp: () => Promise<void>): Promise<void>;
  discard(): Promise<void>;
}

/** Another process is rebuilding the read model. */
export class RebuildUnderWay extends Error {
  override readonly name = 'RebuildUnderWay';
}

/** Another projector moved the checkpoint: this one must stop and look again. */
export class NotTheLeader extends Error {
  override readonly name = 'NotTheLeader';
}
