import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sealed, verified } from '../../../test/support/exports.js';
import { entryOf, goldenLines, goldenText } from '../../../test/support/golden-lines.js';

const bytes = Buffer.from(goldenText);
const trailer = `${goldenText.split('\n').at(-2) ?? ''}\n`;
const body = bytes.subarray(0, -trailer.length);
const COUNT = goldenLines.length;
const foreign = entryOf('ForceRegistered', ({ event }) => 'name' in event && event.name.includes('—'));

/** Bytes that may be no text, with a trailer that fits them. */
function sealedBytes(entries: number, ...parts: readonly Buffer[]): Buffer {
  const all = Buffer.concat(parts);
  const sha256 = createHash('sha256').update(all).digest('hex');
  return Buffer.concat([all, Buffer.from(`{"entries":${entries},"sha256":"${sha256}"}\n`)]);
}

describe('an export', () => {
  it('agrees in chunks of any size, even in the middle of a character', async () => {
    for (const size of [1, 7, 1021, bytes.length]) {
      expect(await verified(bytes, {}, size)).toMatchObject({ verdict: 'agrees', entries: COUNT });
    }
  });

  it('is never found to agree when it was cut short anywhere', async () => {
    const newlines = [...bytes.keys()].filter((at) => bytes[at] === 0x0a).slice(-3);
    const ends = [1, 2, 1021, 20_011, ...newlines, ...newlines.map((at) => at + 1)];
    for (const end of ends.filter((each) => each < bytes.length))
      expect([end, await verified(bytes.subarray(0, end))]).toMatchObject([end, { verdict: 'cannot-tell' }]);
    const small = Buffer.from(sealed(goldenLines.slice(0, 12)));
    expect(await verified(small)).toMatchObject({ verdict: 'agrees', entries: 12 });
    for (let end = small.length - 200; end < small.length; end += 1)
      expect([end, await verified(small.subarray(0, end))]).toMatchObject([end, { verdict: 'cannot-tell' }]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a newline', Buffer.from('\n')],
    ['a trailer that counts nothing', Buffer.from(sealed([]))],
    ['no trailer', body],
    ['a trailer without its newline', bytes.subarray(0, -1)],
    ['a trailer with a count that is no number', Buffer.concat([body, Buffer.from(trailer.replace(/\d+/, '0$&'))])],
    ['a trailer in capitals', Buffer.concat([body, Buffer.from(trailer.toUpperCase())])],
    ['a trailer with a space', Buffer.concat([body, Buffer.from(trailer.replace(',', ', '))])],
  ])('proves nothing either way when it holds %s', async (_, file) => {
    expect(await verified(file)).toMatchObject({ verdict: 'cannot-tell', reason: expect.stringMatching(/./) });
  });

  it('is not read into memory whole when it has no lines', async () => {
    const endless = await verified(Buffer.alloc(1 << 27, 'x'), {}, 1 << 25);
    expect(endless).toEqual({ verdict: 'cannot-tell', reason: 'line 1: is too long to be a line of an export' });
  });

  it.each([
    ['one entry more than there are', COUNT + 1],
    ['one entry less than there are', COUNT - 1],
    ['none', 0],
  ])('differs when the trailer counts %s', async (_, count) => {
    const file = goldenText.replace(/"entries":\d+/, `"entries":${count}`);
    const reason = `the trailer counts ${count} entries, the file has ${COUNT}`;
    expect(await verified(file)).toEqual({ verdict: 'differs', entry: undefined, reason });
  });

  it('differs when it is only a trailer that counts entries', async () => {
    expect(await verified(trailer)).toMatchObject({ verdict: 'differs', reason: expect.stringContaining('has 0') });
  });

  it('differs when the trailer has another digest, and says that each entry is right in itself', async () => {
    expect(
      await verified(goldenText.replace(/[0-9a-f](?="\}\n$)/, (last) => (last === '0' ? '1' : '0'))),
    ).toMatchObject({
      verdict: 'differs',
      entry: undefined,
      reason: expect.stringContaining('each entry is consistent in itself'),
    });
  });

  it('differs from its first line on with a byte order mark or with CRLF', async () => {
    const mark = Buffer.from('\ufeff');
    expect(await verified(sealedBytes(COUNT, mark, body))).toMatchObject({ verdict: 'differs', entry: 0 });
    const crlf = goldenLines.map((line) => `${line}\r`);
    expect(await verified(sealed(crlf))).toMatchObject({ verdict: 'differs', entry: 0 });
  });

  it('differs where something follows its trailer', async () => {
    expect(await verified(`${goldenText}\n`)).toMatchObject({ verdict: 'differs', entry: COUNT });
    expect(await verified(goldenText + trailer)).toMatchObject({ verdict: 'differs', entry: COUNT });
    expect(await verified(goldenText + goldenText)).toMatchObject({ verdict: 'differs', entry: COUNT });
  });

  it.each([
    ['a byte of Latin-1', '\xe9'],
    ['half a character', '\xe2\x80'],
    ['a surrogate as bytes', '\xed\xa0\x80'],
  ])('differs at the line that holds %s, though a reader would show it as a character', async (_, stray) => {
    const at = body.indexOf('—');
    const broken = [body.subarray(0, at), Buffer.from(stray, 'latin1'), body.subarray(at + 3)];
    const reason = `entry ${foreign} is not valid UTF-8`;
    for (const size of [1 << 16, 100]) {
      expect(await verified(sealedBytes(COUNT, ...broken), {}, size)).toEqual({
        verdict: 'differs',
        entry: foreign,
        reason,
      });
    }
  });

  it('differs first at the first fault, even with bytes further on that are no text', async () => {
    const file = Buffer.from(goldenText.replace('"revision":0', '"revision":7').replace('—', '\u00e9'), 'latin1');
    expect(await verified(file)).toMatchObject({ verdict: 'differs', entry: 0 });
  });
});
