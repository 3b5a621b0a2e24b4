import { parentPort, workerData } from 'node:worker_threads';
import { RowDecider, type BatchToDecide, type FileFacts } from './row-decider.js';
import { toColumns } from './row-columns.js';

const decider = new RowDecider(workerData as FileFacts);

// Answers come in the order of the questions.
parentPort?.on('message', (asked: BatchToDecide) => parentPort?.postMessage(toColumns(decider.decide(asked))));
