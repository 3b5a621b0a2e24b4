import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '../../ledger/codec/digest.js';
import type { EntryIndex } from '../../ledger/entry-index.js';
import { StoreAway, type RecordedLine } from '../../ledger/event-store.js';

/** How the names of streams begin without which no figure can be named or compared with what was planned: few, and short. */
const KEPT = ['collaboration-', 'programme-', 'incentives-', 'measure-catalogue', 'force-register'];
/** A server that takes longer is as good as away. */
const BRIEF_MS = 2_000;

/** Whether the lines of a stream are kept beside their numbers. */
export function isKept(stream: string): boolean {
  return KEPT.some((beginning) => stream.startsWith(beginning));
}

/** Keeps the lines of all such streams that have a number and are not kept yet: an older program, or one that was killed, has not. */
export async function keepMissing(
  index: EntryIndex,
  lineOf: (entry: Awaited<ReturnType<EntryIndex['unkept']>>[number]) => Promise<string>,
): Promise<void> {
  for (const beginning of KEPT)
    for (const entry of await index.unkept(beginning))
      await index.keep([{ entry: entry.entry, line: await lineOf(entry) }]);
}

/**
 * Reads such streams from the store, and while it is away as far as they are kept: everything that has a number. Others are read from the
 * store only.
 */
export class KeptStreams {
  #isAway = false;

  constructor(
    private readonly index: EntryIndex,
    /** Told that the store did not answer. */
    private readonly away: () => void,
  ) {}

  async read(
    stream: string,
    fromRevision: number,
    fromStore: () => Promise<readonly RecordedLine[]>,
  ): Promise<readonly RecordedLine[]> {
    if (!isKept(stream)) return fromStore();
    const reading = fromStore();
    if (await this.#answersSoon(reading)) return reading;
    const kept = await this.#keptLines(stream, fromRevision);
    if (kept === undefined) return reading;
    this.#isAway = true;
    this.away();
    return kept;
  }

  /** Once it was away nobody waits for it again: the reading goes on, and when it is answered the next one is awaited. */
  async #answersSoon(reading: Promise<unknown>): Promise<boolean> {
    const patience = new AbortController();
    const answered = reading.then(
      () => !(this.#isAway = false),
      (error: unknown) => !(error instanceof StoreAway),
    );
    const late = sleep(this.#isAway ? 0 : BRIEF_MS, false, { signal: patience.signal }).catch(() => false);
    const isInTime = await Promise.race([answered, late]);
    patience.abort();
    return isInTime;
  }

  /** `undefined` when some are not kept, or not what was numbered. */
  async #keptLines(stream: string, fromRevision: number): Promise<readonly RecordedLine[] | undefined> {
    const kept = await this.index.keptOf(stream, fromRevision);
    const lines = kept.flatMap(({ entry, sha256: digest, line }) =>
      line !== undefined && sha256(line) === digest ? [{ entry, line }] : [],
    );
    return lines.length === kept.length ? lines : undefined;
  }
}
