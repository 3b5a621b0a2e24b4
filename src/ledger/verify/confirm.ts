import { totalsOf, type Total } from '../../../projections/totals.js';
import type { LedgerEvent } from '../../domain/event-catalogue.js';
import {
  slug,
  uuid,
  type CollaborationId,
  type CommandId,
  type OutcomeId,
  type PersonId,
} from '../../domain/identifiers.js';
import { outcomeShape } from '../../domain/outcome/events.js';
import { recordOutcome } from '../../domain/outcome/record-outcome.js';
import { sha256 } from '../codec/digest.js';
import { encodeEntry, readMoment, type Entry } from '../codec/entry-line.js';
import { parseJson, Unreadable } from '../codec/json.js';
import { shapeCodec } from '../codec/shape-codec.js';
import { outcomeIdFor, recordOutcomeText } from '../commands.js';
import { entryIdOf } from '../execute.js';
import { outcomeIdOf, outcomeStream } from '../streams.js';
import { readEntry } from './check-entry.js';
import { Histories, Unfounded } from './histories.js';

/** Lines to be confirmed, joined by newlines, and the lines about agreements, measures and forces that came before them since last time. */
export interface ConfirmRequest {
  readonly lines: string;
  readonly agreements: readonly string[];
  readonly withTotals: boolean;
}

/** What could be confirmed of some lines without knowing all that came before them. */
export interface Confirmed {
  /**
   * For each line the outcome that it records, when everything about the line is right but for its place, which only the whole export can tell.
   * `undefined` for every other line: it may be right or wrong, and has to be looked at in its turn.
   */
  readonly outcomes: readonly (OutcomeId | undefined)[];
  /** The totals of the confirmed lines, if they are wanted. */
  readonly totals: readonly Total[];
}

/** Somebody who confirms lines, in another thread for instance. */
export type Confirm = (request: ConfirmRequest) => Promise<Confirmed>;

/**
 * Confirms lines that record new outcomes: nearly all the work of a verification, and none of it depends on the order of the lines. It knows the agreements that it
 * was told of, each at every revision. It makes the whole line anew from what the line says was recorded, and compares the two as texts; a line that rests on one it was not told of yet is left to the one who asked.
 */
export class Confirmer {
  private readonly known = new Histories();

  confirm({ lines, agreements, withTotals }: ConfirmRequest): Confirmed {
    for (const line of agreements) {
      const entry = readEntry(line);
      if (typeof entry !== 'string') this.known.add(entry);
    }
    const events: LedgerEvent[] = [];
    const outcomes = lines.split('\n').map((line) => this.confirmLine(line, events));
    return { outcomes, totals: withTotals ? [...totalsOf(events).values()] : [] };
  }

  private confirmLine(line: string, events: LedgerEvent[]): OutcomeId | undefined {
    const parts = partsOf(line);
    if (parts === undefined) return undefined;
    try {
      const entry = this.entryFrom(parts);
      if (entry === undefined || encodeEntry(entry) !== line) return undefined;
      events.push(entry.event);
      return outcomeIdOf(entry.stream);
    } catch (error) {
      if (error instanceof Unreadable || error instanceof Unfounded) return undefined;
      throw error;
    }
  }

  /** The entry that should have come of what a line says was recorded, by whom and when; `undefined` when it should not have been recorded. */
  private entryFrom(parts: Parts): Entry | undefined {
    const { digest, recordedAt } = parts;
    const id = commandId.from(parts.command, 'command.id');
    const collaboration = collaborationId.from(parts.collaboration, 'collaboration');
    const outcome = details.from(parseJson(parts.outcome), 'outcome');
    // What an item had before it, only the whole export can tell.
    if (outcome.item !== undefined) return undefined;
    // A finding on a saving rests on the others: all of them have to be read by the one who asked.
    if (outcome.kind === 'saving') return undefined;
    // The command's own text: that the outcome in it is written in canonical form shows when the lines are compared.
    if (sha256(recordOutcomeText(collaboration, parts.outcome)) !== digest) return undefined;
    const restsOn = { collaboration: parseInt(parts.agreement, 10), measureCatalogue: parseInt(parts.catalogue, 10) };
    const context = this.known.contextAt(collaboration, restsOn, readMoment(recordedAt));
    const decision = recordOutcome({ collaboration, outcome }, { ...context, predecessor: undefined });
    const [event] = decision.accepted ? decision.events : [];
    if (event === undefined) return undefined;
    const [actor, stream] = [actorId.from(parts.actor, 'actor'), outcomeStream(outcomeIdFor(id))];
    return { actor, command: { id, sha256: digest }, event, id: entryIdOf(id), recordedAt, revision: 0, stream };
  }
}

const commandId = shapeCodec(uuid<CommandId>());
const collaborationId = shapeCodec(slug<CollaborationId>());
const actorId = shapeCodec(slug<PersonId>());
const details = shapeCodec(outcomeShape);

/** The parts of a line that records an outcome, as text. */
interface Parts {
  readonly actor: string;
  readonly command: string;
  readonly digest: string;
  readonly collaboration: string;
  readonly outcome: string;
  readonly agreement: string;
  readonly catalogue: string;
  readonly recordedAt: string;
}

const BEFORE_OUTCOME =
  /^\{"actor":"([^"]*)","command":\{"id":"([^"]*)","sha256":"([^"]*)"\},"data":\{"collaboration":"([^"]*)","labels":\[[^\]]*\]$/;
const AFTER_POSTINGS =
  /^,"restsOn":\{"collaboration":(\d+),"measureCatalogue":(\d+)\}\},"id":"[^"]*","recordedAt":"([^"]*)","revision":0,"schema":\d+,"stream":"[^"]*","type":"OutcomeRecorded"\}$/;

/**
 * Finds the parts from which a canonical line that records an outcome can be made anew. It need not be sure of them: where it finds them
 * wrongly, the two lines differ.
 */
function partsOf(line: string): Parts | undefined {
  const afterPostings = AFTER_POSTINGS.exec(line.slice(line.lastIndexOf(',"restsOn":')));
  const outcomeAt = line.indexOf(',"outcome":');
  const beforeOutcome = BEFORE_OUTCOME.exec(line.slice(0, Math.max(0, outcomeAt)));
  if (beforeOutcome === null || afterPostings === null) return undefined;
  const [, actor = '', command = '', digest = '', collaboration = ''] = beforeOutcome;
  const [, agreement = '', catalogue = '', recordedAt = ''] = afterPostings;
  const outcome = line.slice(outcomeAt + ',"outcome":'.length, line.indexOf(',"postings":[', outcomeAt));
  return { actor, command, digest, collaboration, outcome, agreement, catalogue, recordedAt };
}
