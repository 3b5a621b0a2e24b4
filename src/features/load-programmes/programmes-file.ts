import { slug, type CollaborationId } from '../../domain/identifiers.js';
import { programmeFacts, type ProgrammeEventType, type ProgrammeFact } from '../../domain/programme/events.js';
import { list, object, without, type ObjectNode, type Shape } from '../../domain/shape.js';
import { parseJson } from '../../ledger/codec/json.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';

/** Facts of a file say neither their collaboration nor their project: they stand inside them. */
const told = (type: ProgrammeEventType): Shape<object> & ObjectNode =>
  without(programmeFacts[type], 'collaboration', 'project');
const proposed = without(programmeFacts.ProjectProposed, 'collaboration');

const happenings = {
  scores: list(told('ProjectScored')),
  businessCases: list(told('BusinessCaseSet')),
  profiles: list(told('BenefitProfileSet')),
  approvals: list(told('ProjectApproved')),
  changes: list(told('ProjectStatusChanged')),
};

const projectShape: ObjectNode = {
  is: 'object',
  fields: { ...proposed.fields, ...happenings },
  optional: [...proposed.optional, ...Object.keys(happenings)],
};

/** A file of programmes: of each collaboration its tiers and its projects, each with what happened to it, in order of kinds and days. */
const fileShape = object({
  programmes: list(
    object(
      { collaboration: slug<CollaborationId>(), projects: list(projectShape as Shape<object>) },
      { tiers: list(told('TiersSet')) },
    ),
  ),
});

/** What happens to a project, in the order in which it is recorded: what was stopped takes nothing more. */
const KINDS = [
  ['scores', 'ProjectScored'],
  ['businessCases', 'BusinessCaseSet'],
  ['profiles', 'BenefitProfileSet'],
  ['approvals', 'ProjectApproved'],
  ['changes', 'ProjectStatusChanged'],
] as const;

/** The part of a file that was read as JSON, after the shape has let it through. */
interface Programmes {
  readonly programmes: readonly {
    readonly collaboration: string;
    readonly tiers?: readonly object[];
    readonly projects: readonly Readonly<Record<string, unknown>>[];
  }[];
}

/** Reads a file of programmes into facts, in the order in which they are to be recorded. Throws `Unreadable` naming the place. */
export function factsInFile(text: string): readonly ProgrammeFact[] {
  const json = parseJson(text);
  fromWire(fileShape, json);
  const { programmes } = json as Programmes;
  return programmes.flatMap(({ collaboration, tiers = [], projects }) => [
    ...tiers.map((each) => fact('TiersSet', { ...each, collaboration })),
    ...projects.flatMap((project) => factsOf(collaboration, project)),
  ]);
}

function factsOf(collaboration: string, given: Readonly<Record<string, unknown>>): readonly ProgrammeFact[] {
  const { scores: _1, businessCases: _2, profiles: _3, approvals: _4, changes: _5, ...own } = given;
  const later = KINDS.flatMap(([name, type]) => {
    const each = (given[name] ?? []) as readonly object[];
    return each.map((one) => fact(type, { ...one, collaboration, project: given['project'] }));
  });
  return [fact('ProjectProposed', { ...own, collaboration }), ...later];
}

function fact(type: ProgrammeEventType, fields: object): ProgrammeFact {
  return { type, ...fromWire(programmeFacts[type] as Shape<object>, fields) } as ProgrammeFact;
}
