import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sha256, uuidFrom } from './digest.js';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const URL_SPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

describe('a UUID from a name', () => {
  it.each([
    ['RFC 9562, A.4', DNS, 'www.example.com', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
    ['the documentation of uuid', URL_SPACE, 'https://www.w3.org/', 'c106a26a-21bb-5538-8bf2-57095d1976c1'],
    ['Python', DNS, 'python.org', '886313e1-3b8a-5372-9b90-0c9aee199e5d'],
  ])('is that of %s', (_, namespace, name, uuid) => {
    expect(uuidFrom(namespace, name)).toBe(uuid);
  });

  it('is version 5 as the RFC tells it, for any name', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string({ unit: 'binary' }), (namespace, name) => {
        const bytes = createHash('sha1')
          .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
          .update(name)
          .digest();
        bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
        bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
        const hex = bytes.toString('hex', 0, 16);
        const expected = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
          '-',
        );
        expect(uuidFrom(namespace, name)).toBe(expected);
      }),
    );
  });
});

describe('a digest', () => {
  it('is taken over UTF-8', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256('é')).toBe(
      createHash('sha256')
        .update(Buffer.from([0xc3, 0xa9]))
        .digest('hex'),
    );
  });
});
