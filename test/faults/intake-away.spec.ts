import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { cuttableProxy, type CuttableProxy } from '../support/cuttable-proxy.js';
import { IntakeSite } from '../support/kafka/intake-site.js';
import { goesOn, intakeAlone, IntakeWork, wrongAfterAll } from '../support/kafka/intake-work.js';
import { describeOver, ownKafka } from '../support/kafka/kafka.js';
import { seeded } from '../support/writers.js';

jest.setTimeout(400_000);

const SEED = Date.now() % 1_000_000;
const CUTS = 2;

describeOver(`the intake without what it needs, seed ${SEED}`, await ownKafka({ sessionMs: 1_000 }), (broker) => {
  const chance = seeded(SEED);
  const work = new IntakeWork(chance);
  const cleanups: (() => Promise<unknown>)[] = [];

  beforeAll(() => broker().start());
  afterAll(() => broker().remove());
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function open(through?: (url: string) => Promise<string>): Promise<IntakeSite> {
    const intake = await IntakeSite.open('intake', broker().address, through);
    cleanups.push(() => intake.clear());
    return intake;
  }

  it('loses and repeats nothing when the broker is killed while it takes', async () => {
    const intake = await open();
    const taker = intakeAlone(intake);
    const stop = work.submitting(intake);
    for (let kill = 0; kill < 3; kill += 1) {
      await goesOn(intake);
      await sleep(300 * chance());
      await broker().kill();
      await sleep(1_000 * chance());
      await broker().start();
    }
    await stop();
    expect(await wrongAfterAll(intake)).toEqual([]);
    expect(taker.said()).toContain('The intake goes on.');
  });

  it('waits while the database is away, and refuses nothing for that', async () => {
    const proxies: CuttableProxy[] = [];
    const intake = await open(async (url) => {
      const proxy = await cuttableProxy(url);
      proxies.push(proxy);
      cleanups.unshift(() => proxy.close());
      return proxy.url;
    });
    const taker = intakeAlone(intake);
    const waited = (): number => taker.said().split('The intake waits').length - 1;
    const stop = work.submitting(intake);
    for (let cut = 0; cut < CUTS; cut += 1) {
      await goesOn(intake);
      const before = waited();
      for (const proxy of proxies) proxy.cut();
      await intake.until(() => Promise.resolve(waited() > before), 'notice that the database is away');
      // It tries again meanwhile, in vain.
      await sleep(3_000);
      for (const proxy of proxies) proxy.restore();
    }
    await stop();
    expect(await wrongAfterAll(intake)).toEqual([]);
    expect(waited()).toBeGreaterThanOrEqual(CUTS);
  });
});
