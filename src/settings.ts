import { join } from 'node:path';
import { addressFrom } from './adapters/eventstoredb/address.js';
import { readKafkaSettings, type KafkaSettings } from './kafka-settings.js';
import { LOG_LEVELS, type LogLevel } from './web/log.js';

/** What the service is started with. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** Where the embedded PostgreSQL lives. */
  readonly dataDir: string;
  /** A PostgreSQL of one's own, as a role that may migrate it; without one the embedded one is used. */
  readonly databaseUrl: string | undefined;
  /** An EventStoreDB or KurrentDB for the entries; without one they live in PostgreSQL. */
  readonly eventstoreUrl: string | undefined;
  /** Brokers of one's own; without them there is no feed. */
  readonly kafka: KafkaSettings | undefined;
  readonly logLevel: LogLevel;
  /** The file with the key by which items are known; the same for every copy of the application. */
  readonly itemKeyFile: string;
}

/** Every setting that cannot be used, at once. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';

  constructor(readonly problems: readonly string[]) {
    super(`Settings that cannot be used:\n${problems.map((each) => `  ${each}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings from environment variables; one that is empty counts as not set. Throws `BadSettings`. */
export function readSettings(environment: Environment): Settings {
  const problems: string[] = [];
  const given = (name: string): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const dataDir = given('DATA_DIR') ?? './data';
  const settings = {
    host: given('HOST') ?? '127.0.0.1',
    port: portFrom(given('PORT'), problems),
    dataDir,
    databaseUrl: databaseFrom(given('DATABASE_URL'), problems),
    eventstoreUrl: eventstoreFrom(given('EVENTSTORE_URL'), problems),
    kafka: readKafkaSettings(given, problems),
    logLevel: levelFrom(given('LOG_LEVEL'), problems),
    itemKeyFile: given('ITEM_KEY_FILE') ?? itemKeyFileIn(dataDir),
  };
  if (settings.eventstoreUrl !== undefined && letsClientTalk(given('DEBUG') ?? ''))
    problems.push('DEBUG has to leave out esdb: the client would print the password of EVENTSTORE_URL.');
  if (problems.length > 0) throw new BadSettings(problems);
  return settings;
}

/** Where the item key is unless a setting says otherwise. */
export function itemKeyFileIn(dataDir: string): string {
  return join(dataDir, 'item.key');
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/** Why the service may not listen on an address; `undefined` when it may. */
export function whyNotListen(host: string): string | undefined {
  if (LOOPBACK.test(host)) return undefined;
  return (
    `HOST is ${host}, but this version has no sign-in: whoever reaches the service can record in anybody's name. ` +
    'It listens on a loopback address only, such as 127.0.0.1.'
  );
}

function portFrom(given: string | undefined, problems: string[]): number {
  if (given === undefined) return 3000;
  if (/^\d{1,5}$/.test(given) && parseInt(given, 10) <= 65_535) return parseInt(given, 10);
  problems.push(`PORT has to be a number from 0 to 65535; it is "${given}".`);
  return 0;
}

/** The address itself is not repeated: it holds a password. */
function databaseFrom(given: string | undefined, problems: string[]): string | undefined {
  if (given === undefined) return undefined;
  const protocol = URL.canParse(given) ? new URL(given).protocol : '';
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') {
    problems.push('DATABASE_URL has to be an address such as postgresql://user:password@host:5432/tallystick.');
  }
  return given;
}

/** Nor is this one repeated. */
function eventstoreFrom(given: string | undefined, problems: string[]): string | undefined {
  try {
    return given && addressFrom(given).url;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    problems.push(`EVENTSTORE_URL cannot be used: ${error.message}.`);
    return undefined;
  }
}

/** Whether `DEBUG` makes the client of EventStoreDB talk: its names begin with "esdb", and `*` stands for anything. */
function letsClientTalk(debug: string): boolean {
  return debug.split(/[\s,]+/).some((pattern) => {
    const [beginning = ''] = pattern.split('*', 1);
    return beginning.startsWith('esdb') || (pattern.includes('*') && 'esdb'.startsWith(beginning));
  });
}

function levelFrom(given: string | undefined, problems: string[]): LogLevel {
  const level = LOG_LEVELS.find((name) => name === (given ?? 'info'));
  if (level === undefined) problems.push(`LOG_LEVEL has to be one of ${LOG_LEVELS.join(', ')}; it is "${given}".`);
  return level ?? 'info';
}
