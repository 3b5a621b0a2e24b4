import type { AllStreamResolvedEvent, AllStreamSubscription } from '@eventstore/db-client';
import type { Position } from '../../ledger/entry-index.js';
import { endCall } from './arriving.js';
import { onLooked } from './connection.js';
import { Interrupted } from './failures.js';

export interface FeedOptions {
  /** How long the server may take to confirm the subscription. */
  readonly deadlineMs: number;
  /** How long nothing may come before whoever reads is told. */
  readonly quietMs: number;
}

/** A subscription read in batches: whatever has come since the last one, and no more than fits the client's buffer. */
export class Feed {
  readonly #call: AllStreamSubscription;
  readonly #options: FeedOptions;
  #failure: Error | undefined;
  #isConfirmed = false;
  #heardAt = 0;
  #lookedTo: Position | undefined;
  #wake: () => void = () => undefined;

  constructor(call: AllStreamSubscription, options: FeedOptions) {
    this.#call = call;
    this.#options = options;
    const wake = (): void => this.#wake();
    // The client reports an error without ending the stream of events: only here it is heard.
    call.on('error', (error) => {
      this.#failure ??= error;
      wake();
    });
    call.on('confirmation', () => {
      this.#isConfirmed = true;
      wake();
    });
    onLooked(call, (position) => {
      this.#heardAt = Date.now();
      this.#lookedTo = position;
    });
    for (const sign of ['readable', 'end', 'close'] as const) call.on(sign, wake);
  }

  /** How far the server has looked, whether it sent anything or not. What came before that may not have been taken yet. */
  get lookedTo(): Position | undefined {
    return this.#lookedTo;
  }

  /** What has come, as soon as there is anything; nothing when it was quiet for too long. Throws when the subscription is over. */
  async next(most: number): Promise<readonly AllStreamResolvedEvent[]> {
    const { deadlineMs, quietMs } = this.#options;
    const begun = Date.now();
    while (true) {
      const batch = this.#taken(most);
      if (batch.length > 0) return batch;
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#call.readableEnded || this.#call.destroyed) throw new Interrupted('the server ended the subscription');
      const heardAt = Math.max(begun, this.#heardAt);
      const left = heardAt + (this.#isConfirmed ? quietMs : deadlineMs) - Date.now();
      if (left > 0) await this.#woken(left);
      else if (this.#isConfirmed) return [];
      else throw new Interrupted(`the subscription was not confirmed within ${deadlineMs} ms`);
    }
  }

  /** Whoever waits for the next batch is told that it is over. */
  end(): void {
    endCall(this.#call);
  }

  #taken(most: number): readonly AllStreamResolvedEvent[] {
    const batch: AllStreamResolvedEvent[] = [];
    while (batch.length < most) {
      const event = this.#call.read() as AllStreamResolvedEvent | null;
      if (event === null) break;
      batch.push(event);
    }
    return batch;
  }

  async #woken(timeoutMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#wake = () => resolve(undefined);
    const timer = setTimeout(this.#wake, timeoutMs);
    await promise;
    clearTimeout(timer);
  }
}
