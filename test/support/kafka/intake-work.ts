import { setTimeout as sleep } from 'node:timers/promises';
import { ASSET } from '../http.js';
import type { Running } from '../service-process.js';
import { sending, type Sending } from '../submissions.js';
import type { IntakeSite } from './intake-site.js';

const KEYS = 12;

/** What people submit to an intake, at random, and what has to become of it. */
export class IntakeWork {
  #pence = 0;

  constructor(private readonly chance: () => number) {}

  /** An outcome that nobody submitted before, of one of few keys unless told. */
  outcome(key = `key-${Math.floor(this.chance() * KEYS)}`): Sending {
    return sending('RecordOutcome', { ...ASSET, amountPence: (this.#pence += 1) }, {}, key);
  }

  /** Submits without end, now and then what was submitted before or nobody can read, until it is told to stop. */
  submitting(intake: IntakeSite): () => Promise<void> {
    let stopping = false;
    const done: Sending[] = [];
    const submit = async (): Promise<void> => {
      while (!stopping) {
        const fresh = Array.from({ length: 1 + Math.floor(20 * this.chance()) }, () => this.outcome());
        const again = done.slice(-1 - Math.floor(5 * this.chance()));
        await intake.submit([...fresh, ...again]);
        if (this.chance() < 0.3) await intake.submit([{ ...this.outcome(), value: '{"kind":' }], 'parked');
        if (this.chance() < 0.3)
          await intake.submit([sending('RecordOutcome', { ...ASSET, unit: 'nobody' })], 'refused');
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
}

/** A program that only takes submissions, in a process of its own. */
export function intakeAlone(intake: IntakeSite): Running {
  return intake.site.begin('serve', '--only', 'intake');
}

/** Until the intake has settled more than it has now. */
export async function goesOn(intake: IntakeSite): Promise<void> {
  const before = await intake.settled();
  await intake.until(async () => (await intake.settled()) > before, 'go on');
}

/** Once everything is taken: what is wrong with what became of it. */
export async function wrongAfterAll(intake: IntakeSite): Promise<readonly string[]> {
  await intake.settledAll();
  const wrong = await wrongNow(intake);
  console.info(`${intake.sent.length} messages, ${await intake.recorded()} entries`);
  return wrong;
}

/** What is wrong with what became of everything that was submitted, as it is now. */
export async function wrongNow(intake: IntakeSite): Promise<readonly string[]> {
  const { url } = await intake.site.serve(['dist/src/cli.js', 'serve', '--only', 'web']);
  return intake.violations(url);
}
