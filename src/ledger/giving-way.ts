import { setImmediate as nextTurn } from 'node:timers/promises';

/** For so long one piece of work goes on while others may be waiting, in milliseconds. */
const AT_ONCE_MS = 8;

/** Does work that is told in pieces to its end, and lets those who wait have their turn in between. Gives what the work gives. */
export async function givingWay<T>(pieces: Generator<undefined, T>): Promise<T> {
  let since = performance.now();
  for (let piece = pieces.next(); ; piece = pieces.next()) {
    if (piece.done === true) return piece.value;
    if (performance.now() - since < AT_ONCE_MS) continue;
    await nextTurn();
    since = performance.now();
  }
}
