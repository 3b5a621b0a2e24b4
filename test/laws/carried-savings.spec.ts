/* What carries on one saving: never two in one year, and none kept from a year that nobody has. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GRADES, type OutcomeId } from '../../src/domain/identifiers.js';
import { YEAR_LENGTH } from '../../src/domain/outcome/accrual.js';
import { faultsOfClaim, type SavingClaim } from '../../src/domain/outcome/saving-claims.js';
import { day, uuidEnding } from '../support/given-when-then.js';
import { saving } from '../support/savings.js';
import { RART, YORKSHIRE } from '../support/yorkshire.js';

const PREDECESSOR = uuidEnding<OutcomeId>(99);
const told = saving({ occurredOn: day('2030-04-01'), recurrence: { is: 'one-off' }, carriedFrom: PREDECESSOR });
const yearFrom = (year: number) => day(`${year}-04-01`);
const action = { collaboration: YORKSHIRE, unit: RART, budgetLine: told.budgetLine, operation: undefined } as const;
const amounts = { grossPence: 1n, officerMinutes: 0n, length: YEAR_LENGTH } as const;
const predecessor: SavingClaim = {
  ...{ ...action, ...amounts, outcome: PREDECESSOR, year: yearFrom(2001), lastYear: yearFrom(2001) },
  ...{ carriedFrom: undefined, isNew: true, grade: 'validated' },
};

const years = fc.tuple(
  fc.integer({ min: 2010, max: 2016 }),
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom(...GRADES),
);
/** Some that carry on one saving, as they were recorded. */
const claims = fc.array(years, { maxLength: 7 }).map((each) =>
  each.map(([from, more, grade], i): SavingClaim => ({
    ...{ ...action, ...amounts, outcome: uuidEnding(i + 1), carriedFrom: PREDECESSOR, isNew: false, grade },
    ...{ year: yearFrom(from), lastYear: yearFrom(from + more) },
  })),
);
const meet = (a: SavingClaim, b: SavingClaim): boolean => a.year <= b.lastYear && b.year <= a.lastYear;
const hasGrade = ({ grade }: SavingClaim): boolean => grade !== 'claimed';
const inTheWay = (own: SavingClaim, carriedOn: readonly SavingClaim[]): string | undefined => {
  const known = { entry: 0, saving: predecessor, alike: [], carriedOn };
  const [fault] = faultsOfClaim('validated', own, told, known);
  return fault?.code === 'carried-on-already' ? fault.outcome : fault?.code;
};

describe('those that carry on one saving', () => {
  it('are held back only by one that may go on, and never two may in one year', () => {
    fc.assert(
      fc.property(claims, (carriedOn) => {
        const graded = carriedOn.filter(hasGrade);
        fc.pre(graded.every((a) => graded.every((b) => a === b || !meet(a, b))));
        const may = carriedOn.filter((own) => inTheWay(own, carriedOn) === undefined);
        expect(may).toEqual(expect.arrayContaining(graded));
        for (const a of may) for (const b of may) expect(a === b || !meet(a, b)).toBe(true);
        for (const own of carriedOn.filter((each) => !may.includes(each))) {
          const holder = may.find(({ outcome }) => outcome === inTheWay(own, carriedOn));
          expect(holder && meet(holder, own)).toBe(true);
        }
      }),
    );
  });

  it('may all go on that might when any of several in one year stood in the way', () => {
    fc.assert(
      fc.property(claims, (carriedOn) => {
        for (const own of carriedOn) {
          const inItsYears = carriedOn.filter((other) => meet(other, own));
          const first = inItsYears.find(hasGrade) ?? inItsYears[0];
          if (first === own) expect(inTheWay(own, carriedOn)).toBeUndefined();
        }
      }),
    );
  });

  it('stay as they are when one that may go on is given a grade', () => {
    fc.assert(
      fc.property(claims, fc.nat(), (carriedOn, at) => {
        const may = carriedOn.filter((own) => inTheWay(own, carriedOn) === undefined);
        const one = may[at % Math.max(may.length, 1)];
        const after = carriedOn.map((each) => (each === one ? { ...each, grade: 'validated' as const } : each));
        const mayAfter = after.filter((own) => inTheWay(own, after) === undefined);
        expect(mayAfter.map(({ outcome }) => outcome)).toEqual(may.map(({ outcome }) => outcome));
      }),
    );
  });
});
