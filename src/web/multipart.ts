import { malformed } from './problems.js';

const BOUNDARY = /;\s*boundary=(?:"([^"]{1,70})"|([^\s";]{1,70}))/i;
const MOST_HEADER_BYTES = 16 * 1024;
const NOT_ONE_FILE = 'the form has to hold one file and nothing else';

/**
 * The bytes of the one file that a multipart form holds (RFC 7578), as they come: memory stays flat. Refuses a form without a file,
 * with anything else beside it, or cut short (400 malformed-request).
 */
export async function* fileInForm(bytes: AsyncIterable<Uint8Array>, contentType: string): AsyncGenerator<Uint8Array> {
  const match = BOUNDARY.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw unreadable('the content type names no boundary');
  const form = new FormBytes(bytes);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  await form.skipPast(delimiter);
  const headers = await form.takeThrough(Buffer.from('\r\n\r\n'), MOST_HEADER_BYTES);
  if (!/^content-disposition:[^\r\n]*;\s*filename\*?=/im.test(headers)) throw unreadable(NOT_ONE_FILE);
  yield* form.takeUntil(delimiter);
  if ((await form.take(2)) !== '--') throw unreadable(NOT_ONE_FILE);
}

function unreadable(reason: string): Error {
  return malformed({ field: '', reason });
}

/** Reads forward through a form. The first delimiter may stand at the very start, so the form is read as if a line ended before it. */
class FormBytes {
  private held: Buffer = Buffer.from('\r\n');
  private readonly source: AsyncIterator<Uint8Array>;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.source = bytes[Symbol.asyncIterator]();
  }

  async skipPast(mark: Buffer): Promise<void> {
    const skipped = this.takeUntil(mark);
    while ((await skipped.next()).done !== true) continue;
  }

  /** Gives what comes before the mark, and leaves off behind it. */
  async *takeUntil(mark: Buffer): AsyncGenerator<Uint8Array> {
    let at = this.held.indexOf(mark);
    while (at === -1) {
      const sure = Math.max(0, this.held.length - mark.length + 1);
      if (sure > 0) yield this.held.subarray(0, sure);
      this.held = this.held.subarray(sure);
      await this.more();
      at = this.held.indexOf(mark);
    }
    if (at > 0) yield this.held.subarray(0, at);
    this.held = this.held.subarray(at + mark.length);
  }

  /** Gives what comes before the mark as text, if that is not more than so many bytes. */
  async takeThrough(mark: Buffer, most: number): Promise<string> {
    while (!this.held.includes(mark)) {
      if (this.held.length > most) throw unreadable('the form has a part without an end to its headers');
      await this.more();
    }
    const text = this.held.toString('utf8', 0, this.held.indexOf(mark));
    this.held = this.held.subarray(this.held.indexOf(mark) + mark.length);
    return text;
  }

  async take(count: number): Promise<string> {
    while (this.held.length < count) await this.more();
    return this.held.toString('latin1', 0, count);
  }

  private async more(): Promise<void> {
    const next = await this.source.next();
    if (next.done === true) throw unreadable('the form ends before its file does');
    this.held = Buffer.concat([this.held, next.value]);
  }
}
