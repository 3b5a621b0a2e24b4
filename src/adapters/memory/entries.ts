import type { Append, AppendResult, StoredLine } from '../../ledger/event-store.js';

interface Entry {
  readonly stream: string;
  readonly id: string;
  readonly line: string;
}

/** The entries of a ledger in memory. What is written stays invisible to readers until it is committed. */
export class Entries {
  readonly #entries: Entry[] = [];
  readonly #numberOfId = new Map<string, number>();
  readonly #numbersOfStream = new Map<string, number[]>();
  #committed = 0;

  get committed(): number {
    return this.#committed;
  }

  write({ stream, expectedRevision, lines, beside }: Append): AppendResult {
    const duplicate = this.#numberOfId.get(lines[0]?.id ?? '');
    if (duplicate !== undefined) return { kind: 'duplicate', entry: duplicate };
    if (expectedRevision !== this.#lastRevision(stream)) return { kind: 'conflict' };
    if (beside !== undefined && beside.revision !== this.#lastRevision(beside.stream)) return { kind: 'conflict' };
    const first = this.#entries.length;
    for (const { id, line } of lines) this.#add({ stream, id, line });
    return { kind: 'appended', entry: first };
  }

  #lastRevision(stream: string): number {
    return (this.#numbersOfStream.get(stream)?.length ?? 0) - 1;
  }

  commit(): void {
    this.#committed = this.#entries.length;
  }

  rollBack(): void {
    for (const { stream, id } of this.#entries.splice(this.#committed)) {
      this.#numberOfId.delete(id);
      const numbers = this.#numbersOfStream.get(stream);
      numbers?.pop();
      if (numbers?.length === 0) this.#numbersOfStream.delete(stream);
    }
  }

  page(first: number, limit: number): readonly StoredLine[] {
    const page = this.#entries.slice(first, Math.min(first + limit, this.#committed));
    return page.map(({ line }, index) => ({ entry: first + index, line }));
  }

  ofStream(stream: string): readonly StoredLine[] {
    return this.#numbered(this.#numbersOfStream.get(stream) ?? []);
  }

  withIds(ids: readonly string[]): readonly StoredLine[] {
    const numbers = new Set(ids.flatMap((id) => this.#numberOfId.get(id) ?? []));
    return this.#numbered([...numbers].sort((one, other) => one - other));
  }

  streams(): readonly string[] {
    const committed = [...this.#numbersOfStream].filter(
      ([, [first]]) => first !== undefined && first < this.#committed,
    );
    return committed.map(([stream]) => stream).sort();
  }

  #add(entry: Entry): void {
    if (this.#numberOfId.has(entry.id)) {
      throw new Error(`an id of a later line for ${entry.stream} is in the ledger already, though its first is not`);
    }
    const number = this.#entries.push(entry) - 1;
    this.#numberOfId.set(entry.id, number);
    const numbers = this.#numbersOfStream.get(entry.stream);
    if (numbers) numbers.push(number);
    else this.#numbersOfStream.set(entry.stream, [number]);
  }

  #numbered(numbers: readonly number[]): readonly StoredLine[] {
    return numbers.flatMap((entry) => {
      const line = this.#entries[entry]?.line;
      return line === undefined || entry >= this.#committed ? [] : [{ entry, line }];
    });
  }
}
