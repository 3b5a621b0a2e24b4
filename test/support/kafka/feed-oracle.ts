import { isRecord } from '../../../src/web/fits.js';
import type { Lying } from './read-topic.js';

/** What the topic of entries is found to be, held against the ledger. */
export interface FeedFound {
  /** Broken promises, each starting with its kind. */
  readonly violations: readonly string[];
  /** Messages that were there before. */
  readonly repeated: number;
}

/** Holds the topic of entries against all lines of the ledger: each there, nothing else, and the first copies in order. */
export function lookAtFeed(messages: readonly Lying[], lines: readonly string[]): FeedFound {
  const violations: string[] = [];
  const seen = new Set<number>();
  const highest = new Map<number, number>();
  const partitionOf = new Map<string, number>();
  let repeated = 0;
  for (const message of messages) {
    const { partition, offset, key, value, headers } = message;
    const at = `partition ${partition}, offset ${offset}`;
    const entry = Number(headers['ce_entry']);
    if (lines[entry] !== value) {
      violations.push(`foreign: ${at} is not entry ${entry} of the ledger`);
      continue;
    }
    violations.push(...wrongHeaders(message).map((wrong) => `headers: ${at}: ${wrong}`));
    if ((partitionOf.get(key) ?? partition) !== partition)
      violations.push(`scattered: ${key} is in several partitions`);
    partitionOf.set(key, partition);
    if (seen.has(entry)) {
      repeated += 1;
      continue;
    }
    seen.add(entry);
    if (entry < (highest.get(partition) ?? -1)) violations.push(`order: ${at} is entry ${entry}, after a later one`);
    highest.set(partition, entry);
  }
  const lost = lines.flatMap((_, entry) => (seen.has(entry) ? [] : [entry]));
  violations.push(...lost.map((entry) => `lost: entry ${entry} is not in the feed`));
  return { violations, repeated };
}

/** What a message says about its line that the line does not say. */
function wrongHeaders({ key, value, headers }: Lying): readonly string[] {
  const line: unknown = JSON.parse(value);
  if (!isRecord(line)) return ['no object'];
  const expected = {
    ce_specversion: '1.0',
    ce_id: line['id'],
    ce_subject: line['stream'],
    ce_time: line['recordedAt'],
    ce_type: `tallystick.${String(line['type'])}.v${String(line['schema'])}`,
    'content-type': 'application/json',
  };
  const wrong = Object.entries(expected).filter(([name, value]) => headers[name] !== value);
  return [...(key === line['stream'] ? [] : [`key ${key}`]), ...wrong.map(([name]) => name)];
}

/** The values that a compacted topic will keep: the last of each key, as objects. */
export function latestOf(messages: readonly Lying[]): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  return new Map(
    messages.map(({ key, value }) => {
      const object: unknown = JSON.parse(value);
      if (!isRecord(object)) throw new Error(`${key} has no object for a value`);
      return [key, object];
    }),
  );
}
