import { decodeEntry, type Entry } from './codec/entry-line.js';
import { Unreadable } from './codec/json.js';
import type { RecordedLine, StoredLine } from './event-store.js';

/** An entry with its number, if it has one already. */
export interface RecordedEntry {
  readonly number: number | undefined;
  readonly entry: Entry;
}

/** An entry with its number. */
export interface Numbered extends RecordedEntry {
  readonly number: number;
}

/** The ledger holds a line that this program cannot read: nobody's request is at fault, and nothing may be answered that rests on it. */
export class UnreadableEntry extends Error {
  override readonly name = 'UnreadableEntry';

  constructor(
    readonly entry: number | undefined,
    readonly reason: string,
  ) {
    super(
      `Entry ${entry ?? 'without a number yet'} cannot be read by this program: ${reason}. Use a newer one, or run "tallystick doctor".`,
    );
  }
}

/** Reads a stored line. Throws `UnreadableEntry` naming the entry. */
export function decodeStored({ entry, line }: RecordedLine): Entry {
  try {
    return decodeEntry(line);
  } catch (error) {
    if (error instanceof Unreadable) throw new UnreadableEntry(entry, error.message);
    throw error;
  }
}

/** Reads stored lines, with their numbers. Throws `UnreadableEntry`. */
export function decodeAll(lines: readonly StoredLine[]): readonly Numbered[];
export function decodeAll(lines: readonly RecordedLine[]): readonly RecordedEntry[];
export function decodeAll(lines: readonly RecordedLine[]): readonly RecordedEntry[] {
  return lines.map((stored) => ({ number: stored.entry, entry: decodeStored(stored) }));
}
