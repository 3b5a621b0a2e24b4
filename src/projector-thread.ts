import { parentPort, workerData } from 'node:worker_threads';
import { openPostgresEventStore } from './adapters/postgres/event-store.js';
import { openReadModel } from './adapters/postgres/read-model.js';
import { runProjector } from './ledger/projector.js';

/** What the thread is started with. */
export interface ProjectorThreadData {
  readonly applicationUrl: string;
}

const { applicationUrl: url } = workerData as ProjectorThreadData;
const say = (message: string): void => parentPort?.postMessage(message);
const ending = new AbortController();
// Any message means: end.
parentPort?.once('message', () => ending.abort());

const store = await openPostgresEventStore({ url, readConnections: 1 });
const model = await openReadModel({ url, connections: 1 });
await runProjector({ store, model, log: say }, ending.signal);
await model.close();
await store.close();
parentPort?.close();
