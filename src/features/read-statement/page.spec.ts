import { describe, expect, it } from '@jest/globals';
import type { StatementAnswer, StatementAnswerLine } from '../../../projections/answers.js';
import { day, id } from '../../../test/support/given-when-then.js';
import { renderPage } from '../../web/pages.js';
import { layOutBars } from './bars.js';
import { readForm } from './form.js';
import { viewStatementForm } from './form-view.js';
import { viewStatement, type StatementContext } from './page.js';
import { statementCsv, statementText } from './statement-text.js';
import { lineVerdict } from './verdict.js';

const arrests: StatementAnswerLine = {
  measure: id('arrests'),
  benefit: 'Reduction of harm in communities',
  title: 'Arrests made & facilitated',
  measuredIn: 'count',
  published: { amount: 693n, bound: 'exact', disputed: false, source: 'the table' },
  proved: 1693n,
  difference: 1000n,
  verdict: 'contradicted',
  because: 'more',
  byForce: [
    { force: id('humberside'), amount: 1000n },
    { force: id('outside'), amount: 693n },
  ],
  byUnit: [{ unit: id('rrpt'), amount: 1693n }],
  byGrade: [
    { grade: 'claimed', amount: 1600n },
    { grade: 'validated', amount: 93n },
  ],
  labels: ['illustrative'],
  rules: [{ measure: id('arrests'), version: 1, from: null }],
};
const seized: StatementAnswerLine = {
  ...arrests,
  measure: id('assets-seized-value'),
  title: 'Seized',
  measuredIn: 'pence',
  published: null,
  difference: null,
  verdict: null,
  because: null,
  proved: 5n,
  byForce: [{ force: id('humberside'), amount: 5n }],
  byUnit: [],
  byGrade: [{ grade: 'claimed', amount: 5n }],
  labels: ['assumed'],
};
const answer: StatementAnswer = {
  collaboration: id('joint'),
  from: day('2009-01-01'),
  to: day('2011-01-01'),
  asAt: { entry: 1187, knownAt: '2026-11-22T10:00:00.000Z' },
  rules: [],
  labels: ['assumed', 'illustrative'],
  lines: [arrests, seized],
};
const context: StatementContext = {
  names: { force: (force) => `${force} police`, unit: (unit) => unit.toUpperCase() },
  asked: undefined,
  incompleteSince: undefined,
};

function pageOf(statement: ReturnType<typeof viewStatement>, owner = 'Joint'): string {
  const about = { title: 'Benefits Realised', owner, section: 'statement', labels: [] } as const;
  return renderPage('features/read-statement/page.njk', about, {
    statement,
    form: viewStatementForm(readForm({}), []),
  });
}

describe('a statement in words', () => {
  it('writes figures as they came and leads each to its outcomes', () => {
    const [line] = viewStatement(answer, context).lines;
    expect(line).toMatchObject({
      published: { figure: '693', source: 'the table' },
      proved: {
        figure: '1,693',
        href: '/outcomes?collaboration=joint&measure=arrests&from=2009-01-01&to=2011-01-01',
      },
      grades: [
        { grade: 'claimed', figure: '1,600' },
        { grade: 'validated', figure: '93' },
      ],
      difference: '1,000',
      verdict: { word: 'Contradicted', explanation: 'Entries prove more than the exact figure that was published.' },
    });
  });

  it('keeps the entry that was asked for in every link, and leads back to now', () => {
    const { lines, splits, json, now } = viewStatement(answer, { ...context, asked: '700' });
    const hrefs = [
      ...lines.map(({ proved }) => proved.href),
      ...splits.flatMap(({ rows, whole }) => [...rows, whole].flatMap(({ cells }) => cells.map((cell) => cell?.href))),
      json,
    ].filter((href) => href !== undefined);
    expect(hrefs.length).toBeGreaterThan(8);
    expect(hrefs.filter((href) => !href.endsWith('asAt=700'))).toEqual([]);
    expect(now).toBe('/?collaboration=joint&from=2009-01-01&to=2011-01-01');
    expect(viewStatement(answer, context).now).toBeNull();
  });

  it('shows the same parts in the same order in charts and table, and nothing where nothing was posted', () => {
    const [byForce] = viewStatement(answer, context).splits;
    expect(byForce?.rows.map(({ name, cells }) => [name, ...cells.map((cell) => cell?.figure)])).toEqual([
      ['humberside police', '1,000', '£0.05'],
      ['outside police', '693', undefined],
    ]);
    expect(byForce?.charts.map(({ description }) => description)).toEqual([
      'humberside police: 1,000; outside police: 693.',
      'humberside police: £0.05; outside police: none recorded.',
    ]);
    expect(byForce?.whole.cells.map((cell) => cell?.figure)).toEqual(['1,693', '£0.05']);
  });

  it('names the rules that each line was counted under, and leads to what each version would come to', () => {
    const [line, other] = viewStatement(answer, { ...context, asked: '700' }).lines;
    const recount = '/recounts?collaboration=joint&measure=arrests&from=2009-01-01&to=2011-01-01&asAt=700&rules=1';
    expect(line?.rules).toEqual([{ figure: 'arrests version 1', href: recount }]);
    const from = day('2004-01-01');
    const dated = { ...answer, lines: [{ ...seized, rules: [{ measure: seized.measure, version: 2, from }] }] };
    const [ruled] = viewStatement(dated, context).lines;
    expect(ruled?.rules[0]?.figure).toBe('assets-seized-value version 2 (from 1 January 2004)');
    expect(other?.unvalued).toBeNull();
  });

  it('shows what was not valued, which is not worth nothing', () => {
    const drugs = { ...seized, unvalued: 1n };
    const view = viewStatement({ ...answer, lines: [drugs, { ...drugs, unvalued: 0n }] }, context);
    expect(view.lines.map(({ unvalued }) => unvalued?.figure)).toEqual(['1', undefined]);
    expect(view.lines[0]?.unvalued?.href).toContain('measure=drug-seizures-unvalued');
    expect(pageOf(view)).toContain('unvalued: 1<');
    expect(statementText({ ...answer, lines: [drugs] }, 'Joint', context.names)).toContain('£0.05 (unvalued: 1)');
  });

  it('says of a view that it is not the ledger’s own, everywhere, and compares nothing with it', () => {
    const table = { source: 'a table', publishedOn: day('2012-09-30'), illustrative: true };
    const said = { view: ['real-terms'], baseYear: '2008-09', deflators: table } as const;
    const seen = { ...answer, view: said, lines: [{ ...seized, published: arrests.published }] };
    const words = 'Real terms, 2008-09 prices; deflators of a table, 30 September 2012 (ILLUSTRATIVE).';
    const view = viewStatement(seen, { ...context, asked: '700' });
    expect(view).toMatchObject({ view: words, lines: [{ verdict: { word: 'Not compared' }, difference: null }] });
    expect(view.json).toContain('view=real-terms&baseYear=2008-09&asAt=700');
    expect([view.nominal, view.now]).toEqual([
      '/?collaboration=joint&from=2009-01-01&to=2011-01-01&asAt=700',
      '/?collaboration=joint&from=2009-01-01&to=2011-01-01&view=real-terms&baseYear=2008-09',
    ]);
    expect(pageOf(view)).toContain(words);
    expect(statementText(seen, 'Joint', context.names)).toContain(words);
    expect(
      statementCsv(seen)
        .split('\r\n')
        .filter((row) => row.includes(words)),
    ).toHaveLength(2);
    expect(statementCsv(answer)).toContain(',nominal,,\r\n');
  });

  it('carries its labels into captions and the names of charts', () => {
    const { splits } = viewStatement(answer, context);
    expect(splits.map(({ caption }) => caption)).toEqual([
      'By force, 1 January 2009 to 31 December 2010 (assumed, illustrative)',
      'By regional unit, 1 January 2009 to 31 December 2010 (assumed, illustrative)',
    ]);
    expect(splits[0]?.charts[0]?.name).toBe('Arrests made & facilitated, by force (illustrative)');
  });

  it('warns on the page when the projector stopped, and escapes what it shows', () => {
    const statement = viewStatement(answer, { ...context, incompleteSince: 1187 });
    const html = pageOf(statement, '<i>Joint</i>');
    expect(html).toContain('Incomplete since entry 1187');
    expect(html).toContain('&lt;i&gt;Joint&lt;/i&gt;');
    expect(html).toContain('Arrests made &amp; facilitated');
    expect(html).not.toMatch(/<script|\sstyle=/);
  });
});

describe('the verdict on a line', () => {
  it.each([
    ['Supported', { ...arrests, verdict: 'supported', because: 'equal' }],
    ['Partly', { ...arrests, verdict: 'partly', because: 'less' }],
    ['Unsupported', { ...arrests, verdict: 'unsupported', because: 'nothing' }],
    ['Contradicted', arrests],
    ['Nothing published', seized],
    ['Not compared', { ...seized, published: arrests.published }],
  ] as const)('is "%s" on the page, as the answer says, and so in text and CSV', (word, line) => {
    expect(lineVerdict(line).word).toBe(word);
    const { verdict, because } = line;
    expect(statementCsv({ ...answer, lines: [line] })).toContain(`,nominal,${verdict ?? ''},${because ?? ''}\r\n`);
    const [row] =
      statementText({ ...answer, lines: [line] }, 'Joint', context.names).match(/^(Arrests|Seized) .*$/gm) ?? [];
    expect(row?.includes(` ${verdict ?? '  '} `)).toBe(true);
  });
});

describe('bars', () => {
  it('have lengths in proportion, whatever the size, and none for nothing or less', () => {
    const amounts = [9007199254740993n, 4503599627370496n, 0n, -7n];
    const { bars } = layOutBars(amounts.map((amount) => ({ name: 'A', amount, figure: '' })));
    expect(bars.map(({ width }) => width)).toEqual(['56.0', '27.9', '0', '0']);
  });

  it('break a long name between words and leave room for it', () => {
    const name = 'Regional Intelligence and Special Operations Unit';
    const { bars, height } = layOutBars([{ name, amount: 1n, figure: '1' }]);
    expect(bars[0]?.nameLines.map(({ text }) => text)).toEqual([
      'Regional Intelligence and Special',
      'Operations Unit',
    ]);
    expect(height).toBeGreaterThan(layOutBars([{ name: 'Short', amount: 1n, figure: '1' }]).height);
  });
});
