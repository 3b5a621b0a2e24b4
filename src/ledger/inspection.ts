/** One thing that `doctor` looked at: what it found, and what to do about it when it is not well. */
export interface Finding {
  readonly about: string;
  readonly state: 'well' | 'warning' | 'failing';
  readonly found: string;
  readonly advice?: string;
}

/** A part of the installation that can say how it is. It reports trouble as findings; only that the store of entries is away it may throw (`StoreAway`). */
export interface Inspectable {
  /** What a finding is about that says that the part could not be looked at. */
  readonly about: string;
  readonly inspect: () => Promise<readonly Finding[]>;
}
