import { afterEach, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { IntakeSite } from '../support/kafka/intake-site.js';
import { goesOn, intakeAlone, IntakeWork, wrongAfterAll, wrongNow } from '../support/kafka/intake-work.js';
import { describeOver, sharedKafka } from '../support/kafka/kafka.js';
import type { Running } from '../support/service-process.js';
import { seeded } from '../support/writers.js';

jest.setTimeout(400_000);

const SEED = Date.now() % 1_000_000;
const CANARY = ['--import', './test/support/import-built.ts', 'test/support/kafka/canary-intake.ts'];

/** SIGTERM, once it listens to that: it leaves the group in good order. */
async function stopped(running: Running): Promise<void> {
  while (!running.said().includes('serves')) await sleep(50);
  process.kill(running.pid, 'SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
}

describeOver(`the intake, seed ${SEED}`, await sharedKafka(), (kafka) => {
  const chance = seeded(SEED);
  const work = new IntakeWork(chance);
  const opened: IntakeSite[] = [];

  afterEach(async () => {
    for (const intake of opened.splice(0)) await intake.clear();
  });

  async function open(): Promise<IntakeSite> {
    const intake = await IntakeSite.open('intake', kafka().brokers);
    opened.push(intake);
    return intake;
  }

  it('loses and repeats nothing when it is killed after the entry and before the answer and the offset', async () => {
    const intake = await open();
    await intake.acknowledging(intake.topics.receipts, false);
    const victim = intakeAlone(intake);
    await intake.submit(Array.from({ length: 40 }, () => work.outcome('one partition')));
    await intake.until(async () => (await intake.recorded()) === 40, 'record 40 submissions');
    await intake.until(
      () => Promise.resolve(victim.said().includes('The intake waits')),
      'wait for an answer to be taken',
    );
    expect([await intake.settled(), await intake.receipts()]).toEqual([0, []]);
    await victim.kill();
    await intake.acknowledging(intake.topics.receipts, true);
    intakeAlone(intake);
    expect(await wrongAfterAll(intake)).toEqual([]);
    expect(await intake.recorded()).toBe(40);
  });

  it('loses and repeats nothing when it is killed at any moment', async () => {
    const intake = await open();
    const stop = work.submitting(intake);
    for (let kill = 0; kill < 3; kill += 1) {
      const victim = intakeAlone(intake);
      await goesOn(intake);
      await sleep(300 * chance());
      await victim.kill();
    }
    await stop();
    intakeAlone(intake);
    expect(await wrongAfterAll(intake)).toEqual([]);
  });

  it('shares the work with other copies that come, go and are killed', async () => {
    const intake = await open();
    const stop = work.submitting(intake);
    const copies = [intakeAlone(intake)];
    for (let turn = 0; turn < 4; turn += 1) {
      await goesOn(intake);
      copies.push(intakeAlone(intake));
      await sleep(1_000 + 500 * chance());
      const gone = copies.splice(Math.floor(copies.length * chance()), 1)[0];
      if (turn % 2 === 0) await gone?.kill();
      else if (gone !== undefined) await stopped(gone);
    }
    await stop();
    expect(copies).toHaveLength(1);
    expect(await wrongAfterAll(intake)).toEqual([]);
  });

  const kindsFound = async (intake: IntakeSite): Promise<ReadonlySet<string>> =>
    new Set((await wrongNow(intake)).map((violation) => violation.replace(/:.*/s, '')));

  it('is found out when it commits the offset before it records', async () => {
    const intake = await open();
    const canary = intake.site.beginProgram(...CANARY, 'settles-first');
    await intake.submit(Array.from({ length: 20 }, () => work.outcome('one partition')));
    await intake.settledAll();
    await canary.kill();
    intakeAlone(intake);
    // Behind all that might still come.
    await intake.submit([work.outcome('one partition')]);
    await intake.settledAll();
    expect(await kindsFound(intake)).toEqual(new Set(['lost']));
  });

  it('is found out when it takes a command that it knows for a new one', async () => {
    const intake = await open();
    intake.site.beginProgram(...CANARY, 'forgetful');
    const some = Array.from({ length: 20 }, () => work.outcome('one partition'));
    await intake.submit([...some, ...some]);
    await intake.settledAll();
    expect(await kindsFound(intake)).toContain('twice');
  });
});
