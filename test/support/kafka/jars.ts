import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const VERSION = '4.1.1';
/** With the dependencies, which several checkouts may share and nobody commits. */
const CACHE = join(process.cwd(), 'node_modules/.cache/tallystick');
const FETCH_MS = 300_000;

/** What a broker needs is not here; the message says what. */
export class NoKafkaHere extends Error {
  override readonly name = 'NoKafkaHere';
}

/** The directory with the jars of Apache Kafka, which Maven fetches when they are not there yet. Throws `NoKafkaHere`. */
export async function kafkaJars(): Promise<string> {
  if (!(await answers('java', '-version'))) throw new NoKafkaHere('no Java here');
  const jars = join(CACHE, `kafka-${VERSION}`);
  if (existsSync(jars)) return jars;
  if (!(await answers('mvn', '--version'))) throw new NoKafkaHere('no Maven here to fetch the jars of Kafka');
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(join(CACHE, 'fetching-'));
  try {
    await fetchInto(draft);
    // Another run may have been quicker: its jars are as good.
    await rename(draft, jars).catch((error: unknown) => {
      if (!existsSync(jars)) throw error;
    });
    return jars;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function fetchInto(directory: string): Promise<void> {
  const pom = join(process.cwd(), 'test/support/kafka/pom.xml');
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${directory}`];
  try {
    await run('mvn', ['-q', '-B', '-f', pom, ...goal], { timeout: FETCH_MS });
  } catch (error) {
    throw new NoKafkaHere('Maven could not fetch the jars of Kafka', { cause: error });
  }
}

async function answers(program: string, question: string): Promise<boolean> {
  try {
    await run(program, [question], { timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}
