import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Programs } from './binaries.js';
import { writeConfiguration } from './cluster.js';
import { openAsOwner } from './connection.js';
import { codeOf, messageOf } from './failures.js';
import { exists } from './files.js';
import type { Places } from './places.js';
import { disownPidFile, findPostmaster, lastPort } from './postmaster-file.js';
import { nameOfDirectory, runProgram } from './program.js';
import type { Secrets } from './secrets.js';

export interface RunningPostmaster {
  readonly pid: number;
  readonly port: number;
}

/** Recovery after a power cut replays at most max_wal_size and takes minutes on a slow disk. */
const RECOVERY_MS = 10 * 60_000;
const STOP_MS = 60_000;
const START_ATTEMPTS = 20;
const LOG_KEPT_BYTES = 10_000_000;

/** Finds a PostgreSQL that already runs on the cluster, and waits until it accepts our password. */
export async function takeOver(places: Places, secrets: Secrets): Promise<RunningPostmaster | undefined> {
  const givenUpAt = Date.now() + RECOVERY_MS;
  let sayAt = Date.now() + 5_000;
  for (;;) {
    const postmaster = await findPostmaster(places);
    if (!postmaster) return undefined;
    const { pid, port } = postmaster;
    if (port !== undefined && (await answers(port, secrets, places))) return { pid, port };
    if (Date.now() > givenUpAt)
      throw new Error(`PostgreSQL (process ${pid}) does not accept connections. ${await logTail(places)}`);
    if (Date.now() > sayAt) {
      sayAt = Date.now() + 10_000;
      places.log(`waiting for PostgreSQL (process ${pid}), which is starting, recovering or stopping`);
    }
    await sleep(50);
  }
}

async function answers(port: number, secrets: Secrets, places: Places): Promise<boolean> {
  try {
    const client = await openAsOwner(port, secrets.owner, 'tallystick knocking');
    await client.end();
    return true;
  } catch (error) {
    if (codeOf(error) !== '28P01') return false;
    throw new Error(
      `PostgreSQL in ${places.cluster} refuses the password in ${places.secrets}. Put back the file that belongs to this cluster.`,
      {
        cause: error,
      },
    );
  }
}

/** Starts PostgreSQL so that it outlives this process. */
export async function startPostmaster(
  places: Places,
  programs: Programs,
  secrets: Secrets,
): Promise<RunningPostmaster> {
  const begun = Date.now();
  await disownPidFile(places);
  await turnOverLog(places);
  let failure = '';
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const port = await freePort(attempt === 1 ? await lastPort(places) : undefined);
    await writeConfiguration(places, programs.account, port);
    const logged = (await exists(places.serverLog)) ? (await stat(places.serverLog)).size : 0;
    const { output } = await runPgCtlStart(places, programs);
    const running = await takeOver(places, secrets);
    if (running) {
      places.log(`started PostgreSQL (process ${running.pid}) on port ${running.port} in ${Date.now() - begun} ms`);
      return running;
    }
    failure = output;
    const said = (await readFile(places.serverLog, 'utf8')).slice(logged);
    if (/could not bind|Address already in use/.test(said)) continue;
    // Children of a killed PostgreSQL take a moment to notice, and so does a start whose starter was killed.
    if (!/still in use|lock file "postmaster.pid"/.test(said)) break;
    await sleep(500);
  }
  throw new Error(`PostgreSQL did not start in ${places.cluster}. ${failure.trim()}\n${await logTail(places)}`);
}

async function runPgCtlStart(places: Places, programs: Programs): ReturnType<typeof runProgram> {
  const log = await open(places.serverLog, 'a', 0o600);
  try {
    // The log is handed over open: the account PostgreSQL runs as may not be able to walk there.
    const args = ['start', '-w', '-t', '60', '-s', '-D', await nameOfDirectory(places.cluster, programs.account)];
    return await runProgram(programs, 'pg_ctl', args, places.cluster, { output: log.fd });
  } finally {
    await log.close();
  }
}

/** Stops it in fast mode: open transactions are rolled back, everything committed is on disk. */
export async function stopPostmaster(places: Places): Promise<void> {
  const postmaster = await findPostmaster(places);
  if (!postmaster) return;
  process.kill(postmaster.pid, 'SIGINT');
  const givenUpAt = Date.now() + STOP_MS;
  while ((await findPostmaster(places))?.pid === postmaster.pid) {
    if (Date.now() > givenUpAt)
      throw new Error(
        `PostgreSQL (process ${postmaster.pid}) has not stopped in ${STOP_MS / 1000} s. ${await logTail(places)}`,
      );
    await sleep(20);
  }
  places.log('stopped PostgreSQL');
}

/** The port of the last start if it is free, so that a process whose PostgreSQL was killed finds the next one. */
async function freePort(preferred: number | undefined): Promise<number> {
  try {
    return await tryPort(preferred ?? 0);
  } catch (error) {
    if (preferred === undefined)
      throw new Error(`No free port on 127.0.0.1 for PostgreSQL: ${messageOf(error)}`, { cause: error });
    return freePort(undefined);
  }
}

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const chosen = typeof address === 'object' && address ? address.port : port;
      server.close(() => {
        resolve(chosen);
      });
    });
  });
}

async function turnOverLog(places: Places): Promise<void> {
  if (!(await exists(places.serverLog)) || (await stat(places.serverLog)).size < LOG_KEPT_BYTES) return;
  await rename(places.serverLog, `${places.serverLog}.1`);
}

async function logTail(places: Places): Promise<string> {
  const log = (await exists(places.serverLog)) ? await readFile(places.serverLog, 'utf8') : '';
  return `The last lines of ${places.serverLog}:\n${log.trimEnd().split('\n').slice(-12).join('\n')}`;
}
