import { closeUnit, type CloseUnit } from '../domain/collaboration/close-unit.js';
import type { Collaboration } from '../domain/collaboration/collaboration.js';
import type { CollaborationEvent } from '../domain/collaboration/events.js';
import { foundCollaboration, type FoundCollaboration } from '../domain/collaboration/found-collaboration.js';
import { joinFunction, type JoinFunction } from '../domain/collaboration/join-function.js';
import { joinMember, type JoinMember } from '../domain/collaboration/join-member.js';
import { leaveFunction, type LeaveFunction } from '../domain/collaboration/leave-function.js';
import { leaveMember, type LeaveMember } from '../domain/collaboration/leave-member.js';
import { moveUnit, type MoveUnit } from '../domain/collaboration/move-unit.js';
import { openUnit, type OpenUnit } from '../domain/collaboration/open-unit.js';
import { renameUnit, type RenameUnit } from '../domain/collaboration/rename-unit.js';
import { setKeyVersion, type SetKeyVersion } from '../domain/collaboration/set-key-version.js';
import type { Decision } from '../domain/decision.js';
import type { ForceRegister } from '../domain/force-register/force-register.js';
import type { CollaborationId } from '../domain/identifiers.js';
import type { DecidedOn } from '../domain/past-day.js';
import { londonDate } from './clock.js';
import { contentOf } from './command-content.js';
import { execute, type Command, type Executed } from './execute.js';
import type { Ledger } from './ledger.js';
import { collaborationAggregate } from './streams.js';

/** Something that is told of a collaboration: the canonical text of the command, and the decision on it. */
export interface AgreementChange {
  readonly collaboration: CollaborationId;
  readonly content: string;
  readonly decide: (
    state: Collaboration | undefined,
    register: () => Promise<ForceRegister>,
    when: DecidedOn,
  ) => Decision<CollaborationEvent> | Promise<Decision<CollaborationEvent>>;
}

type Of = { readonly collaboration: CollaborationId };
type Decide<C> = (command: C, state: Collaboration | undefined, when: DecidedOn) => Decision<CollaborationEvent>;
type DecideByRegister<C> = (
  command: C,
  state: Collaboration | undefined,
  register: ForceRegister,
) => Decision<CollaborationEvent>;

const change =
  <C extends Of>(type: string, decide: Decide<C>) =>
  (command: C): AgreementChange => ({
    collaboration: command.collaboration,
    content: contentOf(type, command),
    decide: (state, _, when) => decide(command, state, when),
  });

const registered =
  <C extends Of>(type: string, decide: DecideByRegister<C>) =>
  (command: C): AgreementChange => ({
    collaboration: command.collaboration,
    content: contentOf(type, command),
    decide: async (state, register) => decide(command, state, await register()),
  });

/** All that can be told of a collaboration, each by the name of its command. A file and the routes make the same commands. */
export const changes = {
  found: change<FoundCollaboration>('FoundCollaboration', foundCollaboration),
  joinMember: registered<JoinMember>('JoinMember', joinMember),
  leaveMember: change<LeaveMember>('LeaveMember', leaveMember),
  joinFunction: registered<JoinFunction>('JoinFunction', joinFunction),
  leaveFunction: change<LeaveFunction>('LeaveFunction', leaveFunction),
  openUnit: change<OpenUnit>('OpenUnit', openUnit),
  renameUnit: change<RenameUnit>('RenameUnit', renameUnit),
  moveUnit: change<MoveUnit>('MoveUnit', moveUnit),
  closeUnit: change<CloseUnit>('CloseUnit', closeUnit),
  setKeyVersion: change<SetKeyVersion>('SetKeyVersion', setKeyVersion),
};

/** Carries a change out, on the register as it stands now. There is no receipt where it stood as asked already. */
export function carryOut(
  ledger: Ledger,
  sender: Omit<Command, 'content'>,
  { collaboration, content, decide }: AgreementChange,
): Promise<Executed> {
  const register = (): Promise<ForceRegister> => {
    ledger.agreements.refresh();
    return ledger.agreements.register();
  };
  return execute(ledger, collaborationAggregate(collaboration), { ...sender, content }, (state) =>
    decide(state, register, { today: londonDate(ledger.now()) }),
  );
}
