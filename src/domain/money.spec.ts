import { describe, expect, it } from '@jest/globals';
import { formatDecimalPounds, formatPounds, parsePounds } from './money.js';
import { AMOUNT_LIMIT } from './shape.js';

describe('reading pounds', () => {
  it.each<[string, bigint]>([
    ['£1,234.56', 123456n],
    ['1234.56', 123456n],
    ['1,234', 123400n],
    ['£0', 0n],
    ['0.01', 1n],
    ['-£5', -500n],
    ['-0.00', 0n],
    ['£1,234,567.00', 123456700n],
    ['007', 700n],
    ['90071992547409.91', AMOUNT_LIMIT],
    ['-90071992547409.91', -AMOUNT_LIMIT],
  ])('%s', (given, pence) => {
    expect(parsePounds(given)).toStrictEqual({ ok: true, value: pence });
  });

  const notMoney = (given: string) => `"${given}" is not an amount of money such as 1234.56 or £1,234.56`;
  it.each([
    ['', 'is blank; give an amount such as 1234.56'],
    [' \t', 'is blank; give an amount such as 1234.56'],
    ['109.576', '"109.576" has fractions of a penny'],
    ['1.000', '"1.000" has fractions of a penny'],
    ['1.5', '"1.5" has one digit of pence; write two, such as 1234.50'],
    ['90071992547409.92', '"90071992547409.92" is beyond what the ledger can hold'],
    ...[
      [
        '12.3.4',
        '£',
        '£-5',
        '£ 5',
        '$5',
        '5 GBP',
        '1234.',
        '.56',
        'nil',
        'NaN',
        'Infinity',
        '1e3',
        '0x10',
        '+5',
        '--5',
      ],
      ['1,23', '12,34', '1,2345', '1234,567', ',123', '1,234,56', '1,,234', '0,123', '00,123', '1.234,56', '(5.00)'],
      [' 5', '5 ', '5\n', '5\n6', '１２', '٣', '1_000', '5p', '£1,234.56.7'],
    ]
      .flat()
      .map((given) => [given, notMoney(given)]),
  ])('refuses %j and says why', (given = '', reason) => {
    expect(parsePounds(given)).toStrictEqual({ ok: false, reason });
  });
});

describe('writing pounds', () => {
  it.each([
    [0n, '£0.00', '0.00'],
    [1n, '£0.01', '0.01'],
    [-5n, '-£0.05', '-0.05'],
    [99n, '£0.99', '0.99'],
    [100n, '£1.00', '1.00'],
    [99999n, '£999.99', '999.99'],
    [100000n, '£1,000.00', '1000.00'],
    [-123456789n, '-£1,234,567.89', '-1234567.89'],
    [AMOUNT_LIMIT, '£90,071,992,547,409.91', '90071992547409.91'],
  ])('%s pence', (pence, forPeople, forFiles) => {
    expect([formatPounds(pence), formatDecimalPounds(pence)]).toStrictEqual([forPeople, forFiles]);
    expect([parsePounds(forPeople), parsePounds(forFiles)]).toStrictEqual([
      { ok: true, value: pence },
      { ok: true, value: pence },
    ]);
  });
});
