import { decodeEntry, type Entry } from './codec/entry-line.js';
import { Unreadable } from './codec/json.js';
import type { StoredLine } from './event-store.js';

/** An entry with its number. */
export interface Numbered {
  readonly number: number;
  readonly entry: Entry;
}

/** The ledger holds a line that this program cannot read: nobody's request is at fault, and nothing may be answered that rests on it. */
export class UnreadableEntry extends Error {
  override readonly name = 'UnreadableEntry';

  constructor(
    readonly entry: number,
    readonly reason: string,
  ) {
    super(`Entry ${entry} cannot be read by this program: ${reason}. Use a newer one, or run "tallystick doctor".`);
  }
}

/** Reads a stored line. Throws `UnreadableEntry` naming the entry. */
export function decodeStored({ entry, line }: StoredLine): Entry {
  try {
    return decodeEntry(line);
  } catch (error) {
    if (error instanceof Unreadable) throw new UnreadableEntry(entry, error.message);
    throw error;
  }
}

/** Reads stored lines, with their numbers. Throws `UnreadableEntry`. */
export function decodeAll(lines: readonly StoredLine[]): readonly Numbered[] {
  return lines.map((stored) => ({ number: stored.entry, entry: decodeStored(stored) }));
}
