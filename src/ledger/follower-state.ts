import { BATCH_BOUNDS, Distribution, type Counted } from './distribution.js';

/** Everything that follows the ledger, or feeds it, with a checkpoint of its own. */
export type FollowerName = 'projector' | 'relay' | 'relay-figures' | 'intake' | 'indexer';

/**
 * `starting`: it has not said anything yet. `following`: it does its work. `standing-by`: another copy of the application does it.
 * `away`: something it needs does not answer, and it tries again by itself. `stopped`: trying again could change nothing.
 */
export type Standing = 'starting' | 'following' | 'standing-by' | 'away' | 'stopped';

/** Why a follower is away or stopped. `code` is stable, for programs (`broker-away`); `detail` is a sentence without secrets, for people. */
export interface Trouble {
  readonly code: string;
  readonly detail: string;
}

/** How one follower stands: plain data, which may be passed between threads. */
export interface FollowerState {
  readonly name: FollowerName;
  readonly standing: Standing;
  readonly trouble: Trouble | undefined;
  /** It has dealt with every entry up to this one (-1: with none yet); `undefined` when it does not follow entries, or has not said. */
  readonly entry: number | undefined;
  /** How far one that follows something other than entries is behind: in items, and the age in seconds of the oldest of them. */
  readonly behind: { readonly items: number; readonly seconds: number } | undefined;
  /** How often it had to connect again, and how many items it put aside, since the process started. */
  readonly reconnects: number;
  readonly parked: number;
  /** Sizes of the batches it dealt with, in items. */
  readonly batches: Counted;
}

/** What a follower tells of itself. Every call only keeps a number, so it may be made for every batch. */
export class Follower {
  readonly #batches = new Distribution(BATCH_BOUNDS);
  #standing: Standing = 'starting';
  #trouble: Trouble | undefined;
  #entry: number | undefined;
  #behind: { readonly items: number; readonly seconds: number } | undefined;
  #reconnects = 0;
  #parked = 0;

  constructor(readonly name: FollowerName) {}

  /** It has what it needs and does its work. */
  follows(): void {
    this.#stand('following');
  }

  /** Another copy of the application does the work. What this one knew of its place is out of date. */
  standsBy(): void {
    this.#stand('standing-by');
    this.#entry = undefined;
    this.#behind = undefined;
  }

  /** Something it needs does not answer; it goes on trying. */
  isAway(trouble: Trouble): void {
    this.#stand('away', trouble);
  }

  /** It ended for good, until somebody does something about it. */
  stopped(trouble: Trouble): void {
    this.#stand('stopped', trouble);
  }

  /** It has dealt with a batch of `items`, and now with every entry up to `entry`, if it follows entries. */
  dealtWith(items: number, entry?: number): void {
    this.#batches.add(items);
    if (entry !== undefined) this.#entry = entry;
  }

  /** It has dealt with every entry up to this one, as its checkpoint says; for when it begins. */
  isAt(entry: number): void {
    this.#entry = entry;
  }

  /** For one that follows something other than entries: what waits for it, and the age in seconds of the oldest of that. */
  isBehind(items: number, seconds: number): void {
    this.#behind = { items, seconds };
  }

  reconnected(): void {
    this.#reconnects += 1;
  }

  /** It put an item aside that it cannot deal with, and went on. */
  parked(): void {
    this.#parked += 1;
  }

  state(): FollowerState {
    return {
      name: this.name,
      standing: this.#standing,
      trouble: this.#trouble,
      entry: this.#entry,
      behind: this.#behind,
      reconnects: this.#reconnects,
      parked: this.#parked,
      batches: this.#batches.counted(),
    };
  }

  #stand(standing: Standing, trouble?: Trouble): void {
    this.#standing = standing;
    this.#trouble = trouble;
  }
}

/** The followers of this process, wherever they run: those of this thread report by themselves, those of another by `put`. */
export class Followers {
  readonly #here = new Map<FollowerName, Follower>();
  readonly #elsewhere = new Map<FollowerName, FollowerState>();

  /** The follower of that name, to be reported to; the same one each time. */
  follower(name: FollowerName): Follower {
    const known = this.#here.get(name);
    if (known !== undefined) return known;
    const follower = new Follower(name);
    this.#here.set(name, follower);
    return follower;
  }

  /** Takes the state of a follower in another thread, in place of what that thread sent before. */
  put(state: FollowerState): void {
    this.#elsewhere.set(state.name, state);
  }

  /** How each stands now, in order of name. */
  all(): readonly FollowerState[] {
    const here = [...this.#here.values()].map((follower) => follower.state());
    const elsewhere = [...this.#elsewhere.values()].filter(({ name }) => !this.#here.has(name));
    return [...here, ...elsewhere].sort((one, other) => (one.name < other.name ? -1 : 1));
  }
}
