import { LABELS, type Label } from '../../domain/posting.js';
import { refusalReason } from '../../domain/refusal-words.js';
import type { Awaited, ValidationQueue, WaitingOutcome } from '../../ledger/validation-queue.js';
import { viewAsAt, type AsAtView } from '../../web/as-at-words.js';
import { capitalised, formatDay } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import type { Names } from '../../web/names.js';
import { API } from '../../web/outcome-answer.js';
import { outcomeHeadline, recordedAmounts } from '../../web/outcome-words.js';

/** What waits for a finding, as its page shows it. */
export interface QueueView {
  readonly asAt: AsAtView;
  readonly labels: readonly LabelView[];
  readonly waitsFor: Awaited;
  /** What is done to what waits: `validate`. */
  readonly verb: string;
  readonly rows: readonly RowView[];
  readonly next: string | null;
  readonly json: string;
  readonly isFirstPage: boolean;
  readonly collaborations: readonly Choice[];
  readonly findings: readonly Choice[];
}

interface Choice {
  readonly name: string;
  readonly href: string;
  readonly isShown: boolean;
}

interface RowView {
  readonly headline: string;
  readonly href: string;
  readonly day: string;
  readonly unit: string;
  readonly recorded: readonly string[];
  readonly labels: readonly LabelView[];
  /** Why the finding would be refused, a sentence each. */
  readonly against: readonly string[];
  /** Who may not make it: `j-smith recorded it`. */
  readonly notBy: readonly string[];
  /** How it is made on the command line; `null` while something stands against it. */
  readonly command: string | null;
}

/** What a queue's page was asked for. */
export interface QueueAsked {
  readonly collaboration: string;
  readonly waitsFor: Awaited;
  readonly after: number | undefined;
}

const VERBS: Readonly<Record<Awaited, string>> = { validated: 'validate', audited: 'audit' };

/** Puts what waits into words. */
export function viewQueue(
  queue: ValidationQueue,
  asked: QueueAsked,
  names: Names,
  collaborations: readonly { readonly id: string; readonly name: string }[],
): QueueView {
  const { asAt, next } = queue;
  const { collaboration, waitsFor, after } = asked;
  const incompleteSince = asAt.stoppedBecause === undefined ? undefined : asAt.entry + 1;
  return {
    asAt: viewAsAt({ entry: asAt.entry, knownAt: asAt.knownAt ?? null }, incompleteSince),
    labels: viewLabels(labelsOf(queue)),
    waitsFor,
    verb: VERBS[waitsFor],
    rows: queue.rows.flatMap((row) => viewRow(row, waitsFor, names)),
    next: next === undefined ? null : addressOf({ ...asked, after: next }),
    json: `/${API}${addressOf(asked)}`,
    isFirstPage: after === undefined,
    collaborations: collaborations.map(({ id, name }) => ({
      name,
      href: addressOf({ collaboration: id, waitsFor, after: undefined }),
      isShown: id === collaboration,
    })),
    findings: (['validated', 'audited'] as const).map((each) => ({
      name: `Waits to be ${each}`,
      href: addressOf({ collaboration, waitsFor: each, after: undefined }),
      isShown: each === waitsFor,
    })),
  };
}

/** What has to be said of any outcome on the page. */
export function labelsOf({ rows }: Pick<ValidationQueue, 'rows'>): readonly Label[] {
  return LABELS.filter((label) => rows.some(({ outcome }) => 'labels' in outcome && outcome.labels.includes(label)));
}

/** The address of a queue's page; under the interface's own prefix that of the same as JSON. */
function addressOf({ collaboration, waitsFor, after }: QueueAsked): string {
  const query = new URLSearchParams({ collaboration, waitsFor });
  if (after !== undefined) query.set('after', after.toString());
  return `/validation-queue?${query.toString()}`;
}

function viewRow(
  { id, revision, outcome, against, notBy }: WaitingOutcome,
  waitsFor: Awaited,
  names: Names,
): readonly RowView[] {
  if (outcome.status !== 'recorded') return [];
  const { details, labels } = outcome;
  const command = `npx tallystick finding ${id} ${waitsFor} --revision ${revision} --as …`;
  return [
    {
      headline: outcomeHeadline(details),
      href: `/outcomes/${id}`,
      day: formatDay(details.occurredOn),
      unit: names.unit(details.unit, details.occurredOn),
      recorded: recordedAmounts(details),
      labels: viewLabels(labels),
      against: against.map((refusal) => `${capitalised(refusalReason(refusal))}.`),
      notBy: notBy.map(({ person, did }) => `${person} ${did} it`),
      command: against.length === 0 ? command : null,
    },
  ];
}
