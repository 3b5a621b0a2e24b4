import { expect } from '@jest/globals';
import { combine, DIMENSIONS, groupTotals, totalsOf, type Totals } from '../../projections/totals.js';
import { evolveCollaboration, type Collaboration } from '../../src/domain/collaboration/collaboration.js';
import type { CollaborationEvent } from '../../src/domain/collaboration/events.js';
import { joinMember } from '../../src/domain/collaboration/join-member.js';
import { leaveMember } from '../../src/domain/collaboration/leave-member.js';
import { setKeyVersion } from '../../src/domain/collaboration/set-key-version.js';
import type { Decision } from '../../src/domain/decision.js';
import type { OutcomeId, PersonId, UnitId } from '../../src/domain/identifiers.js';
import { agreeClaimWeights } from '../../src/domain/outcome/agree-claim-weights.js';
import { answerQuery } from '../../src/domain/outcome/answer-query.js';
import { auditOutcome } from '../../src/domain/outcome/audit-outcome.js';
import { recordItem } from '../../src/domain/outcome/claim-outcome.js';
import { correctOutcome } from '../../src/domain/outcome/correct-outcome.js';
import type { OutcomeDetails, OutcomeEvent } from '../../src/domain/outcome/events.js';
import { evolveHandled, untouched, type HandledOutcome } from '../../src/domain/outcome/hands.js';
import { linkOutcome, noteDuplicate, unlinkOutcome } from '../../src/domain/outcome/link-outcome.js';
import { queryOutcome } from '../../src/domain/outcome/query-outcome.js';
import { recordAssetStage } from '../../src/domain/outcome/record-asset-stage.js';
import type { OutcomeContext } from '../../src/domain/outcome/record-outcome.js';
import { rejectOutcome } from '../../src/domain/outcome/reject-outcome.js';
import { validateOutcome } from '../../src/domain/outcome/validate-outcome.js';
import { withdrawClaim } from '../../src/domain/outcome/withdraw-claim.js';
import { withdrawOutcome } from '../../src/domain/outcome/withdraw-outcome.js';
import { day, id, uuidEnding } from './given-when-then.js';
import {
  assessed,
  totalsOf as modelTotals,
  type Agreement,
  type Attribution,
  type Item,
  type Stage,
  type Telling,
} from './model.js';
import {
  arrest,
  asset,
  contextAfter,
  countedItem,
  HUMBERSIDE,
  NORTH,
  POPULATION,
  SOUTH,
  theRegister,
  WEST,
  YORKSHIRE,
} from './yorkshire.js';

import { DAYS, UNITS, type Kind, type Step } from './model-steps.js';
const OPENED: readonly CollaborationEvent[] = UNITS.slice(1).map((unit) => ({
  type: 'UnitOpened',
  collaboration: YORKSHIRE,
  unit,
  name: unit,
  from: day('2005-09-01'),
}));

/** Every grouping there is: all subsets of the dimensions. */
const GROUPINGS = Array.from({ length: 1 << DIMENSIONS.length }, (_, bits) =>
  DIMENSIONS.filter((__, i) => (bits & (1 << i)) !== 0),
);

/** A step that changes an item that is there. */
type Changing = Exclude<Step, { do: 'record' | 'leave' | 'join' | 'set key' }>;

/** The program and the model side by side. What the program accepts, the model has to expect, and the other way round. */
export class Twins {
  private readonly outcomes: HandledOutcome[] = [];
  private readonly items: Item[] = [];
  private readonly agreement: Agreement;
  private collaboration: Collaboration;
  private totals: Totals = new Map();
  private readonly base: OutcomeContext;
  entries = 0;
  readonly accepted = new Map<string, number>();

  constructor() {
    this.base = contextAfter(...OPENED);
    this.collaboration = this.base.collaboration;
    const [version] = this.collaboration.keys.get(POPULATION) ?? [];
    const first = Object.fromEntries((version?.weights ?? []).map(({ force, weight }) => [force, weight]));
    this.agreement = {
      members: new Map([HUMBERSIDE, NORTH, SOUTH, WEST].map((force) => [force, [{ from: '2005-09-01' }]])),
      keys: [{ from: '2005-09-01', weights: first }],
    };
  }

  take(next: Step): void {
    if (next.do === 'leave' || next.do === 'join' || next.do === 'set key') this.takeAgreement(next);
    else if (next.do === 'record') this.record(next);
    else this.change(next);
  }

  private change(next: Changing): void {
    const at = this.placeOf(next);
    const [item, outcome] = [this.items[at], this.outcomes[at]];
    if (item === undefined || outcome === undefined) return;
    const { isWithdrawn } = item;
    const changed = this.changed(next, item, at);
    const isExpected = !isWithdrawn && changed !== undefined;
    const decision = this.decide(next, at, item);
    if (decision === undefined) return;
    expect([next, decision.accepted]).toEqual([next, isExpected]);
    if (!decision.accepted || changed === undefined) return;
    Object.assign(item, { claimWeights: undefined, held: undefined, duplicateOf: undefined }, changed);
    this.note(next, item);
    this.write(at, decision, next.person);
    if (next.do === 'link' || next.do === 'unlink') this.noteDuplicate(at, next, outcome);
    this.counted(next.do);
  }

  /** What is to be unlinked is mostly linked; otherwise there would hardly be any. */
  private placeOf({ do: what, pick }: { readonly do: string; readonly pick: number }): number {
    const linked = this.items.flatMap(({ duplicateOf }, i) => (duplicateOf === undefined ? [] : [i]));
    const choice = what === 'unlink' && linked.length > 0 ? linked : [...this.items.keys()];
    return choice[pick % Math.max(1, choice.length)] ?? 0;
  }

  private counted(what: string): void {
    this.accepted.set(what, (this.accepted.get(what) ?? 0) + 1);
    this.compare(GROUPINGS[this.entries % GROUPINGS.length] ?? []);
    this.compare([...DIMENSIONS]);
  }

  compareAll(): void {
    for (const by of GROUPINGS) this.compare(by);
  }

  private compare(by: readonly (typeof DIMENSIONS)[number][]): void {
    const real = new Map<string, bigint>();
    for (const row of groupTotals(this.totals.values(), by)) {
      const place = ['measure', ...by.filter((name) => name !== 'measure')]
        .map((name) => row[name as 'measure'])
        .join(' ');
      if (row.amount !== 0n) real.set(place, (real.get(place) ?? 0n) + row.amount);
    }
    const expected = new Map<string, bigint>();
    for (const [place, amount] of modelTotals(this.items)) {
      const words = place.split(' ');
      const named = DIMENSIONS.map((name, i) => ({ name, word: words[i] ?? '' }));
      const at = named
        .filter(({ name }) => name === 'measure' || by.includes(name))
        .map(({ word }) => word)
        .join(' ');
      expected.set(at, (expected.get(at) ?? 0n) + amount);
    }
    for (const [place, amount] of expected) if (amount === 0n) expected.delete(place);
    expect(real).toEqual(expected);
  }

  private record({ kind, telling, person }: Extract<Step, { do: 'record' }>): void {
    if (this.items.length === 8) return;
    const item: Item = {
      kind,
      tellings: [telling],
      stages: [],
      grade: 'claimed',
      told: new Set([person]),
      validated: new Set(),
      isWithdrawn: false,
      shares: [],
    };
    const shares = assessed(item, this.agreement);
    const at = this.items.length;
    const command = { collaboration: YORKSHIRE, outcome: detailsOf(kind, telling) };
    const decision = recordItem(command, idOf(at), untouched.outcome, this.context);
    expect([command, decision.accepted]).toEqual([command, shares !== undefined]);
    if (shares === undefined) return;
    this.items.push({ ...item, shares });
    this.outcomes.push(untouched);
    this.write(at, decision, person);
    this.counted('record');
  }

  /** What the item is after the command, by the model; `undefined` where it is refused. */
  private changed(next: Changing, item: Item, at: number): Item | undefined {
    const again = (changes: Partial<Item>): Item | undefined => {
      const changed = { ...item, grade: 'claimed' as const, ...changes };
      const shares = assessed(changed, this.agreement);
      return shares && { ...changed, shares };
    };
    const hasDuplicates = this.items.some(({ duplicateOf }) => duplicateOf === at);
    const isLoose = !hasDuplicates && item.duplicateOf === undefined;
    const [first] = item.tellings;
    switch (next.do) {
      case 'claim':
        if (item.tellings.some(({ unit }) => unit === next.telling.unit)) return undefined;
        return again({ tellings: [...item.tellings, next.telling] });
      case 'correct': {
        const telling = corrected(item, next);
        if (telling === undefined || isSameTelling(item.kind, telling, telling.was)) return undefined;
        const { held: _, ...free } = item;
        const shares = assessed({ ...free, tellings: telling.all }, this.agreement);
        return shares && { ...free, grade: 'claimed', tellings: telling.all, shares };
      }
      case 'withdraw':
        return item.tellings.length === 1 && isLoose ? { ...item, isWithdrawn: true } : undefined;
      case 'withdraw claim': {
        const left = item.tellings.filter(({ unit }) => unit !== next.unit);
        if (left.length === item.tellings.length) return undefined;
        if (left.length > 0) return again({ tellings: left });
        return isLoose ? { ...item, isWithdrawn: true } : undefined;
      }
      case 'agree': {
        const agreed = weightsOf(item, next.weights);
        const isAsBefore = item.claimWeights !== undefined && sameWeights(item.claimWeights, agreed);
        return Object.values(agreed).some((weight) => weight > 0n) && !isAsBefore
          ? again({ claimWeights: agreed })
          : undefined;
      }
      case 'stage':
        return item.kind === 'asset' && first !== undefined
          ? again({ stages: [...item.stages, stageOf(item, next)] })
          : undefined;
      case 'find':
        return found(item, next);
      case 'link': {
        const primary = next.primary % this.items.length;
        const other = this.items[primary];
        const mayBe = primary !== at && isLoose && other?.isWithdrawn === false && other.duplicateOf === undefined;
        return mayBe && other.kind === item.kind ? { ...item, duplicateOf: primary } : undefined;
      }
      case 'unlink': {
        const { duplicateOf, ...free } = item;
        const shares = duplicateOf === undefined ? undefined : assessed(item, this.agreement);
        return shares && { ...free, shares };
      }
    }
  }

  private decide(next: Changing, at: number, item: Item): Decision<OutcomeEvent> | undefined {
    const { context } = this;
    const handled = this.outcomes[at] ?? untouched;
    const { outcome } = handled;
    const outcomeId = idOf(at);
    switch (next.do) {
      case 'claim':
        // A withdrawn item may be told anew, which is another story.
        return item.isWithdrawn
          ? undefined
          : recordItem(
              { collaboration: YORKSHIRE, outcome: detailsOf(item.kind, next.telling) },
              outcomeId,
              outcome,
              context,
            );
      case 'correct': {
        const telling = corrected(item, next);
        if (telling === undefined) return undefined;
        const claim = next.ofFirst ? {} : { claim: id<UnitId>(telling.unit) };
        return correctOutcome(
          { outcomeId, reason: 'other', ...claim, outcome: detailsOf(item.kind, telling) },
          outcome,
          context,
        );
      }
      case 'withdraw':
        return withdrawOutcome({ outcomeId, reason: 'other' }, outcome);
      case 'withdraw claim':
        return withdrawClaim({ outcomeId, claim: next.unit, reason: 'other' }, outcome, context);
      case 'agree':
        return agreeClaimWeights({ outcomeId, weights: weightsOf(item, next.weights) }, outcome, context);
      case 'stage': {
        const { stage, day: on, amount: amountPence } = stageOf(item, next);
        return recordAssetStage({ outcomeId, stage: { stage, occurredOn: day(on), amountPence } }, outcome, context);
      }
      case 'find':
        return {
          validated: () => validateOutcome({ outcomeId, person: next.person }, handled),
          audited: () => auditOutcome({ outcomeId, person: next.person }, handled),
          queried: () => queryOutcome({ outcomeId, reason: 'other' }, outcome),
          answered: () => answerQuery({ outcomeId, reason: 'other' }, outcome),
          rejected: () => rejectOutcome({ outcomeId, reason: 'other' }, outcome),
        }[next.finding]();
      case 'link': {
        const primary = next.primary % this.items.length;
        const other = this.outcomes[primary] ?? untouched;
        return linkOutcome({ outcomeId, primary: idOf(primary), reason: 'other' }, outcome, other);
      }
      case 'unlink':
        return unlinkOutcome({ outcomeId, reason: 'other' }, outcome, context);
    }
  }

  /** Who had a hand in it, which the grades depend on. */
  private note(next: Changing, item: Item): void {
    if (next.do !== 'find') item.told.add(next.person);
    else if (next.finding === 'validated') item.validated.add(next.person);
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
      this.entries += 1;
    }
  }

  private takeAgreement(next: Extract<Step, { do: 'leave' | 'join' | 'set key' }>): void {
    const on = day(next.day);
    const decision: Decision<CollaborationEvent> =
      next.do === 'set key'
        ? setKeyVersion(
            {
              collaboration: YORKSHIRE,
              key: POPULATION,
              basis: id('population'),
              assumed: false,
              from: on,
              weights: next.weights,
            },
            this.collaboration,
          )
        : next.do === 'join'
          ? joinMember({ collaboration: YORKSHIRE, force: next.force, from: on }, this.collaboration, theRegister)
          : leaveMember({ collaboration: YORKSHIRE, force: next.force, to: on }, this.collaboration);
    if (!decision.accepted || decision.events.length === 0) return;
    for (const event of decision.events)
      this.collaboration = evolveCollaboration(this.collaboration, event) ?? this.collaboration;
    this.entries += 1;
    if (next.do === 'set key') this.agreement.keys.push({ from: next.day, weights: next.weights });
    else {
      const terms = this.agreement.members.get(next.force) ?? [];
      const last = terms.at(-1);
      if (next.do === 'join') this.agreement.members.set(next.force, [...terms, { from: next.day }]);
      else if (last !== undefined) last.to = next.day;
    }
    // Nothing that was counted moves.
    this.counted(next.do);
  }

  private get context(): OutcomeContext {
    return { ...this.base, collaboration: this.collaboration };
  }
}

const idOf = (at: number): OutcomeId => uuidEnding<OutcomeId>(at + 1);

/** Without evidence nothing is audited, which specs of their own hold. */
const EVIDENCE: NonNullable<OutcomeDetails['evidence']> = [{ label: id('exhibit'), sha256: '0'.repeat(64) }];

function detailsOf(kind: Kind, { unit, day: on, amount, attribution }: Telling): OutcomeDetails {
  const by = attribution.basis === 'key' ? { basis: 'key' as const, key: POPULATION } : attribution;
  const told = {
    unit: id<UnitId>(unit),
    occurredOn: day(on),
    attribution: by as OutcomeDetails['attribution'],
    evidence: EVIDENCE,
  };
  if (kind === 'arrest') return arrest(told);
  return kind === 'asset' ? asset({ ...told, amountPence: amount }) : countedItem({ ...told, amount });
}

/** A correction keeps the unit whose telling it is, because a unit corrects its own. */
function corrected({ tellings: told }: Item, { telling, ofFirst }: Extract<Step, { do: 'correct' }>) {
  const at = ofFirst ? 0 : told.findIndex(({ unit }) => unit === telling.unit);
  const was = told[at];
  if (was === undefined) return undefined;
  const now = { ...telling, unit: was.unit };
  return { ...now, was, all: told.map((each, i) => (i === at ? now : each)) };
}

function isSameTelling(kind: Kind, a: Telling, b: Telling): boolean {
  const text = ({ day: on, amount, attribution }: Telling): string =>
    [on, kind === 'arrest' ? '' : amount, JSON.stringify(sorted(attribution))].join(' ');
  return text(a) === text(b);
}

function sorted(attribution: Attribution): unknown {
  if (attribution.basis !== 'agreed') return attribution;
  return Object.entries(attribution.weights)
    .map(([force, weight]) => `${force}=${weight}`)
    .sort();
}

function weightsOf({ tellings: told }: Item, given: readonly bigint[]): Readonly<Record<UnitId, bigint>> {
  return Object.fromEntries(told.map(({ unit }) => [unit, given[UNITS.indexOf(id<UnitId>(unit))] ?? 0n]));
}

function sameWeights(a: Readonly<Record<string, bigint>>, b: Readonly<Record<string, bigint>>): boolean {
  const text = (all: typeof a): string =>
    Object.entries(all)
      .map(([unit, weight]) => `${unit}=${weight}`)
      .sort()
      .join();
  return text(a) === text(b);
}

/** On the day of the last stage or some days of the list after it; of what is there, or of an amount of its own. */
function stageOf({ stages: reached, tellings: [first] }: Item, next: Extract<Step, { do: 'stage' }>): Stage {
  const last = reached.at(-1) ?? first;
  const at = Math.min(DAYS.indexOf(last?.day ?? '') + next.later, DAYS.length - 1);
  return { stage: next.stage, day: DAYS[at] ?? '', amount: next.isWhole ? (last?.amount ?? 0n) : next.amount };
}

function found(item: Item, { finding, person }: Extract<Step, { do: 'find' }>): Item | undefined {
  const stands = item.held ?? item.grade;
  const { held: _, ...free } = item;
  if (stands === 'rejected') return undefined;
  switch (finding) {
    case 'validated':
      return stands === 'claimed' && !item.told.has(person) ? { ...free, grade: 'validated' } : undefined;
    case 'audited':
      return stands === 'validated' && !item.told.has(person) && !item.validated.has(person)
        ? { ...free, grade: 'audited' }
        : undefined;
    case 'queried':
      return stands === 'queried' ? undefined : { ...free, grade: 'claimed', held: 'queried' };
    case 'answered':
      return stands === 'queried' ? { ...free, grade: 'claimed' } : undefined;
    case 'rejected':
      return { ...free, grade: 'claimed', held: 'rejected' };
  }
}
