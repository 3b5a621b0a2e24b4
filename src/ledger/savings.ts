import type { OutcomeId } from '../domain/identifiers.js';
import type { OutcomeContext, TellingContext } from '../domain/outcome/record-outcome.js';
import type { OutcomeDetails } from '../domain/outcome/events.js';
import { evolveOutcome, unrecorded, type Outcome } from '../domain/outcome/outcome.js';
import {
  type Predecessor,
  type PredecessorBeside,
  type SavingClaim,
  type SavingsKnown,
  carriedFromOf,
  ownClaimOf,
  savingClaimOf,
} from '../domain/outcome/saving-claims.js';
import type { Draft } from './draft.js';
import type { EventStore } from './event-store.js';
import { pages } from './fold-into.js';
import { SavingsBook } from './savings-book.js';
import { decodeAll, decodeStored } from './stored-entry.js';
import { isOutcomeEvent, outcomeIdOf, outcomeStream } from './streams.js';

const PAGE = 2000;
/** How an outcome of the kind stands in a canonical line; a line that only looks like it is found out when it is read. */
export const OF_A_SAVING = '"kind":"saving"';
const STREAM = /"stream":"([^"]*)","type":"[A-Za-z]*"\}$/;
/** More than the end of a line takes that names its stream and its type. */
const END_LENGTH = 160;

/**
 * What savings claim, as the ledger stands. The first look goes through the whole ledger, and decodes the lines about savings alone; every later one through what
 * has been added since. One at a time. Keeps every saving whole, with its postings, beside what the book keeps.
 */
export class Savings {
  private readonly book = new SavingsBook();
  private readonly outcomes = new Map<OutcomeId, Outcome>();
  private readUpTo = -1;
  private looking: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: EventStore) {}

  /** What has to be known of other savings for a finding on this one: as the ledger stands, or as at an entry that it has. `undefined` for what is no saving that counts. */
  async knownFor(id: OutcomeId, outcome: Outcome, asAt?: number): Promise<SavingsKnown | undefined> {
    const own = ownClaimOf(id, outcome);
    if (own === undefined || outcome.status !== 'recorded') return undefined;
    const carriedFrom = carriedFromOf(outcome.details);
    const look = this.looking.then(() => this.catchUp());
    this.looking = look.catch(() => undefined);
    await look;
    return this.book.knownAt(own, carriedFrom, asAt ?? this.readUpTo);
  }

  private async catchUp(): Promise<void> {
    const head = await this.store.head();
    for await (const lines of pages(this.store, this.readUpTo, head, PAGE)) {
      for (const stored of lines) {
        if (!this.isAboutSaving(stored.line)) continue;
        const { event, stream } = decodeStored(stored);
        const id = outcomeIdOf(stream);
        if (id === undefined || !isOutcomeEvent(event)) continue;
        const outcome = evolveOutcome(this.outcomes.get(id) ?? unrecorded, event);
        this.outcomes.set(id, outcome);
        this.book.note(stored.entry, id, savingClaimOf(id, outcome));
      }
      this.readUpTo = lines.at(-1)?.entry ?? this.readUpTo;
    }
  }

  private isAboutSaving(line: string): boolean {
    if (line.includes(OF_A_SAVING)) return true;
    const id = outcomeIdOf(STREAM.exec(line.slice(-END_LENGTH))?.[1] ?? '');
    return id !== undefined && this.outcomes.has(id);
  }
}

/** The same of other savings as they will be once what a draft holds of them stands. Of outcomes that only the draft has it tells nothing. */
export async function knownInDraft(known: SavingsKnown, draft: Draft): Promise<SavingsKnown> {
  const inDraft = async (claim: SavingClaim): Promise<readonly SavingClaim[]> => {
    if (!draft.holds(outcomeStream(claim.outcome))) return [claim];
    const { saving } = await predecessorBeside(draft, claim.outcome);
    return saving === undefined ? [] : [saving];
  };
  const each = async (claims: readonly SavingClaim[]): Promise<readonly SavingClaim[]> =>
    (await Promise.all(claims.map(inDraft))).flat();
  const { alike, carriedOn, saving } = known;
  const [predecessor] = saving === undefined ? [] : await inDraft(saving);
  return {
    ...{ ...known, saving: predecessor, alike: await each(alike) },
    carriedOn: carriedOn === 'not-looked-up' ? carriedOn : await each(carriedOn),
  };
}

/**
 * What an outcome is decided by, with the saving that it says it carries on as the ledger stands or, where there is a draft, as that one does. Reads that one's stream
 * alone, and nothing for what carries on none.
 */
export async function withPredecessor(
  store: Pick<EventStore, 'head' | 'readStream'>,
  told: OutcomeDetails,
  context: OutcomeContext,
  draft?: Draft,
): Promise<TellingContext> {
  const carriedFrom = carriedFromOf(told);
  if (carriedFrom === undefined) return { ...context, predecessor: undefined };
  const isBeside = draft?.holds(outcomeStream(carriedFrom)) === true;
  const predecessor = isBeside ? predecessorBeside(draft, carriedFrom) : predecessorAt(store, carriedFrom);
  return { ...context, predecessor: await predecessor };
}

/** An outcome of which a draft has lines, for a saving that says it carries it on: others cannot write to it before both are recorded. */
async function predecessorBeside(draft: Draft, id: OutcomeId): Promise<PredecessorBeside> {
  const entries = decodeAll(await draft.readStream(outcomeStream(id)));
  const events = entries.map(({ entry }) => entry.event).filter(isOutcomeEvent);
  return { revision: entries.length - 1, saving: savingClaimOf(id, events.reduce(evolveOutcome, unrecorded)) };
}

/** An outcome, as the ledger stands, for a saving that says it carries it on. */
export async function predecessorAt(
  store: Pick<EventStore, 'head' | 'readStream'>,
  id: OutcomeId,
): Promise<Predecessor> {
  const entry = await store.head();
  const entries = decodeAll(await store.readStream(outcomeStream(id)));
  const outcome = entries
    .filter(({ number }) => number !== undefined && number <= entry)
    .map((each) => each.entry.event)
    .filter(isOutcomeEvent)
    .reduce(evolveOutcome, unrecorded);
  return { entry, saving: savingClaimOf(id, outcome) };
}
