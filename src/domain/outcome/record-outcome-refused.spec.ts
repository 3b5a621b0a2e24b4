import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import {
  arrest,
  asset,
  CLEVELAND,
  contextAfter,
  countedItem,
  POPULATION,
  powder,
  RART,
  recoveredCar,
  RRPT,
  seizure,
  TODAY,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import { refuse, type Decision } from '../decision.js';
import { OUTSIDE, type KeyId } from '../identifiers.js';
import { sha256 } from '../../ledger/codec/digest.js';
import { emptyCatalogue } from '../measure/catalogue.js';
import type { Refusal } from '../refusals.js';
import type { OutcomeDetails, OutcomeRecorded } from './events.js';
import { recordOutcome } from './record-outcome.js';

const recorded = (outcome: OutcomeDetails): Decision<OutcomeRecorded> =>
  recordOutcome({ collaboration: YORKSHIRE, outcome }, contextAfter());

describe('recording an outcome is refused, the first reason first', () => {
  const soon = day('2012-04-02');
  const closed = day('2011-07-05');
  const nowhere = { collaboration: YORKSHIRE, known: [RART, RRPT], code: 'unknown-unit' } as const;
  const past = day('2004-01-01');

  /** Each row breaks one rule more than the row below it, up to a row with a single fault. */
  const key = { basis: 'key', key: id<KeyId>('no-such-key') } as const;
  const tooMuch = 2n ** 53n;
  it.each<[string, OutcomeDetails, Refusal]>([
    [
      'unknown unit before everything else',
      countedItem({
        unit: id('nowhere'),
        occurredOn: soon,
        leadForce: CLEVELAND,
        measure: id('nil'),
        attribution: key,
      }),
      { ...nowhere, unit: 'nowhere' },
    ],
    [
      'a unit that is closed',
      countedItem({ unit: RRPT, occurredOn: soon, leadForce: CLEVELAND, measure: id('nil'), attribution: key }),
      { code: 'unit-not-open', unit: 'rrpt', from: day('2008-07-01'), to: closed, on: soon },
    ],
    [
      'a lead force that is no member',
      countedItem({ occurredOn: soon, leadForce: CLEVELAND, measure: id('nil'), attribution: key }),
      { code: 'not-a-member', field: 'leadForce', force: CLEVELAND, collaboration: YORKSHIRE, on: soon },
    ],
    [
      'a date in the future',
      countedItem({ occurredOn: soon, measure: id('nil'), attribution: key }),
      { code: 'date-in-future', field: 'occurredOn', date: soon, today: TODAY },
    ],
    [
      'a measure that is not in the catalogue',
      countedItem({ measure: id('nil'), attribution: key, amount: tooMuch }),
      { code: 'unknown-measure', field: 'measure', measure: 'nil', because: 'is not in the catalogue of measures' },
    ],
    [
      'an attribution',
      countedItem({ attribution: key, amount: tooMuch }),
      { code: 'unknown-key', field: 'attribution.key', key: 'no-such-key', known: [POPULATION] },
    ],
    [
      'an amount beyond a JSON integer',
      countedItem({ amount: tooMuch }),
      { code: 'amount-out-of-range', field: 'amount', amount: tooMuch, least: 0n, most: tooMuch - 1n },
    ],
    [
      'a lead force that nobody has heard of',
      arrest({ leadForce: id('gotham') }),
      { code: 'unknown-force', field: 'leadForce', force: 'gotham' },
    ],
    [
      'outside as lead force',
      arrest({ leadForce: OUTSIDE }),
      { code: 'unknown-force', field: 'leadForce', force: 'outside' },
    ],
    [
      'a unit before it opened',
      arrest({ unit: RRPT, occurredOn: day('2008-06-30') }),
      { code: 'unit-not-open', unit: 'rrpt', from: day('2008-07-01'), to: closed, on: day('2008-06-30') },
    ],
    [
      'a unit on the first day on which it is closed',
      arrest({ unit: RRPT, occurredOn: closed }),
      { code: 'unit-not-open', unit: 'rrpt', from: day('2008-07-01'), to: closed, on: closed },
    ],
    [
      'a unit that never closed, before it opened',
      arrest({ occurredOn: past }),
      { code: 'unit-not-open', unit: 'rart', from: day('2005-09-01'), to: undefined, on: past },
    ],
    [
      'substances worth more together than the ledger can hold',
      seizure([powder('cocaine', 1n, tooMuch - 1n), powder('heroin', 1n, 1n)]),
      { code: 'amount-out-of-range', field: 'substances', amount: tooMuch, least: 0n, most: tooMuch - 1n },
    ],
    [
      'an asset beyond the limit',
      asset({ amountPence: tooMuch }),
      { code: 'amount-out-of-range', field: 'amountPence', amount: tooMuch, least: 0n, most: tooMuch - 1n },
    ],
    [
      'property below nothing',
      recoveredCar({ amountPence: -1n }),
      { code: 'amount-out-of-range', field: 'amountPence', amount: -1n, least: 0n, most: tooMuch - 1n },
    ],
    [
      'a measure that another kind posts',
      countedItem({ measure: id('arrests-made') }),
      {
        code: 'unknown-measure',
        field: 'measure',
        measure: 'arrests-made',
        because: 'is posted by outcomes of the kind arrest',
      },
    ],
    [
      'a sum of measures',
      countedItem({ measure: id('arrests') }),
      {
        code: 'unknown-measure',
        field: 'measure',
        measure: 'arrests',
        because: 'is the sum of arrests-made and arrests-facilitated; record those',
      },
    ],
  ])('%s', (_, outcome, refusal) => {
    expect(recorded(outcome)).toStrictEqual(refuse(refusal));
  });

  const decided = (outcome: OutcomeDetails, asBefore = false) =>
    recordOutcome({ collaboration: YORKSHIRE, outcome }, { ...contextAfter(), asBefore });

  it('pounds as foreign money, and not as before', () => {
    const money = { amount: 100n, rate: '1', rateOn: TODAY, rateSource: id<never>('bank') };
    const inMoneyOf = (currency: string) => asset({ amountPence: 100n, foreign: { ...money, currency } });
    expect(decided(inMoneyOf('GBP'))).toStrictEqual(
      refuse({ code: 'not-foreign', field: 'foreign.currency', currency: 'GBP' }),
    );
    expect(decided(inMoneyOf('GBP'), true)).toMatchObject({ accepted: true });
    expect(decided(inMoneyOf('EUR'))).toMatchObject({ accepted: true });
  });

  it('the digest of an empty file as evidence, and not as before', () => {
    const some = { label: id<never>('custody-record'), sha256: sha256('one') };
    const none = { label: id<never>('photograph'), sha256: sha256('') };
    expect(decided(arrest({ evidence: [some, none] }))).toStrictEqual(
      refuse({ code: 'empty-evidence', field: 'evidence[1].sha256', label: 'photograph' }),
    );
    expect(decided(arrest({ evidence: [some, none] }), true)).toMatchObject({ accepted: true });
    expect(decided(arrest({ evidence: [some] }))).toMatchObject({ accepted: true });
  });

  it('a substance before the measures that it would post', () => {
    const context = { ...contextAfter(), catalogue: emptyCatalogue };
    const recordedIn = (substance: string) =>
      recordOutcome({ collaboration: YORKSHIRE, outcome: seizure([powder(substance, 1n)]) }, context);
    expect(recordedIn('aspirin')).toMatchObject({ refusal: { code: 'unknown-substance' } });
    expect(recordedIn('heroin')).toStrictEqual(
      refuse({
        code: 'unknown-measure',
        field: 'measure',
        measure: 'drug-seizures',
        because: 'is not in the catalogue of measures',
      }),
    );
  });
});
