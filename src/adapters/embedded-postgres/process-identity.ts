import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from './failures.js';

/** A process number together with what tells it from a later process of the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

export async function identityOf(pid: number): Promise<ProcessIdentity> {
  return { pid, startedAt: (await startOf(pid)) ?? '' };
}

/**
 * A container that starts again gives out the same low process numbers, often our own; hence the start time.
 * A killed process that nobody has reaped yet (a zombie) counts as dead.
 */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  if (identity.pid <= 0 || !hasProcess(identity.pid)) return false;
  const startedAt = await startOf(identity.pid);
  return startedAt !== undefined && startedAt === identity.startedAt;
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Undefined when the process is gone. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return startByPs(pid);
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The second field, the program's name, may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${boot.trim()}/${fields[19] ?? ''}`;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}

async function startByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
