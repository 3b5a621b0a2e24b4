import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { Unreadable } from '../domain/unreadable.js';
import { csvBatches, recordsIn, type CsvRecord } from './csv-records.js';

async function* inPieces(bytes: Uint8Array, ...cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...cuts, bytes.length];
  for (const [i, end] of ends.entries()) yield await Promise.resolve(bytes.subarray(ends[i - 1] ?? 0, end));
}

async function recordsOf(text: string | Uint8Array, ...cuts: readonly number[]): Promise<readonly CsvRecord[]> {
  const all: CsvRecord[] = [];
  for await (const batch of csvBatches(inPieces(Buffer.from(text), ...cuts))) all.push(...recordsIn(batch));
  return all;
}

const cells = async (text: string): Promise<readonly (readonly string[])[]> =>
  (await recordsOf(text)).map((record) => record.cells);

/** Cells of every awkward kind; a bare carriage return ends no line, and only quotes may hold one. */
const cell = fc.string({ unit: fc.constantFrom('a', 'é', '🚔', ',', '"', '\n', '\r\n', '\r', ' ', ''), maxLength: 6 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const files = fc
  .record({
    rows: fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
    blanks: fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
    newline: fc.constantFrom('\n', '\r\n'),
    hasMark: fc.boolean(),
    isEnded: fc.boolean(),
  })
  .map(({ rows, blanks, newline, hasMark, isEnded }) => {
    const written = rows.map((row) =>
      row.map(([text, isQuoted]) => (isQuoted || /[",\r\n]/.test(text) ? quoted(text) : text)).join(','),
    );
    const starts: number[] = [];
    let line = 1;
    for (const [i, row] of written.entries()) {
      line += blanks[i] ?? 0;
      if (row !== '') starts.push(line);
      line += row.split('\n').length;
    }
    const text = written.map((row, i) => newline.repeat(blanks[i] ?? 0) + row).join(newline);
    return { starts, text: (hasMark ? '\ufeff' : '') + text + (isEnded ? newline : '') };
  });

describe('records of CSV', () => {
  it('are those of csv-parse, whatever is in the cells and wherever the pieces of the file end', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.array(fc.nat(60), { maxLength: 3 }), async ({ text }, places) => {
        const bytes = Buffer.from(text);
        const cuts = places.map((place) => Math.min(place, bytes.length)).sort((a, b) => a - b);
        const expected = parse(text, {
          bom: true,
          record_delimiter: ['\r\n', '\n'],
          relax_column_count: true,
          skip_empty_lines: true,
        });
        expect((await recordsOf(bytes, ...cuts)).map((record) => record.cells)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('say on which line they start', async () => {
    await fc.assert(
      fc.asyncProperty(files, async ({ text, starts }) => {
        expect((await recordsOf(text)).map(({ line }) => line)).toEqual(starts);
      }),
      { numRuns: 500 },
    );
    const text = 'h,i\r\n\r\na,b\n\n\n"c\nd\r\ne",f\n"g",h\ni,j';
    expect((await recordsOf(text)).map(({ line }) => line)).toEqual([1, 3, 6, 9, 10]);
  });

  it('are the same wherever a small file is cut in two', async () => {
    const bytes = Buffer.from('\ufeffréf,kind\r\n1,"a ""b"",\r\nç🚔"\r\n\r\n2,x\n3,"y"');
    const whole = await recordsOf(bytes);
    expect(whole.map((record) => record.cells)).toEqual([
      ['réf', 'kind'],
      ['1', 'a "b",\r\nç🚔'],
      ['2', 'x'],
      ['3', 'y'],
    ]);
    for (let at = 0; at <= bytes.length; at += 1) expect(await recordsOf(bytes, at)).toEqual(whole);
    expect(await recordsOf(bytes, ...bytes.keys())).toEqual(whole);
    expect(await recordsOf('a\n\ufeffb', 2)).toEqual(await recordsOf('a\n\ufeffb'));
  });

  it.each([
    ['nothing', '', []],
    ['a mark only', '\ufeff', []],
    ['blank lines only', '\n\r\n\n', []],
    ['an empty cell in quotes', '""\n', [['']]],
    ['a row without its newline', 'a,b', [['a', 'b']]],
    [
      'lines that end in both ways',
      'a,b\r\nc,d\ne,"f"\r\ng,"h"\ni,j',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
        ['g', 'h'],
        ['i', 'j'],
      ],
    ],
    ['a mark that is not at the start', 'a\n\ufeffb', [['a'], ['\ufeffb']]],
  ])('of a file with %s', async (_, text, expected) => {
    expect(await cells(text)).toEqual(expected);
  });

  it('come in batches, so that a large file is not held whole', async () => {
    const rows = [...Array(1300).keys()].map((n) => `${n},x`).join('\n');
    for (const text of [rows, `"q",x\n${rows}`]) {
      const sizes: number[] = [];
      for await (const batch of csvBatches(inPieces(Buffer.from(text)))) sizes.push(recordsIn(batch).length);
      expect(Math.max(...sizes)).toBe(500);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(text.split('\n').length);
    }
  });
});

describe('what is no CSV', () => {
  it.each([
    ['a quote that is never closed', 'a,b\nc,"d\ne,f\n', 'line 2: is not CSV'],
    ['a quote inside a cell', 'a,b\nc,d"e\n', 'line 2: is not CSV'],
    ['something after a quoted cell', 'a,b\nc,"d"e\n', 'line 2: is not CSV: Invalid Closing Quote: got "e" instead of'],
    ['a line without end', `a,b\n${'x'.repeat((1 << 20) + 1)}`, 'line 2: is too long to be a row'],
    ['a quoted cell without end', `a,b\n"${'x'.repeat(1 << 21)}`, 'line 2: is not CSV'],
  ])('is refused at its line: %s', async (_, text, reason) => {
    const reading = recordsOf(text);
    await expect(reading).rejects.toThrow(Unreadable);
    await expect(reading).rejects.toThrow(reason);
  });
});

describe('a file that breaks off', () => {
  async function* breaking(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
    for (const text of texts) yield await Promise.resolve(Buffer.from(text));
    throw new Error('the line went dead');
  }

  it.each([
    ['before any quote', ['a,b\n', 'c,d\n']],
    ['after the first quote', ['a,b\n"c",d\n', 'e,f\n']],
    ['inside a quoted cell', ['a,b\n"c']],
    ['at once', []],
  ])('says so and does not hang: %s', async (_, texts) => {
    const reading = (async () => {
      for await (const batch of csvBatches(breaking(...texts))) expect(recordsIn(batch).length).toBeGreaterThan(0);
    })();
    await expect(reading).rejects.toThrow('the line went dead');
  });

  it.each(['a,b\nc,d\n', '"a",b\n"c",d\n'])('is let go of when nobody reads on: %p', async (text) => {
    let isClosed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        while (true) yield await Promise.resolve(Buffer.from(text));
      } finally {
        isClosed = true;
      }
    }
    for await (const batch of csvBatches(endless())) {
      expect(recordsIn(batch).length).toBeGreaterThan(0);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isClosed).toBe(true);
  });
});
