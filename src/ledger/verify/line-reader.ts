import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { parseJson, Unreadable } from '../codec/json.js';
import type { Trailer } from '../export.js';

/** Consecutive lines of an export, and the byte at which each starts. */
export interface LineBatch {
  /** The lines, joined by newlines. */
  readonly text: string;
  readonly lines: readonly string[];
  readonly offsets: readonly number[];
}

/** How the file ends: with a trailer, what was counted and hashed before it, and whether the file is only text. */
export interface Ending {
  readonly trailer: Trailer | undefined;
  readonly entries: number;
  readonly sha256: string;
}

/** Bytes that cannot be text, at the line that holds them. */
export class NotText extends Error {
  override readonly name = 'NotText';

  constructor(readonly entry: number) {
    super(`Line ${entry + 1} is not valid UTF-8.`);
  }
}

const NEWLINE = 0x0a;
/** Far more than any entry takes; without a bound a file that has no lines at all would be read into memory whole. */
const MOST_LINE_BYTES = 1 << 26;

/**
 * Splits an export into lines as its bytes come, hashing everything before the last line, which should be the trailer. Memory holds
 * one chunk and one line. Throws `NotText` for bytes that are not UTF-8, after the lines before them, and `Unreadable` for a line too
 * long to be one.
 */
export async function* readLines(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<LineBatch, Ending> {
  const digest = createHash('sha256');
  let carry: Buffer = Buffer.alloc(0);
  let start = 0;
  let entries = 0;
  for await (const chunk of chunks) {
    const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    const end = startOfLastLine(bytes);
    if (end > 0) {
      const whole = bytes.subarray(0, end);
      digest.update(whole);
      const text = startOfNoText(whole);
      const batch = split(whole.subarray(0, text), start);
      entries += batch.lines.length;
      start += end;
      yield batch;
      if (text < end) throw new NotText(entries);
    }
    carry = bytes.subarray(end);
    if (carry.length > MOST_LINE_BYTES)
      throw new Unreadable(`line ${entries + 1}`, 'is too long to be a line of an export');
  }
  return { trailer: readTrailer(carry), entries, sha256: digest.digest('hex') };
}

/** Where the last line that has begun starts. A line that is complete may still be the last one, so it is held back. */
function startOfLastLine(bytes: Buffer): number {
  const beforeEnd = bytes.at(-1) === NEWLINE ? bytes.length - 2 : bytes.length - 1;
  return beforeEnd < 0 ? 0 : bytes.lastIndexOf(NEWLINE, beforeEnd) + 1;
}

/** Where the first line starts that is not valid UTF-8; the length of the bytes when all are. */
function startOfNoText(bytes: Buffer): number {
  if (isUtf8(bytes)) return bytes.length;
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(NEWLINE, start) + 1;
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end;
  }
  return start;
}

function split(bytes: Buffer, start: number): LineBatch {
  const isOneByteEach = isAscii(bytes);
  const text = bytes.toString(isOneByteEach ? 'latin1' : 'utf8', 0, Math.max(0, bytes.length - 1));
  const lines = bytes.length === 0 ? [] : text.split('\n');
  let offset = start;
  const offsets = lines.map((line) => {
    const at = offset;
    offset += (isOneByteEach ? line.length : Buffer.byteLength(line)) + 1;
    return at;
  });
  return { text, lines, offsets };
}

const TRAILER = /^\{"entries":(?:0|[1-9]\d{0,14}),"sha256":"[0-9a-f]{64}"\}\n$/;

function readTrailer(bytes: Buffer): Trailer | undefined {
  const text = bytes.toString('utf8');
  return TRAILER.test(text) ? (parseJson(text) as Trailer) : undefined;
}
