import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fileInForm } from './multipart.js';

const TYPE = 'multipart/form-data; boundary="-x-"';
const PART = 'Content-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(form: string | Buffer, size = 7, type = TYPE): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of fileInForm(inPieces(Buffer.from(form), size), type)) pieces.push(piece);
  return Buffer.concat(pieces).toString('latin1');
}

describe('the one file in a multipart form', () => {
  it('comes out byte for byte, however the form is cut up', async () => {
    const content = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 400 }), async (file, size) => {
        fc.pre(!file.includes('\r\n---x-'));
        const form = Buffer.from(`---x-\r\n${PART}${file}\r\n---x---\r\n`, 'latin1');
        expect(await read(form, size)).toBe(file);
      }),
    );
  });

  it('may have words before it and after it, and looks like an end that is none', async () => {
    const file = 'a\r\n---x\r\nb\r\n';
    expect(await read(`for old readers\r\n---x-\r\n${PART}${file}\r\n---x---\r\nmore words`)).toBe(file);
  });

  it('is taken under a boundary without quotation marks', async () => {
    expect(await read(`--b\r\n${PART}x\r\n--b--`, 3, 'multipart/form-data; charset=utf-8; boundary=b')).toBe('x');
  });

  it.each([
    ['no boundary', 'x', 'multipart/form-data'],
    ['nothing', '', TYPE],
    ['no part', '---x---\r\n', TYPE],
    ['a field that is no file', '---x-\r\nContent-Disposition: form-data; name="mode"\r\n\r\natomic\r\n---x---', TYPE],
    ['a file cut short', `---x-\r\n${PART}half of i`, TYPE],
    ['two files', `---x-\r\n${PART}one\r\n---x-\r\n${PART}two\r\n---x---`, TYPE],
    ['headers without end', `---x-\r\n${'a'.repeat(20_000)}`, TYPE],
  ])('is refused with %s', async (_what, form, type) => {
    await expect(read(form, 1000, type)).rejects.toThrow(/form|boundary/);
  });
});
