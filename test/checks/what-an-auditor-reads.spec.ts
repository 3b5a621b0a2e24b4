import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

/** What decision 24 and projections/README.md say of the folder, held to the folder: a number in a text grows old unseen. */
const placeOf = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const folder = (await readdir(placeOf('projections'))).filter((name) => /^[a-z-]+\.ts$/.test(name));
const sources = new Map(
  await Promise.all(
    folder.map(async (name): Promise<[string, ts.SourceFile]> => {
      const text = await readFile(placeOf(`projections/${name}`), 'utf8');
      return [name, ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)];
    }),
  ),
);
const decision = await readFile(placeOf('src/decisions/0024-what-an-auditor-has-to-read.md'), 'utf8');

/** Files that a total by a view goes through as well: a view is labelled, and is no published total. */
const OF_VIEWS = ['views.ts', 'statement-view.ts'];

function importedBy(name: string): readonly string[] {
  return (sources.get(name)?.statements ?? []).flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const { text } = statement.moduleSpecifier;
    return text.startsWith('./') ? [text.slice(2).replace(/\.js$/, '.ts')] : [];
  });
}

function reachedFrom(first: string): ReadonlySet<string> {
  const reached = new Set([first]);
  for (const name of reached) for (const other of importedBy(name)) if (!OF_VIEWS.includes(other)) reached.add(other);
  return reached;
}

/** Lines that say what is done: not imports, types, comments or blank lines. */
function linesOfCode(source: ts.SourceFile): number {
  const lines = new Set<number>();
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const take = (node: ts.Node): void => {
    if (
      ts.isJSDoc(node) ||
      ts.isImportDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node)
    )
      return;
    if (node.getChildCount() === 0 && node.getText() !== '')
      for (let line = lineOf(node.getStart()); line <= lineOf(node.end); line += 1) lines.add(line);
    node.getChildren().forEach(take);
  };
  source.statements.forEach(take);
  return lines.size;
}

const sum = (names: Iterable<string>): number =>
  [...names].reduce((total, name) => total + linesOfCode(sources.get(name) ?? failing(name)), 0);

function failing(name: string): never {
  throw new Error(`There is no ${name}.`);
}

function told(pattern: RegExp): number {
  return Number(pattern.exec(decision)?.[1] ?? failing(String(pattern)));
}

describe('what an auditor has to read', () => {
  const read = reachedFrom('answers.ts');

  it('is the files that the projections’ README names', async () => {
    const readme = await readFile(placeOf('projections/README.md'), 'utf8');
    const paragraph = readme.split('\n\n').find((each) => each.startsWith('**What a published total rests on**')) ?? '';
    const named = [...paragraph.matchAll(/\]\(([a-z-]+\.ts)\)/g)].map(([, name]) => name);
    expect(new Set(named)).toEqual(read);
  });

  it('has about as many lines of code as decision 24 says, and no more', () => {
    const most = told(/at most (\d+) lines of code/);
    expect(sum(read)).toBeLessThanOrEqual(most);
    expect(sum(read)).toBeGreaterThan(most - 40);
    const arithmetic = told(/at most (\d+) of them in `totals\.ts`/);
    expect(sum(['totals.ts', 'statement.ts', 'verdict.ts'])).toBeLessThanOrEqual(arithmetic);
    expect(sum(['totals.ts', 'statement.ts', 'verdict.ts'])).toBeGreaterThan(arithmetic - 40);
  });

  it('is not grown by the other files, each of which answers one question', () => {
    const most = told(/none of the others has more than (\d+)/);
    const others = folder.filter((name) => !read.has(name)).map((name) => [name, sum([name])] as const);
    expect(others.filter(([, lines]) => lines > most)).toEqual([]);
    expect(others.some(([, lines]) => lines > most - 20)).toBe(true);
  });
});
