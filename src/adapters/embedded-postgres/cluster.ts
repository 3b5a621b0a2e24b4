import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Programs } from './binaries.js';
import { codeOf } from './failures.js';
import { exists, syncDirectory, writeWhole } from './files.js';
import type { Account } from './files.js';
import type { Places } from './places.js';
import { nameOfDirectory, runProgram } from './program.js';
import type { Secrets } from './secrets.js';

const MAJOR_VERSION = '18';

/** False when the cluster has yet to be made. An unfinished one never bears its final name. */
export async function isInitialised(places: Places): Promise<boolean> {
  if (!(await exists(places.cluster))) return false;
  const version = await readVersion(places);
  if (version === MAJOR_VERSION) return true;
  if (version === undefined && (await readdir(places.cluster)).length === 0) return false;
  throw new Error(
    version === undefined
      ? `${places.cluster} is not a PostgreSQL cluster. Move it away, or set DATA_DIR to another directory.`
      : `${places.cluster} was made by PostgreSQL ${version}, and this is ${MAJOR_VERSION}. Export the ledger with the Tallystick that made it, and import it here.`,
  );
}

async function readVersion(places: Places): Promise<string | undefined> {
  try {
    return (await readFile(join(places.cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes the cluster under another name first, so that a crash half-way leaves nothing that looks finished. */
export async function initialise(places: Places, programs: Programs, secrets: Secrets): Promise<void> {
  const begun = Date.now();
  await removeUnfinished(places);
  // A name of its own each time: an initdb whose starter was killed may still be writing under the earlier one.
  const draft = `${places.clusterInTheMaking}-${randomBytes(4).toString('hex')}`;
  await mkdir(draft, { mode: 0o700 });
  if (programs.account) await chown(draft, programs.account.uid, programs.account.gid);
  const done = await runInitdb(draft, programs, secrets.owner);
  if (!done.ok) {
    await removeUnfinished(places);
    throw new Error(
      `PostgreSQL could not be set up in ${places.dataDir}. Check its free space and rights, and start again. initdb said:\n${done.output.trim()}`,
    );
  }
  await rename(draft, places.cluster);
  await syncDirectory(places.dataDir);
  places.log(`made a PostgreSQL cluster in ${places.cluster} in ${Date.now() - begun} ms`);
}

async function removeUnfinished(places: Places): Promise<void> {
  for (const name of await readdir(places.dataDir)) {
    if (!name.startsWith(`${basename(places.clusterInTheMaking)}-`)) continue;
    await rm(join(places.dataDir, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

async function runInitdb(draft: string, programs: Programs, password: string): ReturnType<typeof runProgram> {
  const passwordFile = join(dirname(draft), `${basename(draft)}-password`);
  await writeWhole(passwordFile, `${password}\n`, programs.account);
  const input = await open(passwordFile, 'r');
  try {
    // Read through the open file: initdb may not be able to walk there, and a crash must not leave it behind.
    await rm(passwordFile);
    const args = [
      '-D',
      await nameOfDirectory(draft, programs.account),
      '--pwfile=/dev/stdin',
      '--username=postgres',
      '--auth-host=scram-sha-256',
      '--auth-local=reject',
      '--data-checksums',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ];
    return await runProgram(programs, 'initdb', args, draft, { input: input.fd });
  } finally {
    await input.close();
  }
}

/** Written anew at each start; an operator's own settings go into postgresql.auto.conf, by ALTER SYSTEM. */
export async function writeConfiguration(places: Places, account: Account | undefined, port: number): Promise<void> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    password_encryption: 'scram-sha-256',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: '256MB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    effective_cache_size: '1GB',
    max_wal_size: '2GB',
    min_wal_size: '256MB',
    wal_buffers: '16MB',
    checkpoint_timeout: '15min',
    random_page_cost: 1.1,
    jit: 'off',
    max_wal_senders: 2,
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    default_text_search_config: 'pg_catalog.simple',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] %a ',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  const heading =
    '# Written by Tallystick at each start. Keep changes of your own in postgresql.auto.conf (ALTER SYSTEM).';
  await writeWhole(join(places.cluster, 'postgresql.conf'), `${[heading, ...lines].join('\n')}\n`, account);
}
