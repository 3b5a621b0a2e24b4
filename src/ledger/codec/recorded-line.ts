import { outcomeShape, type OutcomeDetails, type OutcomeRecorded } from '../../domain/outcome/events.js';
import type { Posting } from '../../domain/posting.js';
import { encodeJson, toJsonInteger } from './json.js';
import { shapeCodec } from './shape-codec.js';

const details = shapeCodec(outcomeShape);

/**
 * The canonical text of the data of a recorded outcome: what the codec gives for any event, in two thirds of the time, because nearly
 * every line of a ledger is such a one and most of it are postings. A law holds the two ways together. Slugs, words and dates have
 * nothing in them to escape.
 */
export function encodeRecorded({ collaboration, labels, outcome, postings, restsOn }: OutcomeRecorded): string {
  const predecessor = restsOn.predecessor === undefined ? '' : `,"predecessor":${restsOn.predecessor}`;
  const savings = restsOn.savings === undefined ? '' : `,"savings":${restsOn.savings}`;
  return (
    `{"collaboration":"${collaboration}","labels":${encodeJson(labels)},"outcome":${encodeOutcome(outcome)},` +
    `"postings":[${postings.map(encodePosting).join()}],` +
    `"restsOn":{"collaboration":${restsOn.collaboration},"measureCatalogue":${restsOn.measureCatalogue}${predecessor}${savings}}}`
  );
}

/**
 * Whether a line may rest on another outcome that was recorded in the same moment, without reading its event. It may say so of a line that does not, never the other way: no text
 * within a line looks like a key, because its quotation marks are escaped.
 */
export const mayRestOnPredecessor = (line: string): boolean => line.includes('"predecessor":');

/**
 * The canonical text of an outcome. The last one written is kept at hand, because a recorded outcome is written twice in a row: into what its
 * command's digest is taken of, and into its line.
 */
export function encodeOutcome(outcome: OutcomeDetails): string {
  if (outcome !== lastOutcome) {
    lastText = encodeJson(details.to(outcome));
    lastOutcome = outcome;
  }
  return lastText;
}

let lastOutcome: OutcomeDetails | undefined;
let lastText = '';

function encodePosting({ amount, force, grade, measure, occurredOn, rule, unit }: Posting): string {
  return (
    `{"amount":${toJsonInteger(amount)},"force":"${force}","grade":"${grade}","measure":"${measure}",` +
    `"occurredOn":"${occurredOn}",${rule === undefined ? '' : `"rule":${rule},`}"unit":"${unit}"}`
  );
}
