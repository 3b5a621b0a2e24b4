import { civilDate } from '../civil-date.js';
import { MODELS, nameShape } from '../collaboration/events.js';
import {
  slug,
  type CollaborationId,
  type ForceId,
  type FunctionId,
  type MeasureId,
  type ProfileId,
  type ProjectId,
  type UnitId,
} from '../identifiers.js';
import { restsOnShape } from '../outcome/events.js';
import { amount, flag, list, object, oneOf, text, variants, wholeNumber, type Described } from '../shape.js';

/** Why people put a project into another tier than its scores do: the "reasonableness" test (003:88). */
export const OVERRIDE_REASONS = [
  'national-requirement',
  'statutory-duty',
  'urgent-need',
  'depends-on-another-project',
  'needs-further-development',
  'partner-capacity',
  'local-impact',
  'other',
] as const;

/** Why a project was rejected before it was approved, or stopped after. */
export const END_REASONS = [
  'no-business-case',
  'poor-value',
  'not-affordable',
  'not-practical',
  'unreliable',
  'alternative-preferred',
  'partner-withdrew',
  'superseded',
  'other',
] as const;

/** What has to be said of a fact: who chose or made it up for want of a source, or where it is written. */
const honesty = {
  assumed: flag(),
  illustrative: flag(),
  source: text(/^[^\p{Cc}\p{Cs}]+$/u, 'where it is written, on one line', 200),
};
const project = { collaboration: slug<CollaborationId>(), project: slug<ProjectId>() };
const why = object({ reason: oneOf(...END_REASONS) });

/** Facts as they are told: required fields, then those that may be absent. Money in whole pence, scores in points. */
const told = {
  /** How scores put projects into tiers from a day on: into the first tier whose least sum of both scores they reach. */
  TiersSet: [
    {
      collaboration: slug<CollaborationId>(),
      from: civilDate(),
      /** The most points that either score can have. */
      most: amount(1n),
      tiers: list(object({ atLeast: amount(0n), tier: wholeNumber(1) })),
    },
    honesty,
  ],
  /** `owner` is a role or a unit, never a person; `participants` are the forces that take part: members, or of one `function` those who joined it. */
  ProjectProposed: [
    {
      ...project,
      area: slug(),
      model: oneOf(...MODELS),
      name: nameShape,
      owner: slug(),
      participants: list(slug<ForceId>()),
      proposedOn: civilDate(),
    },
    { ...honesty, function: slug<FunctionId>() },
  ],
  ProjectScored: [
    { ...project, practicality: amount(0n), scoredOn: civilDate(), strategicFit: amount(0n) },
    { ...honesty, override: object({ reason: oneOf(...OVERRIDE_REASONS), tier: wholeNumber(1) }) },
  ],
  /** What is absent is not known, which is not nothing. The cost comes once; benefit, baseline and target are for a year. */
  BusinessCaseSet: [
    { ...project, setOn: civilDate() },
    {
      ...honesty,
      baselinePencePerYear: amount(0n),
      benefitPencePerYear: amount(0n),
      costPence: amount(0n),
      target: object({ by: civilDate(), pencePerYear: amount(0n) }),
    },
  ],
  /** Approval and effect are two facts: direction and control has passed a year before the approval (002:70,76). */
  ProjectApproved: [{ ...project, approvedOn: civilDate(), effectiveFrom: civilDate() }, honesty],
  ProjectStatusChanged: [
    {
      ...project,
      change: variants('status', { live: object({}), closed: object({}), rejected: why, stopped: why }),
      on: civilDate(),
    },
    honesty,
  ],
  /** A benefit that a project is to bring: a measure of the catalogue, over whole months, to be at `target` by `to`. */
  BenefitProfileSet: [
    {
      ...project,
      baseline: amount(),
      from: civilDate(),
      measure: slug<MeasureId>(),
      owner: slug(),
      profile: slug<ProfileId>(),
      target: amount(),
      to: civilDate(),
    },
    { ...honesty, force: slug<ForceId>(), unit: slug<UnitId>() },
  ],
} as const;

/** Facts as they are told, without what a decision works out. */
export const programmeFacts = {
  TiersSet: object(...told.TiersSet),
  ProjectProposed: object(...told.ProjectProposed),
  ProjectScored: object(...told.ProjectScored),
  BusinessCaseSet: object(...told.BusinessCaseSet),
  ProjectApproved: object(...told.ProjectApproved),
  ProjectStatusChanged: object(...told.ProjectStatusChanged),
  BenefitProfileSet: object(...told.BenefitProfileSet),
};

const restsOn = restsOnShape;
const event = {
  TiersSet: object({ ...told.TiersSet[0], restsOn }, told.TiersSet[1]),
  ProjectProposed: object({ ...told.ProjectProposed[0], restsOn }, told.ProjectProposed[1]),
  /** `tierByScore` is where the tiers in force put these scores; absent when they put them nowhere. */
  ProjectScored: object(
    { ...told.ProjectScored[0], restsOn },
    { ...told.ProjectScored[1], tierByScore: wholeNumber(1) },
  ),
  BusinessCaseSet: object({ ...told.BusinessCaseSet[0], restsOn }, told.BusinessCaseSet[1]),
  ProjectApproved: object({ ...told.ProjectApproved[0], restsOn }, told.ProjectApproved[1]),
  ProjectStatusChanged: object({ ...told.ProjectStatusChanged[0], restsOn }, told.ProjectStatusChanged[1]),
  BenefitProfileSet: object({ ...told.BenefitProfileSet[0], restsOn }, told.BenefitProfileSet[1]),
};
export const programmeEvents = event;

export type ProgrammeEventType = keyof typeof programmeFacts;
type EventOf<T extends ProgrammeEventType> = { readonly type: T } & Described<(typeof event)[T]>;
export type TiersSet = EventOf<'TiersSet'>;
export type ProjectProposed = EventOf<'ProjectProposed'>;
export type ProjectScored = EventOf<'ProjectScored'>;
export type BusinessCaseSet = EventOf<'BusinessCaseSet'>;
export type ProjectApproved = EventOf<'ProjectApproved'>;
export type ProjectStatusChanged = EventOf<'ProjectStatusChanged'>;
export type BenefitProfileSet = EventOf<'BenefitProfileSet'>;
export type ProgrammeEvent =
  | TiersSet
  | ProjectProposed
  | ProjectScored
  | BusinessCaseSet
  | ProjectApproved
  | ProjectStatusChanged
  | BenefitProfileSet;

/** What a command asks to have recorded: the event's own fields as they were told. `type` is that of the event. */
export type Told<T extends ProgrammeEventType> = { readonly type: T } & Described<(typeof programmeFacts)[T]>;
export type ProgrammeFact = { [T in ProgrammeEventType]: Told<T> }[ProgrammeEventType];

/** What the command behind an event told: the event without what the decision worked out. */
export function factIn(recorded: ProgrammeEvent): ProgrammeFact {
  const { restsOn: _, tierByScore: _tier, ...fact } = { tierByScore: undefined, ...recorded };
  return fact;
}
