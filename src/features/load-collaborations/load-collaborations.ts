import { closeUnit } from '../../domain/collaboration/close-unit.js';
import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import type { CollaborationEvent } from '../../domain/collaboration/events.js';
import { foundCollaboration } from '../../domain/collaboration/found-collaboration.js';
import { joinMember } from '../../domain/collaboration/join-member.js';
import { leaveMember } from '../../domain/collaboration/leave-member.js';
import { openUnit } from '../../domain/collaboration/open-unit.js';
import { setKeyVersion } from '../../domain/collaboration/set-key-version.js';
import type { Decision } from '../../domain/decision.js';
import type { LedgerEvent } from '../../domain/event-catalogue.js';
import { registerForce } from '../../domain/force-register/register-force.js';
import { registerRegion } from '../../domain/force-register/register-region.js';
import type { PersonId } from '../../domain/identifiers.js';
import type { Refusal } from '../../domain/refusals.js';
import { parseJson } from '../../ledger/codec/json.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { contentOf } from '../../ledger/command-content.js';
import { commandIdOf } from '../../ledger/commands.js';
import { execute, type Executed } from '../../ledger/execute.js';
import type { Ledger } from '../../ledger/ledger.js';
import { collaborationAggregate, registerAggregate, type Aggregate } from '../../ledger/streams.js';
import { collaborationsFileShape, type CollaborationInFile } from './collaborations-file.js';

/** What loading came to: how many facts were new, how many stood already, and what was refused. */
export interface Loaded {
  readonly recorded: number;
  readonly alreadyThere: number;
  readonly refused: readonly { readonly what: string; readonly refusal: Refusal }[];
}

/** One fact of the file, ready to be recorded. */
interface Fact {
  readonly what: string;
  readonly record: () => Promise<Executed>;
}

/**
 * Loads regions, forces and collaborations from JSON text, one entry for each fact. What stands already is left alone, so that loading
 * twice records nothing twice; a fact that contradicts the ledger is refused by name and the others go on. Throws `Unreadable` for text
 * that is not such a file.
 */
export async function loadCollaborations(ledger: Ledger, text: string, actor: PersonId): Promise<Loaded> {
  const file = fromWire(collaborationsFileShape, parseJson(text));
  const fact = factsFor(ledger, actor);
  const facts = [
    ...file.regions.map(({ id: region, name }) =>
      fact(`region ${region}`, 'RegisterRegion', { region, name }, registerAggregate, (state) =>
        registerRegion({ region, name }, state),
      ),
    ),
    ...file.forces.map(({ id: force, name, region }) =>
      fact(`force ${force}`, 'RegisterForce', { force, name, region }, registerAggregate, (state) =>
        registerForce({ force, name, region }, state),
      ),
    ),
    ...file.collaborations.flatMap((collaboration) => collaborationFacts(ledger, fact, collaboration)),
  ];
  return recordAll(ledger, facts);
}

async function recordAll(ledger: Ledger, facts: readonly Fact[]): Promise<Loaded> {
  let recorded = 0;
  const refused: Loaded['refused'][number][] = [];
  for (const { what, record } of facts) {
    const done = await record();
    if (!done.ok) refused.push({ what, refusal: done.refusal });
    else if (done.receipt !== undefined && !done.receipt.isRepeat) recorded += 1;
  }
  ledger.agreements.refresh();
  return { recorded, alreadyThere: facts.length - recorded - refused.length, refused };
}

type MakeFact = <State, Event extends LedgerEvent>(
  what: string,
  type: string,
  fields: object,
  aggregate: Aggregate<State, Event>,
  decide: (state: State) => Decision<Event> | Promise<Decision<Event>>,
) => Fact;

/** A fact is named by what it says, so that the same file gives the same commands. */
function factsFor(ledger: Ledger, actor: PersonId): MakeFact {
  return (what, type, fields, aggregate, decide) => {
    const content = contentOf(type, fields);
    return { what, record: () => execute(ledger, aggregate, { id: commandIdOf(content), actor, content }, decide) };
  };
}

function collaborationFacts(ledger: Ledger, fact: MakeFact, inFile: CollaborationInFile): readonly Fact[] {
  const { id: collaboration, name, model } = inFile;
  const aggregate = collaborationAggregate(collaboration);
  const of = <E extends CollaborationEvent, F extends object>(
    what: string,
    type: string,
    fields: F,
    decide: (command: F, state: Collaboration | undefined) => Decision<E> | Promise<Decision<E>>,
  ): Fact => fact(`${what} of ${collaboration}`, type, fields, aggregate, (state) => decide(fields, state));

  return [
    of('founding', 'FoundCollaboration', { collaboration, name, model }, foundCollaboration),
    ...inFile.members.flatMap(({ force, from, to }) => [
      of(`member ${force}`, 'JoinMember', { collaboration, force, from }, async (command, state) => {
        ledger.agreements.refresh();
        return joinMember(command, state, await ledger.agreements.register());
      }),
      ...(to === undefined
        ? []
        : [of(`leaving of ${force}`, 'LeaveMember', { collaboration, force, to }, leaveMember)]),
    ]),
    ...inFile.units.flatMap(({ id: unit, name: unitName, from, to, lead }) => {
      const command = { collaboration, unit, name: unitName, from, ...(lead !== undefined && { leadForce: lead }) };
      const opened = of(`unit ${unit}`, 'OpenUnit', command, openUnit);
      return to === undefined
        ? [opened]
        : [opened, of(`closing of ${unit}`, 'CloseUnit', { collaboration, unit, to }, closeUnit)];
    }),
    ...inFile.keys.map(({ id: key, basis, from, weights, assumed }) =>
      of(
        `key ${key}`,
        'SetKeyVersion',
        { collaboration, key, basis, from, weights, assumed: assumed ?? false },
        setKeyVersion,
      ),
    ),
  ];
}
