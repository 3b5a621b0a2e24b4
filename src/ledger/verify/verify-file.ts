import { closeSync, createWriteStream, fstatSync, openSync, readSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Unreadable } from '../codec/json.js';
import type { SavedAnswer } from './answers.js';
import { startAssistant } from './assistant.js';
import type { Verdict } from './verification.js';
import type { ExportSource } from './verify.js';

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
  const answers = await readAnswers(against);
  if ('verdict' in answers) return answers;
  const opened = openExport(file);
  try {
    return await verifyOpened(opened, answers, onProgress);
  } finally {
    opened.close();
  }
}

async function readAnswers(files: readonly string[]): Promise<readonly SavedAnswer[] | Verdict> {
  if (files.length === 0) return [];
  const { readAnswer } = await import('./answers.js');
  const answers: SavedAnswer[] = [];
  for (const path of files) {
    try {
      answers.push(readAnswer(path, await readFile(path, 'utf8')));
    } catch (error) {
      if (error instanceof Unreadable) return { verdict: 'cannot-tell', reason: `${path}: ${error.message}` };
      throw error;
    }
  }
  return answers;
}

/** A file that holds an export, held open: what is verified and what is read afterwards are the same file. */
export interface OpenedExport {
  readonly source: ExportSource;
  readonly bytes: number;
  close(): void;
}

/** Opens a file that should hold an export. Throws the file system's error for one that cannot be read. */
export function openExport(file: string): OpenedExport {
  const descriptor = openSync(file, 'r');
  return {
    source: { chunks: () => chunksOf(descriptor), lineAt: (offset) => lineAt(descriptor, offset) },
    bytes: fstatSync(descriptor).size,
    close: () => closeSync(descriptor),
  };
}

/** Verifies an export that is open already, and saved answers against it; with the help of a second thread when it is large. */
export async function verifyOpened(
  { source, bytes }: OpenedExport,
  saved: readonly SavedAnswer[] = [],
  onProgress?: (entries: number) => void,
): Promise<Verdict> {
  const assistant = bytes < WORTH_A_THREAD_BYTES ? undefined : startAssistant();
  try {
    // Loaded only now, so that both threads load it at the same time.
    const { verifyExport } = await import('./verify.js');
    return await verifyExport(source, {
      saved,
      ...(onProgress !== undefined && { onProgress }),
      ...(assistant !== undefined && { confirm: assistant.confirm }),
    });
  } finally {
    await assistant?.end();
  }
}

/** The same for an export that comes as a stream. */
export function verifyStream(
  stream: Readable,
  against: readonly string[],
  onProgress?: (entries: number) => void,
): Promise<Verdict> {
  return withSpooled(stream, (file) => verifyFile(file, against, onProgress));
}

/**
 * Puts a stream into a temporary file that only its owner can read, for as long as `use` takes: an export has to be read more than once,
 * because a correction refers back to earlier lines.
 */
export async function withSpooled<T>(stream: Readable, use: (file: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'tallystick-verify-'));
  const file = join(directory, 'export.ndjson');
  try {
    await pipeline(stream, createWriteStream(file, { mode: 0o600 }));
    return await use(file);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * The bytes of a file, in two buffers by turns: who takes a chunk may keep what is left of it until the next but one. A stream would
 * make a new buffer for each, and take twice as long as reading from the system's cache does. May be left at any point, and read from
 * the start again.
 */
function* chunksOf(descriptor: number): Generator<Buffer> {
  const buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)] as const;
  let at = 0;
  for (let turn: 0 | 1 = 0; ; turn = turn === 0 ? 1 : 0) {
    const buffer = buffers[turn];
    const count = readSync(descriptor, buffer, 0, CHUNK_BYTES, at);
    if (count === 0) return;
    at += count;
    yield buffer.subarray(0, count);
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
