import { GRADES, type Grade } from '../src/domain/identifiers.js';
import { groupTotals, type Total } from './totals.js';

/** What is assured how far: amounts by grade, which add up to the whole. A grade at which nothing was ever posted is absent. */
export type GradeVector = readonly { readonly grade: Grade; readonly amount: bigint }[];

/** The vector over grades of totals of one measure, in the order claimed, validated, audited. */
export function gradeVector(totals: readonly Total[]): GradeVector {
  const rows = groupTotals(totals, ['grade']);
  return GRADES.flatMap((grade) => {
    const row = rows.find((each) => each.grade === grade);
    return row === undefined ? [] : [{ grade, amount: row.amount }];
  });
}
