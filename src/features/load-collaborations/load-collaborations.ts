import type { CollaborationId, PersonId } from '../../domain/identifiers.js';
import type { Refusal } from '../../domain/refusals.js';
import { carryOut, changes, type AgreementChange } from '../../ledger/agreement-changes.js';
import { parseJson } from '../../ledger/codec/json.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { commandIdOf } from '../../ledger/commands.js';
import type { Executed } from '../../ledger/execute.js';
import type { Ledger } from '../../ledger/ledger.js';
import { facts, type ToldFact } from '../../ledger/told-facts.js';
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
  // A fact is named by what it says, so that the same file gives the same commands.
  const registered = (what: string, fact: ToldFact): Fact => ({
    what,
    record: () => fact.record(ledger, { id: commandIdOf(fact.content), actor }),
  });
  const all = [
    ...file.regions.map(({ id: region, name }) =>
      registered(`region ${region}`, facts.registerRegion({ region, name })),
    ),
    ...file.forces.map(({ id: force, name, region }) =>
      registered(`force ${force}`, facts.registerForce({ force, name, region })),
    ),
    ...file.collaborations.flatMap((collaboration) => collaborationFacts(ledger, actor, collaboration)),
  ];
  return recordAll(ledger, all);
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

function collaborationFacts(ledger: Ledger, actor: PersonId, inFile: CollaborationInFile): readonly Fact[] {
  const { id: collaboration, name, model, members, units, keys } = inFile;
  const fact = (what: string, change: AgreementChange): Fact => ({
    what: `${what} of ${collaboration}`,
    record: () => carryOut(ledger, { id: commandIdOf(change.content), actor }, change),
  });
  return [
    fact('founding', changes.found({ collaboration, name, model })),
    ...members.flatMap((member) => memberChanges(collaboration, member).map(([what, each]) => fact(what, each))),
    ...units.flatMap((unit) => unitChanges(collaboration, unit).map(([what, each]) => fact(what, each))),
    ...keys.map(({ id: key, basis, from, weights, assumed = false }) =>
      fact(`key ${key}`, changes.setKeyVersion({ collaboration, key, basis, from, weights, assumed })),
    ),
  ];
}

type Told = readonly [what: string, change: AgreementChange];

function memberChanges(
  collaboration: CollaborationId,
  { force, from, to, function: of }: CollaborationInFile['members'][number],
): readonly Told[] {
  if (of === undefined) {
    const joined: Told = [`member ${force}`, changes.joinMember({ collaboration, force, from })];
    return to === undefined
      ? [joined]
      : [joined, [`leaving of ${force}`, changes.leaveMember({ collaboration, force, to })]];
  }
  const command = { collaboration, force, function: of };
  const joined: Told = [`${force} in ${of}`, changes.joinFunction({ ...command, from })];
  return to === undefined
    ? [joined]
    : [joined, [`leaving of ${force} from ${of}`, changes.leaveFunction({ ...command, to })]];
}

function unitChanges(collaboration: CollaborationId, inFile: CollaborationInFile['units'][number]): readonly Told[] {
  const { id: unit, name, from, to, lead, function: serves, renamed = [], moved = [] } = inFile;
  const opening = {
    ...{ collaboration, unit, name, from },
    ...(lead !== undefined && { leadForce: lead }),
    ...(serves !== undefined && { function: serves }),
  };
  return [
    [`unit ${unit}`, changes.openUnit(opening)],
    ...renamed.map((each): Told => [`new name of ${unit}`, changes.renameUnit({ collaboration, unit, ...each })]),
    ...moved.map(({ lead: leadForce, ...each }): Told => {
      const command = { collaboration, unit, leadForce, ...each };
      return [`new lead force of ${unit}`, changes.moveUnit(command)];
    }),
    ...(to === undefined ? [] : [[`closing of ${unit}`, changes.closeUnit({ collaboration, unit, to })] as const]),
  ];
}
