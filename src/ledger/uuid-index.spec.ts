import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UuidIndex } from './uuid-index.js';

describe('an index of UUIDs', () => {
  it('remembers what a map would, also while it grows and where ids lie close together', () => {
    const close = fc.nat(3).map((n) => `00000000-0000-4000-8000-00000000000${n}`);
    const seen = fc.record({ id: fc.oneof(fc.uuid(), close), ordinal: fc.nat(2 ** 31 - 1), offset: fc.maxSafeNat() });
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 100 }), fc.uuid(), (all, stranger) => {
        const index = new UuidIndex();
        const map = new Map<string, object>();
        for (const { id, ...what } of all) {
          index.set(id, what);
          map.set(id, what);
        }
        expect(index.size).toBe(map.size);
        for (const [id, what] of map) expect(index.get(id)).toEqual(what);
        expect(index.get(stranger)).toEqual(map.get(stranger));
      }),
    );
  });

  it('keeps every one of very many', () => {
    const index = new UuidIndex();
    const idOf = (n: number): string =>
      `${(n * 7919).toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
    for (let n = 0; n < 50_000; n += 1) index.set(idOf(n), { ordinal: n, offset: n * 1e9 });
    const lost = [...Array(50_000).keys()].filter((n) => index.get(idOf(n))?.offset !== n * 1e9);
    expect(lost).toEqual([]);
    expect(index.get(idOf(50_000))).toBeUndefined();
  });
});
