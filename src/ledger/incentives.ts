import { refuse } from '../domain/decision.js';
import type { CollaborationId } from '../domain/identifiers.js';
import { decideIncentive } from '../domain/incentive/decide-incentive.js';
import type { IncentiveFact } from '../domain/incentive/events.js';
import { evolveIncentives, noIncentives, type Incentives } from '../domain/incentive/incentives.js';
import { incentiveContent } from './commands.js';
import { execute, type Executed, type Sender } from './execute.js';
import type { Deciding, Ledger } from './ledger.js';
import { decodeAll } from './stored-entry.js';
import { incentiveAggregate, incentiveStream, isIncentiveEvent } from './streams.js';

/**
 * Records a fact about incentive receipts. There is no receipt of the command when it stood already. Refuses unknown-collaboration and what the fact's own
 * decision refuses.
 */
export async function recordIncentiveFact(ledger: Deciding, sender: Sender, fact: IncentiveFact): Promise<Executed> {
  const { collaboration } = fact;
  const context = await ledger.agreements.contextFor(collaboration, ledger.now());
  const command = { ...sender, content: incentiveContent(fact) };
  return execute(ledger, incentiveAggregate(collaboration), command, (incentives) =>
    context === undefined
      ? refuse({ code: 'unknown-collaboration', collaboration })
      : decideIncentive(fact, incentives, context),
  );
}

/** How a collaboration's collections are given back, as the ledger knew it at an entry, with the number of the last entry about it up to there; -1 when there is none. */
export interface IncentivesOnRecord {
  readonly incentives: Incentives;
  readonly lastEntry: number;
}

/** Reads the schemes and receipts of a collaboration as the ledger knew them at an entry. */
export async function incentivesAt(
  { store }: Pick<Ledger, 'store'>,
  collaboration: CollaborationId,
  entry: number,
): Promise<IncentivesOnRecord> {
  const recorded = decodeAll(await store.readStream(incentiveStream(collaboration)));
  const known = recorded.filter(({ number }) => number !== undefined && number <= entry);
  const incentives = known.reduce(
    (folded, { entry: { event } }) => (isIncentiveEvent(event) ? evolveIncentives(folded, event) : folded),
    noIncentives,
  );
  return { incentives, lastEntry: known.at(-1)?.number ?? -1 };
}

/** The collaborations of which a scheme or a receipt is recorded, in order of their ids. */
export async function collaborationsWithIncentives({
  store,
}: Pick<Ledger, 'store'>): Promise<readonly CollaborationId[]> {
  const streams = await store.streamsOf('incentives');
  return streams.map((stream) => stream.slice('incentives-'.length) as CollaborationId);
}
