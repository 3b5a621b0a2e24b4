import type { LoggerService } from '@nestjs/common';
import { pino, stdTimeFunctions, type Logger } from 'pino';
import { Redactor } from './redaction.js';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Facts that belong to a message, under names of their own. */
export type Facts = Readonly<Record<string, unknown>>;

/** `json`: one object a line, for programs. `words`: for whoever sits at a terminal. */
export type LogForm = 'json' | 'words';

/**
 * Writes one line a message to standard error: figures alone go to standard output. Secrets do not get into it, wherever they come from:
 * see `Redactor`.
 */
export class Log implements LoggerService {
  readonly #redactor = new Redactor();
  readonly #logger: Logger;

  constructor(
    private readonly level: LogLevel,
    private readonly write: (line: string) => void = (line) => process.stderr.write(line),
    private readonly form: LogForm = process.stderr.isTTY ? 'words' : 'json',
  ) {
    this.#logger = pino(
      {
        level: 'debug',
        base: null,
        messageKey: 'message',
        timestamp: stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
      },
      { write },
    );
  }

  /** Never to be written from now on: this text, and the passwords of these addresses. */
  hide({ secrets = [], addresses = [] }: { secrets?: readonly string[]; addresses?: readonly string[] }): void {
    for (const secret of secrets) this.#redactor.hide(secret);
    for (const address of addresses) this.#redactor.hideIn(address);
  }

  /** Whether anything is written at this level, for what would be costly to put together. */
  writes(level: LogLevel): boolean {
    return LOG_LEVELS.indexOf(level) <= LOG_LEVELS.indexOf(this.level);
  }

  /** For whoever started the program: written at every level. */
  say(message: string): void {
    if (this.form === 'words') this.write(`${this.#redactor.text(message)}\n`);
    else this.#logger.info(this.#redactor.text(message));
  }

  /** What Nest says while it starts is of interest to developers only. */
  log(message: unknown, context?: unknown): void {
    this.put('debug', message, context === undefined ? {} : { context });
  }

  debug(message: unknown, facts?: unknown): void {
    this.put('debug', message, factsFrom(facts));
  }

  info(message: string, facts: Facts = {}): void {
    this.put('info', message, facts);
  }

  warn(message: unknown, facts?: unknown): void {
    this.put('warn', message, factsFrom(facts));
  }

  /** `detail` is an error, which is written with its stack and causes, or the words that Nest has for one. */
  error(message: unknown, detail?: unknown): void {
    this.put('error', message, factsFrom(detail));
  }

  private put(level: LogLevel, message: unknown, facts: Facts): void {
    if (!this.writes(level)) return;
    const shown = this.#redactor.value(facts) as Facts;
    const text = this.#redactor.text(inWords(message));
    if (this.form === 'json') this.#logger[level](shown, text);
    else this.write(`${[new Date().toISOString(), level, text, ...Object.values(shown).map(inWords)].join(' ')}\n`);
  }
}

function factsFrom(detail: unknown): Facts {
  if (detail === undefined) return {};
  if (detail instanceof Error) return { error: detail };
  return typeof detail === 'object' && detail !== null ? (detail as Facts) : { detail };
}

function inWords(part: unknown): string {
  if (typeof part === 'string') return part;
  if (part instanceof Error) return part.stack ?? part.message;
  if (typeof part !== 'object' || part === null) return String(part);
  if ('stack' in part && typeof part.stack === 'string') return part.stack;
  return Object.entries(part)
    .map(([name, value]) => `${name}=${inWords(value)}`)
    .join(' ');
}
