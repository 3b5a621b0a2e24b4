import type { QueryBus } from '@nestjs/cqrs';
import type { ListedOutcome } from '../../../projections/outcome-list.js';
import { partsOf } from '../../domain/measure/catalogue.js';
import type { Label } from '../../domain/posting.js';
import { standingAt, totalsFor } from '../../ledger/answer-totals.js';
import { parseAsAt, type AsAt } from '../../ledger/as-at.js';
import type { Ledger } from '../../ledger/ledger.js';
import { answered } from '../../web/problems.js';
import type { Filter } from './filter.js';
import { ListOutcomes, type OutcomesQuestion } from './list-outcomes.js';
import { outcomesAsAt } from '../../ledger/outcomes-as-at.js';

/** Outcomes, the figure that they are behind, and the entry that both are as of. */
export interface FoundOutcomes {
  readonly asAt: { readonly entry: number; readonly knownAt: string | null };
  readonly incompleteSince: number | undefined;
  readonly rows: readonly ListedOutcome[];
  /** The total of the measure that was asked for; `undefined` without one, or where nothing was ever posted. */
  readonly figure: Figure | undefined;
}

/** An amount in the measure's own unit, with what has to be said of it: more than the outcomes of one page may call for. */
export interface Figure {
  readonly amount: bigint;
  readonly labels: readonly Label[];
}

/**
 * Finds at most `limit` outcomes: as they stand, or by replay as they stood. Throws what the figure or the list is refused for, and
 * `Unreadable` for a point beyond the ledger.
 */
export async function findOutcomes(
  queries: QueryBus,
  ledger: Ledger,
  filter: Filter,
  limit: number,
): Promise<FoundOutcomes> {
  const asAt = filter.asAt === undefined ? undefined : parseAsAt(filter.asAt);
  const figure = await figureBehind(ledger, filter, asAt);
  if (asAt !== undefined) return { ...(await findByReplay(ledger, filter, asAt, limit)), figure };
  const { asAt: checkpoint, rows } = answered(await queries.execute(new ListOutcomes(questionOf(filter, limit))));
  const { entry, knownAt, stoppedBecause } = checkpoint;
  const incompleteSince = stoppedBecause === undefined ? undefined : entry;
  return { asAt: { entry, knownAt: knownAt ?? null }, incompleteSince, rows, figure };
}

async function findByReplay({ store }: Ledger, filter: Filter, asAt: AsAt, limit: number) {
  const { entry, knownAt, catalogue } = await standingAt(store, asAt, filter);
  const { measure, ...query } = questionOf(filter, limit);
  const measures = measure === undefined ? {} : { measures: partsOf(catalogue, measure) };
  const rows = await outcomesAsAt(store, entry, { ...query, ...measures });
  return { asAt: { entry, knownAt: knownAt ?? null }, incompleteSince: undefined, rows };
}

/** A figure belongs to one collaboration; over several there is none, because one outcome's item may be known to two of them. */
async function figureBehind(ledger: Ledger, filter: Filter, asAt: AsAt | undefined): Promise<Figure | undefined> {
  const { collaboration, measure, force, unit, from, to } = filter;
  if (collaboration === undefined || measure === undefined || filter.kind !== undefined) return undefined;
  const question = {
    by: [],
    collaboration,
    measure: [measure],
    ...(force !== undefined && { force }),
    ...(unit !== undefined && { unit }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
  return answered(await totalsFor(ledger, question, asAt)).rows[0];
}

function questionOf(filter: Filter, limit: number): OutcomesQuestion {
  const { collaboration, kind, unit, force, measure, from, to, after } = filter;
  return {
    limit,
    ...(collaboration !== undefined && { collaboration }),
    ...(kind !== undefined && { kind }),
    ...(unit !== undefined && { unit }),
    ...(force !== undefined && { force }),
    ...(measure !== undefined && { measure }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(after !== undefined && { after }),
  };
}
