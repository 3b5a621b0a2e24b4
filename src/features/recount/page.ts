import type { Counting, RecountAnswer } from '../../../projections/recount.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import { byCodeUnit, type CollaborationId, type MeasureId } from '../../domain/identifiers.js';
import type { Catalogue, Measure } from '../../domain/measure/catalogue.js';
import { viewForm, type FilledIn, type Typed } from '../../web/asked-form.js';
import { viewAsAt, type AsAtView } from '../../web/as-at-words.js';
import { formatAmount, formatDay, formatPeriod, spaced } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import type { Names } from '../../web/names.js';
import { addressOf } from '../../web/page-address.js';
import { ruleWords } from '../../web/rule-words.js';

/** The fields of the form beside the two days, with their labels. */
export const FIELDS = {
  collaboration: 'Collaboration',
  measure: 'Measure',
  rules: 'Versions of the rule',
  asAt: 'As at',
} as const;

export type Field = keyof typeof FIELDS;

/** What was asked of the page; what is `undefined` was left open. */
export interface Asked {
  readonly collaboration: CollaborationId | undefined;
  readonly measure: MeasureId | undefined;
  readonly from: CivilDate | undefined;
  readonly to: CivilDate | undefined;
  readonly rules: readonly number[] | undefined;
  readonly asAt: string | undefined;
}

/** A recount in words. It works nothing out: each amount and difference is the answer's own. */
export interface RecountView {
  readonly asAt: AsAtView;
  readonly now: string | null;
  readonly period: string;
  readonly labels: readonly LabelView[];
  readonly rows: readonly RowView[];
  /** By how much the second version gives more than the first; `null` for one alone. */
  readonly difference: string | null;
  readonly undecided: number;
  readonly heads: readonly string[];
  /** `null` where a version credits a force with nothing at all. */
  readonly forces: readonly { readonly name: string; readonly amounts: readonly (string | null)[] }[];
  readonly json: string;
}

interface RowView {
  readonly title: string;
  readonly rule: string;
  readonly amount: string;
  readonly difference: string | null;
  readonly labels: readonly LabelView[];
}

/** Puts a recount into words. */
export function viewRecount(answer: RecountAnswer, names: Names, asked: string | undefined): RecountView {
  const { asAt, query, measuredIn, posted, recounts, difference, undecided } = answer;
  const amount = (of: bigint): string => formatAmount(of, measuredIn);
  const countings: readonly Counting[] = [posted, ...recounts];
  const heads = ['Posted', ...recounts.map(({ version }) => `Version ${version}`)];
  const forces = [...new Set(countings.flatMap(({ byForce }) => byForce.map(({ force }) => force)))].sort(byCodeUnit);
  const said = [...new Set(countings.flatMap(({ labels }) => labels))];
  return {
    asAt: viewAsAt(asAt, undefined),
    now: asked === undefined ? null : addressOf('/recounts', { ...query }),
    period: formatPeriod(query),
    labels: viewLabels(said),
    rows: [
      {
        title: 'Posted: in the ledger',
        rule: `Counted under ${ruleWords(posted.rules)}`,
        amount: amount(posted.amount),
        difference: null,
        labels: viewLabels(posted.labels),
      },
      ...recounts.map((each) => ({
        title: `Recounted under version ${each.version}: not in the ledger`,
        rule: each.from === null ? each.rule : `From ${formatDay(each.from)}: ${each.rule}`,
        amount: amount(each.amount),
        difference: amount(each.difference),
        labels: viewLabels(each.labels),
      })),
    ],
    difference: difference === null ? null : amount(difference),
    undecided,
    heads,
    forces: forces.map((force) => ({
      name: names.force(force),
      amounts: countings.map(({ byForce }) => {
        const own = byForce.find((each) => each.force === force);
        return own === undefined ? null : amount(own.amount);
      }),
    })),
    json: addressOf('/api/v1/recounts', { ...query, asAt: asked }),
  };
}

/** A measure and all versions of its rule. */
export interface RuleView {
  readonly measure: string;
  readonly title: string;
  readonly measuredIn: string;
  readonly made: string;
  readonly versions: readonly { readonly name: string; readonly rule: string }[];
  readonly href: string;
}

/** The rules of the measure that was asked for, or else of all, in the order of the catalogue. Links keep what else was asked. */
export function viewRules(
  { versions }: Catalogue,
  asked: Pick<Asked, 'measure'> & Partial<Asked>,
): readonly RuleView[] {
  const wanted = [...versions].filter(([measure]) => asked.measure === undefined || measure === asked.measure);
  return wanted.flatMap(([measure, all]) => {
    const latest = all.at(-1);
    if (latest === undefined) return [];
    const { definition, title, measuredIn } = latest;
    return {
      measure,
      title,
      measuredIn,
      made:
        definition.is === 'sum' ? `the sum of ${definition.of.join(' and ')}` : `posted by ${spaced(definition.by)}`,
      versions: all.map(({ version, from, rule }) => ({ name: versionName(version, from), rule })),
      href: addressOf('/recounts', { ...asked, measure, rules: lastTwo(all) }),
    };
  });
}

/** The form of a recount: as it was filled in, and where no versions were asked for with the last two there are. */
export function viewRecountForm(
  form: FilledIn<Typed<Field>>,
  collaborations: readonly Collaboration[],
  { measures, versions }: Catalogue,
) {
  const { measure, rules } = form.typed;
  const known = [...versions].flatMap(([id, all]) => (id === measure ? all : []));
  const typed = { ...form.typed, rules: rules === '' ? lastTwo(known).join(',') : rules };
  const items = [...measures.values()].map((each) => ({
    value: each.measure,
    text: each.title,
    selected: each.measure === measure,
  }));
  return { ...viewForm({ ...form, typed }, collaborations), measures: items };
}

/** Whether something was asked for, but not all that a recount takes. */
export function isIncomplete({ collaboration, measure, from, to, rules }: Asked): boolean {
  return collaboration !== undefined && [measure, from, to, rules].includes(undefined);
}

function lastTwo(versions: readonly Measure[]): readonly number[] {
  return versions.slice(-2).map(({ version }) => version);
}

function versionName(version: number, from: Measure['from']): string {
  return from === undefined ? `Version ${version}` : `Version ${version}, from ${formatDay(from)}`;
}
