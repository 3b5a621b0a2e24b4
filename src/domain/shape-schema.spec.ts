import { describe, expect, it } from '@jest/globals';
import { faultsOf, schemaValidator } from '../../test/support/schemas.js';
import { slug } from './identifiers.js';
import { amount, flag, list, mapOf, object, oneOf, text, variants, wholeNumber, type ShapeNode } from './shape.js';
import { schemaOf } from './shape-schema.js';

const ROWS: readonly { shape: ShapeNode; takes: readonly unknown[]; refuses: readonly unknown[] }[] = [
  { shape: text(/^[a-z]+$/, 'letters', 3), takes: ['a', 'abc'], refuses: ['', 'abcd', 'A', 1, null] },
  { shape: oneOf('yes', 'no'), takes: ['yes', 'no'], refuses: ['maybe', '', true] },
  { shape: amount(-2n, 2n), takes: [-2, 0, 2], refuses: [-3, 3, 1.5, '1'] },
  { shape: amount(), takes: [2 ** 53 - 1, 1 - 2 ** 53], refuses: [2 ** 53, -(2 ** 53)] },
  { shape: wholeNumber(1), takes: [1, 2 ** 53 - 1], refuses: [0, 2 ** 53, 1.5] },
  { shape: flag(), takes: [true, false], refuses: [0, 'true', null] },
  { shape: list(flag()), takes: [[], [true]], refuses: [[1], {}, 'true'] },
  { shape: mapOf(slug(), amount(0n)), takes: [{}, { a: 1 }], refuses: [{ A: 1 }, { '12': 1 }, { a: -1 }, [1]] },
  {
    shape: object({ a: flag() }, { b: flag() }),
    takes: [{ a: true }, { a: true, b: true }],
    refuses: [{}, { b: true }],
  },
  { shape: object({ a: flag() }), takes: [{ a: true }], refuses: [{ a: true, b: true }, { a: null }, []] },
  {
    shape: variants('is', { one: object({ a: flag() }), two: object({ b: flag() }) }),
    takes: [
      { is: 'one', a: true },
      { is: 'two', b: true },
    ],
    refuses: [{ is: 'one', b: true }, { is: 'three' }, { a: true }],
  },
];

describe('the schema of a shape', () => {
  it.each(ROWS.map((row) => ({ ...row, is: row.shape.is })))('takes and refuses as the shape of $is does', (row) => {
    const validate = schemaValidator().compile(schemaOf(row.shape));
    for (const value of row.takes) expect([value, faultsOf(validate, value)]).toEqual([value, '']);
    for (const value of row.refuses) expect([value, faultsOf(validate, value)]).not.toEqual([value, '']);
  });

  it("has a schema of one's own for a part, wherever that part is", () => {
    const weighed = amount(0n);
    const schema = schemaOf(
      list(variants('is', { it: object({ weighed }) })),
      new Map([[weighed, { type: 'number' }]]),
    );
    const validate = schemaValidator().compile(schema);
    expect(faultsOf(validate, [{ is: 'it', weighed: 27.5 }])).toBe('');
    expect(faultsOf(validate, [{ is: 'it', weighed: '27.5' }])).not.toBe('');
  });
});
