import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportLedger, type Trailer } from '../../ledger/export.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';

/** `tallystick export [FILE]`: to a file, which appears only when it is whole, or to standard output. */
export async function exportToFile(ledger: Ledger, file: string | undefined, terminal: Terminal): Promise<ExitCode> {
  if (file === undefined) {
    await writeExport(ledger, process.stdout, terminal);
    return 0;
  }
  const unfinished = `${file}.unfinished`;
  const stream = createWriteStream(unfinished, { flush: true });
  try {
    const { entries, sha256 } = await writeExport(ledger, stream, terminal);
    await rename(unfinished, file);
    terminal.say(`${file}: ${entries} entries, SHA-256 ${sha256}. Check it with: tallystick verify ${file}`);
  } catch (error) {
    // It may be just opening the file, which would come into being after it was removed.
    if (!stream.closed) await new Promise<void>((resolve) => stream.once('close', () => resolve()));
    await rm(unfinished, { force: true });
    throw error;
  }
  return 0;
}

async function writeExport(ledger: Ledger, stream: Writable, terminal: Terminal): Promise<Trailer> {
  const chunks = exportLedger(ledger.store, (entries, of) =>
    terminal.progress(`Exporting: ${entries} of ${of} entries`),
  );
  const written: { trailer?: Trailer } = {};
  const all = async function* (): AsyncGenerator<string> {
    written.trailer = yield* chunks;
  };
  // Standard output is left open for what comes after; only a file is ended.
  await pipeline(all, stream, { end: stream !== process.stdout });
  if (written.trailer === undefined) throw new Error('The export ended without its trailer.');
  return written.trailer;
}
