import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codeOf } from './failures.js';
import { writeWhole } from './files.js';
import type { Places } from './places.js';
import { identityOf, isAlive } from './process-identity.js';

export interface Postmaster {
  readonly pid: number;
  /** Undefined in its first moments. */
  readonly port: number | undefined;
}

/** Above what any system gives out. */
const PID_OF_NOBODY = 999_999_999;

/** The PostgreSQL that runs on this cluster, by its pid file; undefined when there is none. */
export async function findPostmaster(places: Places): Promise<Postmaster | undefined> {
  const lines = await readPidFile(places);
  const pid = Number.parseInt(lines?.[0] ?? '', 10);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (!(await isAlive(await identityOf(pid))) || !(await isPostgresOf(places.cluster, pid))) return undefined;
  const port = Number.parseInt(lines?.[3] ?? '', 10);
  return { pid, port: Number.isInteger(port) ? port : undefined };
}

/** The port of the last start, whether or not PostgreSQL still runs. */
export async function lastPort(places: Places): Promise<number | undefined> {
  const text = await readIfThere(join(places.cluster, 'postgresql.conf'));
  const port = Number.parseInt(/^port = '(\d+)'$/m.exec(text ?? '')?.[1] ?? '', 10);
  return Number.isInteger(port) ? port : undefined;
}

/**
 * PostgreSQL refuses to start while any process bears the number in a stale pid file. Only that number is taken out: the
 * rest of the file is how PostgreSQL finds children of the dead one that still use its memory.
 */
export async function disownPidFile(places: Places): Promise<void> {
  const lines = await readPidFile(places);
  if (!lines) return;
  const path = join(places.cluster, 'postmaster.pid');
  const { uid, gid } = await stat(path);
  await writeWhole(path, [String(PID_OF_NOBODY), ...lines.slice(1)].join('\n'), { uid, gid });
}

async function isPostgresOf(cluster: string, pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return isPostgresByPs(cluster, pid);
  try {
    const [name, there, here] = await Promise.all([
      readFile(`/proc/${pid}/comm`, 'utf8'),
      stat(`/proc/${pid}/cwd`),
      stat(cluster),
    ]);
    return name.startsWith('postgres') && there.dev === here.dev && there.ino === here.ino;
  } catch (error) {
    // Somebody else's process, whose directory we may not see, is not our PostgreSQL.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(error))) return false;
    throw error;
  }
}

async function isPostgresByPs(cluster: string, pid: number): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    return stdout.includes('postgres') && stdout.includes(cluster);
  } catch {
    return false;
  }
}

async function readPidFile(places: Places): Promise<string[] | undefined> {
  return (await readIfThere(join(places.cluster, 'postmaster.pid')))?.split('\n');
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
