import { EVENT_CATALOGUE } from '../../domain/event-catalogue.js';
import type { Decision } from '../../domain/decision.js';
import type { LedgerEvent } from '../../domain/event-catalogue.js';
import { refusalReason } from '../../domain/refusal-words.js';
import type { OutcomeId } from '../../domain/identifiers.js';
import type { OutcomeEvent } from '../../domain/outcome/events.js';
import { unreachable } from '../../domain/unreachable.js';
import { canonicalJson, parseJson, Unreadable } from '../codec/json.js';
import { sha256 } from '../codec/digest.js';
import { decodeEntry, encodeEntry, type Entry } from '../codec/entry-line.js';
import { toWire } from '../codec/shape-codec.js';
import {
  agreeClaimWeightsContent,
  agreementContent,
  correctAssetStageContent,
  disputeContent,
  figureIdFor,
  findingContent,
  linkOutcomeContent,
  noteDuplicateContent,
  outcomeIdOfRecord,
  incentiveContentBehind,
  programmeContentBehind,
  recordAssetStageContent,
  recordOutcomeContent,
  recordPublishedFigureContent,
  unlinkOutcomeContent,
  withdrawClaimContent,
  withdrawOutcomeContent,
} from '../commands.js';
import { entryIdOf } from '../execute.js';
import {
  collaborationStream,
  figureStream,
  FORCE_REGISTER,
  figureIdOf,
  isFigureEvent,
  isOutcomeEvent,
  incentiveStream,
  isIncentiveEvent,
  isProgrammeEvent,
  ITEM_KEYS,
  MEASURE_CATALOGUE,
  outcomeIdOf,
  outcomeStream,
  programmeStream,
} from '../streams.js';
import { firstDifference } from './first-difference.js';
import { Unfounded, type Histories } from './histories.js';
import { rederive, type OutcomesBefore } from './rederive.js';

/** Reads a line, or says in words why it is no entry. */
export function readEntry(line: string): Entry | string {
  try {
    return decodeEntry(line);
  } catch (error) {
    if (error instanceof Unreadable) return `is no entry: ${error.message}`;
    throw error;
  }
}

/**
 * Checks one entry against the entries before it: its text is canonical, its ids follow from its command, its stream is the right one, its command's digest is that of
 * what it recorded, and the decision, taken again, gives the very same event. Gives the first thing that is wrong, in words that
 * follow "entry n …", or `undefined`.
 */
export function checkEntry(
  line: string,
  entry: Entry,
  before: Histories,
  outcomes: OutcomesBefore,
): string | undefined {
  return checkDerivation(line, entry, before, outcomes) ?? checkIdentity(entry);
}

/** One comparison serves both: a line that the derived event encodes to is canonical and holds the right figures. */
function checkDerivation(line: string, entry: Entry, before: Histories, outcomes: OutcomesBefore): string | undefined {
  const fault = compareDecided(line, entry, before, outcomes, false);
  // Nearly every line agrees at once; what a mended fault let into a ledger is right as it was decided then (decision 0025).
  return fault === undefined || compareDecided(line, entry, before, outcomes, true) === undefined ? undefined : fault;
}

function compareDecided(
  line: string,
  entry: Entry,
  before: Histories,
  outcomes: OutcomesBefore,
  asBefore: boolean,
): string | undefined {
  const decision = decideAgain(entry, before, outcomes, asBefore);
  if (typeof decision === 'string') return decision;
  if (!decision.accepted) return `would be refused: ${refusalReason(decision.refusal)} (${decision.refusal.code})`;
  const [event] = decision.events;
  if (event === undefined) return 'records what stood already';
  if (encodeEntry({ ...entry, event }) === line) return undefined;
  return explainDifference(line, entry, event);
}

function decideAgain(
  entry: Entry,
  before: Histories,
  outcomes: OutcomesBefore,
  asBefore: boolean,
): Decision<LedgerEvent> | string {
  try {
    return rederive(entry, before, outcomes, asBefore);
  } catch (error) {
    if (error instanceof Unfounded) return error.message;
    throw error;
  }
}

/** A line of an older schema is canonical in its own words; what it says now must still be what is derived. */
function explainDifference(line: string, entry: Entry, derived: LedgerEvent): string | undefined {
  const shape = EVENT_CATALOGUE[entry.event.type].data;
  const difference = firstDifference(toWire(shape, entry.event), toWire(shape, derived), 'data');
  if (difference !== undefined) return `does not follow from the entries it rests on: ${difference}`;
  return isCanonical(line) ? undefined : 'is not written in canonical form (RFC 8785)';
}

function isCanonical(line: string): boolean {
  try {
    return canonicalJson(parseJson(line)) === line;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function checkIdentity(entry: Entry): string | undefined {
  const { command, id, stream } = entry;
  const expectedId = entryIdOf(command.id);
  if (id !== expectedId) return `has the id ${id}; its command gives ${expectedId}`;
  const expectedStream = streamOf(entry);
  if (stream !== expectedStream) return `is in the stream ${stream}; it belongs in ${expectedStream}`;
  const content = contentOfEvent(entry);
  if (content === undefined || sha256(content) === command.sha256) return undefined;
  return 'does not record what its command said: the digest of the command differs';
}

function streamOf({ command, event, stream }: Entry): string {
  switch (event.type) {
    case 'OutcomeRecorded':
    case 'OutcomeClaimed':
      return outcomeStream(outcomeIdOfRecord(command.id, event.outcome));
    case 'OutcomeCorrected':
    case 'OutcomeWithdrawn':
    case 'OutcomeValidated':
    case 'OutcomeAudited':
    case 'OutcomeQueried':
    case 'OutcomeQueryAnswered':
    case 'OutcomeRejected':
    case 'AssetStageReached':
    case 'AssetStageCorrected':
    case 'ClaimWithdrawn':
    case 'ClaimWeightsAgreed':
    case 'OutcomeLinked':
    case 'OutcomeUnlinked':
    case 'DuplicatesNoted':
      return stream;
    case 'PublishedFigureRecorded':
      return figureStream(figureIdFor(command.id));
    case 'PublishedFigureDisputed':
    case 'FigureDisputeEnded':
      return stream;
    case 'MeasureDefined':
    case 'DeflatorsSet':
    case 'StatementLinesSet':
      return MEASURE_CATALOGUE;
    case 'RegionRegistered':
    case 'ForceRegistered':
      return FORCE_REGISTER;
    case 'ItemKeySet':
      return ITEM_KEYS;
    default:
      if (isIncentiveEvent(event)) return incentiveStream(event.collaboration);
      return isProgrammeEvent(event) ? programmeStream(event.collaboration) : collaborationStream(event.collaboration);
  }
}

/** The command's text where the event holds all of it. A correction's does not: the event holds the outcome whole, the command only what changed. */
function contentOfEvent({ event, revision, stream }: Entry): string | undefined {
  if (event.type === 'PublishedFigureRecorded') return recordPublishedFigureContent(event.figure);
  if (isFigureEvent(event)) {
    const figureId = figureIdOf(stream);
    return figureId && disputeContent(figureId, event);
  }
  if (isProgrammeEvent(event)) return programmeContentBehind(event);
  if (isIncentiveEvent(event)) return incentiveContentBehind(event);
  if (!isOutcomeEvent(event)) return agreementContent(event);
  const id = outcomeIdOf(stream);
  return id === undefined ? undefined : contentOfOutcomeEvent(id, event, revision);
}

function contentOfOutcomeEvent(outcomeId: OutcomeId, event: OutcomeEvent, revision: number): string | undefined {
  switch (event.type) {
    case 'OutcomeRecorded':
    case 'OutcomeClaimed':
      return recordOutcomeContent(event.collaboration, event.outcome);
    case 'OutcomeWithdrawn':
      return withdrawOutcomeContent(outcomeId, event.reason);
    case 'ClaimWithdrawn':
      return withdrawClaimContent(outcomeId, event.claim, event.reason);
    case 'ClaimWeightsAgreed':
      return agreeClaimWeightsContent(outcomeId, event.weights);
    case 'OutcomeLinked':
      return linkOutcomeContent({ outcomeId, primary: event.duplicateOf, reason: event.reason });
    case 'OutcomeUnlinked':
      return unlinkOutcomeContent({ outcomeId, reason: event.reason });
    case 'DuplicatesNoted':
      return noteDuplicateContent(outcomeId, event);
    case 'OutcomeValidated':
    case 'OutcomeAudited':
    case 'OutcomeQueried':
    case 'OutcomeQueryAnswered':
    case 'OutcomeRejected': {
      const reason = 'reason' in event ? event.reason : undefined;
      return findingContent(outcomeId, event.type, reason, revision - 1);
    }
    case 'AssetStageReached':
      return recordAssetStageContent(outcomeId, event.stage);
    case 'AssetStageCorrected':
      return correctAssetStageContent(outcomeId, event);
    case 'OutcomeCorrected':
      return undefined;
    default:
      return unreachable(event);
  }
}
