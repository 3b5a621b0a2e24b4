/** One line of an export with what the store needs to put it in its place. */
export interface MovedLine {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  /** The exact text to keep. */
  readonly line: string;
}

/** What a ledger holds, and from which export it is being filled, by that export's SHA-256; `undefined` when it is not. */
export interface Occupancy {
  readonly entries: number;
  readonly movingIn: string | undefined;
}

/**
 * The way into a store for entries that were made elsewhere. An append hands out the next number; here every entry keeps the number it
 * has, and from `begin` to `finish` nobody else can write, also when the process that began is killed in between.
 */
export interface MovingIn {
  /** From which export the ledger is being filled, by its SHA-256; `undefined` when it is not. Asks nobody who may be away. */
  fillingFrom(): Promise<string | undefined>;
  occupancy(): Promise<Occupancy>;
  /**
   * Takes the ledger for the export with this SHA-256. It has to be empty, or half filled from the same export. Gives how many entries
   * are there: writing goes on after them. Throws `Occupied`.
   */
  begin(sha256: string): Promise<number>;
  /**
   * Writes lines in this order as the entries from `first` on, byte for byte, and durably. Throws `Occupied`, with nothing written, when the
   * ledger does not end right before `first`, or is not being filled from this export. Where a store writes one stream at a time, a process that is
   * killed meanwhile leaves the first of them; the others all or none.
   */
  write(sha256: string, first: number, lines: readonly MovedLine[]): Promise<void>;
  /** Opens the ledger to everybody, when it holds exactly so many entries. Throws `Occupied` otherwise. */
  finish(sha256: string, entries: number): Promise<void>;
  close(): Promise<void>;
}

/** The ledger is not in the state that moving in needs. Nothing was written. */
export class Occupied extends Error {
  override readonly name = 'Occupied';
}

/** The ledger is being filled from an export and takes nothing else until that is whole. Nothing was written. */
export class NotWhole extends Error {
  override readonly name = 'NotWhole';

  constructor(sha256: string) {
    super(
      `The ledger is being filled from the export with the SHA-256 ${sha256} and is not whole yet. ` +
        'If nobody is at it, run "tallystick import-ledger" with that export again: it goes on where it stopped.',
    );
  }
}
