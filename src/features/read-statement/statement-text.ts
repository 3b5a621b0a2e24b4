import type { StatementAnswer, StatementAnswerLine } from '../../../projections/answers.js';
import { GRADES } from '../../domain/identifiers.js';
import type { Names } from '../../web/names.js';
import { formatAmount, formatMoment, formatPeriod, groupDigits } from '../../web/formatting.js';
import { inBrackets } from '../../web/label-words.js';
import { ruleWords } from '../../web/rule-words.js';
import { csvText, tableText } from '../../web/terminal.js';
import { viewWords } from '../../web/view-words.js';

/** The statement for a terminal: what was published, what the entries prove, the difference, and the splits. */
export function statementText(statement: StatementAnswer, name: string, names: Names): string {
  const { asAt, incompleteSince, labels, lines, view } = statement;
  const known =
    asAt.knownAt === null ? 'nothing known yet' : `as of entry ${asAt.entry}, known at ${formatMoment(asAt.knownAt)}`;
  return [
    `Benefits Realised, ${name}`,
    `${formatPeriod(statement)}; ${known}`,
    ...(incompleteSince === undefined ? [] : [`INCOMPLETE since entry ${incompleteSince}: run "tallystick doctor".`]),
    ...(view === undefined
      ? []
      : [viewWords(view), 'Lines that are no money are left out; what was published is nominal.']),
    ...(labels.length === 0
      ? []
      : [`Figures here are ${labels.join(' and ').toUpperCase()}; see the labels of each line.`]),
    '',
    tableText(
      [['outcome', 'published', 'proved', 'difference', 'verdict', 'labels'], ...lines.map(lineRow)],
      new Set([1, 2, 3]),
    ),
    '',
    splitTable(
      'by grade',
      lines,
      ({ byGrade }) => byGrade.map(({ grade, amount }) => ({ name: grade, amount })),
      GRADES,
    ),
    '',
    splitTable('by force', lines, ({ byForce }) =>
      byForce.map(({ force, amount }) => ({ name: names.force(force), amount })),
    ),
    '',
    splitTable('by regional unit', lines, ({ byUnit }) =>
      byUnit.map(({ unit, amount }) => ({ name: names.unit(unit), amount })),
    ),
    '',
    'Counted under',
    ...lines.map(({ title, rules }) => `  ${title}: ${ruleWords(rules)}`),
  ].join('\n');
}

function lineRow(line: StatementAnswerLine): readonly string[] {
  const { title, measuredIn, published, proved, unvalued = 0n, difference, verdict, labels } = line;
  const bound = published?.bound === 'at-least' ? 'at least ' : '';
  return [
    title,
    published === null
      ? 'nothing published'
      : `${bound}${formatAmount(published.amount, measuredIn)}${published.disputed ? ' (disputed)' : ''}`,
    `${formatAmount(proved, measuredIn)}${unvalued === 0n ? '' : ` (unvalued: ${groupDigits(unvalued)})`}`,
    difference === null ? '' : formatAmount(difference, measuredIn),
    verdict ?? '',
    labels.join(', '),
  ];
}

/** What is proved at each grade, in their order; nothing where nothing was ever posted at it. */
function atEachGrade({ byGrade }: StatementAnswerLine): readonly string[] {
  return GRADES.map((grade) => byGrade.find((each) => each.grade === grade)?.amount.toString() ?? '');
}

interface Part {
  readonly name: string;
  readonly amount: bigint;
}

/** One column a line, because amounts of different measures are never set under one head. */
function splitTable(
  head: string,
  lines: readonly StatementAnswerLine[],
  partsOf: (line: StatementAnswerLine) => readonly Part[],
  order?: readonly string[],
): string {
  const used = new Set(lines.flatMap((line) => partsOf(line).map(({ name }) => name)));
  const names = order?.filter((name) => used.has(name)) ?? [...used].sort();
  const heads = lines.map(({ title, labels }) => `${title}${inBrackets(labels)}`);
  const rows = names.map((name) => [
    name,
    ...lines.map((line) => {
      const part = partsOf(line).find((each) => each.name === name);
      return part === undefined ? '' : formatAmount(part.amount, line.measuredIn);
    }),
  ]);
  return heads.length === 0 ? '' : tableText([[head, ...heads], ...rows], new Set(heads.map((_, i) => i + 1)));
}

/** The statement as CSV: a row for each line with its vector over grades, each force and each unit; amounts as whole numbers of what they are measured in. */
export function statementCsv({ collaboration, from, to, asAt, lines, view }: StatementAnswer): string {
  const head = ['collaboration', 'from', 'to', 'as_at_entry', 'known_at', 'measure', 'measured_in', 'force', 'unit'];
  const rows = lines.flatMap((line) => {
    const { measure, measuredIn, published, proved, difference, labels } = line;
    const row = (force: string, unit: string, amount: bigint, whole: boolean): readonly string[] => [
      collaboration,
      from,
      to,
      String(asAt.entry),
      asAt.knownAt ?? '',
      measure,
      measuredIn,
      force,
      unit,
      amount.toString(),
      whole && published !== null ? published.amount.toString() : '',
      whole && published !== null ? published.bound : '',
      whole && difference !== null ? difference.toString() : '',
      labels.join(' '),
      ...(whole ? atEachGrade(line) : GRADES.map(() => '')),
      whole ? (line.unvalued?.toString() ?? '') : '',
      ruleWords(line.rules),
      view === undefined ? 'nominal' : viewWords(view),
      whole ? (line.verdict ?? '') : '',
      whole ? (line.because ?? '') : '',
    ];
    return [
      row('', '', proved, true),
      ...line.byForce.map(({ force, amount }) => row(force, '', amount, false)),
      ...line.byUnit.map(({ unit, amount }) => row('', unit, amount, false)),
    ];
  });
  return csvText([
    [
      ...head,
      'proved',
      'published',
      'bound',
      'difference',
      'labels',
      ...GRADES,
      'unvalued',
      'counted_under',
      'view',
      'verdict',
      'because',
    ],
    ...rows,
  ]);
}
