import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tablesOf, type ExampleRow, type ExampleTable } from '../support/markdown-tables.js';
import { accrual } from './worked-examples/accrual.js';
import { apportionment } from './worked-examples/apportionment.js';
import { againstTarget, profileActual } from './worked-examples/benefit-profiles.js';
import { claims, claimsByForce } from './worked-examples/claims.js';
import { comparison } from './worked-examples/comparison.js';
import { countingByRules, recounting } from './worked-examples/counting-rules.js';
import { counting } from './worked-examples/counting.js';
import type { ExampleRunner } from './worked-examples/example-runner.js';
import { distributed, sharedAtOnce } from './worked-examples/incentives.js';
import { reconciliation } from './worked-examples/reconciliation.js';
import { stages } from './worked-examples/stages.js';
import { provedLine, publishedLine, seenLine, unvaluedLine } from './worked-examples/statement.js';
import { totals, totalsBetween } from './worked-examples/totals.js';
import { views } from './worked-examples/views.js';

/**
 * Who runs which tables: by file, or by file and heading (`totals.md#By month`) where the tables of a file differ. To add a file of
 * examples, write it in projections/examples, put a runner beside the others in test/checks/worked-examples, and name it here.
 */
const RUNNERS: Readonly<Record<string, ExampleRunner>> = {
  'accrual.md': accrual,
  'apportionment.md': apportionment,
  'benefit-profiles.md#Actual': profileActual,
  'benefit-profiles.md#Against the target': againstTarget,
  'claims.md': claims,
  'claims.md#Each part by its own attribution': claimsByForce,
  'comparison.md': comparison,
  'counting-rules.md#Counted on the day': countingByRules,
  'counting-rules.md#Recounted': recounting,
  'counting.md': counting,
  'incentives.md#One amount': sharedAtOnce,
  'incentives.md#A period': distributed,
  'reconciliation.md': reconciliation,
  'stages.md': stages,
  'statement.md#Proved': provedLine,
  'statement.md#Published and proved': publishedLine,
  'statement.md#Seen by a view': seenLine,
  'statement.md#What was not valued': unvaluedLine,
  'totals.md': totals,
  'totals.md#Part of the time': totalsBetween,
  'views.md': views,
};

const FOLDER = join(import.meta.dirname, '../../projections/examples');
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.md'));

function runnerNameOf(file: string, { heading }: ExampleTable): string {
  const own = `${file}#${heading}`;
  return own in RUNNERS ? own : file;
}

function run(runner: ExampleRunner, { cells }: ExampleRow): void {
  const given = Object.fromEntries(Object.entries(cells).filter(([column]) => runner.given.includes(column)));
  const { why: _, ...expected } = cells;
  expect({ ...given, ...runner.answers(given) }).toStrictEqual(expected);
}

describe.each(FILES)('the worked examples of %s', (file) => {
  const tables = tablesOf(readFileSync(join(FOLDER, file), 'utf8'));

  it('are in tables, each with rows and a runner', () => {
    expect(tables).not.toHaveLength(0);
    for (const table of tables) {
      expect(`line ${table.line}: ${table.rows.length > 0}`).toBe(`line ${table.line}: true`);
      expect(Object.keys(RUNNERS)).toContain(runnerNameOf(file, table));
    }
  });

  for (const table of tables) {
    const runner = RUNNERS[runnerNameOf(file, table)];
    it.each(table.rows.map((row) => [row.line, Object.values(row.cells)[0], row] as const))(
      `${table.heading}, line %i: %s`,
      (_line, _what, row) => {
        if (runner === undefined) throw new Error(`No runner for ${file}, ${table.heading}: name one in RUNNERS`);
        run(runner, row);
      },
    );
  }
});

describe('the runners of worked examples', () => {
  it('each have a table to run', () => {
    const used = FILES.flatMap((file) =>
      tablesOf(readFileSync(join(FOLDER, file), 'utf8')).map((table) => runnerNameOf(file, table)),
    );
    expect([...new Set(used)].sort()).toStrictEqual(Object.keys(RUNNERS).sort());
  });

  it('are never given a row that does not fit its table', () => {
    expect(() => tablesOf('| a | b |\n|---|---|\n| 1 |')).toThrow('Line 3: 1 cells under 2 headings');
    expect(() => tablesOf('| a | b |\n| 1 | 2 |')).toThrow(
      'Line 2: a table has a rule such as |---| below its headings',
    );
    expect(() => tablesOf('| a |\n|---|\n| 1')).toThrow('Line 3: a row ends with |');
  });

  it('fail a row whose answer is another, and a column that nobody answers', () => {
    const doubling: ExampleRunner = { given: ['n'], answers: (given) => ({ twice: `${2 * Number(given['n'])}` }) };
    const row = (cells: ExampleRow['cells']): ExampleRow => ({ line: 1, cells });
    expect(() => run(doubling, row({ n: '2', twice: '4', why: 'prose is not run' }))).not.toThrow();
    expect(() => run(doubling, row({ n: '2', twice: '5' }))).toThrow();
    expect(() => run(doubling, row({ n: '2', twice: '4', thrice: '6' }))).toThrow();
    expect(() => run(doubling, row({ n: '2' }))).toThrow();
  });
});
