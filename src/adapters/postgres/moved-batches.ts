import type { Append, NewLine } from '../../ledger/event-store.js';
import type { MovedLine } from '../../ledger/moving-in.js';
import { BATCH_LIMITS, measuredAppend } from './batch.js';

/**
 * The same lines in the same order, as batches that ledger.append takes: no second append to a stream in one of them. Lines of one
 * stream that follow each other are one append.
 */
export function* movedBatches(lines: readonly MovedLine[], limits = BATCH_LIMITS): Generator<readonly Append[]> {
  let batch = new Batch();
  for (const line of lines) {
    const bytes = measuredAppend(appendOf(line));
    if (!batch.takes(line, bytes, limits)) {
      yield batch.appends;
      batch = new Batch();
    }
    batch.add(line, bytes);
  }
  if (batch.appends.length > 0) yield batch.appends;
}

interface Growing extends Append {
  readonly lines: NewLine[];
}

class Batch {
  readonly appends: Growing[] = [];
  readonly #streams = new Set<string>();
  #bytes = 0;

  takes({ stream }: MovedLine, bytes: number, limits: typeof BATCH_LIMITS): boolean {
    if (this.appends.length === 0) return true;
    if (this.#bytes + bytes > limits.bytes) return false;
    if (this.appends.at(-1)?.stream === stream) return true;
    return this.appends.length < limits.appends && !this.#streams.has(stream);
  }

  add(line: MovedLine, bytes: number): void {
    this.#bytes += bytes;
    const last = this.appends.at(-1);
    if (last?.stream === line.stream) {
      last.lines.push({ id: line.id, line: line.line });
      return;
    }
    this.appends.push(appendOf(line));
    this.#streams.add(line.stream);
  }
}

function appendOf({ stream, revision, id, line }: MovedLine): Growing {
  return { stream, expectedRevision: revision - 1, lines: [{ id, line }] };
}
