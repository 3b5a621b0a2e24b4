/** Where a command writes: figures on standard output, progress and messages on standard error. */
export interface Terminal {
  out(text: string): void;
  say(text: string): void;
  /** Replaces the last progress line on a terminal; elsewhere it is said only now and then, and at the end. */
  progress(text: string): void;
}

/** How a command ends: 0 done, 1 the answer is "no", 2 it could not be done. */
export type ExitCode = 0 | 1 | 2;

/** What `processTerminal` needs of a stream. */
interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const QUIET_MS = 2000;

/** A terminal over the process's own streams. */
export function processTerminal(
  output: Stream,
  messages: Stream,
  monotonicMs: () => number = () => performance.now(),
): Terminal {
  let isOpen = false;
  let saidAt = monotonicMs();
  const endProgress = (): void => {
    if (isOpen) messages.write('\n');
    isOpen = false;
  };
  return {
    out: (text) => {
      endProgress();
      output.write(`${text}\n`);
    },
    say: (text) => {
      endProgress();
      messages.write(`${text}\n`);
    },
    progress: (text) => {
      if (messages.isTTY === true) {
        messages.write(`\r\u001b[2K${text}`);
        isOpen = true;
      } else if (monotonicMs() - saidAt >= QUIET_MS) {
        messages.write(`${text}\n`);
        saidAt = monotonicMs();
      }
    },
  };
}

/** A head is broken over lines rather than make its column wider than this. */
const HEAD_WIDTH = 16;

/** Sets rows of cells in columns, the first row as head. Columns whose number stands in `right` are set to the right. */
export function tableText(
  [titles = [], ...body]: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string {
  const heads = titles.map(brokenIntoLines);
  const depth = Math.max(...heads.map(({ length }) => length));
  const head = Array.from({ length: depth }, (_, line) => heads.map((lines) => lines[line] ?? ''));
  const rows = [...head, ...body];
  const widths = titles.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const set = (row: readonly string[]): string =>
    widths
      .map((width, column) =>
        right.has(column) ? (row[column] ?? '').padStart(width) : (row[column] ?? '').padEnd(width),
      )
      .join('  ')
      .trimEnd();
  return [...head.map(set), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(set)].join('\n');
}

function brokenIntoLines(title: string): readonly string[] {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= HEAD_WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const NEEDS_QUOTES = /[",\n\r]/;
const FORMULA = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;

/**
 * Writes rows as CSV (RFC 4180, CRLF). A text that a spreadsheet would run as a formula gets an apostrophe in front; plain numbers
 * stay as they are.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: string): string {
  const safe = FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
