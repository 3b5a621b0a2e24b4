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
  /** Brokers of one's own; without them there is no feed. */
  readonly kafka: KafkaSettings | undefined;
  readonly logLevel: LogLevel;
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
  const settings = {
    host: given('HOST') ?? '127.0.0.1',
    port: portFrom(given('PORT'), problems),
    dataDir: given('DATA_DIR') ?? './data',
    databaseUrl: databaseFrom(given('DATABASE_URL'), problems),
    kafka: readKafkaSettings(given, problems),
    logLevel: levelFrom(given('LOG_LEVEL'), problems),
  };
  refuseLater('EVENTSTORE_URL', given('EVENTSTORE_URL'), 'entries live in PostgreSQL', problems);
  if (problems.length > 0) throw new BadSettings(problems);
  return settings;
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

function levelFrom(given: string | undefined, problems: string[]): LogLevel {
  const level = LOG_LEVELS.find((name) => name === (given ?? 'info'));
  if (level === undefined) problems.push(`LOG_LEVEL has to be one of ${LOG_LEVELS.join(', ')}; it is "${given}".`);
  return level ?? 'info';
}

function refuseLater(name: string, given: string | undefined, instead: string, problems: string[]): void {
  if (given !== undefined) problems.push(`${name} is not in this version: ${instead}. Leave it unset.`);
}
