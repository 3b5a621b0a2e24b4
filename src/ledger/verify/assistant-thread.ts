import { parentPort } from 'node:worker_threads';
import { Confirmer, type ConfirmRequest } from './confirm.js';

const confirmer = new Confirmer();

// Answers come in the order of the questions.
parentPort?.on('message', (request: ConfirmRequest) => parentPort?.postMessage(confirmer.confirm(request)));
