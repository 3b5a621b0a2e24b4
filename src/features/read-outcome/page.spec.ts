import { describe, expect, it } from '@jest/globals';
import { day, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { theCatalogue } from '../../../test/support/measures.js';
import {
  asset,
  RART,
  restingOn,
  theRegister,
  WEST,
  YORKSHIRE,
  yorkshireAfter,
} from '../../../test/support/yorkshire.js';
import type { MeasureId, OutcomeId, UnitId } from '../../domain/identifiers.js';
import type { OutcomeEvent } from '../../domain/outcome/events.js';
import { evolveOutcome, unrecorded, type Outcome } from '../../domain/outcome/outcome.js';
import { namesIn } from '../../web/names.js';
import { renderPage } from '../../web/pages.js';
import { labelsOf, viewOutcome, type Chapter, type OutcomeView } from './page.js';

const ID = uuidEnding<OutcomeId>(1);
const ROADS = id<UnitId>('rrpt');
const details = asset();
const worth = (amount: bigint) => ({
  amount,
  force: WEST,
  grade: 'claimed' as const,
  measure: id<MeasureId>('assets-seized-value'),
  occurredOn: details.occurredOn,
  unit: RART,
});
const common = { collaboration: YORKSHIRE, labels: ['illustrative'], restsOn: restingOn() } as const;
const recorded: OutcomeEvent = { type: 'OutcomeRecorded', ...common, outcome: details, postings: [worth(1250000n)] };
const corrected: OutcomeEvent = {
  type: 'OutcomeCorrected',
  ...common,
  outcome: asset({ amountPence: 1200000n }),
  reason: 'valuation-revised',
  postings: [worth(-50000n)],
};
const withdrawn: OutcomeEvent = {
  type: 'OutcomeWithdrawn',
  collaboration: YORKSHIRE,
  labels: ['illustrative'],
  reason: 'recorded-in-error',
  postings: [worth(-1200000n)],
};

const claimed: OutcomeEvent = {
  type: 'OutcomeClaimed',
  ...common,
  outcome: asset({ unit: ROADS, amountPence: 1100000n, occurredOn: day('2010-03-05') }),
  postings: [],
};
const agreed: OutcomeEvent = {
  type: 'ClaimWeightsAgreed',
  ...common,
  postings: [],
  weights: { [RART]: 2n, [ROADS]: 1n },
};
const OTHER = uuidEnding<OutcomeId>(2);
const linked: OutcomeEvent = {
  type: 'OutcomeLinked',
  ...common,
  duplicateOf: OTHER,
  postings: [],
  reason: 'recorded-twice',
  restsOn: { primary: 0 },
};
const noted: OutcomeEvent = {
  type: 'DuplicatesNoted',
  ...common,
  duplicate: OTHER,
  duplicates: [OTHER],
  postings: [],
  restsOn: { duplicate: 1 },
};

describe('an outcome in words', () => {
  it('says who else claims it, what they told, and how it is shared', () => {
    const told = { name: 'Claimed by others', values: ['Roads Policing, who told: £11,000.00, on 5 March 2010'] };
    const facts = [told, { name: 'Shared among them', values: ['In equal parts'] }];
    expect(view(recorded, claimed).facts).toEqual(expect.arrayContaining(facts));
    const shared = { name: 'Shared among them', values: ['By agreed weights: Asset Recovery 2, Roads Policing 1'] };
    expect(view(recorded, claimed, agreed).facts).toEqual(expect.arrayContaining([told, shared]));
    expect(view(recorded).facts.map(({ name }) => name)).not.toContain('Claimed by others');
  });

  it('says on which day each part counts, where that is not the day of the outcome', () => {
    const later = { ...worth(-1n), occurredOn: day('2010-04-01') };
    const stage = { stage: 'detained', occurredOn: later.occurredOn, amountPence: 1n } as const;
    const reached: OutcomeEvent = { type: 'AssetStageReached', ...common, stage, postings: [later] };
    const { credit, history } = view(recorded, reached);
    expect(credit.map(({ countsOn }) => countsOn)).toEqual(['4 March 2010', '1 April 2010']);
    expect(history.map(({ postings }) => postings[0]?.countsOn)).toEqual([null, '1 April 2010']);
    const about = { title: 'Cash', owner: null, section: 'outcomes', labels: [] } as const;
    expect(renderPage('features/read-outcome/page.njk', about, view(recorded, reached))).toContain(
      'claimed, on 1 April 2010',
    );
    expect(view(recorded).credit[0]?.countsOn).toBeNull();
  });

  it('leads to the outcome that it is linked to, and to those that are linked to it', () => {
    const links = [{ text: OTHER, href: `/outcomes/${OTHER}` }];
    expect(view(recorded, linked).related).toEqual([{ name: 'Linked as a duplicate of', links }]);
    expect(view(recorded, noted).related).toEqual([{ name: 'Has duplicates', links }]);
    expect(view(recorded).related).toEqual([]);
    const about = { title: 'Cash', owner: null, section: 'outcomes', labels: [] } as const;
    expect(renderPage('features/read-outcome/page.njk', about, view(recorded, linked))).toContain(
      `href="/outcomes/${OTHER}"`,
    );
  });

  it('tells its whole history, each entry with the differences that it posted and where its line is', () => {
    const { history, credit } = view(recorded, corrected);
    expect(history.map(({ entry, what, postings, line }) => [entry, what, postings[0]?.amount, line])).toEqual([
      ['0', 'Recorded', '£12,500.00', '/api/v1/entries?limit=1'],
      ['1', 'Corrected: valuation revised', '-£500.00', '/api/v1/entries?after=0&limit=1'],
    ]);
    expect(credit.map(({ force, amount }) => [force, amount])).toEqual([['west-yorkshire police', '£12,000.00']]);
  });

  it('says what was recorded, by whom it is led and how credit is shared', () => {
    expect(view(recorded).facts).toEqual(
      expect.arrayContaining([
        { name: 'Occurred on', values: ['4 March 2010'] },
        { name: 'Recorded', values: ['£12,500.00'] },
        { name: 'Regional unit', values: ['Asset Recovery'] },
        { name: 'Lead force', values: ['west-yorkshire police'] },
        { name: 'Credit', values: ['All to west-yorkshire police'] },
      ]),
    );
  });

  it('counts for nothing once withdrawn, and keeps its labels', () => {
    const shown = view(recorded, corrected, withdrawn);
    expect(shown).toMatchObject({ isWithdrawn: true, credit: [] });
    expect(shown.history.at(-1)?.what).toBe('Withdrawn: recorded in error');
    expect(shown.labels.map(({ word }) => word)).toEqual(['Illustrative']);
  });

  it('says on the page that it was withdrawn', () => {
    const about = { title: 'Cash', owner: null, section: 'outcomes', labels: [] } as const;
    const page = (...events: readonly OutcomeEvent[]) =>
      renderPage('features/read-outcome/page.njk', about, view(...events));
    expect(page(recorded, corrected, withdrawn)).toContain('This outcome was withdrawn');
    expect(page(recorded, corrected)).not.toContain('This outcome was withdrawn');
  });
});

function view(...events: readonly OutcomeEvent[]): OutcomeView {
  const outcome = events.reduce<Outcome>(evolveOutcome, unrecorded);
  if (outcome.status === 'unrecorded') throw new Error('Nothing was recorded');
  const chapters = events.map((event, entry): Chapter => {
    return { entry, recordedAt: '2026-11-22T10:00:00.000Z', actor: 'evaluator', event };
  });
  expect(labelsOf(chapters)).toEqual(['illustrative']);
  const names = namesIn(yorkshireAfter(), theRegister);
  return viewOutcome(ID, outcome, chapters, { names, catalogue: theCatalogue, collaborationName: 'Yorkshire' });
}
