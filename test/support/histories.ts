import fc from 'fast-check';
import { encodeEntry, type Entry } from '../../src/ledger/codec/entry-line.js';
import { EVENT_CATALOGUE } from '../../src/domain/event-catalogue.js';
import type {
  CollaborationId,
  CommandId,
  FigureId,
  MeasureId,
  OutcomeId,
  UnitId,
} from '../../src/domain/identifiers.js';
import type { CivilDate } from '../../src/domain/civil-date.js';
import type { AssetStage } from '../../src/domain/outcome/asset-stages.js';
import type { OutcomeEvent } from '../../src/domain/outcome/events.js';
import { withoutClaim } from '../../src/domain/outcome/facts.js';
import { evolveOutcome, unrecorded, type Outcome } from '../../src/domain/outcome/outcome.js';
import { LABELS, reversed, type Label, type Posting } from '../../src/domain/posting.js';
import type { Append } from '../../src/ledger/event-store.js';
import { figureStream, outcomeStream } from '../../src/ledger/streams.js';
import { day, id } from './given-when-then.js';
import { asset, CLEVELAND, HUMBERSIDE, RART, RRPT, WEST } from './yorkshire.js';

/** Names that sort otherwise when joined with the wrong separator: one begins with the whole of the other. */
export const MEASURES = ['arrests', 'arrests-made', 'arrests2', 'value'].map((name) => id<MeasureId>(name));
export const FORCES = [HUMBERSIDE, WEST, CLEVELAND];
export const UNITS = [RART, RRPT, id<UnitId>('r')];
export const DAYS = ['2009-12-31', '2010-01-01', '2010-01-31', '2010-02-01', '2011-06-15'].map(day);

/** So that an outcome may be corrected a hundred times and still be within what an amount can be. */
const LARGEST = 2n ** 46n;

const postings: fc.Arbitrary<readonly Posting[]> = fc.uniqueArray(
  fc.record({
    amount: fc.oneof(fc.bigInt(-20n, 20n), fc.bigInt(-LARGEST, LARGEST)),
    force: fc.constantFrom(...FORCES),
    grade: fc.constantFrom('claimed', 'validated', 'audited'),
    measure: fc.constantFrom(...MEASURES),
    occurredOn: fc.constantFrom(...DAYS),
    unit: fc.constantFrom(...UNITS),
  }),
  {
    maxLength: 6,
    selector: ({ force, grade, measure, occurredOn, unit }) => [force, grade, measure, occurredOn, unit].join(),
  },
);
const labels: fc.Arbitrary<readonly Label[]> = fc.subarray([...LABELS]);

/** What happens, as often as it stands here: everything that an outcome can post by. */
const HAPPENS = [
  ...(['record', 'record', 'record', 'record', 'record', 'correct', 'correct', 'withdraw', 'publish'] as const),
  ...([
    'claim',
    'claim',
    'withdraw claim',
    'agree',
    'stage',
    'correct stage',
    'link',
    'unlink',
    'find',
    'find',
  ] as const),
];
const FINDINGS = ['OutcomeValidated', 'OutcomeAudited'] as const;
const DOUBTS = ['OutcomeQueried', 'OutcomeRejected'] as const;

/** One thing that happens: `which` picks the outcome it happens to among those that there are. */
export interface Step {
  readonly happens: (typeof HAPPENS)[number];
  readonly which: number;
  readonly postings: readonly Posting[];
  readonly labels: readonly Label[];
  readonly second: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  happens: fc.constantFrom(...HAPPENS),
  which: fc.nat(1000),
  postings,
  labels,
  second: fc.nat(59),
});

export const steps = (most = 25): fc.Arbitrary<readonly Step[]> => fc.array(step, { minLength: 1, maxLength: most });

/** The same steps each time for the same seed. */
export function someSteps(seed: number, count: number): readonly Step[] {
  return fc.sample(step, { seed, numRuns: count });
}

interface Begun {
  readonly id: OutcomeId;
  revision: number;
  state: Outcome;
}

/** Writes histories as entries of one collaboration. Ids are made from a counter, so that no two outcomes are one. */
export class Historian {
  readonly #collaboration: CollaborationId;
  readonly #first: number;
  readonly #begun: Begun[] = [];
  readonly #published: { readonly stream: string; revision: number }[] = [];
  #made = 0;

  constructor(collaboration: string, first: number) {
    this.#collaboration = id(collaboration);
    this.#first = first * 100_000;
  }

  /** Clocks go back now and then: the second of each entry is random. */
  write(history: readonly Step[]): readonly Entry[] {
    return history.map((each) => {
      const { stream, revision, event } = each.happens === 'publish' ? this.#publish(each) : this.#happen(each);
      const own = this.#uuid<CommandId>();
      const second = each.second.toString().padStart(2, '0');
      const recordedAt = `2026-11-22T10:00:${second}.000Z`;
      return {
        actor: id('evaluator'),
        command: { id: own, sha256: '0'.repeat(64) },
        event,
        id: own,
        recordedAt,
        revision,
        stream,
      };
    });
  }

  #happen({ happens, which, ...posts }: Step): Pick<Entry, 'stream' | 'revision' | 'event'> {
    const standing = this.#begun.filter(({ state }) => state.status === 'recorded');
    const chosen = happens === 'record' ? undefined : standing[which % standing.length];
    const outcome = chosen ?? this.#begin();
    const event = this.#eventFor(outcome, happens, which, posts);
    outcome.state = evolveOutcome(outcome.state, event);
    outcome.revision += 1;
    return { stream: outcomeStream(outcome.id), revision: outcome.revision, event };
  }

  #eventFor(
    { state }: Begun,
    happens: Step['happens'],
    which: number,
    posts: Pick<Step, 'postings' | 'labels'>,
  ): OutcomeEvent {
    const common = { collaboration: this.#collaboration, labels: posts.labels, postings: posts.postings };
    const [first] = posts.postings;
    // Of a kind that may post on other days than its own, as these do.
    const outcome = asset(first === undefined ? {} : { unit: first.unit, occurredOn: first.occurredOn });
    const restsOn = { collaboration: 0, measureCatalogue: 0 };
    if (state.status !== 'recorded') return { type: 'OutcomeRecorded', ...common, outcome, restsOn };
    const taken = { ...common, postings: reversed(state.postings), reason: 'other' } as const;
    const unit = unitAt(which);
    switch (happens) {
      case 'claim':
        return { type: 'OutcomeClaimed', ...common, outcome: { ...outcome, unit }, restsOn };
      case 'withdraw claim': {
        const isLast = withoutClaim(state, unit) === undefined;
        const postings = isLast ? taken.postings : common.postings;
        return { type: 'ClaimWithdrawn', ...common, postings, claim: unit, reason: 'other', restsOn };
      }
      case 'agree':
        return { type: 'ClaimWeightsAgreed', ...common, restsOn, weights: { [unit]: 1n } };
      case 'stage':
        return { type: 'AssetStageReached', ...common, restsOn, stage: stageOn(outcome.occurredOn) };
      case 'correct stage':
        return {
          ...{ type: 'AssetStageCorrected', ...common, number: 1, reason: 'other', restsOn },
          ...(which % 2 > 0 && { keepsPlace: true, stage: stageOn(outcome.occurredOn) }),
        };
      case 'link':
        return { type: 'OutcomeLinked', ...taken, duplicateOf: this.#uuid(), restsOn: { primary: 0 } };
      case 'unlink':
        return {
          ...{ type: 'OutcomeUnlinked', ...common, reason: 'other', restsOn },
          ...(which % 2 > 0 && { fellBackFrom: 'validated' }),
        };
      case 'find': {
        const [finding = 'OutcomeValidated', doubt = 'OutcomeQueried'] = [FINDINGS[which % 2], DOUBTS[which % 2]];
        return which % 3 > 0 ? { type: finding, ...common } : { type: doubt, ...common, reason: 'other' };
      }
      case 'withdraw':
        return { type: 'OutcomeWithdrawn', ...taken };
      default:
        return { type: 'OutcomeCorrected', ...common, outcome, reason: 'other', restsOn };
    }
  }

  /** Every third time something is said of a figure that is there, if there is one. */
  #publish({ which }: Step): Pick<Entry, 'stream' | 'revision' | 'event'> {
    const before = which % 3 === 0 ? this.#published[which % (this.#published.length || 1)] : undefined;
    if (before !== undefined) {
      before.revision += 1;
      const said = { collaboration: this.#collaboration, reason: 'other' } as const;
      const event =
        which % 2 === 0
          ? ({ type: 'PublishedFigureDisputed', ...said } as const)
          : ({ type: 'FigureDisputeEnded', ...said } as const);
      return { ...before, event };
    }
    const figure = {
      amount: BigInt(which),
      bound: 'exact',
      collaboration: this.#collaboration,
      disputed: which % 2 === 0,
      measure: id<MeasureId>('value'),
      source: 'A report, with "quotes", "disputed":false; and \u2028 more',
      from: day('2010-01-01'),
    } as const;
    const event = {
      type: 'PublishedFigureRecorded',
      figure,
      restsOn: { collaboration: 0, measureCatalogue: 0 },
    } as const;
    const published = { stream: figureStream(this.#uuid<FigureId>()), revision: 0 };
    this.#published.push({ ...published });
    return { ...published, event };
  }

  #begin(): Begun {
    const begun: Begun = { id: this.#uuid(), revision: -1, state: unrecorded };
    this.#begun.push(begun);
    return begun;
  }

  #uuid<T extends string>(): T {
    this.#made += 1;
    return uuidOf(this.#first + this.#made);
  }
}

const unitAt = (which: number): UnitId => UNITS[which % UNITS.length] ?? RART;

function stageOn(occurredOn: CivilDate): AssetStage {
  return { stage: 'detained', amountPence: 1n, occurredOn };
}

function uuidOf<T extends string>(number: number): T {
  // Spread over the whole range, as real ids are, and never the same for two numbers: the multiplier is odd.
  const spread = ((number * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0');
  return id<T>(`${spread}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`);
}

/** An append for each entry. */
export function appendsOf(entries: readonly Entry[]): readonly Append[] {
  return entries.map((entry) => ({
    stream: entry.stream,
    expectedRevision: entry.revision - 1,
    lines: [{ id: entry.id, line: encodeEntry(entry) }],
  }));
}

/** The same line of a schema that no program knows yet. */
export function fromTheFuture(line: string): string {
  return line.replace(/"schema":\d+,/, `"schema":${EVENT_CATALOGUE.OutcomeRecorded.schema + 98},`);
}
