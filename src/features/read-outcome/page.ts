import type { CivilDate } from '../../domain/civil-date.js';
import type { Catalogue } from '../../domain/measure/catalogue.js';
import type { OutcomeId, UnitId } from '../../domain/identifiers.js';
import type { OutcomeEvent, Substance } from '../../domain/outcome/events.js';
import type { Outcome } from '../../domain/outcome/outcome.js';
import { flagsOf } from '../../domain/outcome/stage-counting.js';
import type { Posting } from '../../domain/posting.js';
import { unreachable } from '../../domain/unreachable.js';
import { capitalised, formatAmount, formatDay, formatMoment, groupDigits, spaced } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import type { Names } from '../../web/names.js';
import { relatedTo, sharingFacts, type RelatedView } from './sharing.js';
import { flagWords, foreignWords, stageAmounts, stageWords } from '../../web/stage-words.js';
import { attributionWords, outcomeHeadline, recordedAmounts } from '../../web/outcome-words.js';
import { costFacts, savingFacts } from '../../web/saving-words.js';

/** An outcome with its history in words. */
export interface OutcomeView {
  readonly headline: string;
  readonly isWithdrawn: boolean;
  readonly labels: readonly LabelView[];
  readonly facts: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly related: readonly RelatedView[];
  readonly credit: readonly PostingView[];
  readonly history: readonly ChapterView[];
  readonly json: string;
  /** Of an asset, where it is told what was given back of collections. */
  readonly incentives: string | null;
}

interface PostingView {
  readonly measure: string;
  readonly force: string;
  readonly unit: string;
  readonly grade: string;
  /** The day on which it counts; `null` where all that is shown counts on the day of the outcome. */
  readonly countsOn: string | null;
  readonly amount: string;
}

interface ChapterView {
  /** `undefined` while it is not counted yet. */
  readonly entry: string | undefined;
  readonly what: string;
  readonly recordedAt: string;
  readonly moment: string;
  readonly actor: string;
  readonly labels: readonly LabelView[];
  readonly postings: readonly PostingView[];
  /** Where the exact line can be read, once it is counted. */
  readonly line: string | undefined;
}

/** One entry of an outcome's stream. */
export interface Chapter {
  /** `undefined` while it is not counted yet. */
  readonly entry: number | undefined;
  readonly recordedAt: string;
  readonly actor: string;
  readonly event: OutcomeEvent;
}

/** Names for what an outcome points at. */
export interface Words {
  readonly names: Names;
  readonly catalogue: Catalogue;
  readonly collaborationName: string;
}

/** Puts an outcome and all that was ever recorded of it into words. */
export function viewOutcome(
  id: OutcomeId,
  outcome: Exclude<Outcome, { readonly status: 'unrecorded' }>,
  chapters: readonly Chapter[],
  words: Words,
): OutcomeView {
  const isWithdrawn = outcome.status === 'withdrawn';
  const { occurredOn: on } = outcome.details;
  return {
    headline: outcomeHeadline(outcome.details),
    isWithdrawn,
    labels: viewLabels(labelsOf(chapters)),
    facts: viewFacts(id, outcome, words),
    related: relatedTo(outcome),
    credit: isWithdrawn ? [] : viewPostings(outcome.postings, on, words),
    history: chapters.map((chapter) => viewChapter(chapter, on, words)),
    json: `/api/v1/outcomes/${id}`,
    incentives: outcome.details.kind === 'asset' ? `/incentive-receipts?collaboration=${outcome.collaboration}` : null,
  };
}

/** What has to be said of any figure in an outcome's history. */
export function labelsOf(chapters: readonly Chapter[]): OutcomeEvent['labels'] {
  return [...new Set(chapters.flatMap(({ event }) => event.labels))].sort();
}

/** How far an outcome is assured, and what holds it back. */
function assuranceWords(outcome: OnRecord): readonly string[] {
  if (outcome.status !== 'recorded') return [];
  const { held, grade } = outcome;
  return [...(held === undefined ? [] : [`${capitalised(held.finding)}: ${spaced(held.reason)}`]), capitalised(grade)];
}

function viewFacts(id: OutcomeId, outcome: OnRecord, words: Words): OutcomeView['facts'] {
  const { names, collaborationName } = words;
  const { details } = outcome;
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ['Occurred on', [formatDay(details.occurredOn)]],
    ['Recorded', recordedAmounts(details)],
    ['Collaboration', [collaborationName]],
    ['Regional unit', [names.unit(details.unit)]],
    ['Lead force', [names.force(details.leadForce)]],
    ['Credit', [attributionWords(details.attribution, (force) => names.force(force))]],
    ...ownFacts(details),
    ...stageFacts(outcome),
    ['Operation', details.operation === undefined ? [] : [spaced(details.operation)]],
    ['Evidence', (details.evidence ?? []).map(({ label, sha256 }) => `${spaced(label)}: SHA-256 ${sha256}`)],
    ...sharingFacts(outcome, names),
    ['Assurance', assuranceWords(outcome)],
    ['Outcome', [id]],
  ];
  return facts.flatMap(([name, values]) => (values.length === 0 ? [] : [{ name, values }]));
}

type OnRecord = Exclude<Outcome, { readonly status: 'unrecorded' }>;
type Details = OnRecord['details'];

/** The stages that an asset reached, each with its number, which is how it is put right; and what has to be noticed about them. */
function stageFacts(outcome: OnRecord): readonly (readonly [string, readonly string[]])[] {
  if (outcome.status === 'withdrawn' || outcome.details.kind !== 'asset') return [];
  const { details, stages } = outcome;
  return [
    ['Stages', stages.map((each, i) => `${i + 1}. ${stageWords(each)}${stageAmounts(each)}`)],
    ['To be noticed', flagsOf(details, stages).map(flagWords)],
  ];
}

/** What only this kind of outcome has and its headline does not say. */
function ownFacts(details: Details): readonly (readonly [string, readonly string[]])[] {
  switch (details.kind) {
    case 'property-recovered':
      return [
        ['Valued by', [spaced(details.valuationBasis)]],
        ['Returned to its owner', [details.returnedToOwner ? 'yes' : 'no']],
      ];
    case 'drugs-seizure':
      return [['Valued by', details.substances.flatMap(valuationWords)]];
    case 'saving':
      return savingFacts(details);
    case 'cost':
      return costFacts(details);
    case 'asset':
      return [['Foreign money', details.foreign === undefined ? [] : [foreignWords(details.foreign)]]];
    case 'arrest':
    case 'counted-item':
      return [];
    default:
      return unreachable(details);
  }
}

/** How a substance was valued, by whom and when; none where nobody valued it. */
function valuationWords(substance: Substance): readonly string[] {
  const { valuationBasis, valuationSource, valuedOn } = substance;
  const said = [
    valuationBasis === undefined ? '' : spaced(valuationBasis),
    valuationSource === undefined ? '' : `by ${spaced(valuationSource)}`,
    valuedOn === undefined ? '' : `on ${formatDay(valuedOn)}`,
  ].filter((each) => each !== '');
  return said.length === 0 ? [] : [`${spaced(substance.substance)}: ${said.join(' ')}`];
}

function viewChapter({ entry, recordedAt, actor, event }: Chapter, on: CivilDate, words: Words): ChapterView {
  return {
    entry: entry?.toString(),
    what: eventWords(event, words),
    recordedAt: formatMoment(recordedAt),
    moment: recordedAt,
    actor,
    labels: viewLabels(event.labels),
    postings: viewPostings(event.postings, on, words),
    line: entry === undefined ? undefined : lineOf(entry),
  };
}

function lineOf(entry: number): string {
  return `/api/v1/entries?${entry === 0 ? '' : `after=${entry - 1}&`}limit=1`;
}

function eventWords(event: OutcomeEvent, { names }: Words): string {
  switch (event.type) {
    case 'OutcomeRecorded':
      return 'Recorded';
    case 'OutcomeCorrected':
      return `Corrected${event.claim === undefined ? '' : ` the claim of ${names.unit(event.claim)}`}: ${spaced(event.reason)}`;
    case 'OutcomeValidated':
      return 'Validated';
    case 'OutcomeAudited':
      return 'Audited';
    case 'OutcomeQueried':
      return `Queried: ${spaced(event.reason)}`;
    case 'OutcomeQueryAnswered':
      return `Query answered: ${spaced(event.reason)}`;
    case 'OutcomeRejected':
      return `Rejected: ${spaced(event.reason)}`;
    case 'OutcomeWithdrawn':
      return `Withdrawn: ${spaced(event.reason)}`;
    case 'AssetStageReached':
      return `Stage reached: ${stageWords(event.stage)}`;
    case 'AssetStageCorrected': {
      const instead = event.stage === undefined ? 'there was none' : stageWords(event.stage);
      return `Stage ${event.number} put right (${spaced(event.reason)}): ${instead}`;
    }
    case 'OutcomeClaimed':
      return `Claimed by ${names.unit(event.outcome.unit)}, who told: ${recordedAmounts(event.outcome).join('; ')}`;
    case 'ClaimWithdrawn':
      return `Claim of ${names.unit(event.claim)} withdrawn: ${spaced(event.reason)}`;
    case 'ClaimWeightsAgreed':
      return `Shares agreed: ${Object.entries(event.weights)
        .map(([unit, weight]) => `${names.unit(unit as UnitId)} ${groupDigits(weight)}`)
        .join(', ')}`;
    case 'OutcomeLinked':
      return `Linked as a duplicate of ${event.duplicateOf}: ${spaced(event.reason)}`;
    case 'OutcomeUnlinked':
      return `Link undone: ${spaced(event.reason)}${event.fellBackFrom === undefined ? '' : `; claimed again, it was ${event.fellBackFrom}`}`;
    case 'DuplicatesNoted':
      return event.duplicates.includes(event.duplicate)
        ? `Has ${event.duplicate} linked to it as a duplicate`
        : `No longer has ${event.duplicate} linked to it`;
    default:
      return unreachable(event);
  }
}

function viewPostings(
  postings: readonly Posting[],
  on: CivilDate,
  { names, catalogue }: Words,
): readonly PostingView[] {
  const isOneDay = postings.every(({ occurredOn }) => occurredOn === on);
  return postings.map(({ measure, force, unit, grade, amount, occurredOn }) => {
    const counted = catalogue.measures.get(measure);
    return {
      measure: counted?.title ?? measure,
      force: names.force(force),
      unit: names.unit(unit),
      grade,
      countsOn: isOneDay ? null : formatDay(occurredOn),
      amount: formatAmount(amount, counted?.measuredIn ?? 'count'),
    };
  });
}
