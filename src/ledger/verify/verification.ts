import { addUp, totalsOf, type Total, type Totals } from '../../../projections/totals.js';
import { evolveHandled, untouched, type HandledOutcome } from '../../domain/outcome/hands.js';
import { savingClaimOf } from '../../domain/outcome/saving-claims.js';
import type { OutcomeId } from '../../domain/identifiers.js';
import type { Entry } from '../codec/entry-line.js';
import { outcomeIdFor } from '../commands.js';
import { SavingsBook } from '../savings-book.js';
import { UuidIndex } from '../uuid-index.js';
import { figureIdOf, isOutcomeEvent, outcomeIdOf } from '../streams.js';
import { advanceAnswer, checkAnswer, type SavedAnswer } from './answers.js';
import { checkEntry, readEntry } from './check-entry.js';
import type { Confirmed } from './confirm.js';
import type { Ending, LineBatch } from './line-reader.js';
import { Histories } from './histories.js';
import type { OutcomesBefore } from './rederive.js';

/**
 * What became of a verification. `agrees`: every entry follows from those before it, the digest is right and so is every saved answer.
 * `differs`: the first thing that does not, in words. `cannot-tell`: this is no whole export, so nothing was proved.
 */
export type Verdict =
  | { readonly verdict: 'agrees'; readonly entries: number; readonly sha256: string; readonly totals?: Totals }
  | { readonly verdict: 'differs'; readonly entry: number | undefined; readonly reason: string }
  | { readonly verdict: 'cannot-tell'; readonly reason: string };

export const NOTHING_CONFIRMED: Confirmed = { outcomes: [], totals: [] };

/** So many totals wait before they are added up. */
const TOTALS_IN_HAND = 50_000;

/** What a verification knows after so many lines, and whether the next follow from them. A line that does not changes nothing of it. */
export class Verification {
  entries = 0;
  /** Every line so far about agreements, measures and forces. */
  readonly agreements: string[] = [];
  private readonly before = new Histories();
  /** The last revision of every outcome, and the byte at which its first line starts. */
  private readonly outcomes = new UuidIndex();
  /** The state of those outcomes that were changed after they were recorded; the others can be read again. */
  private readonly changed = new Map<OutcomeId, HandledOutcome>();
  /** The outcomes that commands would have started which started none: their ids are taken all the same. */
  private readonly commands = new UuidIndex();
  /** What savings have claimed so far: a finding on one rests on the others. */
  private readonly savings = new SavingsBook();
  private totals: Totals = new Map();
  private unaddedTotals: Total[] = [];
  private saved: readonly SavedAnswer[];

  constructor(
    private readonly source: { lineAt(offset: number): string },
    saved: readonly SavedAnswer[],
    readonly withTotals: boolean,
  ) {
    this.saved = saved;
  }

  check(batch: LineBatch): Verdict | undefined {
    return this.settle(batch, NOTHING_CONFIRMED);
  }

  /** Takes lines in their order: those that are confirmed only have to be in their place, the others are looked at whole. */
  settle({ lines, offsets }: LineBatch, { outcomes, totals }: Confirmed): Verdict | undefined {
    const looked: Entry[] = [];
    for (const [i, line] of lines.entries()) {
      const outcome = outcomes[i];
      const offset = offsets[i] ?? 0;
      if (outcome === undefined || !this.isNewOutcome(outcome, offset)) {
        const entry = readEntry(line);
        const reason = typeof entry === 'string' ? entry : this.checkNext(line, entry, offset);
        if (reason !== undefined)
          return { verdict: 'differs', entry: this.entries, reason: `entry ${this.entries} ${reason}` };
        if (typeof entry !== 'string') looked.push(entry);
      }
      this.entries += 1;
    }
    if (this.withTotals) this.add([...totals, ...totalsOf(looked.map(({ event }) => event)).values()]);
    this.saved = this.saved.map((answer) => advanceAnswer(answer, looked));
    return undefined;
  }

  /** Added up only now and then: every time goes through all the places there are. */
  private add(totals: readonly Total[]): void {
    this.unaddedTotals.push(...totals);
    if (this.unaddedTotals.length < TOTALS_IN_HAND) return;
    this.totals = addUp([...this.totals.values(), ...this.unaddedTotals]);
    this.unaddedTotals = [];
  }

  private isNewOutcome(id: OutcomeId, offset: number): boolean {
    return this.commands.get(id) === undefined && this.outcomes.add(id, { ordinal: 0, offset });
  }

  async conclude({ trailer, entries, sha256 }: Ending): Promise<Verdict> {
    if (trailer === undefined) {
      const reason =
        entries === 0
          ? 'the file is empty or no export'
          : `the file breaks off after entry ${entries - 1}: its last line is no trailer`;
      return { verdict: 'cannot-tell', reason };
    }
    if (entries === 0 && trailer.entries === 0)
      return { verdict: 'cannot-tell', reason: 'the export holds no entries, so it proves nothing' };
    const differs = (reason: string): Verdict => ({ verdict: 'differs', entry: undefined, reason });
    if (trailer.entries !== entries)
      return differs(`the trailer counts ${trailer.entries} entries, the file has ${entries}`);
    if (trailer.sha256 !== sha256) {
      return differs(
        `the trailer's digest is ${trailer.sha256}, the bytes before it have ${sha256}; each entry is consistent in itself`,
      );
    }
    for (const answer of this.saved) {
      const difference = answer.entry <= answer.working.entry ? await checkAnswer(answer) : undefined;
      if (difference !== undefined) return differs(`${answer.name}: ${difference}`);
    }
    const later = this.saved.find(({ entry }) => entry >= entries);
    if (later !== undefined) {
      const reason = `${later.name}: is as of entry ${later.entry}, but the export ends at entry ${entries - 1}`;
      return { verdict: 'cannot-tell', reason };
    }
    if (!this.withTotals) return { verdict: 'agrees', entries, sha256 };
    const totals = addUp([...this.totals.values(), ...this.unaddedTotals]);
    return { verdict: 'agrees', entries, sha256, totals };
  }

  private checkNext(line: string, entry: Entry, offset: number): string | undefined {
    const reason = this.checkPlace(entry) ?? checkEntry(line, entry, this.before, this.outcomesBefore(entry));
    if (reason !== undefined) return reason;
    this.remember(line, entry, offset);
    return undefined;
  }

  /**
   * Revisions run without gaps in each stream, and no command is recorded twice. What a command starts is named after it unless it has an item, so a
   * command that starts an outcome twice shows as a wrong revision, and needs no look-up here.
   */
  private checkPlace(entry: Entry): string | undefined {
    const { command, revision, stream } = entry;
    const expected = this.lastRevision(entry) + 1;
    if (revision !== expected) return `has revision ${revision} in ${stream}; the next is ${expected}`;
    const ownOutcome = outcomeIdFor(command.id);
    const startsItsOwn = revision === 0 && outcomeIdOf(stream) === ownOutcome;
    const isKnown =
      this.commands.get(ownOutcome) !== undefined || (!startsItsOwn && this.outcomes.get(ownOutcome) !== undefined);
    return isKnown ? `records the command ${command.id} a second time` : undefined;
  }

  private lastRevision({ event, stream }: Entry): number {
    const outcomeId = outcomeIdOf(stream);
    if (outcomeId !== undefined) return this.outcomes.get(outcomeId)?.ordinal ?? -1;
    const figureId = figureIdOf(stream);
    if (figureId !== undefined) return this.before.lastRevisionOfFigure(figureId);
    return this.before.lastRevision(event);
  }

  private outcomesBefore({ revision, stream }: Entry): OutcomesBefore {
    const id = outcomeIdOf(stream);
    return {
      handled: id === undefined || revision === 0 ? untouched : this.handled(id),
      other: (other) => this.handled(other),
      savings: this.savings,
      entry: this.entries,
    };
  }

  private handled(id: OutcomeId): HandledOutcome {
    const seen = this.outcomes.get(id);
    if (seen === undefined) return untouched;
    const changed = this.changed.get(id);
    if (changed !== undefined) return changed;
    const first = readEntry(this.source.lineAt(seen.offset));
    return typeof first !== 'string' && isOutcomeEvent(first.event)
      ? evolveHandled(untouched, first.event, first.actor)
      : untouched;
  }

  private remember(line: string, entry: Entry, offset: number): void {
    const { actor, command, event, revision, stream } = entry;
    const id = outcomeIdOf(stream);
    if (id !== undefined && isOutcomeEvent(event)) {
      const isSaving = event.type === 'OutcomeRecorded' && event.outcome.kind === 'saving';
      if (revision > 0 || isSaving) {
        const after = evolveHandled(revision === 0 ? untouched : this.handled(id), event, actor);
        if (revision > 0) this.changed.set(id, after);
        this.savings.note(this.entries, id, savingClaimOf(id, after.outcome));
      }
      this.outcomes.set(id, { ordinal: revision, offset: this.outcomes.get(id)?.offset ?? offset });
    }
    const figureId = figureIdOf(stream);
    if (figureId !== undefined) this.before.addFigure(figureId, entry);
    const isNamedAfterCommand = event.type === 'OutcomeRecorded' && event.outcome.item === undefined;
    if (!isNamedAfterCommand || revision > 0) this.commands.add(outcomeIdFor(command.id), { ordinal: 0, offset: 0 });
    if (this.before.add(entry)) this.agreements.push(line);
  }
}
