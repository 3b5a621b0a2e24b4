import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from './failures.js';
import { exists } from './files.js';
import type { Account } from './files.js';
import type { Places } from './places.js';

const run = promisify(execFile);

/**
 * PostgreSQL refuses to run as root. Started by root it runs as whoever owns the cluster already, or else as the system
 * user `postgres`, which is created when absent. Undefined: it runs as this process's own user.
 */
export async function serverAccount(places: Places): Promise<Account | undefined> {
  const here = process.getuid?.();
  const owner = (await exists(places.cluster)) ? await stat(places.cluster) : undefined;
  if (here !== 0) {
    if (owner === undefined || here === undefined || owner.uid === here) return undefined;
    throw new Error(
      `${places.cluster} belongs to user number ${owner.uid}, and this process runs as user number ${here}. ` +
        'Run Tallystick as that user, or set DATA_DIR to a directory of your own.',
    );
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await lookUpPostgres()) ?? (await createPostgres(places));
}

async function lookUpPostgres(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number.parseInt(uid.stdout, 10), gid: Number.parseInt(gid.stdout, 10) };
  } catch {
    return undefined;
  }
}

async function createPostgres(places: Places): Promise<Account> {
  try {
    await run('groupadd', ['--system', '--force', 'postgres']);
    await run('useradd', [
      '--system',
      '--gid',
      'postgres',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/bin/false',
      'postgres',
    ]);
  } catch (error) {
    throw new Error(
      `PostgreSQL does not run as root, and the system user "postgres" for it could not be created: ${messageOf(error)} ` +
        'Create that user, or run Tallystick as an ordinary user.',
      { cause: error },
    );
  }
  places.log('created the system user "postgres", because PostgreSQL does not run as root');
  const account = await lookUpPostgres();
  if (account) return account;
  throw new Error(
    'The system user "postgres" was created but is not found. Run Tallystick as an ordinary user instead.',
  );
}

/** Whether the account may pass through every directory above `path`; supplementary groups are dropped, so do not count. */
export async function canReach(path: string, account: Account): Promise<boolean> {
  for (let above = dirname(path); ; above = dirname(above)) {
    const { mode, uid, gid } = await stat(above);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (above === dirname(above)) return true;
  }
}
