import { pathToFileURL } from 'node:url';
import { openLedger, type OpenedLedger } from './app.module.js';
import type { Ledger } from './ledger/ledger.js';
import { startIntake } from './intake-runner.js';
import { startProjector } from './projector-runner.js';
import { startRelay } from './relay-runner.js';
import { SERVED, type Served } from './served.js';
import { closeService, createService } from './service.js';
import { readSettings, whyNotListen, type Settings } from './settings.js';
import { standardMeasuresSoon } from './standard-measures.js';
import { warnOfTopics } from './topic-warnings.js';
import { Log } from './web/log.js';

/** A running service. */
export interface Service {
  /** Where it listens; `undefined` when it serves no pages. */
  readonly url: string | undefined;
  readonly ledger: Ledger;
  /** Ends once the service has stopped, whoever stopped it. */
  readonly stopped: Promise<void>;
  /** Finishes the requests under way, then lets everything go. */
  stop(): Promise<void>;
}

/** A part under way. */
interface Part {
  stop(): Promise<void>;
}

/**
 * Opens the ledger, keeps its figures up in the background, feeds the brokers if there are any, and answers requests until SIGTERM, SIGINT or
 * `stop`; of these, only what `parts` names. Throws when the host is not a loopback address: nobody signs in yet. `say` takes one line for
 * people at a time.
 */
export async function serve(
  settings: Settings,
  say: (message: string) => void,
  parts: readonly Served[] = SERVED,
): Promise<Service> {
  const refusal = whyNotServe(settings, parts);
  if (refusal !== undefined) throw new Error(refusal);
  const opened = await openLedger(settings, say);
  try {
    return await start(settings, opened, parts);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function whyNotServe({ host, kafka }: Settings, parts: readonly Served[]): string | undefined {
  if (parts.includes('web')) return whyNotListen(host);
  if (parts.every((part) => part === 'relay' || part === 'intake') && kafka === undefined)
    return 'There are no brokers: set KAFKA_BROKERS, such as KAFKA_BROKERS=broker-1:9092.';
  return undefined;
}

async function start(settings: Settings, opened: OpenedLedger, parts: readonly Served[]): Promise<Service> {
  const { ledger, watch } = opened;
  const { kafka } = settings;
  const log = serviceLog(settings);
  log.hide({ addresses: [opened.applicationUrl] });
  const web = parts.includes('web') ? await listen(settings, opened, log) : undefined;
  const running: Part[] = web === undefined ? [] : [web];
  if (parts.includes('projector'))
    running.push(startProjector(opened, watch.followers, (message) => log.warn(message)));
  if (parts.includes('relay') && kafka !== undefined)
    running.push(startRelay(opened, kafka, watch.followers, (message) => log.say(message)));
  if (parts.includes('intake') && kafka !== undefined)
    running.push(startIntake(opened, kafka, watch.followers, (message) => log.say(message)));
  if (kafka !== undefined && (parts.includes('relay') || parts.includes('intake')))
    running.push(warnOfTopics(kafka, (message) => log.warn(message)));
  const stopAll = async (): Promise<void> => {
    for (const part of running) await part.stop();
    await opened.close();
  };
  const { promise: stopped, resolve, reject } = Promise.withResolvers<undefined>();
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (!stopping) stopAll().then(() => resolve(undefined), reject);
    stopping = true;
    await stopped;
  };
  onceSignalled(stop, stopped);
  return { url: web?.url, ledger, stopped, stop };
}

async function listen(settings: Settings, opened: OpenedLedger, log: Log): Promise<Part & { readonly url: string }> {
  await opened.claimServing();
  const measures = await standardMeasuresSoon(opened.ledger, (message) => log.warn(message));
  try {
    const app = await createService(opened.ledger, log, opened.watch, settings.kafka?.topicPrefix);
    await app.listen(settings.port, settings.host);
    const stop = async (): Promise<void> => {
      await Promise.all([measures.stop(), closeService(app)]);
    };
    return { url: await app.getUrl(), stop };
  } catch (error) {
    await measures.stop();
    throw error;
  }
}

/** The log of a service, in which no password of its settings appears. */
export function serviceLog({ databaseUrl, eventstoreUrl, kafka, logLevel }: Settings): Log {
  const log = new Log(logLevel);
  log.hide({
    addresses: [databaseUrl, eventstoreUrl].filter((address) => address !== undefined),
    secrets: kafka?.login === undefined ? [] : [kafka.login.password],
  });
  return log;
}

/** A second signal while stopping does what it does by default: it ends the process at once. */
function onceSignalled(stop: () => Promise<void>, stopped: Promise<unknown>): void {
  const onSignal = (): void => {
    forget();
    stop().catch(() => undefined);
  };
  const forget = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  stopped.then(forget, forget);
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const say = (message: string): void => void process.stderr.write(`${message}\n`);
  try {
    const settings = readSettings(process.env);
    const log = serviceLog(settings);
    const { url } = await serve(settings, (message) => log.say(message));
    log.say(`Tallystick serves ${url ?? ''} (stop it with Ctrl+C)`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  }
}
