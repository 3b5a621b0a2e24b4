import { describe, expect, it } from '@jest/globals';
import { answerIncentives, type IncentivesAnswer } from '../../../projections/incentive-answer.js';
import {
  assetOnRecord,
  COURTS,
  incentivesAfter,
  PROSECUTION,
  receipt,
  scheme,
} from '../../../test/support/incentives.js';
import { day } from '../../../test/support/given-when-then.js';
import { asset, contextAfter, YORKSHIRE } from '../../../test/support/yorkshire.js';
import { namesIn } from '../../web/names.js';
import { emptyRegister } from '../../domain/force-register/force-register.js';
import { incentivesText } from './incentives-text.js';
import { viewIncentives } from './page.js';

const QUARTER = { collaboration: YORKSHIRE, from: day('2010-01-01'), to: day('2010-04-01') };
const OF = `collaboration=${YORKSHIRE}&from=2010-01-01&to=2010-04-01`;
const AS_AT = { entry: 7, knownAt: '2026-11-22T10:00:00.000Z' };
const ORDER = asset({ route: 'confiscation', stage: 'ordered', amountPence: 90_000n, occurredOn: day('2010-01-01') });
const paid = { stage: 'collected', occurredOn: day('2010-02-01'), amountPence: 80_000n, interestPence: 16n } as const;

/** A quarter in which an order was paid, with a receipt, its reversal, two that lie in it only partly, and one that counts beside one of them. */
function answer(): IncentivesAnswer {
  const incentives = incentivesAfter(
    scheme({ sharesInterest: false }),
    receipt({ illustrative: true }),
    receipt({ amountPence: -18_750n, reverses: 1 }),
    receipt({ recipient: COURTS, to: day('2010-06-01'), amountPence: 5n }),
    receipt({ recipient: PROSECUTION, amountPence: 7n }),
    receipt({ recipient: PROSECUTION, from: day('2009-10-01'), to: day('2010-02-01'), amountPence: 9n }),
  );
  return answerIncentives(QUARTER, AS_AT, incentives, [assetOnRecord(1, ORDER, [paid])]);
}

describe('incentive receipts in words', () => {
  it('say that there is nothing where there is nothing', () => {
    const text = incentivesText(answerIncentives(QUARTER, AS_AT, incentivesAfter(), []));
    expect(text).toContain('Nothing was collected, no scheme was in force and nothing was received for this period.');
  });

  it('say on a terminal what is due, received, and not known', () => {
    const text = incentivesText(answer());
    expect(text).toContain('Incentive receipts (distribution, not a benefit)');
    expect(text).toContain(
      'confiscation (assumed, illustrative): £800.00 collected, interest £0.16; interest of £0.16 not shared; version 1 (a scheme)',
    );
    expect(text).toMatch(/confiscation +courts +£100\.00 +none counted +– +assumed, illustrative/);
    expect(text).toMatch(/confiscation +crown-prosecution-service +£150\.00 +£0\.07 +not known +assumed/);
    expect(text).toMatch(/confiscation +home-office +£400\.00 +not recorded +– +assumed, illustrative/);
    expect(text).toMatch(/confiscation +police +£150\.00 +£0\.00 +-£150\.00/);
    expect(text).toMatch(/2 +confiscation +police .*-£187\.50 +takes back 1/);
    expect(text).toMatch(/3 +confiscation +courts .*£0\.05 +not counted: not wholly within this period/);
  });

  it('say so while entries cannot be counted, and while there are none', () => {
    expect(incentivesText({ ...answer(), incompleteSince: 9 })).toContain('INCOMPLETE since entry 9');
    const nothing = answerIncentives(QUARTER, { entry: -1, knownAt: null }, incentivesAfter(), []);
    expect(incentivesText(nothing)).toContain('Nothing is recorded yet.');
  });

  it('say the same on a page, with the lists of assets that they rest on', () => {
    const names = namesIn(contextAfter().collaboration, emptyRegister);
    const { routes, receipts, now } = viewIncentives(answer(), names, '7');
    const behind = (measure: string): string => `/outcomes?${OF}&measure=${measure}&asAt=7`;
    expect(routes).toMatchObject([
      {
        collected: 'Collected £800.00 and interest of £0.16. Interest of £0.16 is not shared.',
        recipients: [
          { name: 'Courts', due: '£100.00', received: 'none counted', difference: '–' },
          { due: '£150.00', received: '£0.07', difference: 'not known' },
          { due: '£400.00', received: 'not recorded', difference: '–' },
          { due: '£150.00', received: '£0.00', difference: '-£150.00' },
        ],
        restsOn: {
          assets: '1 asset',
          lists: [
            { text: 'principal collected', href: behind('assets-collected-value') },
            { text: 'interest collected', href: behind('assets-collected-interest') },
          ],
        },
      },
    ]);
    expect(receipts.map(({ notes }) => notes)).toEqual([
      [],
      ['Takes receipt 1 back'],
      ['Not counted: not wholly within this period'],
      [],
      ['Not counted: not wholly within this period'],
    ]);
    expect(now).toContain('/incentive-receipts?collaboration=');
  });
});
