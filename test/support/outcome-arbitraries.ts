import fc from 'fast-check';
import type { CivilDate } from '../../src/domain/civil-date.js';
import { evolveCollaboration, type Collaboration } from '../../src/domain/collaboration/collaboration.js';
import type { CollaborationEvent } from '../../src/domain/collaboration/events.js';
import { OUTSIDE, type ForceId, type KeyId, type MeasureId, type UnitId } from '../../src/domain/identifiers.js';
import { DRUG_CLASSES, drugClassOn } from '../../src/domain/outcome/drug-classes.js';
import {
  outcomeShape,
  type Attribution,
  type Recurrence,
  type OutcomeDetails,
  type Substance,
} from '../../src/domain/outcome/events.js';
import type { TellingContext } from '../../src/domain/outcome/record-outcome.js';
import { STAGE_TABLE } from '../../src/domain/outcome/stage-table.js';
import { arbitraryOf, slugs } from './arbitraries.js';
import { day, given, id } from './given-when-then.js';
import { theCatalogue } from './measures.js';

const FOUNDED = day('2004-01-01');
const TODAY = day('2025-06-30');
const COLLABORATION = id<Collaboration['id']>('any-collaboration');
const UNITS = [id<UnitId>('rart'), id<UnitId>('rrpt')];
const KEYS = [id<KeyId>('population'), id<KeyId>('grant')];
const SUBSTANCES = [...new Set(DRUG_CLASSES.map(({ substance }) => substance))];
/** Far more than any force ever seized, and far from the limit at which sums of substances are refused. */
const LARGEST_PART = 10n ** 12n;

export const forces: fc.Arbitrary<ForceId> = slugs
  .map((slug) => id<ForceId>(slug))
  .filter((force) => force !== OUTSIDE);

/** One to seven forces, each once, in any order. */
export const someForces = fc.uniqueArray(forces, { minLength: 1, maxLength: 7 });

/** Days on which every generated collaboration has all its members, units and keys. */
export const daysOfOutcomes: fc.Arbitrary<CivilDate> = fc
  .date({ min: new Date(FOUNDED), max: new Date(TODAY), noInvalidDate: true })
  .map((moment) => day(moment.toISOString().slice(0, 10)));

/** Weights for some forces of which at least one counts, now and then with a share for those outside. */
export function weightsOf(members: readonly ForceId[]): fc.Arbitrary<Readonly<Record<ForceId, bigint>>> {
  const weight = fc.oneof(fc.constantFrom(0n, 1n, 1n, 2n), fc.bigInt(0n, 3_000_000n));
  return fc
    .tuple(fc.array(weight, { minLength: members.length, maxLength: members.length }), fc.option(weight))
    .map(([amounts, outside]) => {
      const own = members.map((force, i) => [force, amounts[i] ?? 0n] as const);
      return Object.fromEntries(outside === null ? own : [...own, [OUTSIDE, outside] as const]);
    })
    .filter((weights) => Object.values<bigint>(weights).some((each) => each > 0n));
}

/** A collaboration of some forces with two units and two keys, each key in up to three versions. */
export function collaborationOf(members: readonly ForceId[]): fc.Arbitrary<Collaboration> {
  const later = fc.uniqueArray(daysOfOutcomes, { maxLength: 2 }).map((days) => [FOUNDED, ...days.sort()]);
  const version = fc.tuple(weightsOf(members), fc.boolean());
  const versions = fc
    .tuple(later, version, version, version)
    .map(([days, ...set]) =>
      [...new Set(days)].flatMap((from, i) =>
        set.slice(i, i + 1).map(([weights, assumed]) => ({ from, weights, assumed })),
      ),
    );
  return fc.tuple(versions, versions).map((keys) => {
    const events: readonly CollaborationEvent[] = [
      { type: 'CollaborationFounded', collaboration: COLLABORATION, name: 'Any', model: 'ad-hoc' },
      ...members.map((force) => ({ ...joined, force })),
      ...UNITS.map((unit) => ({ ...opened, unit })),
      ...keys.flatMap((set, i) => set.map((each) => ({ ...keySet, ...each, key: KEYS[i] ?? KEY }))),
    ];
    const folded = given<Collaboration | undefined, CollaborationEvent>(evolveCollaboration, undefined, ...events);
    if (folded === undefined) throw new Error('The collaboration was never founded.');
    return folded;
  });
}

const KEY = id<KeyId>('population');
const joined = {
  type: 'MemberJoined',
  collaboration: COLLABORATION,
  from: FOUNDED,
  restsOn: { forceRegister: 0 },
} as const;
const opened = { type: 'UnitOpened', collaboration: COLLABORATION, name: 'Any unit', from: FOUNDED } as const;
const keySet = { type: 'KeyVersionSet', collaboration: COLLABORATION, basis: id('any') } as const;

/** What a decision knows, and outcomes that it takes, of every kind, day, unit and attribution. */
export interface Scene {
  readonly context: TellingContext;
  readonly outcomes: readonly OutcomeDetails[];
}

/** At least one outcome, each made from the shape of outcomes and then fitted to the collaboration. */
export const scenes: fc.Arbitrary<Scene> = someForces.chain((members) =>
  fc.record({
    context: collaborationOf(members).map((collaboration) => ({
      collaboration,
      catalogue: theCatalogue,
      forces: new Set(members),
      today: TODAY,
      predecessor: 'not-looked-up' as const,
    })),
    outcomes: fc.array(outcomeIn(members), { minLength: 1, maxLength: 5 }),
  }),
);

function outcomeIn(members: readonly ForceId[]): fc.Arbitrary<OutcomeDetails> {
  return fc
    .record({
      details: arbitraryOf(outcomeShape),
      attribution: attributionAmong(members),
      leadForce: fc.constantFrom(...members),
      occurredOn: daysOfOutcomes,
      unit: fc.constantFrom(...UNITS),
      picks: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
    })
    .map(({ details: { item: _, ...details }, picks, ...fitting }) => {
      const outcome = { ...details, ...fitting };
      if (outcome.kind === 'saving') return fitSaving(outcome);
      if (outcome.kind === 'cost') return fitCost(outcome);
      if (outcome.kind === 'counted-item') return { ...outcome, measure: id('firearms-recovered') };
      if (outcome.kind === 'asset') return atItsFirstStage(outcome);
      if (outcome.kind !== 'drugs-seizure') return outcome;
      const fit = (each: Substance, i: number) => controlled(each, picks[i] ?? 0, outcome.occurredOn);
      return { ...outcome, substances: outcome.substances.map(fit) };
    });
}

type Told<K extends OutcomeDetails['kind']> = Extract<OutcomeDetails, { kind: K }>;

/** A day of the past: what was found out on one to come is refused. */
const passed = (date: CivilDate): CivilDate => (date > TODAY ? TODAY : date);

function fitSaving({ baseline, ...saving }: Told<'saving'>): OutcomeDetails {
  return {
    ...saving,
    recurrence: running(saving.recurrence, saving.occurredOn),
    ...(baseline !== undefined && { baseline: { ...baseline, on: passed(baseline.on) } }),
  };
}

/** A recurrence that starts on the day, is over, and is expected to last at least as long as it has; what cannot be so is a one-off. */
function running(recurrence: Recurrence, from: CivilDate): Recurrence {
  if (recurrence.runsTo === undefined || from >= TODAY) return { is: 'one-off' };
  const runsTo = recurrence.runsTo > from && recurrence.runsTo <= TODAY ? recurrence.runsTo : TODAY;
  if (recurrence.is === 'one-off') return { is: 'one-off', runsTo };
  const { expectedTo } = recurrence;
  return expectedTo === undefined || expectedTo < runsTo ? { is: 'recurring', runsTo } : { ...recurrence, runsTo };
}

function fitCost({ runsTo, ...cost }: Told<'cost'>): OutcomeDetails {
  const ran = runsTo === undefined ? undefined : running({ is: 'recurring', runsTo }, cost.occurredOn);
  const measure = cost.measure === undefined ? {} : { measure: id<MeasureId>('arrests') };
  return { ...cost, ...measure, ...(ran?.is === 'recurring' && { runsTo: ran.runsTo }) };
}

/** The asset at a stage at which its route begins, in pounds. */
function atItsFirstStage({ foreign: _, ...asset }: Extract<OutcomeDetails, { kind: 'asset' }>): OutcomeDetails {
  const { first } = STAGE_TABLE[asset.route];
  return { ...asset, stage: first.find((stage) => stage === asset.stage) ?? first[0] ?? asset.stage };
}

function attributionAmong(members: readonly ForceId[]): fc.Arbitrary<Attribution> {
  return fc.oneof(
    fc.constantFrom(...members, OUTSIDE).map((force) => ({ basis: 'direct' as const, force })),
    fc.constantFrom(...KEYS).map((key) => ({ basis: 'key' as const, key })),
    weightsOf(members).map((weights) => ({ basis: 'agreed' as const, weights })),
  );
}

/** The substance made into one that was controlled on the day, in an amount of which several can be added up. */
function controlled(substance: Substance, pick: number, on: CivilDate): Substance {
  const known = SUBSTANCES.filter((name) => drugClassOn(name, on) !== undefined);
  const { amountPence, valuedOn, ...rest } = substance;
  const fitted = {
    ...rest,
    ...(valuedOn !== undefined && { valuedOn: passed(valuedOn) }),
    ...{ substance: id(known[pick % known.length] ?? ''), quantity: rest.quantity % LARGEST_PART },
  };
  return amountPence === undefined ? fitted : { ...fitted, amountPence: amountPence % LARGEST_PART };
}
