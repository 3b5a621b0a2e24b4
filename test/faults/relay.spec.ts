import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { importOf, upload } from '../support/imports.js';
import { Journal } from '../support/journal.js';
import { FeedSite } from '../support/kafka/feed-site.js';
import { describeOver, sharedKafka } from '../support/kafka/kafka.js';
import type { Running } from '../support/service-process.js';
import { seeded, Writers } from '../support/writers.js';

jest.setTimeout(400_000);

const SEED = Date.now() % 1_000_000;
const RELAY_KILLS = 12;
/** Several requests of entries. */
const BACKLOG_ROWS = 6_000;
const SERVE = ['dist/src/cli.js', 'serve'];

describeOver(`the relay, seed ${SEED}`, await sharedKafka(), (kafka) => {
  const chance = seeded(SEED);
  let feed: FeedSite;
  let journal: Journal;
  let imports = 0;

  beforeEach(async () => {
    feed = await FeedSite.open('relay', kafka().brokers);
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

  it(`loses and adds nothing when it is killed ${RELAY_KILLS} times in the middle of its work`, async () => {
    const service = await feed.site.serve([...SERVE, '--only', 'web,projector']);
    let amid = 0;
    for (let kill = 0; kill < RELAY_KILLS; kill += 1) {
      await importRows(service.url, BACKLOG_ROWS);
      const relay = relayAlone();
      const from = await feed.at('entries');
      while ((await feed.at('entries')) === from) await sleep(1);
      await sleep(80 * chance());
      await relay.kill();
      if ((await feed.at('entries')) < from + BACKLOG_ROWS) amid += 1;
    }
    expect(amid).toBeGreaterThan(0);
    const relay = relayAlone();
    const repeated = await expectWhole(service.url);
    await relay.kill();
    say(`${RELAY_KILLS} kills of the relay, ${amid} amid; ${await feed.at('entries')} entries, ${repeated} sent twice`);
  });

  it('goes on when a leader is taken for dead and comes to life again beside the next', async () => {
    const service = await feed.site.serve([...SERVE, '--only', 'web,projector']);
    const writing = new Writers(journal, chance).start(service.url, { count: 2 });
    const relays = [relayAlone(), relayAlone()];
    await feed.reached('entries', (await feed.at('entries')) + 20);
    for (let turn = 0; turn < 3; turn += 1) {
      const epoch = await feed.epoch();
      for (const { pid } of relays) process.kill(pid, 'SIGSTOP');
      await feed.endLeads();
      // The one that led is still stopped, perhaps with a request half sent.
      const third = relayAlone();
      await feed.reached('entries', (await feed.at('entries')) + 20);
      expect(await feed.epoch()).toBeGreaterThan(epoch);
      for (const { pid } of relays) process.kill(pid, 'SIGCONT');
      await sleep(500);
      await relays.shift()?.kill();
      relays.push(third);
    }
    await writing.stop();
    await expectWhole(service.url);
    expect(relays.map((relay) => relay.said()).join('')).toMatch(/lost the lead/);
  });
});

function say(message: string): void {
  console.info(`relay: ${message}; seed ${SEED}`);
}
