import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { kafkaClient } from '../../../src/adapters/kafka/client.js';
import { classArchive } from './class-archive.js';
import { kafkaJars } from './jars.js';
import { freePort } from './ports.js';

const run = promisify(execFile);

/** A real broker of one node. It ends with the process that made it, however that ends. */
export interface Broker {
  /** `host:port`, the same for as long as it is there. */
  readonly address: string;
  /** Starts it, again or for the first time, on the same ports and data; resolves once it takes requests. */
  start(): Promise<void>;
  /** SIGTERM: it closes its files. */
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Ends it and leaves nothing behind. */
  remove(): Promise<void>;
}

const READY_MS = 60_000;
const FORMAT_MS = 60_000;
/** One that was killed has to wait for this before it is let in again; on a busy machine one that lives may need it. */
const SESSION_MS = 2_000;
/** Makes the directory of a new broker and gives the means to start it; `sessionMs` is for those that are killed often. Throws `NoKafkaHere`. */
export async function makeBroker({ sessionMs = SESSION_MS } = {}): Promise<Broker> {
  const jars = await kafkaJars();
  const archive = await classArchive(jars, async (flag) => {
    const trained = await brokerOf(jars, { sessionMs, flags: [flag] });
    try {
      await trained.start();
      await trained.stop();
    } finally {
      await trained.remove();
    }
  });
  return brokerOf(jars, { sessionMs, flags: archive === undefined ? [] : [archive] });
}

async function brokerOf(
  jars: string,
  { sessionMs, flags }: { readonly sessionMs: number; readonly flags: readonly string[] },
): Promise<Broker> {
  const classPath = join(jars, '*');
  const directory = await mkdtemp(join(tmpdir(), 'tallystick-kafka-'));
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const properties = join(directory, 'server.properties');
  await writeFile(properties, propertiesOf(directory, { port, controllerPort: await freePort(), sessionMs }));
  // Joined by "=": an identifier may begin with a hyphen, and would be taken for an option.
  const format = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId()}`, `--config=${properties}`];
  await run('java', ['-cp', classPath, ...format], { timeout: FORMAT_MS });
  let running: Running | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await running?.end(signal);
    running = undefined;
  };
  return {
    address,
    start: async () => {
      running ??= await launch({ classPath, properties, directory, flags });
      await untilReady(address, running, directory);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    remove: async () => {
      await end('SIGKILL');
      await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}

interface Properties {
  readonly port: number;
  readonly controllerPort: number;
  readonly sessionMs: number;
}

function propertiesOf(directory: string, { port, controllerPort, sessionMs }: Properties): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(directory, 'data'),
    'auto.create.topics.enable': false,
    'broker.session.timeout.ms': sessionMs,
    'broker.heartbeat.interval.ms': 200,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // The default is for a broker with much to clean: 128 MB.
    'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
    'log.segment.bytes': 64 * 1024 * 1024,
    'log.index.size.max.bytes': 1024 * 1024,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Kafka writes the 16 bytes of a UUID in base64 for addresses. */
function clusterId(): string {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
}

interface Running {
  /** Whether it has ended. */
  gone(): boolean;
  end(signal: NodeJS.Signals): Promise<void>;
}

/**
 * The shell kills the broker when its own input ends, which is when the process that made it does. It says the broker's number first, so
 * that a signal goes to the broker itself.
 */
const WATCHED = `exec 3<&0
"$@" </dev/null 3<&- >>"$LOG" 2>&1 &
broker=$!
echo "$broker"
{ read -r _ <&3; kill -9 "$broker"; } >/dev/null 2>&1 &
wait "$broker"
kill $! 2>/dev/null`;

interface Launch {
  readonly classPath: string;
  readonly properties: string;
  readonly directory: string;
  readonly flags: readonly string[];
}

async function launch({ classPath, properties, directory, flags }: Launch): Promise<Running> {
  const java = ['java', '-Xms64m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...flags];
  const program = [...java, '-cp', classPath, 'kafka.Kafka', properties];
  const env = { ...process.env, LOG: join(directory, 'broker.log') };
  const shell = spawn('sh', ['-c', WATCHED, 'sh', ...program], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = once(shell, 'exit');
  const pid = await pidFrom(shell);
  return {
    gone: () => shell.exitCode !== null || shell.signalCode !== null,
    end: async (signal) => {
      try {
        process.kill(pid, signal);
      } catch {
        // It ended by itself.
      }
      await gone;
    },
  };
}

async function pidFrom(shell: ChildProcess): Promise<number> {
  if (shell.stdout === null) throw new Error('the broker has no output');
  const [line] = (await once(createInterface({ input: shell.stdout }), 'line')) as [string];
  return Number(line);
}

/**
 * A broker listens before it can do everything. Asking for a group's offsets makes it set up the topic that holds them, so that nobody's
 * consumer is the first to wait for that.
 */
async function untilReady(address: string, running: Running, directory: string): Promise<void> {
  const kafka = kafkaClient({ brokers: [address], tls: false, login: undefined });
  const givenUpAt = Date.now() + READY_MS;
  for (;;) {
    const admin = kafka.admin();
    try {
      await admin.connect();
      await admin.fetchOffsets({ groupId: 'readiness' });
      return;
    } catch (error) {
      if (!running.gone() && Date.now() < givenUpAt) await sleep(50);
      else throw new Error(`The broker did not get ready: ${await lastOf(directory)}`, { cause: error });
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}

async function lastOf(directory: string): Promise<string> {
  const log = await readFile(join(directory, 'broker.log'), 'utf8').catch(() => '');
  return log.slice(-2_000);
}
