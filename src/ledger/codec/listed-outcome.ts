import { EVENT_CATALOGUE } from '../../domain/event-catalogue.js';
import { grade, slug, uuid, type CollaborationId, type OutcomeId, type UnitId } from '../../domain/identifiers.js';
import { stageShape } from '../../domain/outcome/asset-stages.js';
import { outcomeEvents, outcomeShape } from '../../domain/outcome/events.js';
import { heldShape } from '../../domain/outcome/finding-events.js';
import { evolveOutcome, unrecorded, type Outcome } from '../../domain/outcome/outcome.js';
import { labelShape, postingShape } from '../../domain/posting.js';
import { amount, list, mapOf, object, variants } from '../../domain/shape.js';
import { parseJson } from './json.js';
import { fromWire, toWire } from './shape-codec.js';

const known = { collaboration: slug<CollaborationId>(), details: outcomeShape };

/** An outcome's state as it rests in the read model: a convenience that a rebuild makes anew, never a record. */
const outcomeStateShape = variants('status', {
  recorded: object(
    {
      ...known,
      claims: list(outcomeShape),
      duplicates: list(uuid<OutcomeId>()),
      grade: grade(),
      labels: list(labelShape),
      postings: list(postingShape),
      stages: list(stageShape),
    },
    { claimWeights: mapOf(slug<UnitId>(), amount(0n)), duplicateOf: uuid<OutcomeId>(), held: heldShape },
  ),
  withdrawn: object(known),
});

/** Takes an outcome's state; gives it as JSON text. An outcome that was never recorded is empty text. */
export function encodeOutcomeState(outcome: Outcome): string {
  return outcome.status === 'unrecorded' ? '' : JSON.stringify(toWire(outcomeStateShape, outcome));
}

/**
 * The state of an outcome that one entry recorded and no other has touched, cut out of that entry's line: its `data` says it all, and
 * writing it anew would cost a rebuild a fifth of its time. `undefined` when the line is in an older schema, which has to be upcast.
 */
export function stateInLine(line: string): string | undefined {
  const end = line.lastIndexOf(',"id":"');
  return line.startsWith(SCHEMA, line.indexOf('"schema":', end))
    ? line.slice(line.indexOf('"data":{') + '"data":'.length, end)
    : undefined;
}

const SCHEMA = `"schema":${EVENT_CATALOGUE.OutcomeRecorded.schema},`;

/** Reads what `encodeOutcomeState` or `stateInLine` gave. Throws `Unreadable` for anything else. */
export function decodeOutcomeState(text: string): Outcome {
  if (text === '') return unrecorded;
  const json = parseJson(text) as object;
  if ('status' in json) return fromWire(outcomeStateShape, json);
  const recorded = fromWire(outcomeEvents.OutcomeRecorded, json);
  return evolveOutcome(unrecorded, { type: 'OutcomeRecorded', ...recorded });
}
