import { civilDate } from '../civil-date.js';
import { slug, type CollaborationId, type ForceId, type FunctionId, type KeyId, type UnitId } from '../identifiers.js';
import { amount, flag, mapOf, object, oneOf, text, wholeNumber, type Described } from '../shape.js';

/** Forms of collaboration, from loosest to tightest (brief §1, 003:108-118). */
export const MODELS = [
  'ad-hoc',
  'shared-function',
  'strategic-alliance',
  'lead-force',
  'beyond-regional-boundaries',
  'joint-venture',
  'outsourcing',
] as const;

/** A name for people: one line of text. */
export const nameShape = text(/^[^\p{Cc}\p{Cs}]+$/u, 'a name on one line', 200);
const collaboration = slug<CollaborationId>();
/** A force has to be in the register before it can join; the event says which revision of the register it was found in. */
const restsOnRegister = object({ forceRegister: wholeNumber() });

export const collaborationEvents = {
  CollaborationFounded: object({ collaboration, model: oneOf(...MODELS), name: nameShape }),
  MemberJoined: object({ collaboration, force: slug<ForceId>(), from: civilDate(), restsOn: restsOnRegister }),
  /** `to` is the first day on which the force is no member any more. */
  MemberLeft: object({ collaboration, force: slug<ForceId>(), to: civilDate() }),
  /** A force takes part in one function of the collaboration, whether or not it is a member of the whole. */
  FunctionJoined: object({
    collaboration,
    force: slug<ForceId>(),
    from: civilDate(),
    function: slug<FunctionId>(),
    restsOn: restsOnRegister,
  }),
  /** `to` is the first day on which the force takes no part in the function any more. */
  FunctionLeft: object({ collaboration, force: slug<ForceId>(), function: slug<FunctionId>(), to: civilDate() }),
  /** A unit that serves a function shares by key among those only who take part in it. */
  UnitOpened: object(
    { collaboration, from: civilDate(), name: nameShape, unit: slug<UnitId>() },
    { function: slug<FunctionId>(), leadForce: slug<ForceId>() },
  ),
  /** Called something else from a day on; it stays the same unit, under the same id. */
  UnitRenamed: object({ collaboration, from: civilDate(), name: nameShape, unit: slug<UnitId>() }),
  /** Under the direction of another lead force from a day on; `approvedOn` where the approval came on a day of its own. */
  UnitMoved: object(
    { collaboration, from: civilDate(), leadForce: slug<ForceId>(), unit: slug<UnitId>() },
    { approvedOn: civilDate() },
  ),
  /** `to` is the first day on which the unit is closed. */
  UnitClosed: object({ collaboration, to: civilDate(), unit: slug<UnitId>() }),
  /** A version of an apportionment key, in force from a day until the next version's. */
  KeyVersionSet: object({
    assumed: flag(),
    basis: slug(),
    collaboration,
    from: civilDate(),
    key: slug<KeyId>(),
    weights: mapOf(slug<ForceId>(), amount(0n)),
  }),
};

type EventOf<T extends keyof typeof collaborationEvents> = { readonly type: T } & Described<
  (typeof collaborationEvents)[T]
>;
export type CollaborationFounded = EventOf<'CollaborationFounded'>;
export type MemberJoined = EventOf<'MemberJoined'>;
export type MemberLeft = EventOf<'MemberLeft'>;
export type FunctionJoined = EventOf<'FunctionJoined'>;
export type FunctionLeft = EventOf<'FunctionLeft'>;
export type UnitOpened = EventOf<'UnitOpened'>;
export type UnitRenamed = EventOf<'UnitRenamed'>;
export type UnitMoved = EventOf<'UnitMoved'>;
export type UnitClosed = EventOf<'UnitClosed'>;
export type KeyVersionSet = EventOf<'KeyVersionSet'>;
export type CollaborationEvent =
  | CollaborationFounded
  | MemberJoined
  | MemberLeft
  | FunctionJoined
  | FunctionLeft
  | UnitOpened
  | UnitRenamed
  | UnitMoved
  | UnitClosed
  | KeyVersionSet;
