/** One thing that `doctor` looked at: what it found, and what to do about it when it is not well. */
export interface Finding {
  readonly about: string;
  readonly state: 'well' | 'warning' | 'failing';
  readonly found: string;
  readonly advice?: string;
}

/** A part of the installation that can say how it is. It reports trouble as findings and does not throw. */
export interface Inspectable {
  inspect(): Promise<readonly Finding[]>;
}
