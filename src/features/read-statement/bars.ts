/** One bar of a chart: whose it is, and the figure that is written beside it. */
export interface BarOf {
  readonly name: string;
  readonly amount: bigint;
  readonly figure: string;
}

/** Where a browser draws a bar. Heights are pixels, widths per cent of the picture, so that it fits a phone as well as a desk. */
export interface Bar {
  readonly nameLines: readonly { readonly text: string; readonly y: number }[];
  readonly top: number;
  readonly width: string;
  readonly figure: string;
  readonly figureY: number;
}

export interface Chart {
  readonly height: number;
  readonly bars: readonly Bar[];
}

const NAME_LENGTH = 34;
const LINE_HEIGHT = 18;
const BAR_HEIGHT = 22;
const GAP = 12;
const TEXT_DROP = 14;
const FIGURE_DROP = 16;
/** The longest bar leaves room for its figure at the end. In tenths of a per cent. */
const LONGEST = 560n;

/**
 * Lays out horizontal bars, in the order given, on a scale on which the greatest amount has the longest bar. Lengths are drawn to a
 * tenth of a per cent; figures are written as they came and never worked out here. An amount below zero has no bar, only its figure.
 */
export function layOutBars(given: readonly BarOf[]): Chart {
  const greatest = given.reduce((most, { amount }) => (amount > most ? amount : most), 0n);
  let y = 0;
  const bars = given.map(({ name, amount, figure }): Bar => {
    const nameLines = wrapped(name).map((text, i) => ({ text, y: y + TEXT_DROP + i * LINE_HEIGHT }));
    const top = y + nameLines.length * LINE_HEIGHT + 2;
    y = top + BAR_HEIGHT + GAP;
    return { nameLines, top, width: widthOf(amount, greatest), figure, figureY: top + FIGURE_DROP };
  });
  return { height: y, bars };
}

function widthOf(amount: bigint, greatest: bigint): string {
  if (amount <= 0n) return '0';
  const tenths = (amount * LONGEST) / greatest;
  return `${tenths / 10n}.${tenths % 10n}`;
}

/** SVG does not wrap text: a long name is broken between words. */
function wrapped(name: string): readonly string[] {
  return name.split(' ').reduce<readonly string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined) return [word];
    const joined = `${last} ${word}`;
    return joined.length <= NAME_LENGTH ? [...lines.slice(0, -1), joined] : [...lines, word];
  }, []);
}
