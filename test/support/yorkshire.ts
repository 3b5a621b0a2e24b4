import { evolveCollaboration, type Collaboration } from '../../src/domain/collaboration/collaboration.js';
import type { CollaborationEvent } from '../../src/domain/collaboration/events.js';
import { emptyRegister, evolveForceRegister } from '../../src/domain/force-register/force-register.js';
import type { ForceRegisterEvent } from '../../src/domain/force-register/events.js';
import type { CollaborationId, ForceId, KeyId, RegionId, UnitId } from '../../src/domain/identifiers.js';
import type { OutcomeDetails, OutcomeKind, Substance } from '../../src/domain/outcome/events.js';
import type { TellingContext } from '../../src/domain/outcome/record-outcome.js';
import type { Posting } from '../../src/domain/posting.js';
import { day, given, id } from './given-when-then.js';
import { BUILT_IN_MEASURES, theCatalogue } from './measures.js';

/** The ground on which the domain's specs stand: Yorkshire and the Humber with its four forces, as in the seeds. */
export const HUMBERSIDE = id<ForceId>('humberside');
export const NORTH = id<ForceId>('north-yorkshire');
export const SOUTH = id<ForceId>('south-yorkshire');
export const WEST = id<ForceId>('west-yorkshire');
export const CLEVELAND = id<ForceId>('cleveland');
export const YORKSHIRE = id<CollaborationId>('yorkshire-and-the-humber-joint-working');
export const RART = id<UnitId>('rart');
export const RRPT = id<UnitId>('rrpt');
export const POPULATION = id<KeyId>('population-mid-2010');
export const TODAY = day('2012-04-01');

const REGION = id<RegionId>('yorkshire-and-the-humber');

export const registered: readonly ForceRegisterEvent[] = [
  { type: 'RegionRegistered', region: REGION, name: 'Yorkshire and the Humber' },
  ...[HUMBERSIDE, NORTH, SOUTH, WEST, CLEVELAND].map((force) => ({
    type: 'ForceRegistered' as const,
    force,
    name: `${force} police`,
    region: REGION,
  })),
];

export const theRegister = given(evolveForceRegister, emptyRegister, ...registered);

/** What was agreed: founded, joined by four forces, two units opened, one of them closed, one key. Revision 8. */
export const agreed: readonly CollaborationEvent[] = [
  { type: 'CollaborationFounded', collaboration: YORKSHIRE, name: 'Yorkshire and the Humber', model: 'lead-force' },
  ...[HUMBERSIDE, NORTH, SOUTH, WEST].map((force) => ({
    type: 'MemberJoined' as const,
    collaboration: YORKSHIRE,
    force,
    from: day('2005-09-01'),
    restsOn: { forceRegister: theRegister.revision },
  })),
  { type: 'UnitOpened', collaboration: YORKSHIRE, unit: RART, name: 'Asset Recovery', from: day('2005-09-01') },
  { type: 'UnitOpened', collaboration: YORKSHIRE, unit: RRPT, name: 'Roads Policing', from: day('2008-07-01') },
  { type: 'UnitClosed', collaboration: YORKSHIRE, unit: RRPT, to: day('2011-07-05') },
  {
    type: 'KeyVersionSet',
    collaboration: YORKSHIRE,
    key: POPULATION,
    basis: id('population'),
    assumed: true,
    from: day('2005-09-01'),
    weights: { [HUMBERSIDE]: 915263n, [NORTH]: 794098n, [SOUTH]: 1332871n, [WEST]: 2212556n },
  },
];

/** Yorkshire and the Humber after what was agreed and then `more` happened. */
export function yorkshireAfter(...more: readonly CollaborationEvent[]): Collaboration {
  const collaboration = given<Collaboration | undefined, CollaborationEvent>(
    evolveCollaboration,
    undefined,
    ...agreed,
    ...more,
  );
  if (collaboration === undefined) throw new Error('The collaboration was never founded.');
  return collaboration;
}

/** What a decision about an outcome knows, after `more` happened to the agreement. */
export function contextAfter(...more: readonly CollaborationEvent[]): TellingContext {
  return {
    collaboration: yorkshireAfter(...more),
    catalogue: theCatalogue,
    forces: new Set(theRegister.forces.keys()),
    today: TODAY,
    predecessor: 'not-looked-up',
  };
}

/** The revisions that a decision rests on in `contextAfter` that many more events. */
export function restingOn(moreEvents = 0): { readonly collaboration: number; readonly measureCatalogue: number } {
  return { collaboration: agreed.length - 1 + moreEvents, measureCatalogue: BUILT_IN_MEASURES.length - 1 };
}

type Details<K extends OutcomeKind> = Extract<OutcomeDetails, { kind: K }>;

const whatItWas = {
  attribution: { basis: 'direct', force: WEST },
  leadForce: WEST,
  occurredOn: day('2010-03-04'),
  unit: RART,
} as const;

export function arrest(changes: Partial<Details<'arrest'>> = {}): Details<'arrest'> {
  return { kind: 'arrest', ...whatItWas, offenceGroup: id('drugs-supply'), role: 'made', ...changes };
}

export function asset(changes: Partial<Details<'asset'>> = {}): Details<'asset'> {
  const own = { assetType: 'cash', route: 'cash-forfeiture', stage: 'seized', amountPence: 1250000n } as const;
  return { kind: 'asset', ...whatItWas, ...own, ...changes };
}

export function recoveredCar(changes: Partial<Details<'property-recovered'>> = {}): Details<'property-recovered'> {
  const own = {
    itemType: 'vehicle',
    amountPence: 500000n,
    valuationBasis: 'trade-guide',
    returnedToOwner: true,
  } as const;
  return { kind: 'property-recovered', ...whatItWas, ...own, ...changes };
}

export function countedItem(changes: Partial<Details<'counted-item'>> = {}): Details<'counted-item'> {
  return { kind: 'counted-item', ...whatItWas, measure: id('firearms-recovered'), amount: 3n, ...changes };
}

export function seizure(
  substances: readonly Substance[],
  changes: Partial<Details<'drugs-seizure'>> = {},
): Details<'drugs-seizure'> {
  return { kind: 'drugs-seizure', ...whatItWas, substances, ...changes };
}

export function powder(substance: string, milligrams: bigint, amountPence?: bigint): Substance {
  const what = {
    substance: id(substance),
    form: id('powder'),
    quantity: milligrams,
    quantityIn: 'milligrams',
  } as const;
  return amountPence === undefined ? what : { ...what, amountPence, valuationBasis: 'street' };
}

/** What each force is credited with of one measure, by the unit and on the day of `whatItWas` unless said otherwise. */
export function posted(
  measure: string,
  credit: Readonly<Record<ForceId, bigint>>,
  where: Partial<Posting> = {},
): readonly Posting[] {
  return Object.entries<bigint>(credit).map(([force, amount]) => ({
    amount,
    force: id<ForceId>(force),
    grade: 'claimed',
    measure: id(measure),
    occurredOn: whatItWas.occurredOn,
    unit: whatItWas.unit,
    ...where,
  }));
}
