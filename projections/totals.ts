import { isWithin, monthOf, type CivilDate, type CivilMonth } from '../src/domain/civil-date.js';
import type { LedgerEvent } from '../src/domain/event-catalogue.js';
import type { CollaborationId, ForceId, Grade, MeasureId, UnitId } from '../src/domain/identifiers.js';
import type { Label, Posting } from '../src/domain/posting.js';
import { unreachable } from '../src/domain/unreachable.js';
import { rulesIn, toLabels, underRule } from './labels.js';

/** Raising this number rebuilds every total at the next start. */
export const TOTALS_VERSION = 1;

/** The sum of all postings of one place, in the measure's smallest unit. */
export interface Total {
  readonly collaboration: CollaborationId;
  readonly measure: MeasureId;
  readonly force: ForceId;
  readonly unit: UnitId;
  readonly grade: Grade;
  readonly month: CivilMonth;
  /**
   * What has to be said of this figure, sorted and joined by commas; empty when nothing has. `rule-2` among them: counted under version 2 of
   * the measure's rule, which says from when it holds or what it counts.
   */
  readonly labels: string;
  readonly amount: bigint;
}

/** Totals by place. */
export type Totals = ReadonlyMap<string, Total>;

/** What totals may be grouped by. A measure is always told apart: amounts of two measures are never added by a grouping. */
export const DIMENSIONS = ['measure', 'force', 'unit', 'grade', 'month'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A sum over all places that agree in collaboration, measure and the grouped dimensions. */
export interface TotalRow {
  readonly collaboration: CollaborationId;
  readonly measure: MeasureId;
  readonly force?: ForceId;
  readonly unit?: UnitId;
  readonly grade?: Grade;
  readonly month?: CivilMonth;
  readonly labels: readonly Label[];
  /** The versions of the measure's rule that its postings were counted under, 0 for those that name none; absent when none does. */
  readonly rules?: readonly number[];
  readonly amount: bigint;
}

/** What an event posts: where, what it has to be labelled with, and the postings. Total: an event that posts nothing gives nothing. */
export function postingsIn(event: LedgerEvent): Posted | undefined {
  switch (event.type) {
    case 'OutcomeRecorded':
    case 'OutcomeCorrected':
    case 'OutcomeWithdrawn':
    case 'OutcomeValidated':
    case 'OutcomeAudited':
    case 'OutcomeQueried':
    case 'OutcomeQueryAnswered':
    case 'OutcomeRejected':
    case 'AssetStageReached':
    case 'AssetStageCorrected':
    case 'OutcomeClaimed':
    case 'ClaimWithdrawn':
    case 'ClaimWeightsAgreed':
    case 'OutcomeLinked':
    case 'OutcomeUnlinked':
    case 'DuplicatesNoted':
      return event;
    case 'PublishedFigureRecorded':
    case 'PublishedFigureDisputed':
    case 'FigureDisputeEnded':
    case 'CollaborationFounded':
    case 'MemberJoined':
    case 'MemberLeft':
    case 'FunctionJoined':
    case 'FunctionLeft':
    case 'UnitOpened':
    case 'UnitRenamed':
    case 'UnitMoved':
    case 'UnitClosed':
    case 'KeyVersionSet':
    case 'MeasureDefined':
    case 'StatementLinesSet':
    case 'DeflatorsSet':
    case 'RegionRegistered':
    case 'ForceRegistered':
    case 'TiersSet':
    case 'ProjectProposed':
    case 'ProjectScored':
    case 'BusinessCaseSet':
    case 'ProjectApproved':
    case 'ProjectStatusChanged':
    case 'BenefitProfileSet':
    // What is given back of what was collected is a distribution of it, and would count it twice.
    case 'IncentiveSchemeSet':
    case 'IncentiveReceiptRecorded':
    case 'ItemKeySet':
      return undefined;
    default:
      return unreachable(event);
  }
}

export interface Posted {
  readonly collaboration: CollaborationId;
  readonly labels: readonly Label[];
  readonly postings: readonly Posting[];
}

/** The period that postings have to lie in to count; an absent bound is open. */
export interface During {
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
}

/** Adds up the postings of some events, place by place. The totals of two batches are `combine`d into the totals of both. */
export function totalsOf(events: Iterable<LedgerEvent>, during: During = {}): Totals {
  const totals = new Map<string, Sum>();
  for (const event of events) {
    const posted = postingsIn(event);
    if (posted !== undefined) addPosted(totals, posted, during);
  }
  return totals;
}

/**
 * The totals of what some outcomes have posted so far: of those of one operation, say, which no posting names,
 * or of what they would come to under another rule.
 */
export function totalsPosted(all: Iterable<Posted>, during: During = {}): Totals {
  const totals = new Map<string, Sum>();
  for (const posted of all) addPosted(totals, posted, during);
  return totals;
}

function addPosted(totals: Map<string, Sum>, posted: Posted, during: During): void {
  const labels = [...posted.labels].sort().join(',');
  for (const posting of posted.postings) {
    if (isWithin(posting.occurredOn, during.from, during.to))
      addTo(totals, sumOf(posted.collaboration, labels, posting));
  }
}

/** The totals of two batches together. */
export function combine(totals: Totals, more: Totals): Totals {
  return addUp([...totals.values(), ...more.values()]);
}

/** Totals in which any place may come more than once, added up place by place. */
export function addUp(totals: Iterable<Total>): Totals {
  const sums = new Map<string, Sum>();
  for (const total of totals) addTo(sums, { ...total });
  return sums;
}

/** Adds totals up over every dimension that is not in `by`, and keeps collaborations and measures apart. Rows come in a fixed order. */
export function groupTotals(totals: Iterable<Total>, by: readonly Dimension[]): readonly TotalRow[] {
  const groups = new Map<string, { readonly row: Total; amount: bigint; readonly labels: Set<string> }>();
  for (const total of totals) {
    const key = [
      total.collaboration,
      total.measure,
      ...DIMENSIONS.filter((name) => by.includes(name)).map((name) => total[name]),
    ].join(' '); // sorts before every character of an identifier, so that text order is the order of the columns
    const group = groups.get(key) ?? { row: total, amount: 0n, labels: new Set() };
    group.amount += total.amount;
    group.labels.add(total.labels);
    groups.set(key, group);
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, { row, amount, labels }]) => toRow(row, by, [...labels].join(';'), amount));
}

/** What one force has of something. */
export interface ForceAmount {
  readonly force: ForceId;
  readonly amount: bigint;
}

/** The parts of totals of one measure, one for each force, in order of force id. */
export function byForce(totals: Iterable<Total>): readonly ForceAmount[] {
  return groupTotals(totals, ['force']).flatMap(({ force, amount }) =>
    force === undefined ? [] : [{ force, amount }],
  );
}

/**
 * One row of a grouping, with the dimensions that were asked for and no others. `labels` are those of each total in it, joined by semicolons, and may
 * name one more than once.
 */
export function toRow(
  at: Omit<Total, 'labels' | 'amount'>,
  by: readonly Dimension[],
  labels: string,
  amount: bigint,
): TotalRow {
  return {
    collaboration: at.collaboration,
    measure: at.measure,
    ...(by.includes('force') && { force: at.force }),
    ...(by.includes('unit') && { unit: at.unit }),
    ...(by.includes('grade') && { grade: at.grade }),
    ...(by.includes('month') && { month: at.month }),
    labels: toLabels(labels),
    ...rulesIn(labels),
    amount,
  };
}

/** A row that was grouped by everything, as a total again; none for a row that was grouped by less. */
export function toTotal({ force, unit, grade, month, labels, rules = [0], ...row }: TotalRow): readonly Total[] {
  if (force === undefined || unit === undefined || grade === undefined || month === undefined) return [];
  const said = rules.map((rule) => underRule(labels.join(','), rule === 0 ? undefined : rule));
  return [{ ...row, force, unit, grade, month, labels: said.join(';') }];
}

/** A total while it is being added up. */
type Sum = Omit<Total, 'amount'> & { amount: bigint };

function sumOf(collaboration: CollaborationId, labels: string, posting: Posting): Sum {
  const { measure, force, unit, grade, occurredOn, amount, rule } = posting;
  const said = underRule(labels, rule);
  return { collaboration, measure, force, unit, grade, month: monthOf(occurredOn), labels: said, amount };
}

function addTo(sums: Map<string, Sum>, more: Sum): void {
  const { collaboration, measure, force, unit, grade, month, labels, amount } = more;
  const place = `${collaboration}|${measure}|${force}|${unit}|${grade}|${month}|${labels}`;
  const sum = sums.get(place);
  if (sum === undefined) sums.set(place, more);
  else sum.amount += amount;
}
