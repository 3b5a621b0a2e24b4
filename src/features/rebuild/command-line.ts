import type { Ledger } from '../../ledger/ledger.js';
import { rebuild } from '../../ledger/rebuild.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';

/** `tallystick rebuild`: works out all figures again from the entries and swaps them in; writing goes on meanwhile. */
export async function rebuildCommand({ store, model }: Ledger, terminal: Terminal): Promise<ExitCode> {
  const head = await store.head();
  const onProgress = (entries: number): void => terminal.progress(`Rebuilding: ${entries} of ${head + 1} entries`);
  const { entry } = await rebuild({ store, model, onProgress });
  terminal.out(`All figures were worked out again, up to entry ${entry}.`);
  return 0;
}
