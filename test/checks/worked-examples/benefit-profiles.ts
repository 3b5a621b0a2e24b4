import { standingOf, type ProfileStanding } from '../../../projections/benefit-profiles.js';
import { totalsOf } from '../../../projections/totals.js';
import type { ForceId, MeasureId, UnitId } from '../../../src/domain/identifiers.js';
import type { BenefitProfileSet } from '../../../src/domain/programme/events.js';
import { day, id } from '../../support/given-when-then.js';
import { theCatalogue } from '../../support/measures.js';
import { profile } from '../../support/programme.js';
import { RART } from '../../support/yorkshire.js';
import { cell, type ExampleRunner } from './example-runner.js';
import { amountIn, amountOf, eventsIn, listOf } from './postings.js';

const NOTHING = 'nothing';

/** What a profile's actual is, of some entries among those of another collaboration, which never count. */
export const profileActual: ExampleRunner = {
  given: ['profile', 'entries post'],
  answers: (given) => {
    const told = profileIn(cell(given, 'profile'));
    const { actual, byGrade } = standing(told, cell(given, 'entries post'));
    const shown = (amount: bigint): string => amountOf(told.measure, amount);
    return {
      actual: actual === undefined ? NOTHING : shown(actual),
      'by grade': listOf(byGrade.map(({ grade, amount }) => `${grade} ${shown(amount)}`)),
    };
  },
};

/** How an actual stands to a target. */
export const againstTarget: ExampleRunner = {
  given: ['baseline', 'target', 'actual'],
  answers: (given) => {
    const [baseline, target] = [amountIn(cell(given, 'baseline')), amountIn(cell(given, 'target'))];
    const told = { ...profileIn('assets-seized-value from 2010-04-01 to 2011-04-01'), baseline, target };
    const actual = cell(given, 'actual');
    const posted = actual === NOTHING ? '' : `${actual} assets-seized-value to humberside on 2010-05-01`;
    const { difference, against } = standing(told, posted);
    return { difference: difference === undefined ? NOTHING : amountOf(told.measure, difference), against };
  },
};

function standing(told: BenefitProfileSet, posted: string): ProfileStanding {
  const events = [...eventsIn(posted), ...eventsIn(posted, id('another-collaboration'))];
  return standingOf(told, theCatalogue, [...totalsOf(events).values()]);
}

const PROFILE = /^(\S+) from (\S+) to (\d\S+)(?: by (\S+))?(?: to (\S+))?$/;

function profileIn(words: string): BenefitProfileSet {
  const [, measure, from = '', to = '', unit, force] = PROFILE.exec(words) ?? [];
  if (measure === undefined) throw new Error(`No profile: "${words}"`);
  const { unit: _, ...rest } = { ...profile(), unit: RART };
  return {
    ...rest,
    measure: id<MeasureId>(measure),
    from: day(from),
    to: day(to),
    restsOn: { collaboration: 0, measureCatalogue: 0 },
    ...(unit !== undefined && { unit: id<UnitId>(unit) }),
    ...(force !== undefined && { force: id<ForceId>(force) }),
  };
}
