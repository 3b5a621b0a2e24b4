import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaFeed } from '../../../src/adapters/kafka/feed.js';
import { kafkaSubmissions } from '../../../src/adapters/kafka/submissions.js';
import { openLedger } from '../../../src/app.module.js';
import { runIntake } from '../../../src/features/take-submissions/intake.js';
import { takeSubmission } from '../../../src/features/take-submissions/take-submission.js';
import { blamed } from '../../../src/ledger/blamed-store.js';
import { parseJson } from '../../../src/ledger/codec/json.js';
import type { EventStore } from '../../../src/ledger/event-store.js';
import { topicNames } from '../../../src/ledger/feed-topics.js';
import { Ledger } from '../../../src/ledger/ledger.js';
import type { Submissions } from '../../../src/ledger/submissions.js';
import { readSettings } from '../../../src/settings.js';
import { SUBMITTABLE } from '../../../src/submittable.js';

// The intake with one defence off. Tests that look for broken promises have to find what it breaks.

const LATE_MS = 300;

/** Commits the offset of a batch before anything of it is recorded. */
function settlingFirst(submissions: Submissions): Submissions {
  return {
    follow: (taker, signal) =>
      submissions.follow(
        {
          assigned: (partitions) => taker.assigned(partitions),
          take: async (batch) => {
            await batch.settle(batch.submissions.at(-1)?.offset ?? -1);
            await sleep(LATE_MS);
            await taker.take({ ...batch, settle: () => Promise.resolve() });
          },
        },
        signal,
      ),
  };
}

/** Takes a command that it has already for a new one. */
function forgetful(store: EventStore): EventStore {
  return {
    ...blamed(store),
    append: async (append) => {
      const result = await store.append(append);
      if (result.kind !== 'duplicate') return result;
      const stream = `outcome-${randomUUID()}`;
      const lines = append.lines.map(({ line }) => {
        const id = randomUUID();
        return { id, line: JSON.stringify({ ...Object(parseJson(line)), id, stream }) };
      });
      return store.append({ ...append, stream, lines });
    },
  };
}

const [defect] = process.argv.slice(2);
const say = (message: string): void => void process.stderr.write(`${message}\n`);
const settings = readSettings(process.env);
const { ledger, watch } = await openLedger(settings, say);
const { kafka } = settings;
if (kafka === undefined) throw new Error('no brokers');
const topics = topicNames(kafka.topicPrefix);
const submissions = kafkaSubmissions(kafka, topics.submissions, `${kafka.topicPrefix}.intake.v1`);
const store = defect === 'forgetful' ? forgetful(ledger.store) : ledger.store;
const taking = {
  ledger: new Ledger(blamed(store), ledger.model),
  commands: SUBMITTABLE,
  source: 'urn:tallystick:canary',
  logError: say,
};
say(`A ${String(defect)} canary serves nobody`);
await runIntake(
  {
    submissions: defect === 'settles-first' ? settlingFirst(submissions) : submissions,
    answers: kafkaFeed(kafka),
    topics,
    take: (submission) => takeSubmission(taking, submission),
    follower: watch.followers.follower('intake'),
    log: say,
  },
  new AbortController().signal,
);
