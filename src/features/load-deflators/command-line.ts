import { readFile } from 'node:fs/promises';
import type { PersonId } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusal-words.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { loadDeflators } from './load-deflators.js';

interface Options {
  readonly as: PersonId;
  readonly source: string;
  readonly publishedOn: string;
  readonly illustrative?: true;
}

/** `tallystick load-deflators FILE.csv`: 0 when the table stands now, 1 when it was refused. */
export async function loadDeflatorsFile(
  ledger: Ledger,
  file: string,
  {
    as: actor,
    source,
    publishedOn,
    illustrative = false,
  }: { readonly illustrative?: boolean } & Omit<Options, 'illustrative'>,
  terminal: Terminal,
): Promise<ExitCode> {
  const done = await loadDeflators(ledger, await readFile(file, 'utf8'), { source, publishedOn, illustrative }, actor);
  if (!done.ok) {
    terminal.out(`${file}: ${done.refusal.code}: ${refusalReason(done.refusal)}`);
    return 1;
  }
  terminal.out(done.receipt === undefined ? `${file}: it stood already.` : `${file}: recorded.`);
  return 0;
}
