import { compareCosts, type Comparison, type Side } from '../../../projections/comparison.js';
import { evolveListed, type ListedOutcome } from '../../../projections/outcome-list.js';
import type { MeasureId, OutcomeId, UnitId } from '../../../src/domain/identifiers.js';
import { formatPounds, parsePounds } from '../../../src/domain/money.js';
import { COST_TYPES } from '../../../src/domain/outcome/events.js';
import { recordOutcome } from '../../../src/domain/outcome/record-outcome.js';
import { day, id, uuidEnding } from '../../support/given-when-then.js';
import { cost } from '../../support/savings.js';
import { contextAfter, YORKSHIRE } from '../../support/yorkshire.js';
import { cell, type ExampleRunner } from './example-runner.js';

const DAY = day('2010-03-04');
const COST = /^(\S+)\/(\S+) (\S+) (\S+)$/;

/** Costs compared, `unit/line regional to local: difference, ratio`. */
export const comparison: ExampleRunner = {
  given: ['costs'],
  answers: (given) => {
    const costs = cell(given, 'costs').split('; ').map(recorded);
    const question = { collaboration: YORKSHIRE, from: DAY, to: day('2010-03-05') };
    return { comparisons: compareCosts(question, costs).map(written).join('; ') };
  },
};

function recorded(words: string, i: number): ListedOutcome {
  const [, unit = '', line = '', type = '', worth = ''] = COST.exec(words) ?? [];
  const costType = COST_TYPES.find((each) => each === type);
  const amount = parsePounds(worth);
  if (costType === undefined || !amount.ok) throw new Error(`"${words}" is no cost such as rart/arrests grant £5.00`);
  const { runsTo: _, ...once } = cost({ occurredOn: DAY, unit: id<UnitId>(unit), costType, amountPence: amount.value });
  const outcome = line === '-' ? once : { ...once, measure: id<MeasureId>(line) };
  const decision = recordOutcome({ collaboration: YORKSHIRE, outcome }, contextAfter());
  const event = decision.accepted ? decision.events[0] : undefined;
  if (event === undefined) throw new Error(`"${words}" is refused.`);
  return evolveListed(undefined, uuidEnding<OutcomeId>(i), i, event);
}

function written({ unit, measure, regional, local, difference, ratio }: Comparison): string {
  const sides = `${unit}/${measure ?? '-'} ${amountOf(regional)} to ${amountOf(local)}`;
  return difference === null ? sides : `${sides}: ${formatPounds(difference)}, ${ratio?.decimal ?? 'no ratio'}`;
}

function amountOf(side: Side | null): string {
  return side === null ? 'nothing recorded' : formatPounds(side.amount);
}
