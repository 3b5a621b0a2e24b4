import type { ListedOutcome } from '../../projections/outcome-list.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { CollaborationId, Grade } from '../domain/identifiers.js';
import { groundsAgainst, type RecordedOutcome } from '../domain/outcome/findings.js';
import { evolveHandled, TOLD, untouched, type Deed, type Hand } from '../domain/outcome/hands.js';
import type { Outcome } from '../domain/outcome/outcome.js';
import type { Refusal } from '../domain/refusals.js';
import type { Ledger } from './ledger.js';
import type { Checkpoint } from './read-model.js';
import { decodeAll } from './stored-entry.js';
import { isOutcomeEvent, outcomeStream } from './streams.js';

/** What an outcome may wait for. */
export const AWAITED = ['validated', 'audited'] as const;
export type Awaited = (typeof AWAITED)[number];

/** The grade at which an outcome waits for a finding. */
const WAITS_AT: Readonly<Record<Awaited, Grade>> = { validated: 'claimed', audited: 'validated' };
/** What keeps a person from making a finding. */
const DEEDS_AGAINST: Readonly<Record<Awaited, readonly Deed[]>> = { validated: TOLD, audited: [...TOLD, 'validated'] };

/** An outcome that waits for a finding. */
export interface WaitingOutcome extends ListedOutcome {
  /** All that the finding would be refused for, whoever made it; none where it may be made. */
  readonly against: readonly Refusal[];
  /** Who may not make it, each with what they did first. */
  readonly notBy: readonly Hand[];
}

/** What is asked for: outcomes of a collaboration that wait for a finding. */
export interface QueueQuestion {
  readonly collaboration: CollaborationId;
  readonly waitsFor: Awaited;
  /** At most so many. */
  readonly limit: number;
  /** Only what was first recorded after this entry. */
  readonly after?: number | undefined;
}

/** Outcomes that wait for a finding, oldest first, and where to go on. */
export interface ValidationQueue {
  readonly asAt: Checkpoint;
  readonly rows: readonly WaitingOutcome[];
  /** Go on after this entry: something more waits, or not all was looked through as of the one entry; `undefined` when nothing more waits. */
  readonly next: number | undefined;
}

/** Outcomes are looked through in pages of so many, and at most so many pages for one answer: a long way to the next one is gone in steps. */
const PAGE = 500;
const PAGES = 20;

/**
 * The outcomes of a collaboration that wait to be validated, or to be audited, and that no query, rejection or link holds, in the order in which they were first recorded; each with
 * what stands against it and who may not. Fewer than `limit`, or none, may come with a `next`: all of an answer is as of one entry, also what stands
 * against each, so that it ends where the figures went on meanwhile. Refuses unknown-collaboration.
 */
export async function validationQueue(
  ledger: Pick<Ledger, 'agreements' | 'model' | 'savings' | 'store'>,
  { collaboration, waitsFor, limit, after }: QueueQuestion,
): Promise<Checked<ValidationQueue>> {
  if ((await ledger.agreements.collaboration(collaboration)) === undefined)
    return failed({ code: 'unknown-collaboration', collaboration });
  const waiting: WaitingOutcome[] = [];
  let [first, last]: [Checkpoint | undefined, number | undefined] = [undefined, after];
  for (let page = 1; ; page += 1) {
    const { asAt, rows } = await ledger.model.outcomes({
      collaboration,
      limit: PAGE,
      ...(last !== undefined && { after: last }),
    });
    first ??= asAt;
    if (asAt.entry !== first.entry) return checked({ asAt: first, rows: waiting, next: last });
    for (const row of rows) {
      const { outcome } = row;
      const isNext = isWaiting(outcome, waitsFor);
      if (isNext && waiting.length === limit) return checked({ asAt, rows: waiting, next: last });
      last = row.firstEntry;
      if (isNext) waiting.push({ ...row, ...(await lookedAt(ledger, row, outcome, waitsFor, asAt.entry)) });
    }
    if (rows.length < PAGE) return checked({ asAt, rows: waiting, next: undefined });
    if (page === PAGES) return checked({ asAt, rows: waiting, next: last });
  }
}

function isWaiting(outcome: Outcome, waitsFor: Awaited): outcome is RecordedOutcome {
  if (outcome.status !== 'recorded' || outcome.held !== undefined || outcome.duplicateOf !== undefined) return false;
  return outcome.grade === WAITS_AT[waitsFor];
}

/** Who had a hand in an outcome is read from its own entries: what rests does not say it. */
async function lookedAt(
  { store, savings }: Pick<Ledger, 'savings' | 'store'>,
  { id, revision }: ListedOutcome,
  outcome: RecordedOutcome,
  waitsFor: Awaited,
  asAt: number,
): Promise<Pick<WaitingOutcome, 'against' | 'notBy'>> {
  const entries = decodeAll(await store.readStream(outcomeStream(id))).slice(0, revision + 1);
  const { hands } = entries.reduce(
    (handled, { entry: { actor, event } }) => (isOutcomeEvent(event) ? evolveHandled(handled, event, actor) : handled),
    untouched,
  );
  const known = { outcomeId: id, savings: await savings.knownFor(id, outcome, asAt) };
  return { against: groundsAgainst(waitsFor, outcome, known), notBy: firstOfEach(hands, DEEDS_AGAINST[waitsFor]) };
}

function firstOfEach(hands: readonly Hand[], deeds: readonly Deed[]): readonly Hand[] {
  const own = hands.filter(({ did }) => deeds.includes(did));
  return own.filter(({ person }, i) => own.findIndex((hand) => hand.person === person) === i);
}
