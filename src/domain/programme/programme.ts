import type { CivilDate } from '../civil-date.js';
import type { ProfileId, ProjectId } from '../identifiers.js';
import { unreachable } from '../unreachable.js';
import type {
  BenefitProfileSet,
  BusinessCaseSet,
  ProgrammeEvent,
  ProjectApproved,
  ProjectProposed,
  ProjectScored,
  ProjectStatusChanged,
  TiersSet,
} from './events.js';

export const STATUSES = ['proposed', 'approved', 'live', 'closed', 'rejected', 'stopped'] as const;
export type ProjectStatus = (typeof STATUSES)[number];

/** A project as the facts about it stand: of each kind the last, and every change of its status. */
export interface Project {
  readonly proposed: ProjectProposed;
  readonly scored?: ProjectScored;
  readonly businessCase?: BusinessCaseSet;
  readonly approved?: ProjectApproved;
  readonly changes: readonly ProjectStatusChanged[];
  readonly profiles: ReadonlyMap<ProfileId, BenefitProfileSet>;
}

/** The projects of one collaboration, rejected and stopped ones among them, and the tiers that their scores put them into. */
export interface Programme {
  /** In order of the day from which each is in force. */
  readonly tiers: readonly TiersSet[];
  readonly projects: ReadonlyMap<ProjectId, Project>;
  /** Revision of the last event folded in; -1 before the first. */
  readonly revision: number;
}

export const emptyProgramme: Programme = { tiers: [], projects: new Map(), revision: -1 };

/** Folds one event into a programme. An event about a project that was never proposed, which no decision gives, changes nothing in it. */
export function evolveProgramme(programme: Programme, event: ProgrammeEvent): Programme {
  const next = { ...programme, revision: programme.revision + 1 };
  const changed = (id: ProjectId, changes: (project: Project) => Partial<Project>): Programme => {
    const project = programme.projects.get(id);
    if (project === undefined) return next;
    return { ...next, projects: new Map(programme.projects).set(id, { ...project, ...changes(project) }) };
  };
  switch (event.type) {
    case 'TiersSet':
      return { ...next, tiers: [...programme.tiers, event] };
    case 'ProjectProposed': {
      const project: Project = { proposed: event, changes: [], profiles: new Map() };
      return { ...next, projects: new Map(programme.projects).set(event.project, project) };
    }
    case 'ProjectScored':
      return changed(event.project, () => ({ scored: event }));
    case 'BusinessCaseSet':
      return changed(event.project, () => ({ businessCase: event }));
    case 'ProjectApproved':
      return changed(event.project, () => ({ approved: event }));
    case 'ProjectStatusChanged':
      return changed(event.project, ({ changes }) => ({ changes: [...changes, event] }));
    case 'BenefitProfileSet':
      return changed(event.project, ({ profiles }) => ({ profiles: new Map(profiles).set(event.profile, event) }));
    default:
      return unreachable(event);
  }
}

/** How far a project has come. */
export function statusOf({ approved, changes }: Project): ProjectStatus {
  const last = changes.at(-1);
  if (last !== undefined) return last.change.status;
  return approved === undefined ? 'proposed' : 'approved';
}

/** Whether a project was given up. What it was to bring is then nobody's benefit any more. */
export function isGivenUp(project: Project): boolean {
  const status = statusOf(project);
  return status === 'rejected' || status === 'stopped';
}

/** The tiers in force on a day: the last whose `from` is not after it; `undefined` before the first. */
export function tiersInForce({ tiers }: Programme, on: CivilDate): TiersSet | undefined {
  return tiers.findLast(({ from }) => from <= on);
}

/** The tier that a project is in: that of the override, or else the one that its scores come to. */
export function tierOf({ scored }: Project): number | undefined {
  return scored?.override?.tier ?? scored?.tierByScore;
}
