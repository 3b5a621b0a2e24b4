import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import {
  change,
  decided,
  FORENSICS,
  profile,
  programmeAfter,
  proposal,
  VETTING,
} from '../../../test/support/programme.js';
import { contextAfter, NORTH, restingOn, RRPT, SOUTH, WEST, YORKSHIRE } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import type { MeasureId, ProfileId, UnitId } from '../identifiers.js';
import type { Told } from './events.js';
import { setBenefitProfile } from './set-benefit-profile.js';

const set = (fact: Told<'BenefitProfileSet'>) => accept({ ...fact, restsOn: restingOn() });
const vetting = proposal({ project: VETTING, name: 'Vetting' });
const ofVetting = (changes: Partial<Told<'BenefitProfileSet'>> = {}) =>
  profile({ project: VETTING, profile: id<ProfileId>('other'), ...changes });
const measure = (name: string) => ({ measure: id<MeasureId>(name) });

describe('setting a benefit profile', () => {
  it('is recorded; again it replaces the one of its name, and the same leaves nothing to do', () => {
    expect(decided(profile(), proposal())).toStrictEqual(set(profile()));
    const higher = profile({ target: 300_000n });
    expect(decided(higher, proposal(), profile())).toStrictEqual(set(higher));
    expect(decided(profile(), proposal(), profile())).toStrictEqual(accept());
  });

  it.each([
    ['another measure', measure('arrests-made')],
    ['another unit', { unit: RRPT }],
    ['the time after', { from: day('2012-04-01'), to: day('2013-04-01') }],
    ['the time before', { from: day('2009-04-01'), to: day('2010-04-01') }],
  ])('stands beside one of another project for %s', (_, changes) => {
    const fact = ofVetting(changes);
    expect(decided(fact, proposal(), vetting, profile())).toStrictEqual(set(fact));
  });

  it('stands beside one for another force', () => {
    const toWest = profile({ force: WEST });
    const toSouth = ofVetting({ force: SOUTH });
    expect(decided(toSouth, proposal(), vetting, toWest)).toStrictEqual(set(toSouth));
  });

  it.each(['rejected', 'stopped'] as const)('takes over what a %s project was to bring', (status) => {
    expect(decided(ofVetting(), proposal(), vetting, profile(), change(status, '2010-06-01'))).toStrictEqual(
      set(ofVetting()),
    );
  });
});

describe('setting a benefit profile of what was put in', () => {
  const cost = measure('costs-regional-response');

  it.each(['costs-regional-response', 'grants-received', 'dis-benefits'])(
    'is refused: more %s is no benefit',
    (name) => {
      const because = `${name} is what was put in, and no benefit`;
      const instead = 'set a target below the baseline where less of it is the benefit';
      expect(decided(profile({ ...measure(name), baseline: 5n, target: 5n }), proposal())).toEqual(
        refuse({ code: 'non-additive', field: 'measure', because, instead }),
      );
    },
  );

  it('goes on verifying where it was taken before that was refused', () => {
    const fact = profile({ ...cost, baseline: 1n, target: 2n });
    const context = { ...contextAfter(), asBefore: true };
    expect(setBenefitProfile(fact, programmeAfter(proposal()), context)).toStrictEqual(set(fact));
  });

  it('is taken where less of it is wanted', () => {
    const less = profile({ ...cost, baseline: 5n, target: 4n });
    expect(decided(less, proposal())).toStrictEqual(set(less));
  });
});

describe('setting a benefit profile is refused', () => {
  const already = { code: 'benefit-counted-already', field: 'measure', project: FORENSICS } as const;

  it.each([
    ['the same', {}],
    ['the same of every unit', { unit: undefined }],
    ['the same of one force', { force: WEST }],
    ['the last month of it', { from: day('2012-03-01'), to: day('2013-04-01') }],
    ['all of it and more', { from: day('2009-01-01'), to: day('2014-01-01') }],
  ])('when another project counts %s already', (_, changes) => {
    const { unit, ...rest } = { ...ofVetting(), ...changes };
    const fact = { ...rest, ...(unit !== undefined && { unit }) };
    expect(decided(fact, proposal(), vetting, profile())).toStrictEqual(
      refuse({ ...already, ...measure('assets-seized-value'), profile: id<ProfileId>('seizures') }),
    );
  });

  it('when it is a part of a sum that is counted, or a sum with a part that is', () => {
    const [sum, part] = [measure('arrests'), measure('arrests-made')];
    for (const [one, other] of [[sum, part] as const, [part, sum] as const])
      expect(decided(ofVetting(other), proposal(), vetting, profile(one))).toStrictEqual(
        refuse({ ...already, ...other, profile: id<ProfileId>('seizures') }),
      );
  });

  it('when the project itself counts it under another name', () => {
    const twice = profile({ profile: id<ProfileId>('again') });
    expect(decided(twice, proposal(), profile())).toMatchObject({ refusal: already });
  });

  it('when nobody defined the measure, or the collaboration has no such unit', () => {
    const because = 'is not in the catalogue of measures';
    expect(decided(profile(measure('happiness')), proposal())).toStrictEqual(
      refuse({ code: 'unknown-measure', field: 'measure', ...measure('happiness'), because }),
    );
    const unit = id<UnitId>('navy');
    expect(decided(profile({ unit }), proposal())).toStrictEqual(
      refuse({ code: 'unknown-unit', unit, collaboration: YORKSHIRE, known: ['rart', 'rrpt'] }),
    );
  });

  it('when the force takes no part in the project, member or not', () => {
    const { participants } = proposal();
    expect(decided(profile({ force: NORTH }), proposal())).toStrictEqual(
      refuse({ code: 'not-a-participant', field: 'force', force: NORTH, project: FORENSICS, participants }),
    );
  });

  it('when it cuts through a month, or ends before it has begun', () => {
    expect(decided(profile({ from: day('2010-04-02') }), proposal())).toStrictEqual(
      refuse({ code: 'not-whole-months', field: 'from', date: day('2010-04-02') }),
    );
    expect(decided(profile({ to: day('2012-03-31') }), proposal())).toStrictEqual(
      refuse({ code: 'not-whole-months', field: 'to', date: day('2012-03-31') }),
    );
    for (const to of ['2010-04-01', '2010-03-01'])
      expect(decided(profile({ to: day(to) }), proposal())).toStrictEqual(
        refuse({
          code: 'dates-out-of-order',
          ...{ field: 'to', date: day(to), earliest: day('2010-04-01'), what: 'it starts' },
        }),
      );
  });

  it('when the project was never proposed, or was given up', () => {
    expect(decided(profile())).toMatchObject({ refusal: { code: 'unknown-project' } });
    expect(decided(profile(), proposal(), change('rejected', '2010-06-01'))).toMatchObject({
      refusal: { code: 'status-out-of-order', asked: 'given a benefit profile' },
    });
  });
});
