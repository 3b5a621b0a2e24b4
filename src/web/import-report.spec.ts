import { describe, expect, it } from '@jest/globals';
import { importStatus, importText, type ImportReport } from './import-report.js';
import { Refused } from './problems.js';

const report: ImportReport = {
  ...{ mode: 'atomic', dryRun: false, rows: 1, recorded: 0, alreadyRecorded: 0, refused: 1 },
  errors: [{ line: 2, field: 'unit', reason: 'is missing', code: 'malformed-request' }],
};

function detailOf(told: ImportReport): string {
  try {
    return String(importStatus(told));
  } catch (error) {
    return error instanceof Refused ? error.problem.detail : String(error);
  }
}

describe('what became of an import', () => {
  it.each([
    [1, 1, '1 of 1 row was refused. Nothing was recorded.'],
    [3, 1, '1 of 3 rows was refused. Nothing was recorded.'],
    [3, 2, '2 of 3 rows were refused. Nothing was recorded.'],
  ])('of %i rows, %i of them bad, is said so that number and noun agree', (rows, refused, said) => {
    expect(detailOf({ ...report, rows, refused })).toBe(said);
  });

  it('counts one row as one row on the command line too', () => {
    expect(importText({ ...report, errors: [] }, 'a.csv')).toMatch(/^a\.csv: 1 row: /);
    expect(importText({ ...report, rows: 2, errors: [] }, 'a.csv')).toMatch(/^a\.csv: 2 rows: /);
  });
});
