import { expect } from '@jest/globals';
import { combine, DIMENSIONS, groupTotals, totalsOf, type Dimension, type Totals } from '../../projections/totals.js';
import { evolveCollaboration, type Collaboration } from '../../src/domain/collaboration/collaboration.js';
import type { CollaborationEvent } from '../../src/domain/collaboration/events.js';
import { joinMember } from '../../src/domain/collaboration/join-member.js';
import { leaveMember } from '../../src/domain/collaboration/leave-member.js';
import { setKeyVersion } from '../../src/domain/collaboration/set-key-version.js';
import type { Decision } from '../../src/domain/decision.js';
import type { OutcomeId, PersonId, UnitId } from '../../src/domain/identifiers.js';
import { agreeClaimWeights } from '../../src/domain/outcome/agree-claim-weights.js';
import { answerQuery } from '../../src/domain/outcome/answer-query.js';
import type { AssetStage } from '../../src/domain/outcome/asset-stages.js';
import { auditOutcome } from '../../src/domain/outcome/audit-outcome.js';
import { recordItem } from '../../src/domain/outcome/claim-outcome.js';
import { correctAssetStage } from '../../src/domain/outcome/correct-asset-stage.js';
import { correctOutcome } from '../../src/domain/outcome/correct-outcome.js';
import type { OutcomeDetails, OutcomeEvent } from '../../src/domain/outcome/events.js';
import { evolveHandled, untouched, type HandledOutcome } from '../../src/domain/outcome/hands.js';
import { linkOutcome, noteDuplicate, unlinkOutcome } from '../../src/domain/outcome/link-outcome.js';
import { queryOutcome } from '../../src/domain/outcome/query-outcome.js';
import { recordAssetStage } from '../../src/domain/outcome/record-asset-stage.js';
import type { TellingContext } from '../../src/domain/outcome/record-outcome.js';
import { rejectOutcome } from '../../src/domain/outcome/reject-outcome.js';
import { validateOutcome } from '../../src/domain/outcome/validate-outcome.js';
import { withdrawClaim } from '../../src/domain/outcome/withdraw-claim.js';
import { withdrawOutcome } from '../../src/domain/outcome/withdraw-outcome.js';
import { day, id, uuidEnding } from './given-when-then.js';
import { totalsOf as modelTotals, type Agreement, type Item, type Stage, type Telling } from './model.js';
import {
  agree,
  changed,
  correction,
  isNews,
  recorded,
  stageOf,
  weightsOf,
  type Agreeing,
  type Changing,
} from './model-changes.js';
import { UNITS, type Step } from './model-steps.js';
import {
  arrest,
  asset,
  contextAfter,
  countedItem,
  HUMBERSIDE,
  NORTH,
  POPULATION,
  RART,
  RRPT,
  SOUTH,
  theRegister,
  WEST,
  YORKSHIRE,
} from './yorkshire.js';

const SINCE = '2005-09-01';
const [, , LATE = RART] = UNITS;
const OPENED_LATE = { from: '2009-06-01' };
const OPENED: CollaborationEvent = {
  ...{ type: 'UnitOpened', collaboration: YORKSHIRE, unit: LATE, name: LATE },
  from: day(OPENED_LATE.from),
};

/** Every grouping there is: all subsets of the dimensions. */
const GROUPINGS = Array.from({ length: 1 << DIMENSIONS.length }, (_, bits) =>
  DIMENSIONS.filter((__, i) => (bits & (1 << i)) !== 0),
);

/** The program and the model side by side. What the program accepts, the model has to expect, and the other way round. */
export class Twins {
  private readonly outcomes: HandledOutcome[] = [];
  private readonly items: Item[] = [];
  private readonly agreement: Agreement;
  private collaboration: Collaboration;
  private totals: Totals = new Map();
  private readonly base: TellingContext;
  /** All that was recorded of outcomes. */
  readonly events: OutcomeEvent[] = [];
  readonly accepted = new Map<string, number>();
  readonly refused = new Map<string, number>();

  constructor() {
    this.base = contextAfter(OPENED);
    this.collaboration = this.base.collaboration;
    const [version] = this.collaboration.keys.get(POPULATION) ?? [];
    const first = Object.fromEntries((version?.weights ?? []).map(({ force, weight }) => [force, weight]));
    this.agreement = {
      members: new Map([HUMBERSIDE, NORTH, SOUTH, WEST].map((force) => [force, [{ from: SINCE }]])),
      keys: [{ from: SINCE, weights: first }],
      units: new Map<string, { from: string; to?: string }>([
        [RART, { from: SINCE }],
        [RRPT, { from: '2008-07-01', to: '2011-07-05' }],
        [LATE, OPENED_LATE],
      ]),
    };
  }

  take(next: Step): void {
    if (next.do === 'leave' || next.do === 'join' || next.do === 'set key') this.takeAgreement(next);
    else if (next.do === 'record') this.record(next);
    else if (this.items.length > 0) this.change(next);
  }

  private record(next: Extract<Step, { do: 'record' }>): void {
    if (this.items.length === 8) return;
    const at = this.items.length;
    const item = recorded(next, this.agreement);
    const command = { collaboration: YORKSHIRE, outcome: detailsOf(at, next.kind, next.telling) };
    const decision = recordItem(command, idOf(at), untouched.outcome, this.context);
    if (!this.isTaken(next, decision.accepted, item !== undefined) || item === undefined) return;
    this.items.push(item);
    this.outcomes.push(untouched);
    this.write(at, decision, next.person);
    this.compareAll();
  }

  private change(next: Changing): void {
    const at = this.placeOf(next);
    const [item, before] = [this.items[at], this.outcomes[at]];
    if (item === undefined || before === undefined) return;
    const after = changed(next, this.items, at, this.agreement);
    const decision = this.decide(next, at, item);
    if (!this.isTaken(next, decision.accepted, after !== undefined) || after === undefined) return;
    this.items[at] = after;
    this.write(at, decision, next.person);
    if (next.do === 'link' || next.do === 'unlink') this.noteDuplicate(at, next, before);
    this.compareAll();
  }

  private takeAgreement(next: Agreeing): void {
    const decision = this.decideAgreement(next);
    const events = decision.accepted ? decision.events : [];
    if (!this.isTaken(next, events.length > 0, isNews(next, this.agreement))) return;
    for (const event of events)
      this.collaboration = evolveCollaboration(this.collaboration, event) ?? this.collaboration;
    agree(next, this.agreement);
    // Nothing that was counted moves.
    this.compareAll();
  }

  /** What is taken has to be what the model expects, and what is refused too. */
  private isTaken(next: Step, isTaken: boolean, isExpected: boolean): boolean {
    expect([next, isTaken]).toEqual([next, isExpected]);
    const counts = isTaken ? this.accepted : this.refused;
    counts.set(next.do, (counts.get(next.do) ?? 0) + 1);
    return isTaken;
  }

  /** What is to be unlinked is mostly linked, and of what a stage is put right has some; otherwise there would hardly be any. */
  private placeOf({ do: what, pick }: Changing): number {
    const all = [...this.items.keys()];
    const isFit = ({ duplicateOf, stages }: Item): boolean =>
      what === 'unlink' ? duplicateOf !== undefined : what !== 'correct stage' || stages.length > 0;
    const fit = this.items.flatMap((item, i) => (isFit(item) ? [i] : []));
    const choice = pick === 0 || fit.length === 0 ? all : fit;
    return choice[pick % choice.length] ?? 0;
  }

  private compareAll(): void {
    const expected = [...modelTotals(this.items)].map(([place, amount]) => ({ words: place.split(' '), amount }));
    for (const by of GROUPINGS) this.compare(by, expected);
  }

  private compare(
    by: readonly Dimension[],
    all: readonly { readonly words: string[]; readonly amount: bigint }[],
  ): void {
    const real = new Map<string, bigint>();
    for (const { amount, ...row } of groupTotals(this.totals.values(), by)) {
      const place = ['measure' as const, ...by.filter((name) => name !== 'measure')].map((name) => row[name]).join(' ');
      if (amount !== 0n) real.set(place, (real.get(place) ?? 0n) + amount);
    }
    const kept = DIMENSIONS.map((name) => name === 'measure' || by.includes(name));
    const expected = new Map<string, bigint>();
    for (const { words, amount } of all) {
      const place = words.filter((_, i) => kept[i]).join(' ');
      expected.set(place, (expected.get(place) ?? 0n) + amount);
    }
    for (const [place, amount] of expected) if (amount === 0n) expected.delete(place);
    // There are a million of these; the matcher is asked where there is something to show.
    if (!isSame(real, expected)) expect([by, real]).toEqual([by, expected]);
  }

  private decide(next: Changing, at: number, item: Item): Decision<OutcomeEvent> {
    const { context } = this;
    const handled = this.outcomes[at] ?? untouched;
    const { outcome } = handled;
    const outcomeId = idOf(at);
    const reason = 'other';
    switch (next.do) {
      case 'claim': {
        const told = { collaboration: YORKSHIRE, outcome: detailsOf(at, item.kind, next.telling) };
        return recordItem(told, outcomeId, outcome, context);
      }
      case 'correct': {
        const { at: which, now } = correction(item, next);
        const claim = next.ofFirst ? {} : { claim: id<UnitId>(item.tellings[which]?.unit ?? next.telling.unit) };
        return correctOutcome(
          { outcomeId, reason, ...claim, outcome: detailsOf(at, item.kind, now) },
          outcome,
          context,
        );
      }
      case 'withdraw':
        return withdrawOutcome({ outcomeId, reason }, outcome);
      case 'withdraw claim':
        return withdrawClaim({ outcomeId, claim: next.unit, reason }, outcome, context);
      case 'agree':
        return agreeClaimWeights({ outcomeId, weights: weightsOf(item, next.weights) }, outcome, context);
      case 'stage':
        return recordAssetStage({ outcomeId, stage: toldStage(stageOf(item, next)) }, outcome, context);
      case 'correct stage': {
        const stage = next.by === null ? undefined : toldStage(next.by);
        return correctAssetStage({ outcomeId, number: next.number, reason, stage }, outcome, context);
      }
      case 'find':
        return this.find(next, outcomeId, handled);
      case 'link': {
        const primary = next.primary % this.items.length;
        return linkOutcome({ outcomeId, primary: idOf(primary), reason }, outcome, this.outcomes[primary] ?? untouched);
      }
      case 'unlink':
        return unlinkOutcome({ outcomeId, reason }, outcome, context);
    }
  }

  private find(
    { finding, person }: Extract<Step, { do: 'find' }>,
    outcomeId: OutcomeId,
    handled: HandledOutcome,
  ): Decision<OutcomeEvent> {
    const because = { outcomeId, reason: 'other' } as const;
    return {
      validated: () => validateOutcome({ outcomeId, person }, handled, 'not-looked-up'),
      audited: () => auditOutcome({ outcomeId, person }, handled, 'not-looked-up'),
      queried: () => queryOutcome(because, handled.outcome),
      answered: () => answerQuery(because, handled.outcome),
      rejected: () => rejectOutcome(because, handled.outcome),
    }[finding]();
  }

  private decideAgreement(next: Agreeing): Decision<CollaborationEvent> {
    const on = day(next.day);
    const { collaboration } = this;
    if (next.do === 'set key') {
      const key = { collaboration: YORKSHIRE, key: POPULATION, basis: id('population'), assumed: false, from: on };
      return setKeyVersion({ ...key, weights: next.weights }, collaboration);
    }
    return next.do === 'join'
      ? joinMember({ collaboration: YORKSHIRE, force: next.force, from: on }, collaboration, theRegister)
      : leaveMember({ collaboration: YORKSHIRE, force: next.force, to: on }, collaboration);
  }

  private noteDuplicate(at: number, next: Extract<Step, { do: 'link' | 'unlink' }>, before: HandledOutcome): void {
    const was = before.outcome.status === 'recorded' ? before.outcome.duplicateOf : undefined;
    const primary =
      next.do === 'link' ? next.primary % this.items.length : this.items.findIndex((_, i) => idOf(i) === was);
    const noted = noteDuplicate(
      { primary: idOf(primary), duplicate: idOf(at) },
      (this.outcomes[primary] ?? untouched).outcome,
      this.outcomes[at] ?? untouched,
    );
    this.write(primary, noted, next.person);
  }

  private write(at: number, decision: Decision<OutcomeEvent>, person: PersonId): void {
    if (!decision.accepted) throw new Error(`refused: ${decision.refusal.code}`);
    for (const event of decision.events) {
      this.outcomes[at] = evolveHandled(this.outcomes[at] ?? untouched, event, person);
      this.totals = combine(this.totals, totalsOf([event]));
      this.events.push(event);
    }
  }

  private get context(): TellingContext {
    return { ...this.base, collaboration: this.collaboration };
  }
}

function isSame(real: ReadonlyMap<string, bigint>, expected: ReadonlyMap<string, bigint>): boolean {
  return real.size === expected.size && [...real].every(([place, amount]) => expected.get(place) === amount);
}

const idOf = (at: number): OutcomeId => uuidEnding<OutcomeId>(at + 1);

/** Without evidence nothing is audited, which specs of their own hold. */
const EVIDENCE: NonNullable<OutcomeDetails['evidence']> = [{ label: id('exhibit'), sha256: '0'.repeat(64) }];

/** Each is an item, so that it may be claimed, and told anew after it was withdrawn. */
function detailsOf(
  at: number,
  kind: Item['kind'],
  { unit, day: on, amount, attribution, role }: Telling,
): OutcomeDetails {
  const by = attribution.basis === 'key' ? { basis: 'key' as const, key: POPULATION } : attribution;
  const told = {
    unit: id<UnitId>(unit),
    occurredOn: day(on),
    attribution: by as OutcomeDetails['attribution'],
    evidence: EVIDENCE,
    item: { keyVersion: 1, scheme: 'exhibit', token: at.toString(16).repeat(64) },
  } as const;
  if (kind === 'arrest') return arrest({ ...told, role });
  return kind === 'asset' ? asset({ ...told, amountPence: amount }) : countedItem({ ...told, amount });
}

function toldStage({ stage, day: on, amount }: Stage): AssetStage {
  return { stage, occurredOn: day(on), amountPence: amount };
}
