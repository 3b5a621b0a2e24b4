import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A service that runs as users run it: a process of its own. */
export interface ServiceProcess {
  readonly url: string;
  readonly pid: number;
  /** What it has said so far. */
  said(): string;
  /** Its exit code; `null` when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
}

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program under way. */
export interface Running {
  readonly pid: number;
  /** What it has said so far on standard error. */
  said(): string;
  readonly ended: Promise<Ended>;
  readonly kill: () => Promise<void>;
}

export type Environment = Readonly<Record<string, string>>;

const CLI = ['dist/src/cli.js'];
const START_MS = 60_000;
const COMMAND_MS = 60_000;

/** A temporary directory and whatever a test starts in it. `clear` ends every process and leaves nothing behind, however the test went. */
export class Site {
  readonly #children = new Set<ChildProcess>();

  private constructor(
    readonly directory: string,
    private readonly settings: Environment,
  ) {}

  /** `settings` are environment variables of every process here; without `DATABASE_URL` there is an embedded PostgreSQL. */
  static async open(settings: Environment = {}): Promise<Site> {
    const directory = await mkdtemp(join(tmpdir(), 'tallystick-fault-'));
    // Passable, but not to be listed: as root, PostgreSQL runs under another account.
    await chmod(directory, 0o711);
    return new Site(directory, settings);
  }

  get dataDir(): string {
    return join(this.directory, 'data');
  }

  /** Starts the service as `tallystick serve` does, or by a script of the tests; throws what it said when it does not come up. */
  async serve(program: readonly string[] = [...CLI, 'serve']): Promise<ServiceProcess> {
    const child = this.#spawn(program);
    const { said, ended } = listenTo(child);
    const up = /serves (http:\/\/[^\s/]+)/;
    const givenUpAt = Date.now() + START_MS;
    while (!up.test(said.stderr)) {
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > givenUpAt)
        throw new Error(`The service did not come up (exit ${String(child.exitCode)}): ${said.stderr}`);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 10))]);
    }
    const exited = ended.then(({ code }) => code);
    const signal = async (name: NodeJS.Signals): Promise<number | null> => {
      child.kill(name);
      return exited;
    };
    return {
      url: up.exec(said.stderr)?.[1] ?? '',
      pid: child.pid ?? 0,
      said: () => said.stderr,
      exited,
      kill: async () => {
        await signal('SIGKILL');
      },
      stop: () => signal('SIGTERM'),
    };
  }

  /** Begins a command of `tallystick`. */
  begin(...args: readonly string[]): Running {
    return this.beginProgram(...CLI, ...args);
  }

  /** Begins a script. */
  beginProgram(...program: readonly string[]): Running {
    const child = this.#spawn(program);
    const { said, ended } = listenTo(child);
    return {
      pid: child.pid ?? 0,
      said: () => said.stderr,
      ended,
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
      },
    };
  }

  /** Runs a command to its end; one that does not come to it is killed, and has no exit code. */
  async run(...args: readonly string[]): Promise<Ended> {
    const { ended, kill } = this.begin(...args);
    const overdue = setTimeout(() => void kill(), COMMAND_MS);
    const how = await ended;
    clearTimeout(overdue);
    return how;
  }

  /** kill -9 of PostgreSQL: the postmaster and all its children at once. Gives how many processes that were. */
  async killPostgres(): Promise<number> {
    const postmaster = await this.postmaster();
    if (postmaster === undefined) return 0;
    // Held still first, so that it cannot fork another while its children are counted.
    process.kill(postmaster, 'SIGSTOP');
    const family = [postmaster, ...(await childrenOf(postmaster))];
    for (const pid of family) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself a moment ago.
      }
    }
    return family.length;
  }

  /** The process that keeps the embedded PostgreSQL of this site, if it lives. */
  async postmaster(): Promise<number | undefined> {
    const cluster = join(this.dataDir, 'postgres');
    try {
      const [first = ''] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
      const pid = Number.parseInt(first, 10);
      // The file outlives its process, whose number may be another's by now; a zombie has no directory either.
      return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster)) ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  /** The address by which the embedded PostgreSQL's owner reaches the ledger. */
  async ownerUrl(): Promise<string> {
    const secrets = await readFile(join(this.dataDir, 'postgres.secrets'), 'utf8');
    const lock = await readFile(join(this.dataDir, 'postgres/postmaster.pid'), 'utf8');
    const password = /^owner=(\S+)$/m.exec(secrets)?.[1] ?? '';
    // The fourth line is the port.
    return `postgresql://postgres:${password}@127.0.0.1:${lock.split('\n')[3]?.trim() ?? ''}/tallystick`;
  }

  async clear(): Promise<void> {
    await Promise.all(
      [...this.#children].map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }),
    );
    // A killed process may have been starting it, so once is not enough.
    for (let attempt = 0; attempt < 50 && (await this.killPostgres()) > 0; attempt += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await rm(this.directory, { recursive: true, force: true, maxRetries: 40, retryDelay: 50 });
  }

  #spawn(program: readonly string[]): ChildProcess {
    const defaults = { DATA_DIR: this.dataDir, PORT: '0', HOST: '', DATABASE_URL: '', LOG_LEVEL: 'warn' };
    // It tells the tests of a broker, which not every service of theirs is to use.
    const env = { ...process.env, ...defaults, KAFKA_BROKERS: '', EVENTSTORE_URL: '', ...this.settings };
    const child = spawn(process.execPath, [...program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#children.add(child);
    return child;
  }
}

function listenTo(child: ChildProcess): { readonly said: { stdout: string; stderr: string }; ended: Promise<Ended> } {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => (said[name] += text));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, ...said }));
  return { said, ended };
}

async function childrenOf(parent: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The second field, the program's name, may itself hold spaces and brackets.
    const [, parentOfIt] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(parentOfIt) === parent) found.push(Number(name));
  }
  return found;
}
