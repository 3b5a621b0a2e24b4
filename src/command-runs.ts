import type { OpenedLedger, Opening } from './app.module.js';
import { Unreadable } from './ledger/codec/json.js';
import { readSettings } from './settings.js';
import { Redactor } from './web/redaction.js';
import { processTerminal, type ExitCode } from './web/terminal.js';

export const terminal = processTerminal(process.stdout, process.stderr);
export const say = (message: string): void => terminal.say(message);

/** What a command does with an open ledger. */
export type OnLedger = (opened: OpenedLedger) => Promise<ExitCode>;

/** Runs a command and leaves its exit code behind: 0 done, 1 the answer is "no", 2 it could not be done. */
export async function run(command: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = 2;
    say(new Redactor().text(explain(error)));
  }
}

/**
 * Opens the ledger with the server's own settings, beside a running one or alone, and closes it again. What opens it is loaded only
 * here: `verify` takes no server, no database and none of their code.
 */
export function onLedger(work: OnLedger, opening?: Opening): Promise<void> {
  return run(async () => {
    const { openLedger } = await import('./app.module.js');
    const opened = await openLedger(readSettings(process.env), say, opening);
    try {
      return await work(opened);
    } finally {
      await opened.close();
    }
  });
}

/** The same for commands that record: the measures that come with the program have to be there first. */
export function recording(work: OnLedger): Promise<void> {
  return onLedger(async (opened) => {
    const { ensureStandardMeasures } = await import('./features/load-measures/standard-measures.js');
    await ensureStandardMeasures(opened.ledger);
    return work(opened);
  });
}

/** The same for commands that read figures: brought up to the ledger's end first, by the running server or by this command. */
export function reading(work: OnLedger): Promise<void> {
  return onLedger(async (opened) => {
    const { catchUp } = await import('./ledger/projector.js');
    const { store, model } = opened.ledger;
    await catchUp({ store, model, log: say });
    return work(opened);
  });
}

function explain(error: unknown): string {
  if (error instanceof Unreadable) return `Could not be read: ${error.message}`;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (error instanceof Error && code === 'ENOENT') return `There is no such file: ${error.message}`;
  if (code === 'EADDRINUSE')
    return 'Another program listens on that port. Stop it, or set PORT to another one, such as PORT=3001.';
  return error instanceof Error ? error.message : String(error);
}
