import type { LoggerService } from '@nestjs/common';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Writes one line a message to standard error: figures alone go to standard output. */
export class Log implements LoggerService {
  constructor(
    private readonly level: LogLevel,
    private readonly write: (line: string) => void = (line) => process.stderr.write(line),
  ) {}

  /** What Nest says while it starts is of interest to developers only. */
  log(message: unknown, context?: unknown): void {
    this.put('debug', message, context);
  }

  info(message: string): void {
    this.put('info', message);
  }

  warn(message: unknown, context?: unknown): void {
    this.put('warn', message, context);
  }

  /** `detail` is an error, whose stack is written, or the words that Nest has for one. */
  error(message: unknown, detail?: unknown): void {
    this.put('error', message, detail instanceof Error ? (detail.stack ?? detail.message) : detail);
  }

  private put(level: LogLevel, message: unknown, detail?: unknown): void {
    if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(this.level)) return;
    const parts = [new Date().toISOString(), level, message, detail].filter((part) => part !== undefined);
    this.write(`${parts.map((part) => inWords(part)).join(' ')}\n`);
  }
}

function inWords(part: unknown): string {
  if (part instanceof Error) return part.stack ?? part.message;
  return typeof part === 'string' ? part : String(part);
}
