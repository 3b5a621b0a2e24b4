import { assessed, isMember, type Agreement, type Attribution, type Item, type Stage, type Telling } from './model.js';
import { DAYS, UNITS, type Step } from './model-steps.js';

/** A step that changes an item that is there. */
export type Changing = Exclude<Step, { do: 'record' | 'leave' | 'join' | 'set key' }>;
/** A step that changes the agreement. */
export type Agreeing = Extract<Step, { do: 'leave' | 'join' | 'set key' }>;

/** The item that is told for the first time; `undefined` where that is refused. */
export function recorded(
  { kind, telling, person }: Extract<Step, { do: 'record' }>,
  agreement: Agreement,
): Item | undefined {
  return toldAnew({ kind, told: new Set(), validated: new Set() }, telling, person, agreement);
}

/** Who had a hand in an item before it was withdrawn still had, when it is told anew. */
function toldAnew(
  { kind, told, validated }: Pick<Item, 'kind' | 'told' | 'validated'>,
  telling: Telling,
  person: string,
  agreement: Agreement,
): Item | undefined {
  const item: Item = {
    ...{ kind, validated, tellings: [telling], stages: [], grade: 'claimed', isWithdrawn: false, shares: [] },
    told: new Set([...told, person]),
  };
  return settled(item, agreement);
}

/** What an item is after a step, by the model; `undefined` where the step is refused. */
export function changed(next: Changing, items: readonly Item[], at: number, agreement: Agreement): Item | undefined {
  const item = items[at];
  if (item === undefined) return undefined;
  if (item.isWithdrawn) return next.do === 'claim' ? toldAnew(item, next.telling, next.person, agreement) : undefined;
  const after = next.do === 'find' ? found(item, next) : told(next, item, items, at, agreement);
  return after && withHand(next, after);
}

/** Who withdraws an item vouches for nothing by it, and says nothing of what is told of it later. */
function withHand(next: Changing, item: Item): Item {
  if (next.do === 'withdraw') return item;
  if (next.do !== 'find') return { ...item, told: new Set([...item.told, next.person]) };
  return next.finding === 'validated' ? { ...item, validated: new Set([...item.validated, next.person]) } : item;
}

function settled(item: Item, agreement: Agreement): Item | undefined {
  const shares = assessed(item, agreement);
  return shares && { ...item, shares };
}

function told(
  next: Exclude<Changing, { do: 'find' }>,
  item: Item,
  items: readonly Item[],
  at: number,
  agreement: Agreement,
): Item | undefined {
  const again = (changes: Partial<Item>, of: Item = item): Item | undefined =>
    settled({ ...of, grade: 'claimed', ...changes }, agreement);
  const hasDuplicates = items.some(({ duplicateOf, isWithdrawn }) => !isWithdrawn && duplicateOf === at);
  const isLoose = !hasDuplicates && item.duplicateOf === undefined;
  const { held: _, ...unheld } = item;
  switch (next.do) {
    case 'claim':
      if (item.tellings.some(({ unit }) => unit === next.telling.unit)) return undefined;
      if (!isOneKind(item, [...item.tellings, next.telling])) return undefined;
      return again({ tellings: [...item.tellings, next.telling] });
    case 'correct': {
      const { at: which, now } = correction(item, next);
      const was = item.tellings[which];
      if (was === undefined || isSameTelling(item, was, now)) return undefined;
      if (now.unit !== was.unit && item.tellings.some(({ unit }) => unit === now.unit)) return undefined;
      const tellings = item.tellings.map((each, i) => (i === which ? now : each));
      return isOneKind(item, tellings) ? again({ tellings }, unheld) : undefined;
    }
    case 'withdraw':
      return item.tellings.length === 1 && isLoose ? { ...item, isWithdrawn: true } : undefined;
    case 'withdraw claim': {
      const left = item.tellings.filter(({ unit }) => unit !== next.unit);
      if (left.length === item.tellings.length) return undefined;
      if (left.length > 0) return again({ tellings: left });
      return isLoose ? { ...item, isWithdrawn: true } : undefined;
    }
    case 'agree': {
      const agreed = weightsOf(item, next.weights);
      const areAll = item.tellings.every(({ unit }) => agreed[unit] !== undefined);
      const isAsBefore = item.claimWeights !== undefined && sameWeights(item.claimWeights, agreed);
      const isSomething = Object.values(agreed).some((weight) => weight > 0n);
      return areAll && isSomething && !isAsBefore ? again({ claimWeights: agreed }) : undefined;
    }
    case 'stage':
      return item.kind === 'asset' ? again({ stages: placed(item.stages, stageOf(item, next)) }) : undefined;
    case 'correct stage': {
      const was = item.stages[next.number - 1];
      if (was === undefined || (next.by !== null && isSameStage(was, next.by))) return undefined;
      const { by } = next;
      if (by?.day === was.day) return again({ stages: item.stages.map((each) => (each === was ? by : each)) }, unheld);
      const others = item.stages.filter((each) => each !== was);
      return again({ stages: by === null ? others : placed(others, by) }, unheld);
    }
    case 'link': {
      const primary = next.primary % items.length;
      const other = items[primary];
      const mayBe = primary !== at && isLoose && other?.isWithdrawn === false && other.duplicateOf === undefined;
      return mayBe && other.kind === item.kind ? { ...item, duplicateOf: primary } : undefined;
    }
    case 'unlink': {
      const { duplicateOf, ...free } = item;
      return duplicateOf === undefined ? undefined : again({}, free);
    }
  }
}

function found(item: Item, { finding, person }: Extract<Step, { do: 'find' }>): Item | undefined {
  const stands = item.held ?? item.grade;
  const { held: _, ...free } = item;
  if (stands === 'rejected') return undefined;
  // What counts for nothing is neither validated nor audited.
  if (item.duplicateOf !== undefined && (finding === 'validated' || finding === 'audited')) return undefined;
  switch (finding) {
    case 'validated':
      return stands === 'claimed' && !item.told.has(person) ? { ...free, grade: 'validated' } : undefined;
    case 'audited':
      return stands === 'validated' && !item.told.has(person) && !item.validated.has(person)
        ? { ...free, grade: 'audited' }
        : undefined;
    case 'queried':
      return stands === 'queried' ? undefined : { ...free, grade: 'claimed', held: 'queried' };
    case 'answered':
      return stands === 'queried' ? { ...free, grade: 'claimed' } : undefined;
    case 'rejected':
      return { ...free, grade: 'claimed', held: 'rejected' };
  }
}

/** Whether the agreement has anything to record of a change: not where that stands already, and not where it is refused. */
export function isNews(next: Agreeing, agreement: Agreement): boolean {
  const { day } = next;
  if (next.do === 'set key') {
    const last = agreement.keys.at(-1);
    const forces = Object.keys(next.weights).filter((force) => force !== 'outside');
    return (
      Object.values(next.weights).some((weight) => weight > 0n) &&
      forces.every((force) => isMember(agreement, force, day)) &&
      (last === undefined || last.from < day)
    );
  }
  const last = agreement.members.get(next.force)?.at(-1);
  if (next.do === 'join') return last === undefined || (last.to !== undefined && last.to <= day);
  return last !== undefined && last.to === undefined && last.from < day;
}

/** The agreement after a change that is news. */
export function agree(next: Agreeing, agreement: Agreement): void {
  if (next.do === 'set key') {
    agreement.keys.push({ from: next.day, weights: next.weights });
    return;
  }
  const terms = agreement.members.get(next.force) ?? [];
  const last = terms.at(-1);
  if (next.do === 'join') agreement.members.set(next.force, [...terms, { from: next.day }]);
  else if (last !== undefined) last.to = next.day;
}

/** Which telling is put right, and what it is then; now and then it turns out to have been another unit's. */
export function correction({ tellings }: Item, { telling, ofFirst, to }: Extract<Step, { do: 'correct' }>) {
  const at = ofFirst ? 0 : tellings.findIndex(({ unit }) => unit === telling.unit);
  const unit = to ?? tellings[at]?.unit ?? telling.unit;
  return { at, now: { ...telling, unit } };
}

/** On the day of the last stage or some days of the list after it, or on a day of its own; of what is there, or of an amount of its own. */
export function stageOf({ stages, tellings: [first] }: Item, next: Extract<Step, { do: 'stage' }>): Stage {
  const last = stages.at(-1) ?? first;
  const at = Math.min(DAYS.indexOf(last?.day ?? '') + next.later, DAYS.length - 1);
  const day = next.on ?? DAYS[at] ?? '';
  return { stage: next.stage, day, amount: next.isWhole ? (last?.amount ?? 0n) : next.amount };
}

/** The weights that are told of those units that claim; where one is not told, it is left out. */
export function weightsOf({ tellings }: Item, given: readonly (bigint | null)[]): Readonly<Record<string, bigint>> {
  const named = tellings.map(({ unit }) => [unit, given[UNITS.findIndex((each) => each === unit)] ?? null] as const);
  return Object.fromEntries(named.flatMap(([unit, weight]) => (weight === null ? [] : [[unit, weight] as const])));
}

/** A stage goes where its day puts it, after those of the same day. */
function placed(stages: readonly Stage[], stage: Stage): readonly Stage[] {
  return [...stages.filter(({ day }) => day <= stage.day), stage, ...stages.filter(({ day }) => day > stage.day)];
}

function isSameStage(a: Stage, b: Stage): boolean {
  return a.stage === b.stage && a.day === b.day && a.amount === b.amount;
}

/** Whether all who tell of an item mean the same kind of thing: one arrest is not made by one unit and facilitated by another. */
function isOneKind({ kind }: Item, tellings: readonly Telling[]): boolean {
  return kind !== 'arrest' || new Set(tellings.map(({ role }) => role)).size === 1;
}

function isSameTelling({ kind }: Item, a: Telling, b: Telling): boolean {
  const text = ({ unit, day, amount, attribution, role }: Telling): string =>
    [unit, day, kind === 'arrest' ? role : amount, JSON.stringify(sorted(attribution))].join(' ');
  return text(a) === text(b);
}

function sorted(attribution: Attribution): unknown {
  return attribution.basis === 'agreed' ? weightsText(attribution.weights) : attribution;
}

function sameWeights(a: Readonly<Record<string, bigint>>, b: Readonly<Record<string, bigint>>): boolean {
  return weightsText(a) === weightsText(b);
}

function weightsText(weights: Readonly<Record<string, bigint>>): string {
  return Object.entries(weights)
    .map(([name, weight]) => `${name}=${weight}`)
    .sort()
    .join();
}
