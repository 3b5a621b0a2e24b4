import fc from 'fast-check';
import type { ForceId, PersonId, UnitId } from '../../src/domain/identifiers.js';
import { id } from './given-when-then.js';
import type { Attribution, Item, Stage, Telling } from './model.js';
import { CLEVELAND, HUMBERSIDE, NORTH, RART, RRPT, SOUTH, WEST } from './yorkshire.js';

const COMMANDS = 60;
export const DAYS = ['2009-01-10', '2009-06-01', '2009-12-31', '2010-03-04', '2010-07-01', '2011-02-01', '2011-09-01'];
/** One that was always open, one that closed within these days, and one that opened within them. */
export const UNITS = [RART, RRPT, id<UnitId>('road-crime')];
const FORCES = [HUMBERSIDE, NORTH, SOUTH, WEST, CLEVELAND];
/** The lead force of every outcome stays, so that it is the shares that are refused. */
const MAY_LEAVE = [HUMBERSIDE, NORTH, SOUTH, CLEVELAND];
const PEOPLE = ['ann', 'bob', 'cat', 'dan', 'eve'].map((name) => id<PersonId>(name));

const days = fc.constantFrom(...DAYS);
const amounts = fc.oneof(fc.bigInt(0n, 12n), fc.bigInt(0n, 10_000_000n));
const weights = fc.dictionary(fc.constantFrom(...FORCES, 'outside'), fc.bigInt(0n, 9n), { minKeys: 1, maxKeys: 4 });
const attributions: fc.Arbitrary<Attribution> = fc.oneof(
  fc.constant({ basis: 'key' } as const),
  fc.record({ basis: fc.constant('direct'), force: fc.constantFrom<string>(...FORCES) }),
  fc.record({ basis: fc.constant('agreed'), weights }),
);
const tellings: fc.Arbitrary<Telling> = fc.record({
  unit: fc.constantFrom<string>(...UNITS),
  day: days,
  amount: amounts,
  attribution: attributions,
  role: fc.constantFrom('made', 'made', 'made', 'facilitated'),
});
const picks = fc.nat(7);
const people = fc.constantFrom(...PEOPLE);
const kinds = fc.constantFrom('arrest', 'counted-item', 'asset', 'asset');
const stages: fc.Arbitrary<Stage['stage']> = fc.constantFrom(
  ...([
    'detained',
    'detained',
    'forfeited',
    'forfeited',
    'released',
    'returned',
    'applied-to-order',
    'compensated',
  ] as const),
);
const findings = fc.constantFrom('validated', 'validated', 'audited', 'audited', 'queried', 'answered', 'rejected');

export type Kind = Item['kind'];
export type Finding = 'validated' | 'audited' | 'queried' | 'answered' | 'rejected';
export type Step =
  | { do: 'record'; kind: Kind; telling: Telling; person: PersonId }
  | { do: 'claim'; pick: number; telling: Telling; person: PersonId }
  | { do: 'correct'; pick: number; telling: Telling; ofFirst: boolean; to: UnitId | null; person: PersonId }
  | { do: 'withdraw'; pick: number; person: PersonId }
  | { do: 'withdraw claim'; pick: number; unit: UnitId; person: PersonId }
  | { do: 'agree'; pick: number; weights: readonly (bigint | null)[]; person: PersonId }
  | {
      do: 'stage';
      pick: number;
      stage: Stage['stage'];
      later: number;
      /** A day of its own, which may lie before what was told already. */
      on: string | null;
      amount: bigint;
      isWhole: boolean;
      person: PersonId;
    }
  | {
      do: 'correct stage';
      pick: number;
      number: number;
      /** What it is instead; nothing where it never was. */
      by: Stage | null;
      person: PersonId;
    }
  | { do: 'find'; pick: number; finding: Finding; person: PersonId }
  | { do: 'link'; pick: number; primary: number; person: PersonId }
  | { do: 'unlink'; pick: number; person: PersonId }
  | { do: 'leave'; force: ForceId; day: string }
  | { do: 'join'; force: ForceId; day: string }
  | { do: 'set key'; day: string; weights: Readonly<Record<string, bigint>> };

const step = <D extends Step['do']>(
  of: D,
  fields: { [F in keyof Omit<Extract<Step, { do: D }>, 'do'>]: fc.Arbitrary<Extract<Step, { do: D }>[F]> },
): fc.Arbitrary<Step> => fc.record({ do: fc.constant(of), ...fields }) as unknown as fc.Arbitrary<Step>; // the names and types are those of the one member
export const histories: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: step('record', { kind: kinds, telling: tellings, person: people }) },
    { weight: 4, arbitrary: step('claim', { pick: picks, telling: tellings, person: people }) },
    {
      weight: 4,
      arbitrary: step('correct', {
        pick: picks,
        telling: tellings,
        ofFirst: fc.boolean(),
        to: fc.option(fc.constantFrom(...UNITS), { freq: 2 }),
        person: people,
      }),
    },
    { weight: 1, arbitrary: step('withdraw', { pick: picks, person: people }) },
    { weight: 2, arbitrary: step('withdraw claim', { pick: picks, unit: fc.constantFrom(...UNITS), person: people }) },
    {
      weight: 1,
      arbitrary: step('agree', {
        pick: picks,
        weights: fc.array(fc.option(fc.bigInt(0n, 3n), { freq: 9 }), { minLength: 3, maxLength: 3 }),
        person: people,
      }),
    },
    {
      weight: 5,
      arbitrary: step('stage', {
        pick: picks,
        stage: stages,
        later: fc.nat(2),
        on: fc.option(days, { freq: 1 }),
        amount: amounts,
        isWhole: fc.boolean(),
        person: people,
      }),
    },
    {
      weight: 2,
      arbitrary: step('correct stage', {
        pick: picks,
        number: fc.integer({ min: 1, max: 3 }),
        by: fc.option(fc.record({ stage: stages, day: days, amount: amounts }), { freq: 2 }),
        person: people,
      }),
    },
    { weight: 5, arbitrary: step('find', { pick: picks, finding: findings, person: people }) },
    { weight: 3, arbitrary: step('link', { pick: picks, primary: picks, person: people }) },
    { weight: 2, arbitrary: step('unlink', { pick: picks, person: people }) },
    { weight: 1, arbitrary: step('leave', { force: fc.constantFrom(...MAY_LEAVE), day: days }) },
    { weight: 1, arbitrary: step('join', { force: fc.constantFrom(...MAY_LEAVE), day: days }) },
    { weight: 1, arbitrary: step('set key', { day: days, weights }) },
  ),
  { minLength: COMMANDS, maxLength: COMMANDS },
);
