import { beforeEach, describe, expect, it } from '@jest/globals';
import { ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { loadGround } from '../../../test/support/ground.js';
import { id } from '../../../test/support/given-when-then.js';
import {
  arrest,
  asset,
  car,
  csv,
  drugs,
  guns,
  importing,
  response,
  training,
  type Cells,
} from '../../../test/support/outcome-rows.js';
import { COLUMNS } from './columns.js';

/** Euros that were seized, as a row tells of them. */
const euros: Cells = {
  ...{ ...asset, attribution: 'direct:humberside', amount_gbp: '8,512', foreign_amount: '1000000' },
  ...{ foreign_currency: 'EUR', foreign_rate: '0.8512', foreign_rate_on: '2010-03-04', foreign_rate_source: 'bank' },
};

let ledger: LedgerInMemory;
let before: number;
beforeEach(async () => {
  ledger = ledgerInMemory();
  await loadGround(ledger, id('evaluator'));
  before = await ledger.store.head();
});

const recordedSince = async (): Promise<number> => (await ledger.store.head()) - before;

describe('a bad row is refused with its line, its column and the reason', () => {
  it.each<readonly [string, Cells, string, RegExp]>([
    ['a kind that there is not', { ...arrest, kind: 'raid' }, 'kind', /"raid" is not one of arrest, /],
    ['foreign money told in part', { ...euros, foreign_currency: '' }, 'foreign_currency', /ISO 4217/],
    ['foreign money in words', { ...euros, foreign_amount: 'much' }, 'foreign_amount', /smallest unit/],
    ['pence that do not follow from the rate', { ...euros, amount_gbp: '8,513' }, 'amount_gbp', /do not follow/],
    ['foreign money of an arrest', { ...arrest, foreign_rate: '1' }, 'foreign_rate', /not used by the kind arrest/],
    ['a column of another kind', { ...arrest, amount_gbp: '5' }, 'amount_gbp', /not used by the kind arrest/],
    ['no reference', { ...arrest, reference: ' ' }, 'reference', /1 to 100 characters/],
    ['a long reference', { ...arrest, reference: 'x'.repeat(101) }, 'reference', /1 to 100 characters/],
    [
      'a collaboration in words',
      { ...arrest, collaboration: 'Joint Working' },
      'collaboration',
      /has to be lower-case words joined by hyphens, such as/,
    ],
    [
      'a collaboration that there is not',
      { ...arrest, collaboration: 'nobody' },
      'collaboration',
      /no collaboration "nobody"/,
    ],
    ['a day that there is not', { ...arrest, occurred_on: '2010-02-30' }, 'occurred_on', /a date such as/],
    ['a day in another form', { ...arrest, occurred_on: '04/03/2010' }, 'occurred_on', /a date such as/],
    ['a day in the future', { ...arrest, occurred_on: '2012-04-02' }, 'occurred_on', /lies in the future/],
    ['a unit that there is not', { ...arrest, unit: 'nobody' }, 'unit', /its units are/],
    [
      'a unit that was closed',
      { ...arrest, unit: 'rrpt', occurred_on: '2008-06-30' },
      'unit',
      /was open from 2008-07-01/,
    ],
    ['a lead force that is none', { ...arrest, lead_force: 'outside' }, 'lead_force', /no force "outside"/],
    ['a lead force that is no member', { ...arrest, lead_force: 'durham' }, 'lead_force', /was no member/],
    ['a role that there is not', { ...arrest, role: 'assisted' }, 'role', /one of made, facilitated/],
    [
      'an attribution in words',
      { ...arrest, attribution: 'west' },
      'attribution',
      /has to be direct:<force>.*for a non-member use outside$/,
    ],
    [
      'an attribution to a force in words',
      { ...arrest, attribution: 'direct:West' },
      'attribution',
      /lower-case words joined by hyphens, such as west-yorkshire/,
    ],
    ['a key that there is not', { ...arrest, attribution: 'key:none' }, 'attribution', /its keys|keys are/],
    [
      'a force weighted twice',
      { ...arrest, attribution: 'agreed:humberside=1;humberside=2' },
      'attribution',
      /names a force twice/,
    ],
    ['weights that weigh nothing', { ...arrest, attribution: 'agreed:humberside=0' }, 'attribution', /above zero/],
    [
      'a weight below zero',
      { ...arrest, attribution: 'agreed:humberside=-1' },
      'attribution',
      /has to be <force>=<weight>;/,
    ],
    ['a unit of quantity that there is not', { ...drugs, quantity_unit: 'oz' }, 'quantity_unit', /"oz" is not a unit/],
    ['a quantity in words', { ...drugs, quantity: 'some' }, 'quantity', /"some" is not a quantity/],
    ['a quantity too fine', { ...drugs, quantity: '1.2345' }, 'quantity', /finer than whole milligrams/],
    [
      'a substance in capitals',
      { ...drugs, substance: 'Cocaine' },
      'substance',
      /has to be lower-case words joined by hyphens, such as cocaine/,
    ],
    ['a substance that is none', { ...drugs, substance: 'sugar' }, 'substance', /not in the table/],
    ['a measure that there is not', { ...guns, measure: 'unicorns' }, 'measure', /not in the catalogue/],
    [
      'a measure that others post',
      { ...guns, measure: 'arrests-made' },
      'measure',
      /posted by outcomes of the kind arrest/,
    ],
    ['a measure that is a sum', { ...guns, measure: 'arrests' }, 'measure', /is the sum of/],
    ['a count that is none', { ...guns, amount: '2.5' }, 'amount', /not a whole number/],
    ['a nature that there is not', { ...training, nature: 'cashable' }, 'nature', /one of cash-releasing/],
    [
      'a recurrence that there is not',
      { ...training, recurrence: 'yearly' },
      'recurrence',
      /one of one-off, recurring/,
    ],
    ['an expectation of a one-off', { ...training, recurrence: 'one-off' }, 'expected_to', /not a field/],
    ['no end', { ...training, runs_to: '', expected_to: '' }, 'runs_to', /is missing/],
    ['an end in the future', { ...training, runs_to: '2012-04-02' }, 'runs_to', /lies in the future/],
    ['gross below zero', { ...training, gross_gbp: '-1' }, 'gross_gbp', /below zero/],
    ['no investment said', { ...training, investment_gbp: '' }, 'investment_gbp', /is blank/],
    ['minutes in words', { ...training, officer_minutes: 'many' }, 'officer_minutes', /not a whole number/],
    ['half a baseline', { ...training, baseline_on: '' }, 'baseline_on', /a date such as/],
    [
      'a saving to carry on that there is not',
      { ...training, carried_from: '00000000-0000-4000-8000-000000000009' },
      'carried_from',
      /no saving 0+-.* counts in/,
    ],
    [
      'a saving to carry on that no row tells of',
      { ...training, carried_from: 'IL-0001' },
      'carried_from',
      /no saving "IL-0001" counts in/,
    ],
    [
      'a saving to carry on in a long text',
      { ...training, carried_from: 'x'.repeat(101) },
      'carried_from',
      /has to be the id of an outcome, or the reference of an earlier row/,
    ],
    ['a type of cost that there is not', { ...response, cost_type: 'rent' }, 'cost_type', /one of regional-response/],
    ['a line that there is not', { ...response, measure: 'unicorns' }, 'measure', /not in the catalogue/],
    ['neither yes nor no', { ...car, returned_to_owner: 'y' }, 'returned_to_owner', /yes or no/],
    ['a value told by nobody', { ...drugs, amount_gbp: '' }, 'valuation_basis', /no amountPence is given/],
    ['purity beyond the whole', { ...drugs, purity_percent: '100.1' }, 'purity_percent', /not a percentage/],
    [
      'parts of a seizure that do not match',
      {
        ...drugs,
        ...{ substance: 'cocaine;heroin', form: 'powder', quantity: '1;2', quantity_unit: 'g;g' },
        ...{ amount_gbp: '1;2', valuation_basis: 'street;street' },
      },
      'form',
      /has 1 parts between semicolons, and "substance" has 2/,
    ],
    ['an asset of no stage that it may begin at', { ...asset, stage: 'detained' }, 'stage', /one of seized/],
    [
      'an asset at a stage of another route',
      { ...asset, stage: 'frozen' },
      'stage',
      /what may stand there is restrained, seized, ordered/,
    ],
  ])('%s', async (_, row, field, reason) => {
    const { errors, refused } = await importing(
      ledger,
      csv(arrest === row ? asset : { ...asset, reference: 'first' }, row),
    );
    expect(refused).toBe(1);
    expect(errors).toEqual([
      { line: 3, field, reason: expect.stringMatching(reason), code: expect.stringMatching(/./) },
    ]);
    expect(await recordedSince()).toBe(0);
  });

  it('for everything that is wrong with it', async () => {
    const bad = {
      ...drugs,
      occurred_on: 'x',
      lead_force: 'X',
      unit: '',
      attribution: 'y',
      substance: 'X Y',
      form: '',
      quantity: 'z',
      quantity_unit: 'oz',
      amount_gbp: '1.2.3',
      valuation_basis: 'guess',
      role: 'made',
    };
    const { errors, refused } = await importing(ledger, csv(bad));
    expect(refused).toBe(1);
    const fields = [
      'role',
      'attribution',
      'quantity_unit',
      'amount_gbp',
      'substance',
      'form',
      'valuation_basis',
      'lead_force',
      'occurred_on',
      'unit',
    ];
    expect(new Set(errors.map(({ field }) => field))).toEqual(new Set(fields));
    expect(errors).toHaveLength(fields.length);
  });

  it('when it has another number of cells', async () => {
    const { errors } = await importing(
      ledger,
      `${csv(arrest)},\n${csv(asset).split('\n')[1]?.slice(1) ?? ''}`.replace(/,$/, ''),
    );
    expect(errors[0]).toMatchObject({
      line: 2,
      field: 'row',
      reason: `has ${COLUMNS.length + 1} cells; the header has ${COLUMNS.length}`,
    });
  });

  it.each([
    ...[
      '12.3.4',
      '109.576',
      '£',
      '',
      ' ',
      'twelve',
      '1.5',
      '-5',
      '£-5',
      '1,23',
      '0,123',
      '1,234,56',
      '1e3',
      '.50',
      '5.',
      '5p',
      '$5',
    ],
    ...['1 000', ' 5', '+5', '99999999999999999999', 'NaN', '５'],
  ])('when it says %p of money', async (amount_gbp) => {
    const { errors, recorded } = await importing(ledger, csv({ ...asset, amount_gbp }));
    expect([recorded, errors.map(({ field }) => field)]).toEqual([0, ['amount_gbp']]);
  });

  it('but not when it tells of foreign money whole', async () => {
    expect(await importing(ledger, csv(euros))).toMatchObject({ recorded: 1, errors: [] });
    const [last] = await ledger.store.readAll(before, 1);
    const foreign = '{"amount":1000000,"currency":"EUR","rate":"0.8512","rateOn":"2010-03-04","rateSource":"bank"}';
    expect(last?.line).toContain(`"foreign":${foreign}`);
  });

  it.each([
    ['1234.56', 123456],
    ['1,234.56', 123456],
    ['£1,234.56', 123456],
    ['1,234', 123400],
    ['£5', 500],
    ['0', 0],
    ['0.01', 1],
    ['90071992547409.91', 9007199254740991],
  ])('but not when it says %p, which is %d pence', async (amount_gbp, pence) => {
    expect(await importing(ledger, csv({ ...asset, attribution: 'direct:humberside', amount_gbp }))).toMatchObject({
      recorded: 1,
    });
    const [last] = await ledger.store.readAll(before, 1);
    expect(last?.line).toContain(`"amountPence":${pence},`);
  });
});
