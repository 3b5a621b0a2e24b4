import type { AnswerProject, ProgrammesAnswer } from '../../../projections/programme-answer.js';
import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import type { CollaborationId, MeasureId } from '../../domain/identifiers.js';
import { viewAsAt, type AsAtView } from '../../web/as-at-words.js';
import { capitalised, formatDay, groupDigits, spaced } from '../../web/formatting.js';
import type { LabelView } from '../../web/label-words.js';
import type { Names } from '../../web/names.js';
import { viewBenefit, type BenefitView } from './benefit-view.js';
import { caseLines } from './case-lines.js';
import { sayingOf } from './labels.js';
import { statusWords, type StatusView } from './status-words.js';

/** A programme as its page shows it: everything a text that is ready to be read. */
export interface ProgrammeView {
  readonly asAt: AsAtView;
  readonly labels: readonly LabelView[];
  readonly collaborations: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[];
  readonly typedAsAt: string;
  readonly tiers: readonly TiersView[];
  readonly areas: readonly AreaView[];
  readonly json: string;
  /** The same programme as known now, when this one is of the past. */
  readonly now: string | null;
}

interface TiersView {
  readonly words: string;
  readonly labels: readonly LabelView[];
  readonly source: string | null;
}

interface AreaView {
  readonly id: string;
  readonly title: string;
  readonly projects: readonly ProjectView[];
  readonly benefits: readonly BenefitView[];
}

interface ProjectView {
  readonly name: string;
  readonly about: readonly string[];
  readonly labels: readonly LabelView[];
  readonly status: StatusView;
  readonly tier: { readonly figure: string; readonly why: string | null } | null;
  readonly scores: {
    readonly strategicFit: string;
    readonly practicality: string;
    readonly labels: readonly LabelView[];
  } | null;
  readonly businessCase: readonly string[];
}

/** What the page needs to know beside the answer itself. */
export interface ProgrammeContext {
  readonly collaboration: CollaborationId;
  readonly collaborations: readonly Collaboration[];
  readonly names: Names;
  readonly titleOf: (measure: MeasureId) => string;
  /** `asAt` as it was asked for; `undefined` for now. */
  readonly asked: string | undefined;
}

/** Puts an answer about one collaboration's projects into words, by area of work. */
export function viewProgramme(answer: ProgrammesAnswer, context: ProgrammeContext): ProgrammeView {
  const { collaboration, collaborations, asked } = context;
  const areas = [...new Set(answer.projects.map(({ area }) => area))];
  return {
    asAt: viewAsAt(answer.asAt, answer.incompleteSince),
    labels: sayingOf(answer.labels),
    collaborations: collaborations.map(({ id, name }) => ({ value: id, text: name, selected: id === collaboration })),
    typedAsAt: asked ?? '',
    tiers: answer.tiers.map(viewTiers),
    areas: areas.map((area) =>
      viewArea(
        area,
        answer.projects.filter((each) => each.area === area),
        context,
      ),
    ),
    json: `/api/v1/projects?${queryOf(collaboration, asked)}`,
    now: asked === undefined ? null : `/programmes?${queryOf(collaboration, undefined)}`,
  };
}

function viewArea(area: string, projects: readonly AnswerProject[], context: ProgrammeContext): AreaView {
  return {
    id: area,
    title: capitalised(spaced(area)),
    projects: projects.map((project) => viewProject(project, context.names)),
    benefits: projects.flatMap((project) => project.profiles.map((profile) => viewBenefit(project, profile, context))),
  };
}

function viewProject(project: AnswerProject, names: Names): ProjectView {
  const { name, model, owner, function: of, participants, scores, source, businessCase } = project;
  const { labels } = project;
  return {
    name,
    about: [
      `${capitalised(spaced(model))}; owner: ${spaced(owner)}`,
      ...(of === null ? [] : [`Function: ${spaced(of)}`]),
      participants.map((force) => names.force(force)).join(', '),
      ...(source === null ? [] : [`Source: ${source}`]),
    ],
    labels: sayingOf(labels),
    status: statusWords(project),
    tier: viewTier(project),
    scores: scores && {
      strategicFit: groupDigits(scores.strategicFit),
      practicality: groupDigits(scores.practicality),
      labels: sayingOf(scores.labels),
    },
    businessCase: businessCase === null ? [] : caseLines(businessCase),
  };
}

function viewTier({ tier, scores }: AnswerProject): ProjectView['tier'] {
  if (tier === null) return null;
  const override = scores?.override ?? null;
  if (override === null) return { figure: tier.toString(), why: null };
  const byScore = scores?.tierByScore ?? null;
  const instead = byScore === null ? 'The scores come to no tier' : `The scores come to tier ${byScore}`;
  return { figure: tier.toString(), why: `${instead}; overridden: ${spaced(override.reason)}` };
}

function viewTiers({ from, most, tiers, labels, source }: ProgrammesAnswer['tiers'][number]): TiersView {
  const each = tiers.map(({ tier, atLeast }) => `tier ${tier} from a sum of ${groupDigits(atLeast)}`);
  const words = `From ${formatDay(from)}: ${each.join(', ')}; each score is at most ${groupDigits(most)}`;
  return { words, labels: sayingOf(labels), source };
}

function queryOf(collaboration: string, asked: string | undefined): string {
  return new URLSearchParams({ collaboration, ...(asked !== undefined && { asAt: asked }) }).toString();
}
