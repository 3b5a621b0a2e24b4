import { openEmbeddedPostgres } from './adapters/embedded-postgres/embedded-postgres.js';
import { claimServing, describeServing } from './adapters/embedded-postgres/serving.js';
import type { Settings } from './settings.js';

/** One server for each data directory: two would race for its port, and whoever stopped one would find the other. */
export async function claimDataDir(
  dataDir: string,
  ownerUrl: string,
  log: (message: string) => void,
): Promise<{ close(): Promise<void> }> {
  const claim = await claimServing(ownerUrl, log);
  if (claim !== undefined) return { close: () => claim.release() };
  const who = (await describeServing(ownerUrl)) ?? 'another server';
  throw new Error(
    `DATA_DIR ${dataDir} is being served already: ${who}. Use that server, stop it first, or set DATA_DIR to another directory. ` +
      'Commands such as "tallystick import" work beside a running server.',
  );
}

/** A PostgreSQL, as its owner and as the application. */
export interface Database {
  readonly ownerUrl: string;
  readonly applicationUrl: string;
  release(): Promise<void>;
}

/** Opens the PostgreSQL of `DATABASE_URL`, or the embedded one. On a server of one's own the adapters take on the application's role themselves. */
export async function openDatabase(
  { dataDir, databaseUrl }: Pick<Settings, 'dataDir' | 'databaseUrl'>,
  log: (message: string) => void,
): Promise<Database> {
  if (databaseUrl === undefined) return openEmbeddedPostgres({ dataDir, log });
  return { ownerUrl: databaseUrl, applicationUrl: databaseUrl, release: () => Promise.resolve() };
}
