import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { ASSET } from '../support/http.js';
import { cuttableProxy, type CuttableProxy } from '../support/cuttable-proxy.js';
import { IntakeSite } from '../support/kafka/intake-site.js';
import { describeOver, ownKafka } from '../support/kafka/kafka.js';
import type { Running } from '../support/service-process.js';
import { sending, type Sending } from '../support/submissions.js';
import { seeded } from '../support/writers.js';

jest.setTimeout(400_000);

const SEED = Date.now() % 1_000_000;
const KEYS = 12;
const CANARY = ['--import', './test/support/import-built.ts', 'test/support/kafka/canary-intake.ts'];

/** SIGTERM, once it listens to that: it leaves the group in good order. */
async function stopped(running: Running): Promise<void> {
  while (!running.said().includes('serves')) await sleep(50);
  process.kill(running.pid, 'SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
}

describeOver(`the intake, seed ${SEED}`, await ownKafka({ sessionMs: 1_000 }), (broker) => {
  const chance = seeded(SEED);
  const cleanups: (() => Promise<unknown>)[] = [];
  let pence = 0;

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

  /** A program that only takes submissions, in a process of its own. */
  const alone = (intake: IntakeSite): Running => intake.site.begin('serve', '--only', 'intake');

  const outcome = (key = `key-${Math.floor(chance() * KEYS)}`): Sending => {
    return sending('RecordOutcome', { ...ASSET, amountPence: (pence += 1) }, {}, key);
  };

  /** Submits without end, now and then what was submitted before or nobody can read, until it is told to stop. */
  function submitting(intake: IntakeSite): () => Promise<void> {
    let stopping = false;
    const done: Sending[] = [];
    const submit = async (): Promise<void> => {
      while (!stopping) {
        const fresh = Array.from({ length: 1 + Math.floor(20 * chance()) }, () => outcome());
        const again = done.slice(-1 - Math.floor(5 * chance()));
        await intake.submit([...fresh, ...again]);
        if (chance() < 0.3) await intake.submit([{ ...outcome(), value: '{"kind":' }], 'parked');
        if (chance() < 0.3) {
          await intake.submit([sending('RecordOutcome', { ...ASSET, unit: 'nobody' })], 'refused');
        }
        done.push(...fresh);
        await sleep(20);
      }
    };
    const submitted = submit();
    return async () => {
      stopping = true;
      await submitted;
    };
  }

  /** Everything is taken in the end, and nothing is wrong with what became of it. `url`: of a service that tells the ledger's lines. */
  async function expectKept(intake: IntakeSite): Promise<void> {
    await intake.settledAll();
    const { url } = await intake.site.serve(['dist/src/cli.js', 'serve', '--only', 'web']);
    expect(await intake.violations(url)).toEqual([]);
    console.info(`${intake.sent.length} messages, ${await intake.recorded()} entries, seed ${SEED}`);
  }

  it('loses and repeats nothing when it is killed after the entry and before the answer and the offset', async () => {
    const intake = await open();
    await intake.acknowledging(intake.topics.receipts, false);
    const victim = alone(intake);
    await intake.submit(Array.from({ length: 40 }, () => outcome('one partition')));
    await intake.until(async () => (await intake.recorded()) === 40, 'record 40 submissions');
    await sleep(1_000);
    expect([await intake.settled(), await intake.receipts()]).toEqual([0, []]);
    await victim.kill();
    await intake.acknowledging(intake.topics.receipts, true);
    alone(intake);
    await expectKept(intake);
    expect(await intake.recorded()).toBe(40);
  });

  it('loses and repeats nothing when it is killed at any moment', async () => {
    const intake = await open();
    const stop = submitting(intake);
    for (let kill = 0; kill < 3; kill += 1) {
      const victim = alone(intake);
      const before = await intake.settled();
      await intake.until(async () => (await intake.settled()) > before, 'go on');
      await sleep(300 * chance());
      await victim.kill();
    }
    await stop();
    alone(intake);
    await expectKept(intake);
  });

  it('shares the work with other copies that come, go and are killed', async () => {
    const intake = await open();
    const stop = submitting(intake);
    const copies = [alone(intake)];
    for (let turn = 0; turn < 4; turn += 1) {
      const before = await intake.settled();
      await intake.until(async () => (await intake.settled()) > before, 'go on');
      copies.push(alone(intake));
      await sleep(1_000 + 500 * chance());
      const gone = copies.splice(Math.floor(copies.length * chance()), 1)[0];
      if (turn % 2 === 0) await gone?.kill();
      else if (gone !== undefined) await stopped(gone);
    }
    await stop();
    expect(copies).toHaveLength(1);
    await expectKept(intake);
  });

  it('loses and repeats nothing when the broker is killed while it takes', async () => {
    const intake = await open();
    const taker = alone(intake);
    const stop = submitting(intake);
    for (let kill = 0; kill < 3; kill += 1) {
      const before = await intake.settled();
      await intake.until(async () => (await intake.settled()) > before, 'go on');
      await sleep(300 * chance());
      await broker().kill();
      await sleep(1_000 * chance());
      await broker().start();
    }
    await stop();
    await expectKept(intake);
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
    const taker = alone(intake);
    const stop = submitting(intake);
    for (let cut = 0; cut < 2; cut += 1) {
      const before = await intake.settled();
      await intake.until(async () => (await intake.settled()) > before, 'go on');
      for (const proxy of proxies) proxy.cut();
      await sleep(15_000);
      for (const proxy of proxies) proxy.restore();
    }
    await stop();
    await expectKept(intake);
    expect(taker.said()).toContain('The intake waits');
  });

  const kindsFound = async (intake: IntakeSite): Promise<ReadonlySet<string>> => {
    const { url } = await intake.site.serve(['dist/src/cli.js', 'serve', '--only', 'web']);
    return new Set((await intake.violations(url)).map((violation) => violation.replace(/:.*/s, '')));
  };

  it('is found out when it commits the offset before it records', async () => {
    const intake = await open();
    const canary = intake.site.beginProgram(...CANARY, 'settles-first');
    await intake.submit(Array.from({ length: 20 }, () => outcome('one partition')));
    await intake.settledAll();
    await canary.kill();
    alone(intake);
    await sleep(15_000);
    expect(await kindsFound(intake)).toEqual(new Set(['lost']));
  });

  it('is found out when it takes a command that it knows for a new one', async () => {
    const intake = await open();
    intake.site.beginProgram(...CANARY, 'forgetful');
    const some = Array.from({ length: 20 }, () => outcome('one partition'));
    await intake.submit([...some, ...some]);
    await intake.settledAll();
    expect(await kindsFound(intake)).toContain('twice');
  });
});
