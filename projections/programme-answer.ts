import type { CivilDate } from '../src/domain/civil-date.js';
import type { CollaborationId, ProjectId, Slug } from '../src/domain/identifiers.js';
import type { Catalogue } from '../src/domain/measure/catalogue.js';
import { LABELS, type Label } from '../src/domain/posting.js';
import type { BusinessCaseSet, ProjectProposed, ProjectScored, TiersSet } from '../src/domain/programme/events.js';
import {
  statusOf,
  tierOf,
  type Programme,
  type Project,
  type ProjectStatus,
} from '../src/domain/programme/programme.js';
import type { AnswerAsAt } from './answers.js';
import { labelsSaid, standingOf, type ProfileStanding } from './benefit-profiles.js';
import type { Total } from './totals.js';

/** Which projects are asked for; without a limit all of them. */
export interface ProgrammesQuestion {
  readonly collaboration?: CollaborationId;
  readonly area?: Slug;
  readonly status?: ProjectStatus;
  /** The one project that was asked for by its id. */
  readonly project?: ProjectId;
}

export interface ProgrammesAnswer {
  readonly asAt: AnswerAsAt;
  /** The first entry that could not be counted, while one cannot: the figures stand still before it. */
  readonly incompleteSince?: number;
  readonly query: ProgrammesQuestion;
  readonly labels: readonly Label[];
  readonly tiers: readonly AnswerTiers[];
  /** In order of collaboration, area and project. */
  readonly projects: readonly AnswerProject[];
}

type Said = { readonly labels: readonly Label[]; readonly source: string | null };
type AnswerTiers = Pick<TiersSet, 'collaboration' | 'from' | 'most' | 'tiers'> & Said;

/** A project: what was told of it, and what the totals say of its benefits. What nobody told is `null`, never 0. */
export type AnswerProject = Pick<
  ProjectProposed,
  'collaboration' | 'project' | 'name' | 'area' | 'model' | 'owner' | 'participants' | 'proposedOn'
> &
  Said & {
    readonly function: string | null;
    readonly status: ProjectStatus;
    readonly tier: number | null;
    readonly approval: ({ readonly approvedOn: CivilDate; readonly effectiveFrom: CivilDate } & Said) | null;
    readonly changes: readonly (Said & { status: ProjectStatus; on: CivilDate; reason: string | null })[];
    readonly scores: AnswerScores | null;
    readonly businessCase: AnswerCase | null;
    readonly profiles: readonly AnswerProfile[];
  };

type AnswerScores = Pick<ProjectScored, 'scoredOn' | 'strategicFit' | 'practicality'> &
  Said & { readonly tierByScore: number | null; readonly override: NonNullable<ProjectScored['override']> | null };
type AnswerCase = Pick<BusinessCaseSet, 'setOn'> &
  Said & {
    readonly costPence: bigint | null;
    readonly benefitPencePerYear: bigint | null;
    readonly baselinePencePerYear: bigint | null;
    readonly target: NonNullable<BusinessCaseSet['target']> | null;
  };
export type AnswerProfile = Pick<
  ProfileStanding['profile'],
  'profile' | 'owner' | 'measure' | 'from' | 'to' | 'baseline' | 'target'
> &
  Said &
  Pick<ProfileStanding, 'measuredIn' | 'byGrade' | 'against'> & {
    readonly unit: string | null;
    readonly force: string | null;
    readonly actual: bigint | null;
    readonly difference: bigint | null;
  };

/** Answers with the projects of some programmes, each profile against the totals, which may hold more than these programmes' own. */
export function answerProgrammes(
  question: ProgrammesQuestion,
  asAt: AnswerAsAt,
  programmes: readonly Programme[],
  catalogue: Catalogue,
  totals: readonly Total[],
): ProgrammesAnswer {
  const projects = programmes
    .flatMap((programme) => [...programme.projects.values()])
    .filter((project) => isAskedFor(project, question))
    .map((project) => answerProject(project, catalogue, totals))
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const tiers = programmes.flatMap((programme) => programme.tiers).map(answerTiers);
  const said = [...projects.flatMap(labelsWithin), ...tiers.flatMap(({ labels }) => labels)];
  return { asAt, query: question, labels: LABELS.filter((label) => said.includes(label)), tiers, projects };
}

function isAskedFor(project: Project, { area, status }: ProgrammesQuestion): boolean {
  return (
    (area === undefined || project.proposed.area === area) && (status === undefined || statusOf(project) === status)
  );
}

function answerProject(project: Project, catalogue: Catalogue, totals: readonly Total[]): AnswerProject {
  const { proposed, approved, changes, scored, businessCase, profiles } = project;
  const { collaboration, project: id, name, area, model, owner, participants, proposedOn } = proposed;
  return {
    ...{ collaboration, project: id, name, area, model, owner, participants, proposedOn },
    ...saidOf(proposed),
    function: proposed.function ?? null,
    status: statusOf(project),
    tier: tierOf(project) ?? null,
    approval:
      approved === undefined
        ? null
        : { approvedOn: approved.approvedOn, effectiveFrom: approved.effectiveFrom, ...saidOf(approved) },
    changes: changes.map((each) => ({
      status: each.change.status,
      on: each.on,
      reason: 'reason' in each.change ? each.change.reason : null,
      ...saidOf(each),
    })),
    scores: scored === undefined ? null : answerScores(scored),
    businessCase: businessCase === undefined ? null : answerCase(businessCase),
    profiles: [...profiles.values()].map((profile) => answerProfile(standingOf(profile, catalogue, totals))),
  };
}

function answerTiers(set: TiersSet): AnswerTiers {
  const { collaboration, from, most, tiers } = set;
  return { collaboration, from, most, tiers, ...saidOf(set) };
}

function answerScores(scored: ProjectScored): AnswerScores {
  const { scoredOn, strategicFit, practicality, tierByScore, override } = scored;
  const scores = { scoredOn, strategicFit, practicality };
  return { ...scores, tierByScore: tierByScore ?? null, override: override ?? null, ...saidOf(scored) };
}

function answerCase(set: BusinessCaseSet): AnswerCase {
  const { setOn, costPence, benefitPencePerYear, baselinePencePerYear, target } = set;
  return {
    setOn,
    costPence: costPence ?? null,
    benefitPencePerYear: benefitPencePerYear ?? null,
    baselinePencePerYear: baselinePencePerYear ?? null,
    target: target ?? null,
    ...saidOf(set),
  };
}

function answerProfile(standing: ProfileStanding): AnswerProfile {
  const { profile, owner, measure, unit, force, from, to, baseline, target, source } = standing.profile;
  const { measuredIn, actual, byGrade, difference, against, labels } = standing;
  return {
    ...{ profile, owner, measure, measuredIn, unit: unit ?? null, force: force ?? null, from, to, baseline, target },
    ...{ actual: actual ?? null, byGrade, difference: difference ?? null, against, labels, source: source ?? null },
  };
}

interface Honest {
  readonly assumed?: boolean;
  readonly illustrative?: boolean;
  readonly source?: string;
}

function saidOf(fact: Honest): Said {
  return { labels: labelsSaid(fact), source: fact.source ?? null };
}

/** What has to be said of anything that an answer about a project shows. */
export function labelsWithin(project: AnswerProject): readonly Label[] {
  const { labels, approval, changes, scores, businessCase, profiles } = project;
  const parts = [approval, scores, businessCase, ...changes, ...profiles].flatMap((part) => part?.labels ?? []);
  return LABELS.filter((label) => labels.includes(label) || parts.includes(label));
}

function placeOf({ collaboration, area, project }: AnswerProject): string {
  return `${collaboration} ${area} ${project}`;
}
