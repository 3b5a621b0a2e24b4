import { readFile } from 'node:fs/promises';
import type { EventType } from '../../src/domain/event-catalogue.js';
import { decodeEntry, type Entry } from '../../src/ledger/codec/entry-line.js';
import { linesOf } from './exports.js';

/** The golden ledger as text, its lines without the trailer, and what they say. */
export const goldenText = await readFile(new URL('../golden/ledger.ndjson', import.meta.url), 'utf8');
export const goldenLines = linesOf(goldenText);
export const goldenEntries: readonly Entry[] = goldenLines.map((line) => decodeEntry(line));

/** The number of the first entry of a type for which `also` holds. */
export function entryOf(type: EventType, also: (entry: Entry) => boolean = () => true): number {
  const at = goldenEntries.findIndex((entry) => entry.event.type === type && also(entry));
  if (at === -1) throw new Error(`The golden ledger has no such ${type}.`);
  return at;
}
