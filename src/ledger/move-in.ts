import { parseJson } from './codec/json.js';
import type { EventStore } from './event-store.js';
import { exportLedger, type Trailer } from './export.js';
import type { MovedLine, MovingIn } from './moving-in.js';
import { readLines, type LineBatch } from './verify/line-reader.js';
import type { ExportSource } from './verify/verify.js';

/** What is done at the moment, for those who wait. */
export type Step = 'comparing' | 'writing' | 'reading back';

export interface Moving {
  /** The export, which has been verified. */
  readonly source: ExportSource;
  /** What the verification found: how many entries it has, and the SHA-256 of their lines. */
  readonly verified: Trailer;
  readonly store: EventStore;
  readonly movingIn: MovingIn;
  readonly onProgress?: (step: Step, entries: number, of: number) => void;
}

/**
 * What can be done with an export and a ledger. `move`: the ledger is empty (`from` 0) or holds the first `from` entries of an import of
 * this export that was interrupted. `there`: it holds the whole export and nothing else. `refused`: anything else, in words.
 */
export type Plan =
  | { readonly kind: 'move'; readonly from: number }
  | { readonly kind: 'there' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Looks at the ledger and compares what is there with the export, byte for byte. Writes nothing. */
export async function planMove(moving: Moving): Promise<Plan> {
  const { verified, movingIn } = moving;
  const there = await movingIn.occupancy();
  const refused = (reason: string): Plan => ({ kind: 'refused', reason });
  if (there.entries === 0) return { kind: 'move', from: 0 };
  if (there.movingIn !== undefined && there.movingIn !== verified.sha256)
    return refused(`the ledger is being filled from another export, with the SHA-256 ${there.movingIn}`);
  if (there.movingIn === undefined && there.entries !== verified.entries)
    return refused(`the ledger is not empty: it holds ${there.entries} entries of its own`);
  if (there.entries > verified.entries)
    return refused(`the ledger holds ${there.entries} entries, the export only ${verified.entries}`);
  const differing = await firstDiffering(moving, there.entries);
  if (differing !== undefined) return refused(`entry ${differing} of the ledger is not the export's`);
  return there.movingIn === undefined ? { kind: 'there' } : { kind: 'move', from: there.entries };
}

/**
 * Fills the ledger with the export from entry `from` on, every line byte for byte under its own number; reads everything back before
 * it opens the ledger to others. Throws `Occupied` when the ledger is not as the plan found it, and an error when what was read back, or
 * the file when it was read again, is not what was verified; the ledger then stays closed to others.
 */
export async function carryOut(moving: Moving, from: number): Promise<void> {
  const { verified, movingIn } = moving;
  const { entries, sha256 } = verified;
  const begun = await movingIn.begin(sha256);
  if (begun !== from) throw new Error(`The ledger holds ${begun} entries by now; a moment ago it held ${from}.`);
  const read = await writeFrom(moving, from);
  if (read !== sha256) throw new Error(CHANGED);
  const back = await readBack(moving);
  if (back.entries !== entries || back.sha256 !== sha256)
    throw new Error(
      `What was read back is not the export (SHA-256 ${back.sha256}). The ledger stays closed to others.`,
    );
  await movingIn.finish(sha256, entries);
}

const CHANGED = 'The file was changed after it was verified. The ledger stays closed to others.';

/** The number of the first of the ledger's entries that is not the export's line; `undefined` when all are. */
async function firstDiffering({ source, store, onProgress }: Moving, entries: number): Promise<number | undefined> {
  let compared = 0;
  for await (const { lines } of readLines(source.chunks())) {
    const there = await store.readAll(compared - 1, Math.min(lines.length, entries - compared));
    const at = there.findIndex(({ line }, i) => line !== lines[i]);
    if (at >= 0) return compared + at;
    compared += there.length;
    onProgress?.('comparing', compared, entries);
    if (compared >= entries) return undefined;
    if (there.length < lines.length) return compared;
  }
  return compared < entries ? compared : undefined;
}

/** Writes all lines from entry `from` on; gives the SHA-256 of the whole file's lines, as they were read this time. */
async function writeFrom({ source, verified, movingIn, onProgress }: Moving, from: number): Promise<string> {
  const reader = readLines(source.chunks());
  let next = 0;
  while (true) {
    const batch = await reader.next();
    if (batch.done === true) return batch.value.sha256;
    const lines = batch.value.lines.slice(Math.max(0, from - next));
    const first = next + batch.value.lines.length - lines.length;
    if (first + lines.length > verified.entries) throw new Error(CHANGED);
    if (lines.length > 0) await movingIn.write(verified.sha256, first, lines.map(placeOf));
    next += batch.value.lines.length;
    onProgress?.('writing', next, verified.entries);
  }
}

async function readBack({ store, onProgress }: Moving): Promise<Trailer> {
  const chunks = exportLedger(store, (entries, of) => onProgress?.('reading back', entries, of));
  while (true) {
    const chunk = await chunks.next();
    if (chunk.done === true) return chunk.value;
  }
}

/** What a line says of its own place. It has been verified, so that it is there and right. */
function placeOf(line: LineBatch['lines'][number]): MovedLine {
  const { id, revision, stream } = parseJson(line) as Omit<MovedLine, 'line'>;
  return { id, revision, stream, line };
}
