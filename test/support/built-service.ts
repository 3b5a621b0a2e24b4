import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { freshDatabase } from './postgres.js';

/** The built program as people run it, in a process of its own. */
export interface BuiltService {
  readonly url: string;
  stop(): Promise<void>;
}

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);
const URL_IN = /http:\/\/127\.0\.0\.1:\d+/;

/** Starts `tallystick <command>` as it was built into `dist`, with a database of its own, and waits until it says where it serves. */
export async function startBuilt(label: string, command: 'demo' | 'serve'): Promise<BuiltService> {
  const database = await freshDatabase(label, migrated);
  const dataDir = await mkdtemp(join(tmpdir(), 'tallystick-pages-'));
  const own = { DATABASE_URL: database.ownerUrl, DATA_DIR: dataDir, PORT: '0', KAFKA_BROKERS: '', EVENTSTORE_URL: '' };
  const environment = { ...process.env, ...own };
  const child = spawn(process.execPath, ['dist/src/cli.js', command], { env: environment, stdio: 'pipe' });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    return { url: await urlFrom(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The demo names its address once it has loaded and proved everything. */
function urlFrom(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const url = URL_IN.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    });
  }
  child.once('exit', (code) => reject(new Error(`The program ended with ${code}. Was it built? It said:\n${said}`)));
  return promise;
}
