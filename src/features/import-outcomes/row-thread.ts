import { parentPort } from 'node:worker_threads';
import { toColumns } from './row-columns.js';
import { RowDecider } from './row-decider.js';
import type { ToThread } from './row-desk.js';

let decider: RowDecider | undefined;

// Answers come in the order of the questions. A new file begins with a decider of its own, which knows no agreements yet.
parentPort?.on('message', (message: ToThread) => {
  if ('file' in message) decider = new RowDecider(message.file);
  else if (decider !== undefined) parentPort?.postMessage(toColumns(decider.decide(message.asked)));
});
