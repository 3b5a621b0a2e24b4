import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The server that one run of jest shares between its worker processes. */
export interface TestServer {
  /** A superuser's address, of the database `postgres` or whichever TEST_DATABASE_URL names. */
  readonly administratorUrl: string;
  readonly applicationPassword: string;
}

/** Set by postgres-setup: the directory of this run, in which the keeper leaves the server's addresses. */
export const RUN_DIRECTORY = 'TALLYSTICK_TEST_RUN';
export const KEEPER_PID = 'TALLYSTICK_TEST_KEEPER';
export const SERVER_FILE = 'server.json';

const PATIENCE_MS = 60_000;

export async function testServer(): Promise<TestServer> {
  const directory = process.env[RUN_DIRECTORY];
  if (directory === undefined) throw new Error('jest must run with globalSetup test/support/postgres-setup.ts');
  const givenUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const server = await readServer(join(directory, SERVER_FILE));
    if (server) return server;
    if (Date.now() > givenUpAt) throw new Error(`no test server after ${PATIENCE_MS / 1000} s; see ${directory}`);
    await sleep(25);
  }
}

async function readServer(path: string): Promise<TestServer | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is damaged`);
  if ('failure' in value) throw new Error(`the test server did not start: ${String(value.failure)}`);
  if (!('administratorUrl' in value) || !('applicationPassword' in value)) throw new Error(`${path} is damaged`);
  return { administratorUrl: String(value.administratorUrl), applicationPassword: String(value.applicationPassword) };
}
