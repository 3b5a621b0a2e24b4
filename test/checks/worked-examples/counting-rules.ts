import { readFileSync } from 'node:fs';
import { answerRecount } from '../../../projections/recount.js';
import { totalsPosted, type Posted, type Total } from '../../../projections/totals.js';
import { evolveCatalogue, type Catalogue, type Measure } from '../../../src/domain/measure/catalogue.js';
import { measureEvents, type MeasureDefined } from '../../../src/domain/measure/events.js';
import { underVersion } from '../../../src/domain/measure/under-version.js';
import type { CollaborationId, MeasureId } from '../../../src/domain/identifiers.js';
import { formatPounds } from '../../../src/domain/money.js';
import { countUnder } from '../../../src/domain/outcome/counting-rules.js';
import { recordOutcome } from '../../../src/domain/outcome/record-outcome.js';
import { list, object } from '../../../src/domain/shape.js';
import { parseJson } from '../../../src/ledger/codec/json.js';
import { fromWire } from '../../../src/ledger/codec/shape-codec.js';
import { day, given as after, id } from '../../support/given-when-then.js';
import { theCatalogue } from '../../support/measures.js';
import { asset, contextAfter, YORKSHIRE } from '../../support/yorkshire.js';
import { countedText, penceOf, told } from './counting.js';
import { cell, type ExampleRunner } from './example-runner.js';

const FILE = new URL('../../../src/demo-data/cash-seizure-minimum.json', import.meta.url);
const fileShape = object({
  measures: list(measureEvents.MeasureDefined),
  statements: list(measureEvents.StatementLinesSet),
});
const versions = fromWire(fileShape, parseJson(readFileSync(FILE, 'utf8'))).measures;
const told3 = versions.map((version): MeasureDefined => ({ type: 'MeasureDefined', ...version }));
const catalogue = after(evolveCatalogue, theCatalogue, ...told3);
const CASH = id<MeasureId>('cash-seized-at-minimum-value');

/** What an outcome counts for under the rules in force on its day, and by which of them. */
export const countingByRules: ExampleRunner = {
  given: ['outcome', 'on'],
  answers: (given) => {
    const details = { ...told(cell(given, 'outcome')), occurredOn: day(cell(given, 'on')) };
    return { counts: countedText(countUnder(details, [], catalogue), catalogue) };
  },
};

/** Cash that was seized, as posted and as versions of the rule would have it. */
export const recounting: ExampleRunner = {
  given: ['outcomes', 'rules'],
  answers: (given) => {
    const outcomes = cell(given, 'outcomes').split('; ').map(cashSeized);
    const rules = cell(given, 'rules').split(' and ').map(Number);
    const query = { collaboration: id<CollaborationId>(YORKSHIRE), measure: CASH, rules, ...PERIOD };
    const recounted = rules.map((number) => {
      const version = versions.find((each) => each.version === number) as Measure;
      return { version, totals: totalsUnder(underVersion(catalogue, version), outcomes) };
    });
    const asAt = { entry: 0, knownAt: null };
    const answer = answerRecount(query, asAt, catalogue, totalsUnder(catalogue, outcomes), recounted, 0);
    const { posted, recounts, difference } = answer;
    return {
      posted: formatPounds(posted.amount),
      'counted under': posted.rules.map(({ version }) => version).join(', ') || 'none',
      recounts: recounts.map(({ amount }) => formatPounds(amount)).join(' and '),
      difference: difference === null ? 'none' : formatPounds(difference),
    };
  },
};

const PERIOD = { from: day('2005-01-01'), to: day('2007-01-01') };

function cashSeized(words: string) {
  const [, worth = '', on = ''] = /^(\S+) on (\S+)$/.exec(words) ?? [];
  return asset({ amountPence: penceOf(worth), occurredOn: day(on) });
}

function totalsUnder(rules: Catalogue, outcomes: readonly ReturnType<typeof cashSeized>[]): readonly Total[] {
  const posted = outcomes.map((outcome): Posted => {
    const decision = recordOutcome({ collaboration: YORKSHIRE, outcome }, { ...contextAfter(), catalogue: rules });
    const [event] = decision.accepted ? decision.events : [];
    if (event === undefined) throw new Error('The outcome was refused.');
    return { ...event, postings: event.postings.filter(({ measure }) => measure === CASH) };
  });
  return [...totalsPosted(posted, PERIOD).values()];
}
