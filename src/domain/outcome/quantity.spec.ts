import { describe, expect, it } from '@jest/globals';
import { parseQuantity } from './quantity.js';

describe('a quantity of drugs', () => {
  it.each([
    ['27', 'g', 27000, 'milligrams'],
    ['27.5', 'g', 27500, 'milligrams'],
    ['0.001', 'g', 1, 'milligrams'],
    ['1.234567', 'kg', 1234567, 'milligrams'],
    ['12', 'mg', 12, 'milligrams'],
    ['1.5', 'l', 1500, 'millilitres'],
    ['40', 'tablets', 40, 'tablets'],
    ['0', 'plants', 0, 'plants'],
  ])('of %s %s is %i whole %s%s', (given, unit, quantity, quantityIn) => {
    expect(parseQuantity(given, unit)).toEqual({ ok: true, value: { quantity, quantityIn } });
  });

  it.each([
    ['1.0005', 'g'],
    ['0.5', 'tablets'],
    ['-1', 'g'],
    ['1e3', 'g'],
    ['1,000', 'g'],
    ['', 'g'],
    ['999999999999', 'kg'],
    ['1', 'stone'],
    ['1', 'constructor'],
  ])('of %j %s is refused rather than rounded or guessed', (given, unit) => {
    expect(parseQuantity(given, unit)).toEqual({ ok: false, reason: expect.stringContaining(`"`) });
  });
});
