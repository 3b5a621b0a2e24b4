import { describe } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_DIRECTORY } from '../postgres-run.js';
import { makeBroker, type Broker } from './broker.js';
import { NoKafkaHere } from './jars.js';
import { KAFKA_FILE, KAFKA_WANTED, type FoundKafka } from './keeping.js';

const PATIENCE_MS = 300_000;

/**
 * The broker that the suites of this run share: several suites may use it at once, so each takes topics and groups of its own by a prefix.
 * The first to ask has it started. To be awaited at the top of a spec, and printed when it is `notRun`.
 */
export async function sharedKafka(): Promise<FoundKafka> {
  const directory = process.env[RUN_DIRECTORY];
  if (directory === undefined) throw new Error('jest must run with globalSetup test/support/postgres-setup.ts');
  await writeFile(join(directory, KAFKA_WANTED), '');
  const givenUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await readFound(join(directory, KAFKA_FILE));
    if (found !== undefined) return printed(found);
    if (Date.now() > givenUpAt) throw new Error(`no broker after ${PATIENCE_MS / 1000} s; see ${directory}`);
    await sleep(25);
  }
}

/** A broker of a suite's own, to be killed and started as it likes: only the jars give one. Not started yet. */
export async function ownKafka(
  options: { readonly sessionMs?: number } = {},
): Promise<Broker | { readonly notRun: string }> {
  try {
    return await makeBroker(options);
  } catch (error) {
    if (error instanceof NoKafkaHere) return printed({ notRun: `${error.message}, and only its jars can be killed` });
    throw error;
  }
}

/** A suite over what was found. Without a broker its tests are skipped, so that they are counted apart, and its title says why. */
export function describeOver<Found extends object>(
  title: string,
  found: Found | { readonly notRun: string },
  tests: (kafka: () => Found) => void,
): void {
  if (!('notRun' in found)) {
    describe(title, () => tests(() => found));
    return;
  }
  const reason = found.notRun;
  describe.skip(`${title} (not run: ${reason})`, () =>
    tests(() => {
      throw new Error(reason);
    }));
}

async function readFound(path: string): Promise<FoundKafka | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is damaged`);
  if ('failure' in value) throw new Error(`the test broker did not start: ${String(value.failure)}`);
  if ('brokers' in value) return { brokers: String(value.brokers) };
  if ('notRun' in value) return { notRun: String(value.notRun) };
  throw new Error(`${path} is damaged`);
}

function printed<T extends object>(found: T): T {
  if ('notRun' in found) process.stdout.write(`not run: ${String(found.notRun)}\n`);
  return found;
}
