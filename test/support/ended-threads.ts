/** Ends second threads at bad moments, and says what became of what was asked of them afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { COLUMNS, readHeader, type Header } from '../../src/features/import-outcomes/columns.js';
import type { CsvBatch } from '../../src/web/csv-records.js';
import { decideInOrder, type DeskOptions } from '../../src/features/import-outcomes/row-desk.js';
import { startAssistant } from '../../src/ledger/verify/assistant.js';

/** More than are decided before the second thread takes over. */
const BATCHES = 12;
const HUNG_MS = 5_000;

const posted: object[] = [];
let last: Worker | undefined;
const note = (worker: Worker): void => void (last = worker);
/** Every thread is noted when it is first asked, because none of them shows itself. */
const { postMessage } = Object.getOwnPropertyDescriptors(Worker.prototype);
Object.defineProperty(Worker.prototype, 'postMessage', {
  value(this: Worker, message: object) {
    note(this);
    posted.push(message);
    Reflect.apply(postMessage.value as (given: object) => void, this, [message]);
  },
});

const header = readHeader(COLUMNS) as Header;
const unread: CsvBatch = { firstLine: 2, rows: ['one cell'] };
const placed: CsvBatch = { firstLine: 2, rows: [rowOf('elsewhere')] };

function rowOf(collaboration: string): string {
  const cells = { reference: 'A1', kind: 'arrest', occurred_on: '2010-03-04', unit: 'rart', lead_force: 'humberside' };
  const more = { attribution: 'direct:humberside', role: 'made', offence_group: 'theft', collaboration };
  const row: Readonly<Record<string, string>> = { ...cells, ...more };
  return COLUMNS.map((column) => row[column] ?? '').join(',');
}

function options(contextFor: DeskOptions['contextFor']): DeskOptions {
  const file = { header, actor: 'j-smith' as DeskOptions['file']['actor'], isIllustrative: false };
  const predecessorAt = () => Promise.reject(new Error('No row carries on a saving.'));
  return { file, contextFor, predecessorAt, now: () => '2012-04-01T09:00:00.000Z' };
}

async function outcomeOf(work: Promise<unknown>): Promise<string> {
  const settled = work.then(
    () => 'answered',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return Promise.race([settled, sleep(HUNG_MS, 'hung', { ref: false })]);
}

async function askedOfEndedDesk(): Promise<string> {
  async function* batches(): AsyncGenerator<CsvBatch> {
    for (let i = 0; i < BATCHES; i += 1) {
      yield unread;
      // Nothing is asked of it just now, so that nobody is told of its end.
      if (i === BATCHES - 2) {
        await sleep(500);
        await last?.terminate();
      }
    }
  }
  const decided = decideInOrder(
    batches(),
    options(() => Promise.resolve(undefined)),
  );
  const all = async (): Promise<void> => {
    while ((await decided.next()).done !== true);
  };
  return outcomeOf(all());
}

/** A desk is left while it reads an agreement; the thread is kept for the next import. */
async function askedAfterItsImport(): Promise<number> {
  const { promise: read, resolve: answerNow } = Promise.withResolvers<undefined>();
  const { promise: reading, resolve: isReading } = Promise.withResolvers<undefined>();
  async function* batches(): AsyncGenerator<CsvBatch> {
    for (let i = 0; i < BATCHES - 4; i += 1) yield unread;
    yield placed;
    await reading;
    throw new Error('torn');
  }
  const contextFor = (): Promise<undefined> => {
    isReading(undefined);
    return read;
  };
  const rows = decideInOrder(batches(), options(contextFor));
  // The last of these waits for the agreement, and is given up.
  for (let i = 0; i < BATCHES - 4; i += 1) await rows.next();
  await reading;
  await rows.return(undefined);
  const before = posted.length;
  answerNow(undefined);
  await sleep(500);
  return posted.length - before;
}

async function askedOfEndedAssistant(): Promise<string> {
  const assistant = startAssistant();
  const request = { lines: '', agreements: [], withTotals: false };
  await assistant.confirm(request);
  await last?.terminate();
  const outcome = await outcomeOf(assistant.confirm(request));
  await assistant.end();
  return outcome;
}

const found = {
  desk: await askedOfEndedDesk(),
  assistant: await askedOfEndedAssistant(),
  askedAfterItsImport: await askedAfterItsImport(),
};
process.stdout.write(JSON.stringify(found));
process.exit(0);
