import type { FigureId, ForceId, MeasureId, UnitId } from '../../../src/domain/identifiers.js';
import { evolveCatalogue, type Catalogue } from '../../../src/domain/measure/catalogue.js';
import type { FigureOnRecord } from '../../../projections/published-figures.js';
import { benefitsRealised, type ProvedLine } from '../../../projections/statement.js';
import { viewStatement } from '../../../projections/statement-view.js';
import { totalsOf, type Total } from '../../../projections/totals.js';
import { day, given as folded, id, uuidEnding } from '../../support/given-when-then.js';
import type { Cells } from '../../support/markdown-tables.js';
import { sumOf, theCatalogue } from '../../support/measures.js';
import { YORKSHIRE } from '../../support/yorkshire.js';
import { cell, type ExampleRunner } from './example-runner.js';
import { amountIn, amountOf, eventsIn, listIn, listOf } from './postings.js';

const PERIOD = { from: day('2009-01-01'), to: day('2011-01-01') };
const CLASS_A_AND_B = sumOf(
  'drugs-seized-value-class-a-b',
  ['drugs-seized-value-class-a', 'drugs-seized-value-class-b'],
  { measuredIn: 'pence' },
);

/** What a line proves, and how it is shared among forces and units. */
export const provedLine: ExampleRunner = {
  given: ['line', 'entries post'],
  answers: (given) => {
    const { measuredIn, proved, byForce, byUnit, byGrade, labels } = lineOf(given, []);
    const shown = (amount: bigint): string => amountOf(measuredIn === 'pence' ? MONEY : COUNT, amount);
    return {
      proved: shown(proved),
      'by force': listOf(byForce.map(({ force, amount }) => `${force} ${shown(amount)}`)),
      'by unit': listOf(byUnit.map(({ unit, amount }) => `${unit} ${shown(amount)}`)),
      'by grade': listOf(byGrade.map(({ grade, amount }) => `${grade} ${shown(amount)}`)),
      labels: listOf(labels),
    };
  },
};

/** What a line proves, held against what was published. */
export const publishedLine: ExampleRunner = {
  given: ['line', 'entries post', 'published'],
  answers: (given) => {
    const { proved, difference, judgement } = lineOf(given, figuresIn(given));
    const verdict = judgement === undefined ? 'none' : `${judgement.verdict}, ${judgement.because}`;
    return { proved: proved.toString(), difference: difference?.toString() ?? 'none', verdict };
  },
};

/** Beside what a line proves, what nobody valued, and the versions of the rules that it was counted under. */
export const unvaluedLine: ExampleRunner = {
  given: ['line', 'entries post'],
  answers: (given) => {
    const { measuredIn, proved, unvalued, rules } = lineOf(given, []);
    return {
      proved: amountOf(measuredIn === 'pence' ? MONEY : COUNT, proved),
      unvalued: unvalued?.toString() ?? 'none',
      'counted under': listOf(rules.map(({ measure, version }) => `${measure} ${version}`)),
    };
  },
};

/** What a line proves by a view. */
export const seenLine: ExampleRunner = {
  given: ['line', 'entries post', 'published'],
  answers: (given) => {
    const view = { view: ['present-value'], baseYear: '2008-09' } as const;
    const { catalogue, totals } = groundOf(given);
    const seen = viewStatement(view, YORKSHIRE, PERIOD, catalogue, totals, figuresIn(given));
    if (!seen.ok) return { proved: `refused: ${seen.refusal.code}`, difference: 'none' };
    const [line] = seen.value.lines;
    if (line === undefined) return { proved: 'no line', difference: 'no line' };
    return { proved: amountOf(MONEY, line.proved), difference: line.difference?.toString() ?? 'none' };
  },
};

const MONEY = id<MeasureId>('assets-seized-value');
const COUNT = id<MeasureId>('arrests-made');

/** The line among entries of another collaboration, which never count. */
function lineOf(given: Cells, figures: readonly FigureOnRecord[]): ProvedLine {
  const { catalogue, totals } = groundOf(given);
  const { lines } = benefitsRealised(YORKSHIRE, PERIOD, catalogue, totals, figures);
  const [line] = lines;
  if (line === undefined || lines.length > 1) throw new Error('The statement has one line.');
  return line;
}

function groundOf(given: Cells): { readonly catalogue: Catalogue; readonly totals: readonly Total[] } {
  const measure = id<MeasureId>(cell(given, 'line'));
  const posted = cell(given, 'entries post');
  const events = [...eventsIn(posted), ...eventsIn(posted, id('another-collaboration'))];
  const totals = [...totalsOf(events, PERIOD).values()];
  return { catalogue: catalogueWith(measure), totals };
}

function catalogueWith(measure: MeasureId): Catalogue {
  const lines = [{ measure, benefit: 'Any', title: 'Any' }];
  return folded(evolveCatalogue, theCatalogue, CLASS_A_AND_B, {
    type: 'StatementLinesSet',
    statement: id('benefits-realised'),
    lines,
  });
}

const FIGURE = /^(at least )?(\S+) from (\S+) to (\S+)(?: by (\S+))?(?: for (\S+))?( within another)?( disputed)?$/;

function figuresIn(given: Cells): readonly FigureOnRecord[] {
  const published = cell(given, 'published');
  return listIn(published === 'nothing' ? '' : published).map((told, entry) => {
    const [, least, amount, from = '', to = '', unit, force, within, disputed] = FIGURE.exec(told) ?? [];
    if (amount === undefined) throw new Error(`No figure: "${told}"`);
    const figure = {
      amount: amountIn(amount),
      bound: least === undefined ? 'exact' : 'at-least',
      collaboration: YORKSHIRE,
      disputed: disputed !== undefined,
      measure: id<MeasureId>(cell(given, 'line')),
      source: 'An example',
      from: day(from),
      to: day(to),
      ...(unit !== undefined && { unit: id<UnitId>(unit) }),
      ...(force !== undefined && { force: id<ForceId>(force) }),
      ...(within !== undefined && { within: uuidEnding<FigureId>(99) }),
    } as const;
    return { id: uuidEnding<FigureId>(entry), entry, figure };
  });
}
