import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countedBy, standingOf } from '../../projections/benefit-profiles.js';
import { totalsOf, type Total } from '../../projections/totals.js';
import type { MeasureId, ProfileId, UnitId } from '../../src/domain/identifiers.js';
import { decideProgramme } from '../../src/domain/programme/decide-programme.js';
import type { BenefitProfileSet, ProgrammeEvent, ProgrammeFact } from '../../src/domain/programme/events.js';
import { evolveProgramme, type Programme } from '../../src/domain/programme/programme.js';
import type { Posting } from '../../src/domain/posting.js';
import { day, given, id } from '../support/given-when-then.js';
import { change, profile, programmeAfter, proposal, VETTING } from '../support/programme.js';
import { arrest, contextAfter, HUMBERSIDE, RART, RRPT, SOUTH, WEST, YORKSHIRE } from '../support/yorkshire.js';

const POSTED = ['arrests-made', 'arrests-facilitated', 'assets-seized-value'].map((name) => id<MeasureId>(name));
const ASKED = [...POSTED, id<MeasureId>('arrests')];
const FORCES = [HUMBERSIDE, SOUTH, WEST];
const MONTHS = ['2010-01-01', '2010-02-01', '2010-03-01', '2010-04-01', '2010-05-01'].map(day);
const context = contextAfter();

const postings: fc.Arbitrary<Posting> = fc.record({
  amount: fc.bigInt(-50n, 50n),
  force: fc.constantFrom(...FORCES),
  grade: fc.constantFrom('claimed', 'validated', 'audited'),
  measure: fc.constantFrom(...POSTED),
  occurredOn: fc.constantFrom('2009-12-31', '2010-01-01', '2010-01-31', '2010-02-01', '2010-04-30').map(day),
  unit: fc.constantFrom(RART, RRPT),
});

const limit = <T>(...values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const profiles: fc.Arbitrary<ProgrammeFact> = fc
  .record({
    project: fc.constantFrom(proposal().project, VETTING),
    name: fc.constantFrom('a', 'b', 'c', 'd').map((name) => id<ProfileId>(name)),
    measure: fc.constantFrom(...ASKED),
    unit: limit<UnitId>(RART, RRPT),
    force: limit(...FORCES),
    months: fc.subarray(MONTHS, { minLength: 2 }),
  })
  .map(({ project, name, measure, unit, force, months }) => {
    const { unit: _, ...rest } = profile({ project, profile: name, measure });
    const [from = rest.from, to = rest.to] = [months[0], months.at(-1)];
    return { ...rest, from, to, ...(unit !== undefined && { unit }), ...(force !== undefined && { force }) };
  });
const ends: fc.Arbitrary<ProgrammeFact> = fc.constant({ ...change('stopped', '2011-01-01'), project: VETTING });

/** A programme after facts of which those are left out that are refused. */
function programmeOf(facts: readonly ProgrammeFact[]): { programme: Programme; refused: number } {
  const start = programmeAfter(proposal(), proposal({ project: VETTING, name: 'Vetting' }));
  let refused = 0;
  const programme = facts.reduce((folded, fact) => {
    const decision = decideProgramme(fact, folded, context);
    if (!decision.accepted) refused += 1;
    return decision.accepted ? given<Programme, ProgrammeEvent>(evolveProgramme, folded, ...decision.events) : folded;
  }, start);
  return { programme, refused };
}

/** The profiles that count: those of projects that were not given up. */
const inForce = ({ projects }: Programme): readonly BenefitProfileSet[] =>
  [...projects.values()]
    .filter(({ changes }) => changes.length === 0)
    .flatMap(({ profiles: all }) => [...all.values()]);

const totalsFrom = (all: readonly Posting[]): readonly Total[] => {
  const recorded = { type: 'OutcomeRecorded', collaboration: YORKSHIRE, labels: [], outcome: arrest() } as const;
  const event = { ...recorded, postings: all, restsOn: { collaboration: 0, measureCatalogue: 0 } };
  return [...totalsOf([event]).values()];
};
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n);

describe('the actuals of the profiles in force', () => {
  it('and what no profile counts make all that was posted, whatever profiles people try to set', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(postings, { maxLength: 40 }),
        fc.array(fc.oneof({ weight: 9, arbitrary: profiles }, { weight: 1, arbitrary: ends }), { maxLength: 14 }),
        (all, facts) => {
          const made = programmeOf(facts);
          refused += made.refused;
          const totals = totalsFrom(all);
          const counting = inForce(made.programme);
          const countedOnce = totals.map(
            (total) => counting.filter((each) => countedBy(each, context.catalogue, [total]).length > 0).length,
          );
          expect(countedOnce.filter((times) => times > 1)).toEqual([]);
          const uncounted = totals.filter((_, i) => countedOnce[i] === 0).map(({ amount }) => amount);
          const actuals = counting.map((each) => standingOf(each, context.catalogue, totals).actual ?? 0n);
          expect(sum([...actuals, ...uncounted])).toBe(sum(all.map(({ amount }) => amount)));
        },
      ),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('are the sums of their grades, and do not depend on the order of totals', () => {
    fc.assert(
      fc.property(fc.array(postings, { maxLength: 30 }), profiles, (all, fact) => {
        const [told] = inForce(programmeOf([fact]).programme);
        if (told === undefined) return;
        const totals = totalsFrom(all);
        const standing = standingOf(told, context.catalogue, totals);
        expect(standingOf(told, context.catalogue, totals.toReversed())).toEqual(standing);
        expect(sum(standing.byGrade.map(({ amount }) => amount))).toBe(standing.actual ?? 0n);
        expect(standing.actual === undefined).toBe(standing.byGrade.length === 0);
      }),
    );
  });
});
