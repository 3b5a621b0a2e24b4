import { closeSync, createWriteStream, fstatSync, openSync, readSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Unreadable } from '../../ledger/codec/json.js';
import { readAnswer } from '../../ledger/verify/answers.js';
import { startAssistant } from '../../ledger/verify/assistant.js';
import { verifyExport, type ExportSource, type Verdict } from '../../ledger/verify/verify.js';

const CHUNK_BYTES = 1 << 18;
/** Smaller files are through before a second thread has started. */
const WORTH_A_THREAD_BYTES = 8 << 20;
const LINE_BYTES = 1 << 13;
const NEWLINE = 0x0a;

/**
 * Verifies an export in a file, and the saved answers in other files against it. Needs no server, no database and no network. Throws the file system's error for a
 * file that cannot be read.
 */
export async function verifyFile(
  file: string,
  against: readonly string[],
  onProgress?: (entries: number) => void,
): Promise<Verdict> {
  const answers = [];
  for (const path of against) {
    try {
      answers.push(readAnswer(path, await readFile(path, 'utf8')));
    } catch (error) {
      if (error instanceof Unreadable) return { verdict: 'cannot-tell', reason: `${path}: ${error.message}` };
      throw error;
    }
  }
  const descriptor = openSync(file, 'r');
  const assistant = fstatSync(descriptor).size < WORTH_A_THREAD_BYTES ? undefined : startAssistant();
  try {
    return await verifyExport(sourceOf(descriptor), {
      saved: answers,
      ...(onProgress !== undefined && { onProgress }),
      ...(assistant !== undefined && { confirm: assistant.confirm }),
    });
  } finally {
    await assistant?.end();
    closeSync(descriptor);
  }
}

/** The same for an export that comes as a stream: it is put into a temporary file first, because a correction refers back to earlier lines. */
export async function verifyStream(
  stream: Readable,
  against: readonly string[],
  onProgress?: (entries: number) => void,
): Promise<Verdict> {
  const directory = await mkdtemp(join(tmpdir(), 'tallystick-verify-'));
  const file = join(directory, 'export.ndjson');
  try {
    await pipeline(stream, createWriteStream(file, { mode: 0o600 }));
    return await verifyFile(file, against, onProgress);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** One descriptor for both ways of reading, so that a file put in its place meanwhile is not read by halves. */
function sourceOf(descriptor: number): ExportSource {
  return {
    chunks: () => chunksOf(descriptor),
    lineAt: (offset) => lineAt(descriptor, offset),
  };
}

/**
 * The bytes of a file, in two buffers by turns: who takes a chunk may keep what is left of it until the next but one. A stream would
 * make a new buffer for each, and take twice as long as reading from the system's cache does.
 */
function* chunksOf(descriptor: number): Generator<Buffer> {
  const buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)] as const;
  let at = 0;
  for (let turn: 0 | 1 = 0; ; turn = turn === 0 ? 1 : 0) {
    const buffer = buffers[turn];
    const read = readSync(descriptor, buffer, 0, CHUNK_BYTES, at);
    if (read === 0) return;
    at += read;
    yield buffer.subarray(0, read);
  }
}

function lineAt(descriptor: number, offset: number): string {
  const pieces: Buffer[] = [];
  for (let at = offset; ; at += LINE_BYTES) {
    const piece = Buffer.alloc(LINE_BYTES);
    const read = readSync(descriptor, piece, 0, LINE_BYTES, at);
    const end = piece.subarray(0, read).indexOf(NEWLINE);
    pieces.push(piece.subarray(0, end === -1 ? read : end));
    if (end !== -1 || read < LINE_BYTES) return Buffer.concat(pieces).toString('utf8');
  }
}
