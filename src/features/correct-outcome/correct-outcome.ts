import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Decision } from '../../domain/decision.js';
import type { OutcomeId, UnitId } from '../../domain/identifiers.js';
import { correctOutcome, type CorrectOutcome as Correction } from '../../domain/outcome/correct-outcome.js';
import { outcomeShape, type OutcomeCorrected, type OutcomeDetails } from '../../domain/outcome/events.js';
import { tellings } from '../../domain/outcome/facts.js';
import type { OutcomeContext } from '../../domain/outcome/record-outcome.js';
import { faultsInSubstances } from '../../domain/outcome/substances.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { fromWire, toWire } from '../../ledger/codec/shape-codec.js';
import { contentOf } from '../../ledger/command-content.js';
import type { Executed } from '../../ledger/execute.js';
import { executeOnOutcome, type StandingOutcome } from '../../ledger/execute-on-outcome.js';
import { Ledger } from '../../ledger/ledger.js';
import { withPredecessor } from '../../ledger/savings.js';
import type { Sender } from '../../web/request-headers.js';

export class CorrectOutcome extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly outcomeId: OutcomeId,
    readonly reason: Correction['reason'],
    /** Fields as JSON; `null` takes an optional one away. */
    readonly changes: Readonly<Record<string, unknown>>,
    /** The revision that the sender read. */
    readonly revision: number,
    /** Whose claim is put right; without it, the one that the item is counted by. */
    readonly claim?: UnitId,
  ) {
    super();
  }
}

@CommandHandler(CorrectOutcome)
export class CorrectOutcomeHandler implements ICommandHandler<CorrectOutcome> {
  constructor(private readonly ledger: Ledger) {}

  execute(command: CorrectOutcome): Promise<Executed> {
    const { sender, outcomeId, reason, changes, revision, claim } = command;
    const content = contentOf('CorrectOutcome', {
      changes,
      ...(claim !== undefined && { claim }),
      outcomeId,
      reason,
      revision,
    });
    return executeOnOutcome(this.ledger, { ...sender, content }, outcomeId, revision, (outcome, context) =>
      this.decide(command, outcome, context),
    );
  }

  private async decide(
    { outcomeId, reason, changes, claim }: CorrectOutcome,
    outcome: StandingOutcome,
    context: OutcomeContext,
  ): Promise<Decision<OutcomeCorrected>> {
    const told = tellings(outcome).find(({ unit }) => unit === claim) ?? outcome.details;
    const correction = { outcomeId, reason, outcome: changed(told, changes), ...(claim !== undefined && { claim }) };
    return correctOutcome(correction, outcome, await withPredecessor(this.ledger.store, correction.outcome, context));
  }
}

/** An outcome stays of the kind, the collaboration and the item that it was recorded with; what else it was may have been otherwise. */
function changed(details: OutcomeDetails, changes: Readonly<Record<string, unknown>>): OutcomeDetails {
  for (const fixed of ['kind', 'collaboration', 'item']) {
    if (fixed in changes)
      throw new Unreadable(`changes.${fixed}`, 'cannot be corrected; withdraw the outcome and record it anew');
  }
  const merged = Object.entries({ ...fieldsOf(details), ...changes }).filter(([, value]) => value !== null);
  const outcome = fromWire(outcomeShape, Object.fromEntries(merged), 'changes');
  const [fault] = 'substances' in changes ? faultsInSubstances(outcome) : [];
  if (fault !== undefined) throw new Unreadable(`changes.${fault.field}`, fault.reason);
  return outcome;
}

function fieldsOf(details: OutcomeDetails): object {
  const wire = toWire(outcomeShape, details);
  return typeof wire === 'object' && wire !== null ? wire : {};
}
