import type { AnswerProfile, AnswerProject, ProgrammesAnswer } from '../../../projections/programme-answer.js';
import { labelsWithin } from '../../../projections/programme-answer.js';
import { capitalised, formatAmount, formatMoment, formatPeriod, spaced } from '../../web/formatting.js';
import { tableText } from '../../web/terminal.js';

/** Projects for a terminal: by collaboration and area with tier, scores and status, and under them what each is to bring and brought. */
export function programmesText(answer: ProgrammesAnswer, nameOf: (collaboration: string) => string): string {
  const { asAt, incompleteSince, labels, projects } = answer;
  const known =
    asAt.knownAt === null ? 'nothing known yet' : `as of entry ${asAt.entry}, known at ${formatMoment(asAt.knownAt)}`;
  const collaborations = [...new Set(projects.map(({ collaboration }) => collaboration))];
  return [
    `Programmes; ${known}`,
    ...(incompleteSince === undefined ? [] : [`INCOMPLETE since entry ${incompleteSince}: run "tallystick doctor".`]),
    ...(labels.length === 0
      ? []
      : [`Some of this is ${labels.join(' or ').toUpperCase()}; see the labels of each line.`]),
    ...(projects.length === 0 ? ['', 'No projects are on record.'] : []),
    ...collaborations.flatMap((id) => [
      '',
      nameOf(id),
      '',
      ...tablesOf(projects.filter((each) => each.collaboration === id)),
    ]),
  ].join('\n');
}

function tablesOf(projects: readonly AnswerProject[]): readonly string[] {
  const head = ['area', 'project', 'status', 'tier', 'fit', 'practicality', 'labels'];
  const rows = projects.map((project) => {
    const { area, name, status, tier, scores } = project;
    const score = (amount: bigint | undefined): string => (amount === undefined ? '' : amount.toString());
    return [
      capitalised(spaced(area)),
      name,
      status,
      tierWords(tier, scores),
      score(scores?.strategicFit),
      score(scores?.practicality),
      labelsWithin(project).join(', '),
    ];
  });
  const profiles = projects.flatMap(({ name, profiles: all }) => all.map((profile) => profileRow(name, profile)));
  const wanted = ['project', 'benefit', 'from … to', 'baseline', 'target', 'actual', 'difference', '', 'labels'];
  return [
    tableText([head, ...rows], new Set([4, 5])),
    ...(profiles.length === 0 ? [] : ['', tableText([wanted, ...profiles], new Set([3, 4, 5, 6]))]),
  ];
}

/** A tier, with a mark where it is not the one that the scores come to. */
function tierWords(tier: number | null, scores: AnswerProject['scores']): string {
  if (tier === null) return '';
  const override = scores?.override ?? null;
  return override === null ? tier.toString() : `${tier} (overridden: ${spaced(override.reason)})`;
}

function profileRow(name: string, profile: AnswerProfile): readonly string[] {
  const { measure, measuredIn, baseline, target, actual, difference, against, labels } = profile;
  const shown = (amount: bigint | null): string => (amount === null ? '' : formatAmount(amount, measuredIn));
  return [
    name,
    capitalised(spaced(measure)),
    formatPeriod(profile),
    shown(baseline),
    shown(target),
    shown(actual),
    shown(difference),
    spaced(against),
    labels.join(', '),
  ];
}
