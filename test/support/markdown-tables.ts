/** One row of a table: what stands under each heading. */
export type Cells = Readonly<Record<string, string>>;

export interface ExampleRow {
  /** The line of the file on which the row stands. */
  readonly line: number;
  readonly cells: Cells;
}

export interface ExampleTable {
  /** The nearest heading above the table, without its marks. */
  readonly heading: string;
  readonly line: number;
  readonly columns: readonly string[];
  readonly rows: readonly ExampleRow[];
}

const HEADING = /^#+\s+(.*\S)\s*$/;
const RULE = /^\|(?:\s*:?-+:?\s*\|)+$/;

/** Reads every table of a Markdown text. Throws, with the line, for a row that does not fit its table: nothing is left unread. */
export function tablesOf(markdown: string): readonly ExampleTable[] {
  const lines = markdown.split('\n').map((text, index) => ({ text: text.trim(), line: index + 1 }));
  const tables: (ExampleTable & { readonly rows: ExampleRow[] })[] = [];
  let heading = '';
  let open: (typeof tables)[number] | undefined;
  for (const { text, line } of lines) {
    heading = HEADING.exec(text)?.[1] ?? heading;
    if (!text.startsWith('|')) {
      open = undefined;
    } else if (open === undefined) {
      open = { heading, line, columns: cellsOf(text, line), rows: [] };
      tables.push(open);
    } else if (line === open.line + 1) {
      if (!RULE.test(text)) throw new Error(`Line ${line}: a table has a rule such as |---| below its headings`);
    } else {
      open.rows.push({ line, cells: rowOf(cellsOf(text, line), open.columns, line) });
    }
  }
  return tables;
}

function cellsOf(text: string, line: number): readonly string[] {
  if (!text.endsWith('|')) throw new Error(`Line ${line}: a row ends with |`);
  return text
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

function rowOf(cells: readonly string[], columns: readonly string[], line: number): Cells {
  if (cells.length !== columns.length)
    throw new Error(`Line ${line}: ${cells.length} cells under ${columns.length} headings`);
  return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
}
