/**
 * A quotient rounded to a whole number, a half away from zero: the one rounding in this folder. It serves views and ratios only; no posting and no
 * total is ever rounded. The divisor is above zero.
 */
export function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError('A divisor has to be above zero.');
  const magnitude = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * magnitude + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}

/** A quotient as a decimal with so many places, `0.7500`, rounded by `roundedQuotient`. */
export function decimalQuotient(dividend: bigint, divisor: bigint, places: number): string {
  const scaled = roundedQuotient(dividend * 10n ** BigInt(places), divisor);
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
