import type { MeasureId, ProfileId, ProjectId } from '../../src/domain/identifiers.js';
import { decideProgramme } from '../../src/domain/programme/decide-programme.js';
import type { ProgrammeEvent, ProgrammeFact, Told } from '../../src/domain/programme/events.js';
import { emptyProgramme, evolveProgramme, type Programme } from '../../src/domain/programme/programme.js';
import { day, given, id } from './given-when-then.js';
import { contextAfter, HUMBERSIDE, RART, SOUTH, WEST, YORKSHIRE } from './yorkshire.js';

/** A project for the specs of programmes: shared forensics of three of Yorkshire's four forces. */
export const FORENSICS = id<ProjectId>('shared-forensics');
export const VETTING = id<ProjectId>('vetting');
const of = { collaboration: YORKSHIRE, project: FORENSICS } as const;

export function proposal(changes: Partial<Told<'ProjectProposed'>> = {}): Told<'ProjectProposed'> {
  return {
    type: 'ProjectProposed',
    ...of,
    area: id('specialist-operations'),
    model: 'shared-function',
    name: 'Shared forensics',
    owner: id('head-of-crime'),
    participants: [HUMBERSIDE, SOUTH, WEST],
    proposedOn: day('2010-02-22'),
    ...changes,
  };
}

export function scoring(changes: Partial<Told<'ProjectScored'>> = {}): Told<'ProjectScored'> {
  const scores = { strategicFit: 8n, practicality: 6n, scoredOn: day('2010-03-01') };
  return { type: 'ProjectScored', ...of, ...scores, ...changes };
}

export function businessCase(changes: Partial<Told<'BusinessCaseSet'>> = {}): Told<'BusinessCaseSet'> {
  const figures = { costPence: 5_000_000n, benefitPencePerYear: 17_000_000n };
  return { type: 'BusinessCaseSet', ...of, setOn: day('2010-03-15'), ...figures, ...changes };
}

export function approval(changes: Partial<Told<'ProjectApproved'>> = {}): Told<'ProjectApproved'> {
  const days = { approvedOn: day('2010-04-01'), effectiveFrom: day('2010-06-01') };
  return { type: 'ProjectApproved', ...of, ...days, ...changes };
}

type Change = Told<'ProjectStatusChanged'>;

export function change(status: Change['change']['status'], on: string): Change {
  const how: Change['change'] =
    status === 'rejected' || status === 'stopped' ? { status, reason: 'poor-value' } : { status };
  return { type: 'ProjectStatusChanged', ...of, change: how, on: day(on) };
}

export function profile(changes: Partial<Told<'BenefitProfileSet'>> = {}): Told<'BenefitProfileSet'> {
  return {
    type: 'BenefitProfileSet',
    ...of,
    profile: id<ProfileId>('seizures'),
    owner: id('rart-manager'),
    measure: id<MeasureId>('assets-seized-value'),
    unit: RART,
    from: day('2010-04-01'),
    to: day('2012-04-01'),
    baseline: 100_000n,
    target: 250_000n,
    ...changes,
  };
}

export function tiers(changes: Partial<Told<'TiersSet'>> = {}): Told<'TiersSet'> {
  const two = [
    { tier: 1, atLeast: 15n },
    { tier: 2, atLeast: 10n },
  ];
  return { type: 'TiersSet', collaboration: YORKSHIRE, from: day('2010-01-01'), most: 10n, tiers: two, ...changes };
}

/** Decides on a fact in a programme that these facts led to. Throws when one of those that were given would be refused. */
export function decided(fact: ProgrammeFact, ...givenFacts: readonly ProgrammeFact[]) {
  return decideProgramme(fact, programmeAfter(...givenFacts), contextAfter());
}

/** A programme in which these facts were recorded. */
export function programmeAfter(...facts: readonly ProgrammeFact[]): Programme {
  return facts.reduce((programme, fact) => {
    const decision = decideProgramme(fact, programme, contextAfter());
    if (!decision.accepted) throw new Error(`${fact.type} would be refused: ${decision.refusal.code}`);
    return given<Programme, ProgrammeEvent>(evolveProgramme, programme, ...decision.events);
  }, emptyProgramme);
}
