import type { CommandId } from '../../domain/identifiers.js';
import type { Decided, DecidedBatch, DecidedRow } from './row-decider.js';

/** Decided rows as columns: between threads an object costs as much for each of its names as for what stands under it. */
interface DecidedColumns {
  readonly lines: readonly number[];
  readonly commandIds: readonly CommandId[];
  readonly entryIds: readonly string[];
  readonly streams: readonly string[];
  readonly texts: readonly string[];
}

/** What a batch came to, in the form in which it goes from thread to thread. */
export type Posted =
  | Extract<Decided, { readonly missing: unknown }>
  | (Omit<DecidedBatch, 'decided'> & { readonly columns: DecidedColumns });

/** Puts what was decided into the form for the way. */
export function toColumns(decided: Decided): Posted {
  if ('missing' in decided) return decided;
  const { decided: rows, ...others } = decided;
  const columns = {
    lines: rows.map(({ line }) => line),
    commandIds: rows.map(({ commandId }) => commandId),
    entryIds: rows.map(({ entryId }) => entryId),
    streams: rows.map(({ stream }) => stream),
    texts: rows.map(({ text }) => text),
  };
  return { ...others, columns };
}

/** Gives back what `toColumns` took. */
export function fromColumns(posted: Posted): Decided {
  if ('missing' in posted) return posted;
  const { columns, ...others } = posted;
  const { lines, commandIds, entryIds, streams, texts } = columns;
  const decided = lines.map((line, i): DecidedRow => ({
    line,
    commandId: commandIds[i] as CommandId,
    entryId: entryIds[i] ?? '',
    stream: streams[i] ?? '',
    text: texts[i] ?? '',
  }));
  return { ...others, decided };
}
