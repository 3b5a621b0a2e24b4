import { slug, type CollaborationId } from '../../domain/identifiers.js';
import { outcomeShape } from '../../domain/outcome/events.js';
import { unrecorded, type Outcome } from '../../domain/outcome/outcome.js';
import { labelShape, postingShape } from '../../domain/posting.js';
import { list, object, variants } from '../../domain/shape.js';
import { parseJson } from './json.js';
import { fromWire, toWire } from './shape-codec.js';

const known = { collaboration: slug<CollaborationId>(), details: outcomeShape };

/** An outcome's state as it rests in the read model: a convenience that a rebuild makes anew, never a record. */
const outcomeStateShape = variants('status', {
  recorded: object({ ...known, labels: list(labelShape), postings: list(postingShape) }),
  withdrawn: object(known),
});

/** Takes an outcome's state; gives it as JSON text. An outcome that was never recorded is empty text. */
export function encodeOutcomeState(outcome: Outcome): string {
  return outcome.status === 'unrecorded' ? '' : JSON.stringify(toWire(outcomeStateShape, outcome));
}

/** Reads what `encodeOutcomeState` wrote. Throws `Unreadable` for anything else. */
export function decodeOutcomeState(text: string): Outcome {
  return text === '' ? unrecorded : fromWire(outcomeStateShape, parseJson(text));
}
