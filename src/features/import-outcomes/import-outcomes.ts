import type { CommandId, PersonId } from '../../domain/identifiers.js';
import type { Refusal } from '../../domain/refusals.js';
import { allOrNothing } from '../../ledger/all-or-nothing.js';
import { decodeEntry } from '../../ledger/codec/entry-line.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { commandIdFor, recordOutcomeContent } from '../../ledger/commands.js';
import { Draft } from '../../ledger/draft.js';
import type { Append, AppendResult, WriteMany } from '../../ledger/event-store.js';
import { entryIdOf, repeat } from '../../ledger/execute.js';
import { OF_A_SAVING, predecessorAt } from '../../ledger/savings.js';
import { decodeAll } from '../../ledger/stored-entry.js';
import type { Ledger } from '../../ledger/ledger.js';
import { UuidIndex } from '../../ledger/uuid-index.js';
import { rowErrorOf, type ImportError, type ImportMode, type ImportReport } from '../../web/import-report.js';
import { columnOf, readHeader, type Header } from './columns.js';
import { csvBatches, recordsIn, type CsvBatch, type CsvRecord } from '../../web/csv-records.js';
import { recordEach, recordInTurn, type DoneRow } from './dependent-rows.js';
import type { DecidedBatch, DecidedRow, DependentRow, RefusedRow } from './row-decider.js';
import { decideInOrder, type DeskOptions } from './row-desk.js';

export interface ImportRequest {
  /** The file as it comes. */
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly actor: PersonId;
  /** `atomic`: all rows or none. `row-by-row`: each good row, whatever becomes of the others. */
  readonly mode: ImportMode;
  /** Say what would happen, and record nothing. */
  readonly dryRun: boolean;
  /** The outcomes are made up for a demonstration, and every figure they enter will say so. */
  readonly illustrative: boolean;
  readonly onProgress?: (rows: number) => void;
}

/** One batch is on its way to the database while another waits at its door, so that neither has to wait for the other. */
const MOST_UNDER_WAY = 2;

/**
 * Imports outcomes from CSV. A row's command follows from its collaboration and reference, so that the same file twice records nothing twice and a row
 * that changed is a conflict by name. Every bad row is named, not only the first. Memory holds a few hundred rows, and some 30 bytes
 * for each row read, and of those that tell of an item, and of savings that may be carried on, what is written of them, unless row by row. Throws `Unreadable` when the file as a whole cannot be read; nothing is recorded then, unless row by row.
 */
export async function importOutcomes(ledger: Ledger, request: ImportRequest): Promise<ImportReport> {
  const run = new ImportRun(ledger, request);
  const { actor } = request;
  if (request.dryRun) {
    const draft = new Draft(ledger.store);
    await run.readAll({
      draft,
      rows: (rows) => run.preview(rows),
      dependents: (rows) => recordInTurn({ ledger, actor, draft }, rows),
    });
  } else if (request.mode === 'row-by-row') {
    await run.readAll({
      rows: (rows) => run.recordEach(rows),
      dependents: (rows) => recordEach({ ledger, actor }, rows),
    });
    await run.settled();
  } else {
    await recordTogether(ledger, actor, run);
  }
  return run.report();
}

/** Writes as it reads, in one transaction that is given up at the end if any row was refused: then every bad row has been named. */
async function recordTogether(ledger: Ledger, actor: PersonId, run: ImportRun): Promise<void> {
  const stands = await allOrNothing(ledger.store, async (write) => {
    const draft = new Draft(ledger.store, write);
    await run.readAll({
      draft,
      rows: (rows) => run.recordMany(rows, write),
      dependents: (rows) => recordInTurn({ ledger, actor, draft }, rows),
    });
    await run.settled();
    return !run.hasErrors;
  });
  if (!stands) run.nothingStands();
}

/** How the rows of a batch are taken: those that start a stream of their own, and those that depend on what was recorded before them. */
interface Taking {
  /** Where what the ledger does not have yet can be read; without one, it has all of it. */
  readonly draft?: Draft;
  rows(rows: readonly DecidedRow[]): Promise<void>;
  dependents(rows: readonly DependentRow[]): Promise<readonly DoneRow[]>;
}

/** The rows of a batch that stand under a reference for the first time. */
interface NewRows {
  readonly rows: readonly DecidedRow[];
  readonly dependents: readonly DependentRow[];
}

/** A row that another one names by its reference. */
interface NamedRow {
  readonly reference: string;
  readonly commandId: CommandId;
}

/** The row whose saving a row carries on, where it says so by the reference. */
function namedBy({ collaboration, carriesOn }: DependentRow): NamedRow | undefined {
  if (carriesOn === undefined) return undefined;
  return { reference: carriesOn, commandId: commandIdFor(collaboration, 'outcome', carriesOn) };
}

class ImportRun {
  private readonly errors: ImportError[] = [];
  /** On which line each command of this file first stood. */
  private readonly seen = new UuidIndex();
  /** Batches that are being written, the oldest first. */
  private readonly writing: Promise<void>[] = [];
  /** Where savings are kept that later rows may carry on; nowhere when no row can, or when the ledger has them. */
  private savings: Draft | undefined;
  /** By the line of a row whose saving carries on one that was not there: the row that it names. */
  private readonly notThere = new Map<number, NamedRow>();
  private rows = 0;
  private recorded = 0;
  private already = 0;
  private refused = 0;

  constructor(
    private readonly ledger: Ledger,
    private readonly request: ImportRequest,
  ) {}

  get hasErrors(): boolean {
    return this.refused > 0;
  }

  report(): ImportReport {
    const { mode, dryRun } = this.request;
    const { rows, recorded, already: alreadyRecorded, refused, errors } = this;
    return {
      mode,
      dryRun,
      rows,
      recorded,
      alreadyRecorded,
      refused,
      errors: errors.map((error) => this.withPlaceBelow(error)).sort((a, b) => a.line - b.line),
    };
  }

  nothingStands(): void {
    this.recorded = 0;
  }

  async readAll(take: Taking): Promise<void> {
    const batches = csvBatches(this.request.bytes);
    const first = await batches.next();
    const [head, ...rest] = first.done === true ? [] : recordsIn(first.value);
    if (head === undefined) throw new Unreadable('line 1', 'the file is empty; its first line names the columns');
    const header = readHeader(head.cells);
    if (typeof header === 'string') throw new Unreadable(`line ${head.line}`, header);
    this.savings = header.places.has('carried_from') ? take.draft : undefined;
    for await (const decided of decideInOrder(following(rest, batches), this.desk(header))) {
      this.rows += decided.rows;
      const { rows: ownRows, dependents } = await this.newIn(decided);
      await take.rows(ownRows);
      if (dependents.some(({ carriesOn }) => carriesOn !== undefined)) await this.settled();
      if (dependents.length > 0) await this.settleDependents(await take.dependents(dependents));
      this.request.onProgress?.(this.rows);
    }
  }

  /** Looks up what is there already and counts the rest as what would be recorded. */
  async preview(rows: readonly DecidedRow[]): Promise<void> {
    const known = await this.settleRepeats(rows);
    const fresh = rows.filter(({ entryId }) => !known.has(entryId));
    this.recorded += fresh.length;
    this.keepSavings(fresh);
  }

  async recordEach(rows: readonly DecidedRow[]): Promise<void> {
    await this.settled(MOST_UNDER_WAY - 1);
    this.underWay(rows, () => Promise.all(rows.map((row) => this.ledger.store.append(appendOf(row)))));
  }

  async recordMany(rows: readonly DecidedRow[], write: WriteMany): Promise<void> {
    await this.settled(MOST_UNDER_WAY - 1);
    // Once a row is refused nothing will stand: the others are only looked at, so that every bad row is named.
    if (this.hasErrors) return this.preview(rows);
    if (rows.length > 0) this.underWay(rows, () => write(rows.map(appendOf)));
  }

  /** Waits until no more than so many batches are being written. */
  async settled(remaining = 0): Promise<void> {
    while (this.writing.length > remaining) await this.writing.shift();
  }

  /** Writes rows while the next are read and decided: the database and this process each have a processor to use. */
  private underWay(rows: readonly DecidedRow[], write: () => Promise<readonly AppendResult[]>): void {
    const written = write().then((results) => this.settle(rows, results));
    // Whoever waits next is told; until then a failure is nobody's.
    written.catch(() => undefined);
    this.writing.push(written);
  }

  private async settle(rows: readonly DecidedRow[], results: readonly AppendResult[]): Promise<void> {
    const isNew = (_: DecidedRow, i: number): boolean => results[i]?.kind === 'appended';
    const fresh = rows.filter(isNew);
    const repeated = rows.filter((row, i) => !isNew(row, i));
    this.recorded += fresh.length;
    this.keepSavings(fresh);
    if (repeated.length > 0 && (await this.settleRepeats(repeated)).size < repeated.length)
      throw new Error('A stream exists without the entry that should have started it. Run "tallystick doctor".');
  }

  private keepSavings(rows: readonly DecidedRow[]): void {
    if (this.savings === undefined) return;
    for (const row of rows) if (row.text.includes(OF_A_SAVING)) this.savings.noteWritten(appendOf(row));
  }

  /** Tells rows whose command the ledger has from rows whose reference it has with other content. Gives the entries that it had. */
  private async settleRepeats(rows: readonly DecidedRow[]): Promise<ReadonlySet<string>> {
    const byId = new Map(rows.map((row) => [row.entryId, row]));
    const stored = decodeAll(await this.ledger.store.readByIds([...byId.keys()]));
    for (const numbered of stored) {
      const row = byId.get(numbered.entry.id);
      if (row === undefined) continue;
      const done = repeat({ content: contentOf(row) }, numbered);
      if (done.ok) this.already += 1;
      else this.refuse(row.line, done.refusal);
    }
    return new Set(stored.map(({ entry }) => entry.id));
  }

  private desk(header: Header): DeskOptions {
    const { ledger, request } = this;
    const startedAt = ledger.now();
    return {
      file: { header, actor: request.actor, isIllustrative: request.illustrative },
      contextFor: (id) => ledger.agreements.contextFor(id, startedAt),
      predecessorAt: (id) => predecessorAt(ledger.store, id),
      now: ledger.now,
    };
  }

  /** The rows of a batch that are to be recorded, once what is wrong with the others was told. */
  private async newIn({ decided, refused, unreadable, dependents }: DecidedBatch): Promise<NewRows> {
    this.refused += unreadable.length;
    for (const { line, errors } of unreadable) {
      for (const { field, reason } of errors) this.errors.push({ line, field, reason, code: 'malformed-request' });
    }
    await this.settleRefused(refused);
    if (dependents.length === 0) return { rows: decided.filter((row) => this.isFirstOfItsName(row)), dependents };
    const inOrder = [...decided, ...dependents].sort((a, b) => a.line - b.line);
    const first = inOrder.filter((row) => this.isFirstOfItsName(row));
    const outOfOrder = await this.carriedBefore(first.filter((row) => 'outcome' in row));
    await this.settleRefused(outOfOrder);
    const isInOrder = ({ line }: DependentRow): boolean => !outOfOrder.some((other) => other.line === line);
    return {
      rows: first.filter((row) => 'text' in row),
      dependents: first.filter((row) => 'outcome' in row).filter(isInOrder),
    };
  }

  /**
   * Rows that carry on the saving of a row that is not above them and that the ledger does not have: the same whether the two are read at once or not. What the ledger
   * has is there for all of them, wherever its row stands now.
   */
  private async carriedBefore(rows: readonly DependentRow[]): Promise<readonly RefusedRow[]> {
    const below = rows.flatMap((row) => {
      const named = namedBy(row);
      const its = named && this.seen.get(named.commandId)?.ordinal;
      return named === undefined || its === undefined || its < row.line ? [] : [{ row, named }];
    });
    const recorded = await this.recordedOf(below.map(({ named }) => named));
    const unrecorded = below.filter(({ named }) => !recorded.has(named.commandId));
    return unrecorded.map(({ row, named }) => this.refusedFor(row, named));
  }

  /** Which of some rows the ledger has. */
  private async recordedOf(rows: readonly NamedRow[]): Promise<ReadonlySet<CommandId>> {
    if (rows.length === 0) return new Set();
    const stored = await this.ledger.store.readByIds(rows.map(({ commandId }) => entryIdOf(commandId)));
    return new Set(decodeAll(stored).map(({ entry }) => entry.command.id));
  }

  private refusedFor({ line, commandId, collaboration, outcome }: DependentRow, named: NamedRow): RefusedRow {
    this.notThere.set(line, named);
    const refusal = { outcome: `"${named.reference}"`, collaboration, field: 'carriedFrom' };
    const content = recordOutcomeContent(collaboration, outcome);
    return { line, commandId, content, refusal: { code: 'unknown-predecessor', ...refusal } };
  }

  /** A saving that was not there may have come further down, which is only known at the end. */
  private withPlaceBelow(error: ImportError): ImportError {
    const named = error.code === 'unknown-predecessor' ? this.notThere.get(error.line) : undefined;
    const its = named && this.seen.get(named.commandId)?.ordinal;
    if (named === undefined || its === undefined || its <= error.line) return error;
    return { ...error, reason: `"${named.reference}" stands on line ${its} below; put it above this row` };
  }

  private async settleDependents(rows: readonly DoneRow[]): Promise<void> {
    await this.noteNotThere(rows.filter(({ done }) => !done.ok && done.refusal.code === 'unknown-predecessor'));
    for (const { row, done } of rows) {
      if (!done.ok) this.refuse(row.line, done.refusal);
      else if (done.receipt?.isRepeat === true) this.already += 1;
      else this.recorded += 1;
    }
  }

  private async noteNotThere(refused: readonly DoneRow[]): Promise<void> {
    const recorded = await this.recordedOf(refused.flatMap(({ row }) => namedBy(row) ?? []));
    for (const { row } of refused) {
      const named = namedBy(row);
      if (named !== undefined && !recorded.has(named.commandId)) this.notThere.set(row.line, named);
    }
  }

  /** What was accepted once is not refused when it comes again. */
  private async settleRefused(rows: readonly RefusedRow[]): Promise<void> {
    const placed = rows.filter(({ refusal }) => refusal.code !== 'unknown-collaboration');
    const ids = placed.map(({ commandId }) => entryIdOf(commandId));
    const stored = ids.length === 0 ? [] : decodeAll(await this.ledger.store.readByIds(ids));
    const byId = new Map(stored.map((numbered) => [numbered.entry.id, numbered]));
    for (const row of rows) {
      const before = byId.get(entryIdOf(row.commandId));
      const done = before === undefined ? undefined : repeat(row, before);
      if (done?.ok === true) this.already += 1;
      else this.refuse(row.line, done?.refusal ?? row.refusal);
    }
  }

  /** A reference belongs to one row: the second is named with the line of the first. */
  private isFirstOfItsName({ commandId, line }: Pick<DecidedRow, 'commandId' | 'line'>): boolean {
    if (this.seen.add(commandId, { ordinal: line, offset: 0 })) return true;
    const first = this.seen.get(commandId)?.ordinal ?? line;
    this.refused += 1;
    const reason = `is on line ${first} too; a reference is unique within its collaboration`;
    this.errors.push({ line, field: 'reference', reason, code: 'idempotency-conflict' });
    return false;
  }

  private refuse(line: number, refusal: Refusal): void {
    this.refused += 1;
    this.errors.push({ line, ...rowErrorOf(refusal, columnOf) });
  }
}

/** The rows of the first batch after the header, then the batches after it. */
async function* following(rows: readonly CsvRecord[], batches: AsyncIterable<CsvBatch>): AsyncGenerator<CsvBatch> {
  yield { records: rows };
  yield* batches;
}

function appendOf({ stream, entryId, text }: DecidedRow): Append {
  return { stream, expectedRevision: -1, lines: [{ id: entryId, line: text }] };
}

/** The command's own text, made anew from the line: only of a row that the ledger has already. */
function contentOf({ text }: DecidedRow): string {
  const { event } = decodeEntry(text);
  if (event.type !== 'OutcomeRecorded') throw new Error('A row of an import records an outcome.');
  return recordOutcomeContent(event.collaboration, event.outcome);
}
