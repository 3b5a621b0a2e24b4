import {
  parseSlug,
  parseUuid,
  type CommandId,
  type OutcomeId,
  type PersonId,
  slugWords,
} from '../domain/identifiers.js';
import { malformed, problem, Refused } from './problems.js';
import { DEFAULT_PERSON, type Sender } from './request-headers.js';

/** The attributes of a message (CloudEvents), as its headers have them. */
export type Attributes = ReadonlyMap<string, string>;

/** What stands round the body of a message that is to be recorded: over HTTP it is the address and the headers. */
export interface About {
  readonly sender: Sender;
  readonly attributes: Attributes;
}

/** Reads who sends a message, and under which id: `ce_id`, a UUID in any case, and `ce_actingperson` (malformed-request). */
export function aboutOf(attributes: Attributes): About {
  const given = attributes.get('ce_id');
  if (given === undefined) {
    const reason = 'is missing; it is a UUID of your own, and the same one when you send the message again';
    throw malformed({ field: 'ce_id', reason });
  }
  const id = parseUuid<CommandId>(given.toLowerCase());
  if (id === undefined) throw malformed({ field: 'ce_id', reason: 'has to be a UUID' });
  const actor = parseSlug<PersonId>(attributes.get('ce_actingperson') ?? DEFAULT_PERSON);
  if (actor === undefined) throw malformed({ field: 'ce_actingperson', reason: `has to be ${slugWords('jane-doe')}` });
  return { sender: { id, actor }, attributes };
}

/** The outcome that a message is about: `ce_subject` (malformed-request). */
export function outcomeAsked(about: About): OutcomeId {
  return subjectAsked<OutcomeId>(about, 'an outcome', 'the outcome');
}

/** The id of what a message is about, `of` in words: `ce_subject` (malformed-request). */
export function subjectAsked<Id extends string>({ attributes }: About, of: string, whose = of): Id {
  const given = attributes.get('ce_subject');
  if (given === undefined) throw malformed({ field: 'ce_subject', reason: `is missing; it is the id of ${whose}` });
  const id = parseUuid<Id>(given.toLowerCase());
  if (id === undefined) throw malformed({ field: 'ce_subject', reason: `has to be the id of ${of}, a UUID` });
  return id;
}

const REVISION = /^\d{1,9}$/;

/** The revision that the sender read: `ce_revision`, or `undefined` when they did not say (malformed-request). */
export function revisionGiven({ attributes }: About): number | undefined {
  const given = attributes.get('ce_revision');
  if (given === undefined) return undefined;
  if (!REVISION.test(given)) throw malformed({ field: 'ce_revision', reason: 'has to be one revision, such as 0' });
  return parseInt(given, 10);
}

/** The same, of a message that must say what its sender read (revision-required). */
export function revisionAsked(about: About): number {
  const revision = revisionGiven(about);
  if (revision !== undefined) return revision;
  const reason = 'is missing; say which revision you read, such as 0';
  throw new Refused(problem('revision-required', `"ce_revision" ${reason}.`, [{ field: 'ce_revision', reason }]));
}
