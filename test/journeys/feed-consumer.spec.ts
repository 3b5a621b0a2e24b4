import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FeedSite } from '../support/kafka/feed-site.js';
import { describeOver, sharedKafka } from '../support/kafka/kafka.js';
import type { ServiceProcess } from '../support/service-process.js';

jest.setTimeout(120_000);

const PROGRAM = 'docker/feed-consumer/rebuild-totals.mjs';

describeOver('the consumer that the README shows', await sharedKafka(), (kafka) => {
  let feed: FeedSite;
  let service: ServiceProcess;

  beforeAll(async () => {
    feed = await FeedSite.open('consumer', kafka().brokers);
    service = await feed.site.serve();
    for (const file of ['benefits-realised-2009-2010', 'illustrative-outcomes'])
      await feed.site.run(file.startsWith('b') ? 'load-published' : 'import', `src/demo-data/${file}.csv`);
    await feed.reached('entries');
    await feed.reached('figures');
  });
  afterAll(() => feed.clear());

  async function consume(url: string): Promise<{ readonly code: number | null; readonly said: string }> {
    const env = { ...process.env, KAFKA_BROKERS: kafka().brokers, KAFKA_TOPIC_PREFIX: feed.prefix };
    const child = spawn(process.execPath, [PROGRAM, url], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(child, 'close');
    return { code: child.exitCode, said };
  }

  it('rebuilds the totals from the feed, and they agree with the service', async () => {
    const { code, said } = await consume(service.url);
    expect({ code, said }).toEqual({
      code: 0,
      said: expect.stringMatching(/^agrees: \d{3,} totals from \d{4} entries/),
    });
  });

  it('finds a total that the service has wrong', async () => {
    const liar = await lyingAbout(service.url);
    const { code, said } = await consume(`http://127.0.0.1:${(liar.address() as AddressInfo).port}`);
    liar.close();
    expect(code).toBe(1);
    expect(said).toMatch(/^differs: /);
  });

  it('the statement in the feed is the one that the service answers', async () => {
    const [statement] = (await feed.latest('statements')).values();
    const path = '/api/v1/statements/benefits-realised?collaboration=yorkshire-and-the-humber-joint-working';
    const answer = await fetch(`${service.url}${path}&from=2009-01-01&to=2011-01-01`);
    expect(statement).toEqual(await answer.json());
    expect(await feed.wrongTotals(service.url)).toEqual([]);
  });
});

/** A service whose first total is one more than it should be. */
async function lyingAbout(url: string): Promise<Server> {
  const server = createServer((request, response) => {
    void fetch(`${url}${request.url ?? ''}`)
      .then((answer) => answer.text())
      .then((text) => response.end(text.replace(/"amount":(\d+)/, '"amount":1$1')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
