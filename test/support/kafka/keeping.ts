import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NoKafkaHere } from './jars.js';

/** What the suites of one run of jest find in its directory: a broker, or why there is none. */
export type FoundKafka = { readonly brokers: string } | { readonly notRun: string };

/** A suite that wants the broker makes this file; the answer comes in the other. */
export const KAFKA_WANTED = 'kafka.wanted';
export const KAFKA_FILE = 'kafka.json';

interface Kept {
  readonly found: FoundKafka;
  release(): Promise<void>;
}

const LOOK_MS = 100;

/**
 * Starts the one broker of a run once a suite wants it, and keeps it until the run ends. `publish` takes what was found. Order of
 * preference: `KAFKA_BROKERS`, a container, the jars.
 */
export async function keepKafka(
  directory: string,
  runEnds: Promise<unknown>,
  publish: (found: FoundKafka) => Promise<void>,
): Promise<void> {
  const ended = runEnds.then(() => true);
  const isOver = (ms: number): Promise<boolean> => Promise.race([ended, sleep(ms, false)]);
  while (!existsSync(join(directory, KAFKA_WANTED))) if (await isOver(LOOK_MS)) return;
  const kept = await start();
  await publish(kept.found);
  await ended;
  await kept.release();
}

async function start(): Promise<Kept> {
  const given = process.env['KAFKA_BROKERS'];
  if (given !== undefined && given !== '') return kept({ brokers: given });
  const { startContainer } = await import('./container.js');
  const container = await startContainer();
  if (container !== undefined) return { found: { brokers: container.address }, release: () => container.remove() };
  try {
    return await startJars();
  } catch (error) {
    if (error instanceof NoKafkaHere) return kept({ notRun: error.message });
    throw error;
  }
}

async function startJars(): Promise<Kept> {
  const { makeBroker } = await import('./broker.js');
  const broker = await makeBroker();
  try {
    await broker.start();
  } catch (error) {
    await broker.remove();
    throw error;
  }
  return { found: { brokers: broker.address }, release: () => broker.remove() };
}

function kept(found: FoundKafka): Kept {
  return { found, release: () => Promise.resolve() };
}
