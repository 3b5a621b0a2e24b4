import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { importOf, upload } from '../support/imports.js';
import { Journal } from '../support/journal.js';
import { FeedSite } from '../support/kafka/feed-site.js';
import { describeOver, ownKafka } from '../support/kafka/kafka.js';
import type { Running } from '../support/service-process.js';
import { seeded, Writers } from '../support/writers.js';

jest.setTimeout(400_000);

const SEED = Date.now() % 1_000_000;
const BROKER_KILLS = 20;
/** Several requests of entries. */
const BACKLOG_ROWS = 6_000;
const MIB = 1024 * 1024;
const SERVE = ['dist/src/cli.js', 'serve'];

describeOver(`the relay without its broker, seed ${SEED}`, await ownKafka({ sessionMs: 1_000 }), (broker) => {
  const chance = seeded(SEED);
  let feed: FeedSite;
  let journal: Journal;
  let imports = 0;

  beforeAll(() => broker().start());
  afterAll(() => broker().remove());
  beforeEach(async () => {
    feed = await FeedSite.open('relay', broker().address);
    journal = new Journal(join(feed.site.directory, 'journal.ndjson'));
  });
  afterEach(async () => {
    journal.close();
    await feed.clear();
  });

  async function importRows(url: string, rows: number): Promise<void> {
    imports += 1;
    expect(await upload(journal, url, importOf(`import-${imports}`, rows)).answer).toMatchObject({ status: 201 });
  }

  async function expectWhole(url: string): Promise<number> {
    const { violations, repeated } = await feed.look(url);
    expect(violations).toEqual([]);
    expect(await feed.wrongTotals(url)).toEqual([]);
    return repeated;
  }

  /** A program that only relays, in a process of its own. */
  const relayAlone = (): Running => feed.site.begin('serve', '--only', 'relay');

  it(`loses and adds nothing when the broker is killed ${BROKER_KILLS} times while it publishes, and writing goes on`, async () => {
    const service = await feed.site.serve();
    const writers = new Writers(journal, chance);
    for (let kill = 0; kill < BROKER_KILLS; kill += 1) {
      const writing = writers.start(service.url, { count: 4 });
      await feed.reached('entries', (await feed.at('entries')) + 20);
      await sleep(100 * chance());
      await broker().kill();
      const before = writing.answered();
      // It ends with the test's own time if writing stood still.
      while (writing.answered() <= before + 10) await sleep(10);
      await writing.stop();
      await broker().start();
    }
    const repeated = await expectWhole(service.url);
    say(`${BROKER_KILLS} kills of the broker; ${await feed.at('entries')} entries, ${repeated} sent twice`);
  });

  it('fills no memory and slows no writing while the broker is away for long, and then sends everything', async () => {
    const service = await feed.site.serve([...SERVE, '--only', 'web,projector']);
    const relay = relayAlone();
    await feed.reached('entries');
    const writers = new Writers(journal, chance);
    const writtenInASecond = async (): Promise<number> => {
      const writing = writers.start(service.url, { count: 4 });
      await sleep(1_000);
      return writing.stop();
    };
    const beside = [await writtenInASecond(), await writtenInASecond()];
    await feed.reached('entries');
    const from = await feed.at('entries');
    await broker().stop();
    const before = await residentBytes(relay.pid);
    for (let batch = 0; batch < 5; batch += 1) await importRows(service.url, BACKLOG_ROWS);
    // npm run bench measures this; here other suites may take the processor now and then.
    const away = [await writtenInASecond(), await writtenInASecond(), await writtenInASecond()];
    expect(Math.max(...away)).toBeGreaterThan(0.9 * Math.min(...beside));
    expect(await feed.at('entries')).toBe(from);
    const grown = (await residentBytes(relay.pid)) - before;
    expect(grown).toBeLessThan(64 * MIB);
    await broker().start();
    await expectWhole(service.url);
    await relay.kill();
    say(`away for long; the relay grew by ${Math.round(grown / MIB)} MiB`);
  });
});

function say(message: string): void {
  console.info(`relay: ${message}; seed ${SEED}`);
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return 1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
}
