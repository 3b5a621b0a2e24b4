import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { serverAccount } from './account.js';
import { findPrograms } from './binaries.js';
import { initialise, isInitialised } from './cluster.js';
import { assertDurable, ensureDatabase } from './durability.js';
import { withLock } from './lock-file.js';
import { filesOf } from './places.js';
import type { Places } from './places.js';
import { startPostmaster, stopPostmaster, takeOver } from './postmaster.js';
import type { RunningPostmaster } from './postmaster.js';
import { openPresence } from './presence.js';
import type { Presence } from './presence.js';
import { readOrCreateSecrets } from './secrets.js';
import type { Secrets } from './secrets.js';

export interface EmbeddedPostgres {
  /** A role that may run migrations, in the database `tallystick`. */
  readonly ownerUrl: string;
  /** The role `tallystick_app`: it owns nothing, and has the rights that migrations grant. */
  readonly applicationUrl: string;
  /** This process needs the server no longer; close its pools first. The last process out stops the server. */
  release(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly log: (message: string) => void;
}

/**
 * Opens the PostgreSQL that lives in `dataDir`: creates it on first use, takes over one that already runs, or starts it.
 * Any number of processes may do so at once; while one is there, a PostgreSQL that was killed is started again.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  // Others may pass through but not list: the account PostgreSQL runs as may have to.
  await mkdir(options.dataDir, { recursive: true, mode: 0o711 });
  const places = filesOf(resolve(options.dataDir), options.log);
  return withLock(places.lock, options.log, () => open(places));
}

async function open(places: Places): Promise<EmbeddedPostgres> {
  const secrets = await readOrCreateSecrets(places);
  const { port } = await ensureRunning(places, secrets);
  const session = `tallystick-${process.pid}-${randomBytes(4).toString('hex')}`;
  const restore = (): Promise<void> => withLock(places.lock, places.log, () => ensureRunningOn(port, places, secrets));
  const presence = await openPresence({ port, password: secrets.owner, session, log: places.log, restore });
  const urlOf = (role: string, password: string, database: string): string =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}?application_name=${session}`;
  const applicationUrl = urlOf('tallystick_app', secrets.application, 'tallystick');
  try {
    await ensureDatabase(urlOf('postgres', secrets.owner, 'postgres'), secrets.application);
    await assertDurable(applicationUrl, places);
  } catch (error) {
    await leave(places, presence);
    throw error;
  }
  return {
    ownerUrl: urlOf('postgres', secrets.owner, 'tallystick'),
    applicationUrl,
    release: releaseOnce(places, presence),
  };
}

async function ensureRunning(places: Places, secrets: Secrets): Promise<RunningPostmaster> {
  const initialised = await isInitialised(places);
  const running = initialised ? await takeOver(places, secrets) : undefined;
  if (running) return running;
  const programs = await findPrograms(places, await serverAccount(places));
  if (!initialised) await initialise(places, programs, secrets);
  return startPostmaster(places, programs, secrets);
}

async function ensureRunningOn(port: number, places: Places, secrets: Secrets): Promise<void> {
  const running = await ensureRunning(places, secrets);
  if (running.port === port) return;
  throw new Error(
    `it now listens on port ${running.port}, because another program took port ${port}. Start Tallystick again.`,
  );
}

async function leave(places: Places, presence: Presence): Promise<void> {
  if (await presence.leaveAsLast()) await stopPostmaster(places);
}

function releaseOnce(places: Places, presence: Presence): () => Promise<void> {
  let released: Promise<void> | undefined;
  return () => {
    presence.stopRestoring();
    released ??= withLock(places.lock, places.log, () => leave(places, presence));
    return released;
  };
}
