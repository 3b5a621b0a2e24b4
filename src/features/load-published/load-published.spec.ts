import { Readable } from 'node:stream';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { figureFor } from '../../../projections/published-figures.js';
import { ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { loadGround } from '../../../test/support/ground.js';
import { day, id } from '../../../test/support/given-when-then.js';
import { recorderOf } from '../../../test/support/recording.js';
import { arrest, YORKSHIRE } from '../../../test/support/yorkshire.js';
import type { ForceId } from '../../domain/identifiers.js';
import { reconciliationsFor } from '../../ledger/answer-reconciliations.js';
import { standingAsAt } from '../../ledger/as-at.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { commandIdFor, figureIdFor } from '../../ledger/commands.js';
import { loadCollaborations } from '../load-collaborations/load-collaborations.js';
import { ensureStandardMeasures } from '../load-measures/standard-measures.js';
import { loadPublished } from './load-published.js';
import { PUBLISHED_COLUMNS, type PublishedColumn } from './published-row.js';

type Cells = Partial<Record<PublishedColumn, string>>;
const arrests: Cells = {
  ...{ reference: 'P1', collaboration: YORKSHIRE, measure: 'arrests', amount: '693', unit_of_measure: 'count' },
  ...{ bound: 'exact', period_from: '2009-01-01', period_to: '2011-01-01', source: 'the table' },
};
const csv = (...rows: readonly Cells[]): string =>
  [PUBLISHED_COLUMNS, ...rows.map((row) => PUBLISHED_COLUMNS.map((column) => row[column] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\n');

let ledger: LedgerInMemory;
let before: number;
beforeEach(async () => {
  ledger = ledgerInMemory();
  await loadGround(ledger, id('evaluator'));
  before = await ledger.store.head();
});
const load = (text: string) => loadPublished(ledger, Readable.from([Buffer.from(text)]), id('evaluator'));
const figures = async () => (await standingAsAt(ledger.store, { entry: Number.MAX_SAFE_INTEGER })).figures;

describe('loading published figures', () => {
  it('records the four of the Benefits Realised table, and twice nothing', async () => {
    const text = await readFile(new URL('../../demo-data/benefits-realised-2009-2010.csv', import.meta.url), 'utf8');
    expect(await load(text)).toEqual({ rows: 4, recorded: 4, alreadyRecorded: 0, errors: [] });
    expect(await load(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toEqual({
      rows: 4,
      recorded: 0,
      alreadyRecorded: 4,
      errors: [],
    });
    expect(await ledger.store.head()).toBe(before + 4);
    const period = { from: day('2009-01-01'), to: day('2011-01-01') };
    const amounts = ['property-recovered-value', 'drugs-seized-value-class-a-b', 'arrests', 'assets-seized-value'];
    const found = await figures();
    expect(amounts.map((measure) => figureFor(found, YORKSHIRE, id(measure), period)?.amount)).toEqual([
      214416800n,
      123459000n,
      693n,
      407472000n,
    ]);
  });

  it('keeps which figure contains which, by reference', async () => {
    await load(
      csv(arrests, {
        ...arrests,
        reference: 'P2',
        within: 'P1',
        amount: '46',
        force: 'west-yorkshire',
        operation: 'mille',
        disputed: 'yes',
      }),
    );
    const own = figureIdFor(commandIdFor(YORKSHIRE, 'figure', 'P1'));
    expect(await figures()).toMatchObject([
      { id: own, figure: { disputed: false } },
      { figure: { within: own, amount: 46n, force: 'west-yorkshire', operation: 'mille', disputed: true } },
    ]);
  });

  it('records what contains another figure first, wherever it stands in the file', async () => {
    const inside = (reference: string, within: string) => ({ ...arrests, reference, within, amount: '46' });
    const text = csv(inside('P3', 'P2'), inside('P2', 'P1'), arrests, inside('P4', 'P5'), inside('P5', 'P4'));
    const circle = { field: 'within', code: 'unknown-figure' };
    expect(await load(text)).toMatchObject({
      recorded: 3,
      errors: [
        { line: 5, ...circle },
        { line: 6, ...circle },
      ],
    });
  });

  it('says of a changed row which columns changed, in this file or since', async () => {
    const changed = { ...arrests, amount: '694', period_to: '2012-01-01' };
    const conflict = {
      ...{ field: 'reference', code: 'idempotency-conflict' },
      reason: 'was recorded with other content before; what differs: amount, period_to',
    };
    expect(await load(csv(arrests, arrests, changed))).toEqual({
      rows: 3,
      recorded: 1,
      alreadyRecorded: 1,
      errors: [{ line: 4, ...conflict }],
    });
    expect(await load(csv(changed))).toMatchObject({ recorded: 0, errors: [{ line: 2, ...conflict }] });
  });

  it.each<readonly [string, Cells, string, RegExp]>([
    ['no reference', { reference: '' }, 'reference', /is blank/],
    [
      'a collaboration in words',
      { collaboration: 'Joint' },
      'collaboration',
      /has to be lower-case words joined by hyphens, such as/,
    ],
    ['a collaboration that there is not', { collaboration: 'nobody' }, 'collaboration', /no collaboration/],
    ['a unit that there is not', { unit: 'nobody' }, 'unit', /its units are/],
    ['a force that there is not', { force: 'nobody' }, 'force', /no force/],
    ['a measure that there is not', { measure: 'unicorns' }, 'measure', /"unicorns" is not in the catalogue/],
    ['an amount in words', { amount: 'many' }, 'amount', /not a whole number of count/],
    ['half an arrest', { amount: '0.5' }, 'amount', /not a whole number of count/],
    ['another unit of measure', { unit_of_measure: 'GBP' }, 'unit_of_measure', /measured in count, not in pence/],
    [
      'money with fractions',
      { measure: 'assets-seized-value', unit_of_measure: 'GBP', amount: '1.234' },
      'amount',
      /fractions of a penny/,
    ],
    ['a bound that there is not', { bound: 'about' }, 'bound', /exact, at-least/],
    ['a day that there is not', { period_from: '2009-02-30' }, 'period_from', /a date/],
    ['a period that ends before it starts', { period_to: '2008-01-01' }, 'period_to', /starts on 2009-01-01/],
    ['a doubt that is neither', { disputed: 'maybe' }, 'disputed', /yes or no/],
    ['no source', { source: '' }, 'source', /where the figure was published/],
  ])('refuses a row by line, column and reason, and goes on: %s', async (_, change, field, reason) => {
    const { recorded, errors } = await load(csv({ ...arrests, ...change }, { ...arrests, reference: 'P9' }));
    expect(errors).toEqual([
      { line: 2, field, reason: expect.stringMatching(reason), code: expect.stringMatching(/./) },
    ]);
    expect(recorded).toBe(1);
  });

  it('names the line that a row starts on, and takes no row apart that has not a cell for each column', async () => {
    const [header = '', good = '', tale = ''] = csv(arrests, { ...arrests, reference: 'P9', source: '@' }).split('\n');
    const overTwoLines = tale.replace('@', '"a report\nand more, of another year"').replace('exact', 'about');
    expect(await load([header, 'P8,only', good, overTwoLines, `${good},`].join('\n'))).toEqual({
      ...{ rows: 4, recorded: 1, alreadyRecorded: 0 },
      errors: [
        { line: 2, field: 'row', code: 'malformed-request', reason: 'has 2 cells; the header has 14' },
        { line: 4, field: 'bound', code: 'malformed-request', reason: expect.stringMatching(/one of/) },
        { line: 6, field: 'row', code: 'malformed-request', reason: 'has 15 cells; the header has 14' },
      ],
    });
  });

  it.each([
    ['a column that there is not', 'reference,colour\n1,2\n', '"colour" is no column'],
    ['a column twice', 'reference,reference\n1,2\n', '"reference" is no column, or is there twice'],
    ['a column too few', 'reference,within\n1,2\n', 'these columns are missing: collaboration, measure, amount'],
    ['a quote that is never closed', `${PUBLISHED_COLUMNS.join()}\n1,"a secret\n`, 'is not CSV'],
  ])('refuses a file with %s as a whole', async (_, text, reason) => {
    const refused = load(text);
    await expect(refused).rejects.toThrow(Unreadable);
    await expect(refused).rejects.toThrow(reason);
  });

  it('is refused when it holds bytes that are no text', async () => {
    const bytes = Readable.from([Buffer.from([...Buffer.from(csv(arrests)), 0xff])]);
    await expect(loadPublished(ledger, bytes, id('evaluator'))).rejects.toThrow('not UTF-8');
  });
});

const shared = (name: string) => new URL(`../../../../shared/data/${name}`, import.meta.url);
const isHere = existsSync(shared('published-outcomes.csv'));

describe('the figures that regional units and forces published', () => {
  it('are recorded, under the names that the catalogue has for what they are of', async () => {
    if (!isHere) {
      process.stdout.write('not run: the collected figures are not here\n');
      expect(isHere).toBe(false);
      return;
    }
    const fresh = ledgerInMemory();
    await ensureStandardMeasures(fresh);
    await loadCollaborations(fresh, await readFile(shared('collaborations.json'), 'utf8'), id('evaluator'));
    ledger = fresh;
    const { rows, recorded, errors } = await load(await readFile(shared('published-outcomes.csv'), 'utf8'));
    expect({ rows, recorded, errors }).toEqual({ rows: 32, recorded: 32, errors: [] });
    expect((await figures()).filter(({ figure }) => figure.within !== undefined)).toHaveLength(6);
  });

  it('are held against entries by line, force and period, and a part is never added to what contains it', async () => {
    const fresh = ledgerInMemory('2026-11-22T09:00:00.000Z');
    await ensureStandardMeasures(fresh);
    const data = (name: string) => readFile(new URL(`../../demo-data/${name}`, import.meta.url), 'utf8');
    for (const name of ['collaborations.json', 'other-collaborations.json'])
      await loadCollaborations(fresh, await data(name), id('evaluator'));
    ledger = fresh;
    expect(await load(await data('published-outcomes.csv'))).toMatchObject({ recorded: 32, errors: [] });
    const west = id<ForceId>('west-yorkshire');
    const made = arrest({
      ...{ unit: id('rocu'), leadForce: west, operation: id('mille'), occurredOn: day('2023-06-05') },
      attribution: { basis: 'direct', force: west },
    });
    const recorder = recorderOf(fresh);
    for (let command = 1; command <= 46; command += 1) await recorder.record(command, YORKSHIRE, made);
    const answer = await reconciliationsFor(fresh, YORKSHIRE, { entry: await fresh.store.head() });
    if (!answer.ok) throw new Error(answer.refusal.code);
    const { figures: all } = answer.value;
    const told = (measure: string) =>
      all
        .filter((figure) => figure.measure === measure && figure.operation === 'mille')
        .map(({ force, published, proved, difference, verdict }) => [
          ...[force, published.bound, published.amount, proved, difference, verdict],
        ]);
    expect(told('arrests')).toEqual([
      [null, 'exact', 127n, 46n, -81n, 'partly'],
      ['west-yorkshire', 'exact', 46n, 46n, 0n, 'supported'],
    ]);
    expect(told('drugs-seized-value')).toEqual([
      [null, 'exact', 535_109_000n, null, null, 'unsupported'],
      ['west-yorkshire', 'at-least', 430_000_000n, null, null, 'unsupported'],
    ]);
    const parts = all.filter(({ within }) => within !== null);
    for (const { figureId, within } of parts)
      expect(all.find((figure) => figure.figureId === within)?.contains).toContain(figureId);
    expect(parts.length).toBeGreaterThan(2);
  });
});
