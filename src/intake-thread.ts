import { parentPort, workerData } from 'node:worker_threads';
import { itemKeyFile } from './adapters/item-key/key-file.js';
import { kafkaFeed } from './adapters/kafka/feed.js';
import { kafkaSubmissions } from './adapters/kafka/submissions.js';
import { openReadModel } from './adapters/postgres/read-model.js';
import { runIntake } from './features/take-submissions/intake.js';
import { takeSubmission } from './features/take-submissions/take-submission.js';
import type { KafkaSettings } from './kafka-settings.js';
import { blamed } from './ledger/blamed-store.js';
import { cloudEventSource } from './ledger/cloud-event.js';
import { topicNames } from './ledger/feed-topics.js';
import { Ledger } from './ledger/ledger.js';
import { Watch } from './ledger/watch.js';
import { openStore, type LedgerHome } from './open-store.js';
import { SUBMITTABLE } from './submittable.js';
import type { ThreadMessage } from './threads.js';

/** What the thread is started with. */
export interface IntakeThreadData {
  readonly home: LedgerHome;
  readonly itemKeyFile: string;
  readonly kafka: KafkaSettings;
}

const STATE_MS = 500;

const { home, itemKeyFile: itemKeyPath, kafka } = workerData as IntakeThreadData;
const post = (message: ThreadMessage): void => parentPort?.postMessage(message);
const log = (message: string): void => post({ say: message });
const ending = new AbortController();
// Any message means: end.
parentPort?.once('message', () => ending.abort());

const watch = new Watch();
const { followers } = watch;
const telling = setInterval(() => post({ followers: followers.all() }), STATE_MS);
const { store } = await openStore(home, watch, log);
const model = await openReadModel({ url: home.applicationUrl, connections: 1 });
const answers = kafkaFeed(kafka);
const topics = topicNames(kafka.topicPrefix);
const taking = {
  ledger: new Ledger(blamed(store), model, undefined, itemKeyFile(itemKeyPath)),
  commands: SUBMITTABLE,
  source: cloudEventSource(kafka.topicPrefix),
  logError: (message: string, error: unknown) =>
    log(`${message}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
};
await runIntake(
  {
    submissions: kafkaSubmissions(kafka, topics.submissions, `${kafka.topicPrefix}.intake.v1`),
    answers,
    topics,
    take: (submission) => takeSubmission(taking, submission),
    follower: followers.follower('intake'),
    log,
  },
  ending.signal,
);
clearInterval(telling);
await Promise.all([answers.close(), model.close()]);
await store.close();
post({ followers: followers.all() });
parentPort?.close();
