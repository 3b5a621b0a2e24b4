import { parentPort, workerData } from 'node:worker_threads';
import { openReadModel } from './adapters/postgres/read-model.js';
import { runProjector } from './ledger/projector.js';
import { openStoreToFollow, type LedgerHome } from './open-store.js';

// What the thread is started with.
const home = workerData as LedgerHome;
const say = (message: string): void => parentPort?.postMessage(message);
const ending = new AbortController();
// Any message means: end.
parentPort?.once('message', () => ending.abort());

const store = await openStoreToFollow(home);
const model = await openReadModel({ url: home.applicationUrl, connections: 1 });
await runProjector({ store, model, log: say }, ending.signal);
await model.close();
await store.close();
parentPort?.close();
