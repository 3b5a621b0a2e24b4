import { claimsOf, type SharedOutcome } from '../../../projections/claims.js';
import { groupTotals, totalsOf, type Dimension } from '../../../projections/totals.js';
import type { Decision } from '../../../src/domain/decision.js';
import type { OutcomeId, UnitId } from '../../../src/domain/identifiers.js';
import { agreeClaimWeights } from '../../../src/domain/outcome/agree-claim-weights.js';
import { recordItem } from '../../../src/domain/outcome/claim-outcome.js';
import type { OutcomeDetails, OutcomeEvent } from '../../../src/domain/outcome/events.js';
import { linkOutcome, unlinkOutcome } from '../../../src/domain/outcome/link-outcome.js';
import { evolveOutcome, unrecorded, type Outcome } from '../../../src/domain/outcome/outcome.js';
import { withdrawClaim } from '../../../src/domain/outcome/withdraw-claim.js';
import { day, id, uuidEnding } from '../../support/given-when-then.js';
import { arrest, asset, contextAfter, POPULATION, YORKSHIRE } from '../../support/yorkshire.js';
import { cell, type ExampleRunner } from './example-runner.js';
import { amountIn, amountOf, listIn } from './postings.js';

const context = contextAfter({
  type: 'UnitOpened',
  collaboration: YORKSHIRE,
  unit: id('risou'),
  name: 'Intelligence',
  from: day('2005-09-01'),
});

/** What the region has after some entries, what each unit is credited with, and what each claims. */
export const claims: ExampleRunner = {
  given: ['entries'],
  answers: (given) => {
    const { events, outcomes } = historyOf(cell(given, 'entries'));
    const shared = [...outcomes.values()].flatMap((outcome): SharedOutcome[] =>
      outcome.status === 'recorded' && (outcome.claims.length > 0 || outcome.duplicateOf !== undefined)
        ? [{ ...outcome, ...context }]
        : [],
    );
    const [row, more] = claimsOf(totalsOf(events).values(), shared, {});
    if (row === undefined || more !== undefined) throw new Error('The items of a row count in one measure.');
    return {
      region: listed(events, []),
      credited: listed(events, ['unit']),
      claimed: row.byUnit.map(({ unit, claimed }) => `${unit} ${amountOf(row.measure, claimed)}`).join('; '),
    };
  },
};

/** What each force is credited with after some entries. */
export const claimsByForce: ExampleRunner = {
  given: ['entries'],
  answers: (given) => ({ 'by force': listed(historyOf(cell(given, 'entries')).events, ['force']) }),
};

function listed(events: readonly OutcomeEvent[], by: readonly Dimension[]): string {
  const rows = groupTotals(totalsOf(events).values(), by);
  return rows
    .map(({ measure, unit, force, amount }) =>
      [unit ?? force, amountOf(measure, amount)].filter((part) => part !== undefined).join(' '),
    )
    .join('; ');
}

interface History {
  readonly events: readonly OutcomeEvent[];
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

function historyOf(entries: string): History {
  return listIn(entries).reduce<History>(advance, { events: [], outcomes: new Map() });
}

type Step = (words: readonly string[], stateOf: (item: string) => Outcome) => readonly [string, Decision<OutcomeEvent>];

const outcomeOf = (item: string): OutcomeId => uuidEnding<OutcomeId>(item.charCodeAt(0));

/** The ways in which an entry may be told: each gives the item whose stream it is in, and what is decided. */
const STEPS: readonly (readonly [RegExp, Step])[] = [
  [
    /^(\S+) tells ([A-C]) (\S+)(?: for (\S+))?$/,
    ([unit = '', item = '', what = '', force], stateOf) => {
      const told = { collaboration: YORKSHIRE, outcome: tellingOf(unit, item, what, force) };
      return [item, recordItem(told, outcomeOf(item), stateOf(item), context)];
    },
  ],
  [
    /^([A-C]) by (.+)$/,
    ([item = '', parts = ''], stateOf) => {
      const weights = Object.fromEntries(
        parts.split(', ').map((part): [UnitId, bigint] => {
          const [unit = '', weight = ''] = part.split(' ');
          return [id(unit), BigInt(weight)];
        }),
      );
      return [item, agreeClaimWeights({ outcomeId: outcomeOf(item), weights }, stateOf(item), context)];
    },
  ],
  [
    /^(\S+) takes back ([A-C])$/,
    ([unit = '', item = ''], stateOf) => {
      const asked = { outcomeId: outcomeOf(item), claim: id<UnitId>(unit), reason: 'other' } as const;
      return [item, withdrawClaim(asked, stateOf(item), context)];
    },
  ],
  [
    /^([A-C]) is linked to ([A-C])$/,
    ([item = '', primary = ''], stateOf) => {
      const asked = { outcomeId: outcomeOf(item), primary: outcomeOf(primary), reason: 'recorded-twice' } as const;
      return [item, linkOutcome(asked, stateOf(item), { outcome: stateOf(primary), revision: 0 })];
    },
  ],
  [
    /^([A-C]) is unlinked$/,
    ([item = ''], stateOf) => [
      item,
      unlinkOutcome({ outcomeId: outcomeOf(item), reason: 'linked-in-error' }, stateOf(item), context),
    ],
  ],
];

function advance({ events, outcomes }: History, entry: string): History {
  const stateOf = (item: string): Outcome => outcomes.get(item) ?? unrecorded;
  for (const [telling, step] of STEPS) {
    const match = telling.exec(entry);
    if (match === null) continue;
    const [item, decision] = step(match.slice(1), stateOf);
    if (!decision.accepted) throw new Error(`"${entry}" is refused: ${decision.refusal.code}`);
    return {
      events: [...events, ...decision.events],
      outcomes: new Map([...outcomes, [item, decision.events.reduce(evolveOutcome, stateOf(item))]]),
    };
  }
  throw new Error(`No way to read "${entry}"`);
}

function tellingOf(unit: string, item: string, what: string, force: string | undefined): OutcomeDetails {
  const own = {
    unit: id<UnitId>(unit),
    item: { keyVersion: 1, scheme: 'exhibit', token: item.toLowerCase().repeat(64) } as const,
    attribution: force === undefined ? { basis: 'key' as const, key: POPULATION } : direct(force),
  };
  return what === 'arrest' ? arrest(own) : asset({ ...own, amountPence: amountIn(what) });
}

function direct(force: string): OutcomeDetails['attribution'] {
  return { basis: 'direct', force: id(force) };
}
