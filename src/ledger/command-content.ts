import { EVENT_CATALOGUE, type EventType } from '../domain/event-catalogue.js';
import { isSame } from '../domain/same.js';
import { canonicalJson, parseJson } from './codec/json.js';
import type { Entry } from './codec/entry-line.js';
import { toWire } from './codec/shape-codec.js';
import { outcomeIdOf } from './streams.js';

type Fields = Readonly<Record<string, unknown>>;

/** Which command each event is the outcome of. */
export const COMMAND_OF: Readonly<Record<EventType, string>> = {
  OutcomeRecorded: 'RecordOutcome',
  OutcomeCorrected: 'CorrectOutcome',
  OutcomeWithdrawn: 'WithdrawOutcome',
  OutcomeValidated: 'ValidateOutcome',
  OutcomeAudited: 'AuditOutcome',
  OutcomeQueried: 'QueryOutcome',
  OutcomeQueryAnswered: 'AnswerQuery',
  OutcomeRejected: 'RejectOutcome',
  AssetStageReached: 'RecordAssetStage',
  AssetStageCorrected: 'CorrectAssetStage',
  // Who sends an outcome need not know whether its item is in the ledger already.
  OutcomeClaimed: 'RecordOutcome',
  ClaimWithdrawn: 'WithdrawClaim',
  ClaimWeightsAgreed: 'AgreeClaimWeights',
  OutcomeLinked: 'LinkOutcome',
  OutcomeUnlinked: 'UnlinkOutcome',
  DuplicatesNoted: 'NoteDuplicate',
  ItemKeySet: 'SetItemKey',
  PublishedFigureRecorded: 'RecordPublishedFigure',
  PublishedFigureDisputed: 'DisputeFigure',
  FigureDisputeEnded: 'EndFigureDispute',
  CollaborationFounded: 'FoundCollaboration',
  MemberJoined: 'JoinMember',
  MemberLeft: 'LeaveMember',
  FunctionJoined: 'JoinFunction',
  FunctionLeft: 'LeaveFunction',
  UnitOpened: 'OpenUnit',
  UnitRenamed: 'RenameUnit',
  UnitMoved: 'MoveUnit',
  UnitClosed: 'CloseUnit',
  KeyVersionSet: 'SetKeyVersion',
  MeasureDefined: 'DefineMeasure',
  StatementLinesSet: 'SetStatementLines',
  DeflatorsSet: 'SetDeflators',
  RegionRegistered: 'RegisterRegion',
  ForceRegistered: 'RegisterForce',
  TiersSet: 'SetTiers',
  ProjectProposed: 'ProposeProject',
  ProjectScored: 'ScoreProject',
  BusinessCaseSet: 'SetBusinessCase',
  ProjectApproved: 'ApproveProject',
  ProjectStatusChanged: 'ChangeProjectStatus',
  BenefitProfileSet: 'SetBenefitProfile',
  IncentiveSchemeSet: 'SetIncentiveScheme',
  IncentiveReceiptRecorded: 'RecordIncentiveReceipt',
};

/** What a decision worked out; the rest of an event's data is what the command said. */
const WORKED_OUT = ['labels', 'postings', 'restsOn', 'tierByScore', 'receiptNumber', 'underVersions'];
/** Fields that hold what the command is about; their own fields are compared one by one. */
const NESTED = ['outcome', 'figure', 'changes', 'stage'];

/** Events that hold all that their command told, so that what is missing now differs as well. */
const TOLD_WHOLE: ReadonlySet<EventType> = new Set<EventType>([
  'OutcomeRecorded',
  'OutcomeClaimed',
  'PublishedFigureRecorded',
  'IncentiveReceiptRecorded',
]);

/** The canonical text of a command: what its SHA-256 is taken over, and what makes two sendings of one command id the same. */
export function contentOf(type: string, fields: object): string {
  return canonicalJson({ ...fields, type });
}

/**
 * Names what differs between a command and the entry that its id recorded before, for the person whose key was used twice. Takes the
 * command's canonical text; gives field names in order, inside lists down to `substances[0].quantity`, or `command` when the id
 * belonged to another kind of command altogether.
 */
export function differingFields(content: string, { event, revision, stream }: Entry): readonly string[] {
  const { type, ...fields } = parseJson(content) as Fields;
  if (type !== COMMAND_OF[event.type]) return ['command'];
  const asked = flattened(fields, []);
  const recorded = flattened(toWire(EVENT_CATALOGUE[event.type].data, event) as Fields, WORKED_OUT);
  const isWhole = TOLD_WHOLE.has(event.type);
  const names = new Set([...Object.keys(asked), ...(isWhole ? Object.keys(recorded) : [])]);
  // A correction says which outcome it changes and which revision was read; its entry says both in its own way.
  const stands: Fields = { ...recorded, outcomeId: outcomeIdOf(stream), revision: revision - 1 };
  const differing = [...names].flatMap((name) => differences(name, asked[name] ?? undefined, stands[name]));
  return differing.length === 0 ? ['command'] : differing.sort();
}

/** The places at which two values differ: items of lists one by one, anything else as a whole. */
function differences(path: string, asked: unknown, stands: unknown): readonly string[] {
  if (isSame(asked, stands)) return [];
  if (!Array.isArray(asked) || !Array.isArray(stands) || asked.length !== stands.length) return [path];
  const pairs = asked.map((item: unknown, i): readonly [unknown, unknown] => [item, stands[i]]);
  return pairs.flatMap(([item, other], i) => {
    if (!isFields(item) || !isFields(other)) return differences(`${path}[${i}]`, item, other);
    const names = new Set([...Object.keys(item), ...Object.keys(other)]);
    return [...names].flatMap((name) => differences(`${path}[${i}].${name}`, item[name], other[name]));
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flattened(fields: Fields, without: readonly string[]): Fields {
  const own = Object.entries(fields).filter(([name]) => !without.includes(name));
  return Object.fromEntries(
    own.flatMap(([name, value]) => (NESTED.includes(name) ? Object.entries(value as Fields) : [[name, value]])),
  );
}
