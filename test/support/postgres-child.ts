import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What postgres-process said, and the means to end it. */
export interface PostgresChild {
  readonly pid: number;
  readonly ownerUrl: string;
  readonly applicationUrl: string;
  readonly messages: readonly string[];
  readonly failure: string;
  /** Lets it release the server and end. */
  end(): Promise<void>;
  kill(): Promise<void>;
}

interface ChildOptions {
  /** Another checkout than this one. */
  readonly checkout?: string;
  readonly uid?: number;
  readonly gid?: number;
}

export function spawnPostgresChild(dataDir: string, options: ChildOptions = {}): ChildProcess {
  const { checkout = process.cwd(), ...account } = options;
  const support = join(checkout, 'test/support');
  return spawn(
    process.execPath,
    ['--import', join(support, 'import-typescript.ts'), join(support, 'postgres-process.ts'), dataDir],
    { cwd: checkout, stdio: ['pipe', 'pipe', 'inherit'], ...account },
  );
}

/** Opens the embedded PostgreSQL of `dataDir` in a process of its own, which can then be killed. */
export async function openInChild(dataDir: string, options: ChildOptions = {}): Promise<PostgresChild> {
  const child = spawnPostgresChild(dataDir, options);
  const gone = once(child, 'exit');
  if (!child.stdout) throw new Error('the child has no output');
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), gone.then(() => ['{}'])]);
  const said: unknown = JSON.parse(String(line));
  const read = (name: string): string => {
    const found: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, name) : undefined;
    return typeof found === 'string' ? found : '';
  };
  const messages: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'messages') : [];
  return {
    pid: child.pid ?? 0,
    ownerUrl: read('ownerUrl'),
    applicationUrl: read('applicationUrl'),
    messages: Array.isArray(messages) ? messages.map(String) : [],
    failure: read('failure'),
    end: async () => {
      child.stdin?.end();
      await gone;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
