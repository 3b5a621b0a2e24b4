import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { EventStore } from '../../ledger/event-store.js';
import { Ledger } from '../../ledger/ledger.js';

/** Gives the exact lines of the ledger in pages of text, each line ended by one newline. */
export class ReadEntries extends Query<AsyncGenerator<string>> {
  constructor(
    /** The entry after which to start; -1 for all. */
    readonly after: number,
    /** At most so many; everything there is without one. */
    readonly limit: number | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadEntries)
export class ReadEntriesHandler implements IQueryHandler<ReadEntries> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ after, limit }: ReadEntries): Promise<AsyncGenerator<string>> {
    const head = await this.ledger.store.head();
    const last = limit === undefined ? head : Math.min(head, after + limit);
    return pages(this.ledger.store, after, last);
  }
}

const PAGE = 2000;

async function* pages(store: EventStore, after: number, last: number): AsyncGenerator<string> {
  let read = after;
  while (read < last) {
    const lines = await store.readAll(read, Math.min(PAGE, last - read));
    const end = lines.at(-1);
    if (end === undefined) return;
    read = end.entry;
    yield lines.map(({ line }) => `${line}\n`).join('');
  }
}
