import { programmeFacts, type ProgrammeEventType, type ProgrammeFact } from '../../domain/programme/events.js';
import { without, type ObjectNode, type Shape } from '../../domain/shape.js';
import { schemaOf, type Schema } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { isRecord } from '../../web/fits.js';
import { checkShape } from '../../web/request-of-shape.js';
import { slugIn } from '../../web/slug-in-address.js';

/** What the body of a fact about a project says; the address says which project. */
const bodies: Readonly<Record<ProgrammeEventType, ObjectNode>> = {
  TiersSet: programmeFacts.TiersSet,
  ProjectProposed: programmeFacts.ProjectProposed,
  ProjectScored: without(programmeFacts.ProjectScored, 'project'),
  BusinessCaseSet: without(programmeFacts.BusinessCaseSet, 'project'),
  ProjectApproved: without(programmeFacts.ProjectApproved, 'project'),
  ProjectStatusChanged: without(programmeFacts.ProjectStatusChanged, 'project'),
  BenefitProfileSet: without(programmeFacts.BenefitProfileSet, 'project'),
};

/** The schema of a body. */
export function bodySchema(type: ProgrammeEventType): Schema {
  return schemaOf(bodies[type]);
}

/** Reads the body that tells a fact, of the project that the address names if it names one (400 malformed-request). */
export function readFact(type: ProgrammeEventType, body: unknown, project?: string): ProgrammeFact {
  checkShape(bodies[type], body);
  const told = { ...(isRecord(body) ? body : {}), ...(project !== undefined && { project: slugIn('id', project) }) };
  return { type, ...fromWire(programmeFacts[type] as Shape<object>, told) } as ProgrammeFact;
}
