import { EXAMPLE_COLLABORATION } from '../../web/api-docs.js';

/** An answer with one project, for the description of the interface. */
export const EXAMPLE_ANSWER = {
  asAt: { entry: 1194, knownAt: '2026-11-22T10:00:00.000Z' },
  query: { collaboration: EXAMPLE_COLLABORATION },
  labels: ['illustrative'],
  tiers: [],
  projects: [
    {
      collaboration: EXAMPLE_COLLABORATION,
      project: 'regional-roads-policing',
      name: 'Regional Roads Policing Team',
      area: 'operational-policing',
      model: 'lead-force',
      owner: 'heads-of-operational-support',
      participants: ['humberside', 'north-yorkshire', 'south-yorkshire', 'west-yorkshire'],
      proposedOn: '2008-04-01',
      labels: [],
      source: null,
      status: 'live',
      tier: null,
      approval: { approvedOn: '2008-05-01', effectiveFrom: '2008-07-01', labels: [], source: null },
      changes: [{ status: 'live', on: '2008-07-01', reason: null, labels: [], source: null }],
      scores: null,
      businessCase: null,
      profiles: [
        {
          profile: 'arrests',
          owner: 'head-of-roads-policing',
          measure: 'arrests',
          measuredIn: 'count',
          unit: 'rrpt',
          force: null,
          from: '2009-01-01',
          to: '2011-01-01',
          baseline: 120,
          target: 200,
          actual: 214,
          byGrade: [{ grade: 'claimed', amount: 214 }],
          difference: 14,
          against: 'reached',
          labels: ['illustrative'],
          source: null,
        },
      ],
    },
  ],
};
