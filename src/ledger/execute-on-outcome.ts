import { refuse, type Decision } from '../domain/decision.js';
import type { OutcomeId } from '../domain/identifiers.js';
import type { OutcomeEvent } from '../domain/outcome/events.js';
import type { Outcome } from '../domain/outcome/outcome.js';
import type { OutcomeContext } from '../domain/outcome/record-outcome.js';
import { execute, type Command, type Executed } from './execute.js';
import type { Deciding } from './ledger.js';
import { outcomeAggregate } from './streams.js';

/** An outcome that was recorded and not withdrawn. */
export type StandingOutcome = Extract<Outcome, { readonly status: 'recorded' }>;

/**
 * Changes an outcome that stands, by the agreement, catalogue and forces of now. `revision` is the one that the sender read, where they said so. Refuses,
 * before anything is decided and in this order: unknown-outcome, withdrawn, revision-conflict, unknown-collaboration.
 */
export function executeOnOutcome(
  ledger: Deciding,
  command: Command,
  outcomeId: OutcomeId,
  revision: number | undefined,
  decide: (
    outcome: StandingOutcome,
    context: OutcomeContext,
  ) => Decision<OutcomeEvent> | Promise<Decision<OutcomeEvent>>,
): Promise<Executed> {
  return execute(ledger, outcomeAggregate(outcomeId), command, async (outcome, current) => {
    if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: outcomeId });
    if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: outcomeId });
    if (revision !== undefined && revision !== current) return refuse({ code: 'revision-conflict', current });
    const { collaboration } = outcome;
    const context = await ledger.agreements.contextFor(collaboration, ledger.now());
    if (context === undefined) return refuse({ code: 'unknown-collaboration', collaboration });
    return decide(outcome, context);
  });
}
