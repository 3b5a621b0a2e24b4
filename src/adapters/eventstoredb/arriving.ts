import type { ReadableSubscription, StreamingRead } from '@eventstore/db-client';
import { onLooked } from './connection.js';
import { Interrupted } from './failures.js';

/** A read or a subscription under way. */
export type Call<Event> = StreamingRead<Event> | ReadableSubscription<Event>;

/**
 * Events as they arrive, taken one by one, so that no more are asked of the server than somebody wants. Throws `Interrupted` when the next
 * is not there within `silenceMs`: the client itself puts no deadline on reading. The call has ended when this has.
 */
export async function* arriving<Event>(call: Call<Event>, silenceMs: number): AsyncGenerator<Event, void> {
  listenForErrors(call);
  const events = call[Symbol.asyncIterator]();
  let waiting: NodeJS.Timeout | undefined;
  // A server that looks through what it does not send is not silent.
  onLooked(call, () => waiting?.refresh());
  const onSilence = (): void => void call.destroy(new Interrupted(`no event came for ${silenceMs} ms`));
  try {
    while (true) {
      waiting = setTimeout(onSilence, silenceMs);
      const next = await events.next().finally(() => clearTimeout(waiting));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    endCall(call);
  }
}

/** The client reports errors of a call also when nobody reads it any more; unheard, they would end the process. */
export function listenForErrors(call: Call<unknown>): void {
  call.on('error', () => undefined);
}

/** Ends the call at the server too, which would go on sending. There may never have been a connection to end it on. */
export function endCall(call: Call<unknown>): void {
  call.destroy();
  const ended = 'cancel' in call ? call.cancel() : call.unsubscribe();
  ended.catch(() => undefined);
}
