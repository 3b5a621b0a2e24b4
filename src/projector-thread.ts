import { parentPort, workerData } from 'node:worker_threads';
import { openReadModel } from './adapters/postgres/read-model.js';
import { Followers } from './ledger/follower-state.js';
import { runProjector } from './ledger/projector.js';
import { openStoreToFollow, type LedgerHome } from './open-store.js';
import type { ThreadMessage } from './threads.js';

const STATE_MS = 500;

// What the thread is started with.
const home = workerData as LedgerHome;
const post = (message: ThreadMessage): void => parentPort?.postMessage(message);
const ending = new AbortController();
// Any message means: end.
parentPort?.once('message', () => ending.abort());

const store = await openStoreToFollow(home);
const model = await openReadModel({ url: home.applicationUrl, connections: 1 });
const followers = new Followers();
const follower = followers.follower('projector');
const telling = setInterval(() => post({ followers: followers.all() }), STATE_MS);
await runProjector({ store, model, log: (message) => post({ say: message }), follower }, ending.signal);
clearInterval(telling);
post({ followers: followers.all() });
await model.close();
await store.close();
parentPort?.close();
