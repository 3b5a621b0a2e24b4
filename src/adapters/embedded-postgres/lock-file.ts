import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf } from './failures.js';
import { identityOf, isAlive } from './process-identity.js';
import type { ProcessIdentity } from './process-identity.js';

interface Holder extends ProcessIdentity {
  /** Different each time the lock is taken. */
  readonly token: string;
}

/** Recovery after a crash happens under the lock and can take minutes. */
const PATIENCE_MS = 15 * 60_000;

/** Only a power cut leaves a lock without its content, and nobody who held it lives. */
const DAMAGED: Holder = { pid: 0, startedAt: '', token: 'damaged' };

/** Runs `work` while holding an owner-only lock file; waits for whoever holds it, and breaks it if that process is dead. */
export async function withLock<T>(path: string, log: (message: string) => void, work: () => Promise<T>): Promise<T> {
  await acquire(path, path, log);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string, base: string, log: (message: string) => void): Promise<void> {
  const givenUpAt = Date.now() + PATIENCE_MS;
  const sayAt = Date.now() + 2_000;
  let said = false;
  while (!(await tryToTake(path))) {
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (!(await isAlive(holder))) {
      await breakLock(path, holder, base, log);
      continue;
    }
    if (Date.now() > givenUpAt) {
      throw new Error(
        `Process ${holder.pid} has held ${path} for ${PATIENCE_MS / 60_000} minutes. See what it is doing; if it hangs, end it and start again.`,
      );
    }
    if (!said && Date.now() > sayAt) {
      said = true;
      log(`waiting for process ${holder.pid}, which is starting or stopping PostgreSQL`);
    }
    await sleep(20 + Math.random() * 30);
  }
}

/** Linking a finished file creates the lock with its content in one step: nobody ever sees an empty one. */
async function tryToTake(path: string): Promise<boolean> {
  const holder: Holder = { ...(await identityOf(process.pid)), token: randomBytes(12).toString('hex') };
  const draft = `${path}.${holder.token}.new`;
  try {
    await writeFile(draft, `${holder.pid}\n${holder.startedAt}\n${holder.token}\n`, { flag: 'wx', mode: 0o600 });
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new Error(
      `${dirname(path)} cannot be written to: ${messageOf(error)}. Set DATA_DIR to a directory of your own.`,
      { cause: error },
    );
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Removes the lock of a dead holder. Whoever wants to remove it first takes a second lock named after the dead holder's
 * token and then looks again: only one at a time can, and a lock taken anew in between bears another token and is left alone.
 */
async function breakLock(path: string, dead: Holder, base: string, log: (message: string) => void): Promise<void> {
  const breaking = `${base}.break-${dead.token}`;
  await acquire(breaking, base, log);
  try {
    if ((await readHolder(path))?.token === dead.token) await rm(path);
  } finally {
    await rm(breaking, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return parseHolder(await readFile(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHolder(text: string): Holder {
  const [pid = '', startedAt, token] = text.split('\n');
  if (!/^\d+$/.test(pid) || startedAt === undefined || !token) return DAMAGED;
  return { pid: Number.parseInt(pid, 10), startedAt, token };
}
