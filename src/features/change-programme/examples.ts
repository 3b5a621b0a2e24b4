import { EXAMPLE_COLLABORATION } from '../../web/api-docs.js';

const collaboration = EXAMPLE_COLLABORATION;

/** Examples of each body. A test sends every one of them, those about a project to one that was only proposed. */
export const PROGRAMME_EXAMPLES = {
  ProjectProposed: {
    'a project of all four forces': {
      collaboration,
      project: 'shared-forensics',
      name: 'Shared scientific support',
      area: 'specialist-operations',
      model: 'shared-function',
      owner: 'heads-of-crime',
      participants: ['humberside', 'north-yorkshire', 'south-yorkshire', 'west-yorkshire'],
      proposedOn: '2010-02-22',
      source: 'Joint Working across Yorkshire and the Humber, Scientific Support',
    },
  },
  TiersSet: {
    'two tiers, by the sum of both scores': {
      collaboration,
      from: '2012-04-23',
      most: 10,
      tiers: [
        { tier: 1, atLeast: 15 },
        { tier: 2, atLeast: 8 },
      ],
      assumed: true,
    },
  },
  ProjectScored: {
    'scores alone': { collaboration, scoredOn: '2012-05-01', strategicFit: 8, practicality: 6 },
    'put into another tier, with a reason': {
      collaboration,
      scoredOn: '2012-05-02',
      strategicFit: 8,
      practicality: 6,
      override: { tier: 1, reason: 'national-requirement' },
    },
  },
  BusinessCaseSet: {
    'what is known of it': {
      collaboration,
      setOn: '2012-05-01',
      costPence: 25000000,
      benefitPencePerYear: 17000000,
      baselinePencePerYear: 92000000,
      target: { by: '2014-04-01', pencePerYear: 75000000 },
      illustrative: true,
    },
    'a change that costs nothing': { collaboration, setOn: '2012-05-01', costPence: 0 },
  },
  ProjectApproved: {
    'in effect a year before it was approved': {
      collaboration,
      approvedOn: '2017-09-27',
      effectiveFrom: '2016-09-01',
    },
  },
  ProjectStatusChanged: {
    'rejected and kept': {
      collaboration,
      change: { status: 'rejected', reason: 'no-business-case' },
      on: '2012-06-01',
    },
    'stopped and kept': { collaboration, change: { status: 'stopped', reason: 'unreliable' }, on: '2012-06-01' },
  },
  BenefitProfileSet: {
    'arrests by one unit in two years': {
      collaboration,
      profile: 'arrests',
      owner: 'head-of-roads-policing',
      measure: 'arrests',
      unit: 'rrpt',
      from: '2009-01-01',
      to: '2011-01-01',
      baseline: 120,
      target: 200,
      illustrative: true,
    },
  },
} as const;
