/**
 * The rules of brief §4 once more, written down as plainly as they can be and with nothing of the program in them: plain amounts, plain
 * lists, everything worked out from the start each time. A law holds the program to it, command by command.
 */
export type Attribution =
  | { readonly basis: 'direct'; readonly force: string }
  | { readonly basis: 'key' }
  | { readonly basis: 'agreed'; readonly weights: Readonly<Record<string, bigint>> };

export interface Telling {
  readonly unit: string;
  readonly day: string;
  readonly amount: bigint;
  readonly attribution: Attribution;
  /** Of an arrest: what it counts as. */
  readonly role: 'made' | 'facilitated';
}

export interface Stage {
  readonly stage: 'detained' | 'forfeited' | 'released' | 'returned' | 'applied-to-order' | 'compensated';
  readonly day: string;
  readonly amount: bigint;
}

export interface Item {
  readonly kind: 'arrest' | 'counted-item' | 'asset';
  /** The first is the one that the item is counted by. */
  readonly tellings: readonly Telling[];
  readonly claimWeights?: Readonly<Record<string, bigint>>;
  readonly stages: readonly Stage[];
  readonly grade: 'claimed' | 'validated' | 'audited';
  readonly held?: 'queried' | 'rejected';
  readonly duplicateOf?: number;
  /** Who may not vouch for it, whatever becomes of it. */
  readonly told: ReadonlySet<string>;
  readonly validated: ReadonlySet<string>;
  readonly isWithdrawn: boolean;
  /** What it came to when it was last assessed. */
  readonly shares: readonly Share[];
}

/** An amount of a measure at one place, before the grade. */
export interface Share {
  readonly measure: string;
  readonly force: string;
  readonly unit: string;
  readonly day: string;
  readonly amount: bigint;
}

export interface Agreement {
  readonly members: Map<string, { from: string; to?: string }[]>;
  readonly keys: { readonly from: string; readonly weights: Readonly<Record<string, bigint>> }[];
  readonly units: ReadonlyMap<string, { readonly from: string; readonly to?: string }>;
}

/** Largest remainder, one unit at a time; a tie goes to the first. A negative amount mirrors its positive. */
export function divided(whole: bigint, weights: readonly bigint[]): bigint[] {
  if (whole < 0n) return divided(-whole, weights).map((part) => -part);
  const sum = weights.reduce((a, b) => a + b, 0n);
  const parts = weights.map((weight) => (whole * weight) / sum);
  const remainders = weights.map((weight) => (whole * weight) % sum);
  for (let left = whole - parts.reduce((a, b) => a + b, 0n); left > 0n; left -= 1n) {
    const most = remainders.reduce((best, each, i) => (each > (remainders[best] ?? 0n) ? i : best), 0);
    parts[most] = (parts[most] ?? 0n) + 1n;
    remainders[most] = -1n;
  }
  return parts;
}

const isOpen = ({ units }: Agreement, unit: string, day: string): boolean => {
  const { from, to } = units.get(unit) ?? { from: day, to: day };
  return from <= day && (to === undefined || day < to);
};

export const isMember = ({ members }: Agreement, force: string, day: string): boolean =>
  (members.get(force) ?? []).some(({ from, to }) => from <= day && (to === undefined || day < to));

/** The weights by which a telling is credited on a day, by force; `undefined` where somebody has no right to a share. */
function creditOf(
  attribution: Attribution,
  day: string,
  agreement: Agreement,
): Readonly<Record<string, bigint>> | undefined {
  const inForce = agreement.keys.filter(({ from }) => from <= day).at(-1);
  const weights =
    attribution.basis === 'direct'
      ? { [attribution.force]: 1n }
      : attribution.basis === 'agreed'
        ? attribution.weights
        : inForce && Object.fromEntries(Object.entries(inForce.weights).filter(([, weight]) => weight > 0n));
  if (weights === undefined || !Object.values(weights).some((weight) => weight > 0n)) return undefined;
  return Object.keys(weights).every((force) => force === 'outside' || isMember(agreement, force, day))
    ? weights
    : undefined;
}

interface Held {
  at: string;
  held: bigint;
  /** Of that, what was not detained when the rest was. */
  undetained: bigint;
  kept: bigint;
}

const NEXT: Readonly<Record<string, readonly string[]>> = {
  seized: ['detained', 'released', 'returned'],
  detained: ['forfeited', 'released', 'returned', 'applied-to-order'],
};

/** Goes through the stages of cash that was seized; `undefined` where one of them cannot be. */
function goThrough({ amount, day }: Telling, stages: readonly Stage[]): Held | undefined {
  const now: Held = { at: 'seized', held: amount, undetained: 0n, kept: 0n };
  let last = day;
  for (const reached of stages) {
    const isCompensation = reached.stage === 'compensated';
    const isGivenBack = reached.stage === 'released' || reached.stage === 'returned';
    const mayFollow = (NEXT[now.at] ?? []).includes(reached.stage) || (isGivenBack && now.undetained > 0n);
    if (isCompensation ? now.kept === 0n : !mayFollow) return undefined;
    const there = isGivenBack || reached.stage === 'detained' ? now.held : now.held - now.undetained;
    if (reached.day < last || reached.amount > (isCompensation ? now.kept : there)) return undefined;
    last = reached.day;
    if (isCompensation) now.kept -= reached.amount;
    else if (reached.stage === 'detained')
      Object.assign(now, { at: 'detained', undetained: now.held - reached.amount });
    else {
      now.held -= reached.amount;
      if (reached.stage === 'forfeited') now.kept += reached.amount;
      if (isGivenBack) now.undetained -= reached.amount < now.undetained ? reached.amount : now.undetained;
      if (now.held === now.undetained) now.at = reached.stage;
    }
  }
  return now;
}

type Count = readonly [measure: string, day: string, amount: bigint];

function countsOf({ kind, stages }: Item, { day, amount, role }: Telling): readonly Count[] {
  if (kind === 'arrest') return [[`arrests-${role}`, day, 1n]];
  if (kind === 'counted-item') return [['firearms-recovered', day, amount]];
  const moves = stages.flatMap(({ stage, day: on, amount: of }): readonly Count[] => {
    if (stage === 'compensated')
      return [
        ['assets-compensated-value', on, of],
        ['assets-forfeited-value', on, -of],
      ];
    const leaves = stage === 'released' || stage === 'returned' || stage === 'applied-to-order';
    return [[`assets-${stage}-value`, on, of], ...(leaves ? [['assets-retained-changes', on, -of] as const] : [])];
  });
  const sums = new Map<string, Count>();
  for (const [measure, on, of] of [['assets-seized-value', day, amount] as const, ...moves]) {
    const place = `${measure} ${on}`;
    sums.set(place, [measure, on, (sums.get(place)?.[2] ?? 0n) + of]);
  }
  return [...sums.values()];
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

/** What an item comes to by the agreement as it stands; `undefined` where that is refused. */
export function assessed(item: Item, agreement: Agreement): readonly Share[] | undefined {
  const [first] = item.tellings;
  // What a unit told has to be of a day on which it was open, and so has its part of the item, which is posted on the item's day.
  const areOpen = item.tellings.every(({ unit, day }) =>
    [day, first?.day ?? day].every((on) => isOpen(agreement, unit, on)),
  );
  if (!areOpen) return undefined;
  if (first === undefined || (item.kind === 'asset' && goThrough(first, item.stages) === undefined)) return undefined;
  const claims = [...item.tellings].sort((a, b) => (a.unit < b.unit ? -1 : 1));
  const units = claims.map(({ unit }) => unit);
  const agreed = item.claimWeights;
  const isAgreed = agreed !== undefined && Object.keys(agreed).sort().join() === units.join();
  const weights = units.map((unit) => (isAgreed ? (agreed[unit] ?? 0n) : 1n));
  const credits = claims.map(({ attribution }) => creditOf(attribution, first.day, agreement));
  if (credits.includes(undefined) || claims.some(({ amount }) => amount > MOST)) return undefined;
  return countsOf(item, first).flatMap(([measure, day, amount]) =>
    divided(amount, weights).flatMap((part, i) => {
      const forces = Object.entries(credits[i] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
      const parts = divided(
        part,
        forces.map(([, weight]) => weight),
      );
      return forces.map(([force], at) => ({ measure, force, unit: units[i] ?? '', day, amount: parts[at] ?? 0n }));
    }),
  );
}

/** Everything that counts now, by measure, force, unit, grade and month. */
export function totalsOf(items: readonly Item[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { duplicateOf, grade, held, isWithdrawn, shares } of items) {
    if (isWithdrawn || duplicateOf !== undefined || held === 'rejected') continue;
    for (const { measure, force, unit, day, amount } of shares) {
      const place = [measure, force, unit, grade, day.slice(0, 7)].join(' ');
      sums.set(place, (sums.get(place) ?? 0n) + amount);
    }
  }
  return sums;
}
