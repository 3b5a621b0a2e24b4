import type { AgainstTarget } from '../../../projections/benefit-profiles.js';
import type { AnswerProfile, AnswerProject } from '../../../projections/programme-answer.js';
import type { MeasureId, UnitId } from '../../domain/identifiers.js';
import { formatAmount, formatPeriod, spaced } from '../../web/formatting.js';
import type { LabelView } from '../../web/label-words.js';
import type { Names } from '../../web/names.js';
import { sayingOf } from './labels.js';

/** A benefit profile as its page shows it. */
export interface BenefitView {
  readonly title: string;
  readonly about: readonly string[];
  readonly labels: readonly LabelView[];
  readonly period: string;
  readonly baseline: string;
  readonly target: string;
  /** `null` where nothing was recorded, which is not nothing. */
  readonly actual: { readonly figure: string; readonly href: string; readonly grades: readonly string[] } | null;
  readonly verdict: { readonly word: string; readonly tagClass: string };
  /** Actual less target; `null` where nothing was recorded. */
  readonly difference: string | null;
}

interface BenefitContext {
  readonly names: Names;
  readonly titleOf: (measure: MeasureId) => string;
  readonly asked: string | undefined;
}

const VERDICTS: Readonly<Record<AgainstTarget, readonly [word: string, tagClass: string]>> = {
  reached: ['Reached', 'govuk-tag--green'],
  within: ['Within target', 'govuk-tag--green'],
  short: ['Short', 'govuk-tag--orange'],
  exceeded: ['Exceeded', 'govuk-tag--orange'],
  'nothing-recorded': ['Nothing recorded', 'govuk-tag--grey'],
};

/** Puts a profile and what the totals make of it into words. The difference was worked out in the projections. */
export function viewBenefit(
  project: AnswerProject,
  profile: AnswerProfile,
  { names, titleOf, asked }: BenefitContext,
): BenefitView {
  const { measure, measuredIn, owner, unit, force, baseline, target, actual, byGrade, difference, labels, source } =
    profile;
  const shown = (amount: bigint): string => formatAmount(amount, measuredIn);
  const [word, tagClass] = VERDICTS[profile.against];
  const where = [
    ...(unit === null ? [] : [names.unit(unit as UnitId)]),
    ...(force === null ? [] : [`credited to ${names.force(force)}`]),
  ];
  return {
    title: titleOf(measure),
    about: [
      project.name,
      `Owner: ${spaced(owner)}${where.length === 0 ? '' : `; ${where.join(', ')}`}`,
      ...(source === null ? [] : [`Source: ${source}`]),
    ],
    labels: sayingOf(labels),
    period: formatPeriod(profile),
    baseline: shown(baseline),
    target: shown(target),
    actual:
      actual === null
        ? null
        : {
            figure: shown(actual),
            href: behind(project, profile, asked),
            grades: byGrade.map(({ grade, amount }) => `${grade} ${shown(amount)}`),
          },
    verdict: { word, tagClass },
    difference: difference === null ? null : shown(difference),
  };
}

/** The address of the outcomes that an actual is the sum of. */
function behind({ collaboration }: AnswerProject, profile: AnswerProfile, asked: string | undefined): string {
  const { measure, unit, force, from, to } = profile;
  const query = new URLSearchParams({
    collaboration,
    measure,
    ...(force !== null && { force }),
    ...(unit !== null && { unit }),
    from,
    to,
    ...(asked !== undefined && { asAt: asked }),
  });
  return `/outcomes?${query.toString()}`;
}
