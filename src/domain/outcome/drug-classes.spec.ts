import { describe, expect, it } from '@jest/globals';
import { day } from '../../../test/support/given-when-then.js';
import { contextAfter, posted, powder, restingOn, seizure, WEST, YORKSHIRE } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import { DRUG_CLASSES, drugClassOn, type DrugClass } from './drug-classes.js';
import { recordOutcome } from './record-outcome.js';

describe('the class of a drug', () => {
  it.each<[string, string, DrugClass | undefined]>([
    ['cannabis', '2004-01-28', 'b'],
    ['cannabis', '2004-01-29', 'c'],
    ['cannabis', '2009-01-25', 'c'],
    ['cannabis', '2009-01-26', 'b'],
    ['mephedrone', '2010-04-15', undefined],
    ['mephedrone', '2010-04-16', 'b'],
    ['other-cathinone', '2010-04-16', 'b'],
    ['gbl', '2009-12-22', undefined],
    ['gbl', '2009-12-23', 'c'],
    ['gbl', '2022-04-13', 'b'],
    ['1-4-bd', '2009-12-23', 'c'],
    ['bzp', '2009-12-23', 'c'],
    ['methamphetamine', '2007-01-17', 'b'],
    ['methamphetamine', '2007-01-18', 'a'],
    ['cocaine', '2010-01-01', 'a'],
    ['constructor', '2010-01-01', undefined],
  ])('%s on %s', (substance, on, drugClass) => {
    expect(drugClassOn(substance, day(on))).toBe(drugClass);
  });

  it('has the changes that the brief gives on its dates, and marks all others', () => {
    const given = DRUG_CLASSES.filter(({ isInBrief }) => isInBrief);
    expect(given.map((row) => `${row.substance} ${row.class} from ${row.from}`).sort()).toEqual([
      '1-4-bd c from 2009-12-23',
      'bzp c from 2009-12-23',
      'cannabis b from 2009-01-26',
      'cannabis-resin b from 2009-01-26',
      'gbl c from 2009-12-23',
      'mephedrone b from 2010-04-16',
      'other-cathinone b from 2010-04-16',
    ]);
    for (const { source } of DRUG_CLASSES)
      expect(source).toMatch(/^(SI \d{4}\/\d+|Misuse of Drugs Act 1971, Schedule 2)$/);
  });

  it('has the rows of each substance in order of date, none twice', () => {
    const rows = DRUG_CLASSES.map(({ substance, from }) => `${substance} ${from}`);
    const inOrder = DRUG_CLASSES.every(({ substance, from }, i) =>
      DRUG_CLASSES.slice(0, i).every((earlier) => earlier.substance !== substance || earlier.from < from),
    );
    expect({ inOrder, distinct: new Set(rows).size }).toStrictEqual({ inOrder: true, distinct: rows.length });
  });
});

describe('a drug that changed class inside a period', () => {
  it.each([
    ['2009-01-25', 'c'],
    ['2009-01-26', 'b'],
  ])('is classed by the day of the seizure, %s: %s', (date, drugClass) => {
    const occurredOn = day(date);
    const outcome = seizure([powder('cannabis', 1000n, 500n), powder('cocaine', 1n, 7n)], { occurredOn });
    const on = { occurredOn };
    const postings = [
      ...posted('drug-seizures', { [WEST]: 1n }, on),
      ...posted('drugs-seized-milligrams', { [WEST]: 1001n }, on),
      ...posted(`drug-seizures-class-${drugClass}`, { [WEST]: 1n }, on),
      ...posted(`drugs-seized-value-class-${drugClass}`, { [WEST]: 500n }, on),
      ...posted('drug-seizures-class-a', { [WEST]: 1n }, on),
      ...posted('drugs-seized-value-class-a', { [WEST]: 7n }, on),
    ];
    expect(recordOutcome({ collaboration: YORKSHIRE, outcome }, contextAfter())).toStrictEqual(
      accept({
        type: 'OutcomeRecorded',
        collaboration: YORKSHIRE,
        labels: [],
        outcome,
        postings,
        restsOn: restingOn(),
      }),
    );
  });
});

describe('a seizure is refused', () => {
  const refusedFor = (substance: string, date: string) =>
    recordOutcome(
      {
        collaboration: YORKSHIRE,
        outcome: seizure([powder('heroin', 1n), powder(substance, 1n)], { occurredOn: day(date) }),
      },
      contextAfter(),
    );
  const refusal = { code: 'unknown-substance', field: 'substances[1].substance' } as const;

  it('of a substance the day before it came under control', () => {
    const because = 'was not controlled on 2010-04-15; it is class B from 2010-04-16';
    expect(refusedFor('mephedrone', '2010-04-15')).toStrictEqual(
      refuse({ ...refusal, substance: 'mephedrone', because }),
    );
  });

  it('of a substance that is not in the table, with the table in the answer', () => {
    const names = [...new Set(DRUG_CLASSES.map(({ substance }) => substance))].sort().join(', ');
    const because = `is not in the table of controlled drugs, which has ${names}`;
    expect(refusedFor('aspirin', '2010-04-15')).toStrictEqual(refuse({ ...refusal, substance: 'aspirin', because }));
  });
});
