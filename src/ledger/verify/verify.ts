import { setImmediate as nextTurn } from 'node:timers/promises';
import { Unreadable } from '../codec/json.js';
import type { SavedAnswer } from './answers.js';
import { Confirmer, type Confirm, type Confirmed } from './confirm.js';
import { NotText, readLines, type LineBatch } from './line-reader.js';
import { NOTHING_CONFIRMED, Verification, type Verdict } from './verification.js';

/** An export as `verify` needs it: its bytes in order, and any earlier line again by the byte at which it starts. */
export interface ExportSource {
  chunks(): AsyncIterable<Buffer> | Iterable<Buffer>;
  lineAt(offset: number): string;
}

/** What else a verification may be given. */
export interface VerifyOptions {
  readonly saved?: readonly SavedAnswer[];
  readonly onProgress?: (entries: number) => void;
  /** Whether the verdict is to hold the totals of the whole ledger. Those of saved answers are worked out either way. */
  readonly withTotals?: boolean;
  /** Confirms lines beside this thread; without it, and whenever answers were saved, one thread does it all. */
  readonly confirm?: Confirm;
}

/** So many batches may be with the assistant at once, and so many may wait for their turn. */
const WITH_ASSISTANT = 3;
const WAITING = 12;

/**
 * Verifies an export offline: no server, no database, no network. Checks that every line is canonical and in its place, decides every entry again from the entries it
 * rests on, and recomputes every figure of the saved answers. Stops at the first difference.
 *
 * Memory grows by some 60 bytes for each outcome, and some 300 for each entry about a saving, not with the size of the file. A saved answer that is made of outcomes, and not
 * of totals, keeps them whole as well, some 2,000 bytes each: /claims, /recounts, and /reconciliations with a figure of one operation those of their collaboration, /comparisons every
 * cost and /incentive-receipts every asset. So each is to be verified where there is room for it, and one at a time where there is little.
 */
export async function verifyExport(source: ExportSource, options: VerifyOptions = {}): Promise<Verdict> {
  const { saved = [], onProgress, confirm, withTotals = false } = options;
  const verification = new Verification(source, saved, withTotals);
  const desk = saved.length === 0 && confirm !== undefined ? new Desk(verification, confirm) : undefined;
  const reader = readLines(source.chunks());
  try {
    while (true) {
      const next = await reader.next();
      if (next.done === true) return (await desk?.finish()) ?? (await verification.conclude(next.value));
      const difference = desk === undefined ? verification.check(next.value) : await desk.take(next.value);
      if (difference !== undefined) return difference;
      onProgress?.(verification.entries);
    }
  } catch (error) {
    const earlier = await desk?.finish();
    if (earlier !== undefined) return earlier;
    if (error instanceof NotText)
      return { verdict: 'differs', entry: error.entry, reason: `entry ${error.entry} is not valid UTF-8` };
    if (error instanceof Unreadable) return { verdict: 'cannot-tell', reason: error.message };
    throw error;
  }
}

/** A batch on its way: `confirmed` once it is, and until then `coming`. */
interface Pending {
  readonly batch: LineBatch;
  confirmed?: Confirmed;
  coming?: Promise<Confirmed>;
}

/** Hands batches to an assistant, or confirms them here while it has enough to do, and settles them in their order. */
class Desk {
  private readonly own = new Confirmer();
  private readonly pending: Pending[] = [];
  private withAssistant = 0;
  private toldAssistant = 0;
  private toldOwn = 0;

  constructor(
    private readonly verification: Verification,
    private readonly confirm: Confirm,
  ) {}

  async take(batch: LineBatch): Promise<Verdict | undefined> {
    // Agreements mostly come first, and without them nothing can be confirmed.
    if (this.verification.entries === 0 && this.pending.length === 0) return this.verification.check(batch);
    if (this.withAssistant < WITH_ASSISTANT) this.pending.push(this.ask(batch));
    else {
      this.pending.push({ batch, confirmed: this.confirmHere(batch) });
      // What the assistant has done since is heard of only here: without it, it would wait for work while there is some.
      await nextTurn();
    }
    return this.settleWhile(({ confirmed }) => confirmed !== undefined || this.pending.length > WAITING);
  }

  /** Settles what is left; the first difference, if there is one. */
  finish(): Promise<Verdict | undefined> {
    return this.settleWhile(() => true);
  }

  private async settleWhile(isDue: (first: Pending) => boolean): Promise<Verdict | undefined> {
    for (let [first] = this.pending; first !== undefined && isDue(first); [first] = this.pending) {
      this.pending.shift();
      const difference = this.verification.settle(
        first.batch,
        first.confirmed ?? (await first.coming) ?? NOTHING_CONFIRMED,
      );
      if (difference === undefined) continue;
      this.pending.length = 0;
      return difference;
    }
    return undefined;
  }

  private ask(batch: LineBatch): Pending {
    this.withAssistant += 1;
    const agreements = this.verification.agreements.slice(this.toldAssistant);
    this.toldAssistant = this.verification.agreements.length;
    const pending: Pending = { batch };
    pending.coming = this.confirm({ lines: batch.text, agreements, withTotals: this.verification.withTotals })
      .then((confirmed) => (pending.confirmed = confirmed))
      .finally(() => (this.withAssistant -= 1));
    // Whoever settles the batch is told of a failure; until then it is nobody's.
    pending.coming.catch(() => undefined);
    return pending;
  }

  private confirmHere({ text }: LineBatch): Confirmed {
    const agreements = this.verification.agreements.slice(this.toldOwn);
    this.toldOwn = this.verification.agreements.length;
    return this.own.confirm({ lines: text, agreements, withTotals: this.verification.withTotals });
  }
}
