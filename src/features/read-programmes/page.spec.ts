import { describe, expect, it } from '@jest/globals';
import type { AnswerProject, ProgrammesAnswer } from '../../../projections/programme-answer.js';
import { day, id } from '../../../test/support/given-when-then.js';
import { yorkshireAfter, YORKSHIRE } from '../../../test/support/yorkshire.js';
import { renderPage } from '../../web/pages.js';
import { viewProgramme, type ProgrammeContext } from './page.js';
import { programmesText } from './programmes-text.js';

const said = { labels: [], source: null } as const;
const project: AnswerProject = {
  collaboration: YORKSHIRE,
  project: id('shared-forensics'),
  name: 'Forensics & dogs',
  area: id('special-operations'),
  model: 'lead-force',
  owner: id('head-of-crime'),
  participants: [id('humberside'), id('west-yorkshire')],
  proposedOn: day('2010-02-22'),
  labels: ['assumed'],
  source: '001:196',
  function: id<never>('dogs'),
  status: 'stopped',
  tier: 1,
  approval: { approvedOn: day('2017-09-27'), effectiveFrom: day('2016-09-01'), ...said },
  changes: [{ status: 'stopped', on: day('2018-03-09'), reason: 'poor-value', ...said, labels: ['assumed'] }],
  scores: {
    ...{ scoredOn: day('2012-05-01'), strategicFit: 8n, practicality: 6n, tierByScore: 2, source: null },
    override: { tier: 1, reason: 'urgent-need' },
    labels: ['illustrative'],
  },
  businessCase: {
    ...{ setOn: day('2012-05-01'), costPence: 0n, benefitPencePerYear: 17_000_000n, baselinePencePerYear: null },
    target: { by: day('2014-04-01'), pencePerYear: 500n },
    ...said,
    source: '002:59',
  },
  profiles: [
    {
      ...{ profile: id<never>('a'), owner: id('rart'), measure: id('arrests'), measuredIn: 'count', unit: 'rart' },
      ...{ force: null, from: day('2010-04-01'), to: day('2011-04-01'), baseline: 1n, target: 1200n, actual: 1150n },
      ...{
        byGrade: [{ grade: 'claimed', amount: 1150n }],
        difference: -50n,
        against: 'short',
        labels: ['illustrative'],
      },
      source: null,
    },
    {
      ...{ profile: id<never>('b'), owner: id('rart'), measure: id('savings'), measuredIn: 'pence', unit: null },
      ...{
        force: 'humberside',
        from: day('2010-04-01'),
        to: day('2011-04-01'),
        baseline: 0n,
        target: 5n,
        actual: null,
      },
      ...{ byGrade: [], difference: null, against: 'nothing-recorded', labels: [], source: null },
    },
  ],
};
const bare: AnswerProject = {
  ...{ ...project, name: 'Bare', area: id<never>('crime'), status: 'proposed', tier: null, function: null },
  ...{ approval: null, changes: [], scores: null, businessCase: null, profiles: [], labels: [], source: null },
};
const answer: ProgrammesAnswer = {
  asAt: { entry: 1302, knownAt: '2026-11-22T10:00:00.000Z' },
  query: { collaboration: YORKSHIRE },
  labels: ['assumed', 'illustrative'],
  tiers: [
    { collaboration: YORKSHIRE, from: day('2012-04-23'), most: 10n, tiers: [{ tier: 1, atLeast: 15n }], ...said },
  ],
  projects: [bare, project],
};
const context: ProgrammeContext = {
  collaboration: YORKSHIRE,
  collaborations: [yorkshireAfter()],
  names: { force: (force) => `${force} police`, unit: (unit) => unit.toUpperCase() },
  titleOf: (measure) => (measure === 'arrests' ? 'Arrests' : measure),
  asked: undefined,
};
const page = (view: object) =>
  renderPage(
    'features/read-programmes/page.njk',
    { title: 'Programmes', owner: 'Yorkshire', section: 'programmes', labels: answer.labels },
    view,
  );

describe('a programme in words', () => {
  const view = viewProgramme(answer, context);
  const [crime, special] = view.areas;

  it('is by area of work, and says what is not on record', () => {
    expect([crime?.title, special?.title]).toEqual(['Crime', 'Special operations']);
    expect(crime?.projects).toMatchObject([{ name: 'Bare', tier: null, scores: null, businessCase: [] }]);
  });

  it('tells approval from effect, and why it ended', () => {
    expect(special?.projects[0]?.status).toEqual({
      word: 'Stopped',
      tagClass: 'govuk-tag--red',
      history: [
        'Proposed 22 February 2010 (assumed)',
        'Approved 27 September 2017, in effect from 1 September 2016',
        'Stopped 9 March 2018: poor value (assumed)',
      ],
    });
  });

  it('says which tier the scores come to where it was overridden', () => {
    expect(special?.projects[0]).toMatchObject({
      tier: { figure: '1', why: 'The scores come to tier 2; overridden: urgent need' },
      scores: { strategicFit: '8', practicality: '6', labels: [{ word: 'Illustrative' }] },
      about: [
        'Lead force; owner: head of crime',
        'Function: dogs',
        'humberside police, west-yorkshire police',
        'Source: 001:196',
      ],
    });
  });

  it('shows a cost of nothing, and leaves out what nobody knows', () => {
    expect(special?.projects[0]?.businessCase).toEqual([
      'Cost: £0.00',
      'Benefit a year: £170,000.00',
      'Target: £5.00 a year by 1 April 2014',
      'Set on 1 May 2012',
      'Source: 002:59',
    ]);
  });

  it('shows target and actual, and leads to the outcomes behind it', () => {
    expect(special?.benefits).toMatchObject([
      {
        title: 'Arrests',
        about: ['Forensics & dogs', 'Owner: rart; RART'],
        target: '1,200',
        actual: {
          figure: '1,150',
          href: `/outcomes?collaboration=${YORKSHIRE}&measure=arrests&unit=rart&from=2010-04-01&to=2011-04-01`,
          grades: ['claimed 1,150'],
        },
        verdict: { word: 'Short' },
        difference: '-50',
      },
      {
        title: 'savings',
        about: ['Forensics & dogs', 'Owner: rart; credited to humberside police'],
        actual: null,
        verdict: { word: 'Nothing recorded' },
        difference: null,
      },
    ]);
  });

  it('keeps the entry that was asked for in every link, and leads back to now', () => {
    const past = viewProgramme(answer, { ...context, asked: '700' });
    expect(past.areas[1]?.benefits[0]?.actual?.href).toMatch(/&asAt=700$/);
    expect([past.json, past.now]).toEqual([
      `/api/v1/projects?collaboration=${YORKSHIRE}&asAt=700`,
      `/programmes?collaboration=${YORKSHIRE}`,
    ]);
    expect(view.now).toBeNull();
  });
});

describe('the page of programmes', () => {
  it('escapes what it is told, labels what is made up, and needs no script', () => {
    const html = page({ programme: viewProgramme(answer, context) });
    expect(html).toContain('Forensics &amp; dogs');
    expect(html).toContain('From 23 April 2012: tier 1 from a sum of 15; each score is at most 10');
    expect(html).toContain('Programmes (assumed, illustrative)');
    expect(html).toContain('Actual less target: <span class="tally-figure">-50</span>');
    expect(html).toContain('targets, scores and costs are what was told');
    expect(html).not.toMatch(/<script|\sstyle=|\son[a-z]+=/);
  });

  it('says what to run while there is nothing', () => {
    expect(page({ programme: null })).toContain('npx tallystick load-programmes programmes.json');
  });
});

describe('programmes on a terminal', () => {
  const text = programmesText({ ...answer, incompleteSince: 1303 }, () => 'Yorkshire and the Humber');

  it('show what the page shows, one project and one benefit to a line', () => {
    expect(text).toMatch(
      /^Special operations +Forensics & dogs +stopped +1 \(overridden: urgent need\) +8 +6 +assumed, illustrative$/m,
    );
    expect(text).toMatch(
      /^Forensics & dogs +Arrests +1 April 2010 to 31 March 2011 +1 +1,200 +1,150 +-50 +short +illustrative$/m,
    );
    expect(text).toMatch(/^Forensics & dogs +Savings +.* +£0.00 +£0.05 +nothing recorded$/m);
    expect(text).toContain('INCOMPLETE since entry 1303');
    expect(text).toContain('ASSUMED OR ILLUSTRATIVE');
  });

  it('say so when there are none', () => {
    expect(programmesText({ ...answer, labels: [], projects: [] }, String)).toMatch(/No projects are on record\.$/);
  });
});
