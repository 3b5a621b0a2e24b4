/**
 * Measures by the names that collected figures use, and the measure of the catalogue that means the same. What courts order to be paid is
 * what reports call confiscated.
 */
export const MEASURE_WORDS: ReadonlyMap<string, string> = new Map([
  ['assets-confiscated-value', 'assets-ordered-value'],
  ['cannabis-plants', 'drugs-seized-plants'],
  ['counterfeit-value', 'counterfeit-goods-seized-value'],
  ['dis-benefit-cost', 'dis-benefits'],
  ['grant-received', 'grants-received'],
  ['saving-cash-releasing', 'savings-cash-releasing'],
]);
