import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Ledger } from '../../ledger/ledger.js';
import type { FollowerName, Standing } from '../../ledger/follower-state.js';
import { readVitals, type FollowerVitals, type Vitals } from '../../ledger/vitals.js';
import { Watch } from '../../ledger/watch.js';

/** Why the service is not all that it should be. `code` is stable; `part` is the follower, `writer` or `database`. */
export interface Reason {
  readonly code: string;
  readonly part: FollowerName | 'writer' | 'database';
  readonly detail: string;
}

/**
 * What the service finds when it looks at itself. `ready`: all is well. `degraded`: questions are answered, but not everything works, for
 * the reasons given. `unavailable`: it can answer nothing.
 */
export interface Health {
  readonly status: 'ready' | 'degraded' | 'unavailable';
  /** Whether questions are answered from what rests, and whether something can be recorded. */
  readonly reads: boolean;
  readonly writes: boolean;
  readonly reasons: readonly Reason[];
  readonly database: 'reachable' | 'away';
  /** The last entry of the ledger; `null` when the store does not say. */
  readonly entry: number | null;
  readonly projector: {
    /** The entry up to which figures are folded. */
    readonly entry: number;
    /** How many entries it is behind. */
    readonly lag: number;
    /** Why figures are incomplete from there on, if they are. */
    readonly stoppedBecause: string | null;
  } | null;
  readonly followers: readonly {
    readonly name: FollowerName;
    readonly standing: Standing;
    /** How much it has not dealt with, and the age of the oldest of that; `null` when this copy does not know. */
    readonly lag: { readonly items: number; readonly seconds: number } | null;
  }[];
}

/** As `tallystick doctor` has it. */
const MOST_LAG_ENTRIES = 10_000;

export class ReadHealth extends Query<Health> {}

@QueryHandler(ReadHealth)
export class ReadHealthHandler implements IQueryHandler<ReadHealth> {
  constructor(
    private readonly ledger: Ledger,
    private readonly watch: Watch,
  ) {}

  async execute(): Promise<Health> {
    return healthFrom(await readVitals(this.ledger, this.watch));
  }
}

/** Judges what was found. A follower that is behind or away takes nothing from those who ask, so it only degrades. */
export function healthFrom({ head, checkpoint, writer, followers }: Vitals): Health {
  const reads = checkpoint !== undefined;
  const writes = reads && head !== undefined && writer.trouble === undefined;
  const reasons: Reason[] = [];
  if (!reads) reasons.push({ code: 'database-away', part: 'database', detail: 'The database does not answer.' });
  if (writer.trouble !== undefined) reasons.push({ ...writer.trouble, part: 'writer' });
  else if (reads && head === undefined)
    reasons.push({ code: 'store-away', part: 'writer', detail: 'The store of entries does not answer.' });
  if (checkpoint?.stoppedBecause !== undefined) {
    const detail = `Figures are incomplete since entry ${checkpoint.entry}: ${checkpoint.stoppedBecause}.`;
    reasons.push({ code: 'figures-incomplete', part: 'projector', detail });
  }
  reasons.push(...followers.flatMap(troubleOf));
  return {
    status: reads ? (reasons.length === 0 ? 'ready' : 'degraded') : 'unavailable',
    reads,
    writes,
    reasons,
    database: reads ? 'reachable' : 'away',
    entry: head ?? null,
    projector: projectorFrom(head, checkpoint),
    followers: followers.map(({ name, standing, lag }) => ({ name, standing, lag: lag ?? null })),
  };
}

function troubleOf({ name, standing, trouble, lag }: FollowerVitals): readonly Reason[] {
  // What stopped the projector is written beside the figures, where every copy of the application sees it.
  const isTold = standing === 'stopped' && name === 'projector';
  if (trouble !== undefined) return isTold ? [] : [{ ...trouble, part: name }];
  if (lag === undefined || lag.items <= MOST_LAG_ENTRIES) return [];
  return [{ code: `${name}-behind`, part: name, detail: `It has ${lag.items} still to deal with.` }];
}

function projectorFrom(head: Vitals['head'], checkpoint: Vitals['checkpoint']): Health['projector'] {
  if (checkpoint === undefined) return null;
  const { entry, stoppedBecause } = checkpoint;
  return { entry, lag: Math.max(0, (head ?? entry) - entry), stoppedBecause: stoppedBecause ?? null };
}
