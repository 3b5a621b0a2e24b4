import { setImmediate as nextTurn } from 'node:timers/promises';
import { answerRecount, type RecountAnswer, type Recounted, type RecountQuestion } from '../../projections/recount.js';
import { asMeasure } from '../../projections/statement.js';
import { totalsPosted, type Posted, type Total } from '../../projections/totals.js';
import type { Period } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import { forbiddenOver, insteadOfOneFigure, refuseOver } from '../domain/measure/added-over.js';
import type { Catalogue, Measure } from '../domain/measure/catalogue.js';
import { underVersion } from '../domain/measure/under-version.js';
import type { Outcome } from '../domain/outcome/outcome.js';
import { assessOutcome, type OutcomeContext } from '../domain/outcome/record-outcome.js';
import { differences, type Posting } from '../domain/posting.js';
import { advanceStanding, nothingKnown, type Standing } from './as-at.js';
import type { Entry } from './codec/entry-line.js';
import { nothingDecided, takeDecided, type AllDecided, type Decided } from './decided.js';
import type { Histories } from './verify/histories.js';

/** How many outcomes are decided again before others have their turn. */
const AT_ONCE = 500;

async function recountUnder(
  version: Measure,
  period: Period,
  standing: readonly Total[],
  outcomes: readonly Decided[],
  histories: Histories,
): Promise<Recounted & { readonly undecided: number }> {
  const { measure, definition } = version;
  if (definition.is === 'sum') {
    const parts = standing.filter((total) => definition.of.includes(total.measure));
    return { version, totals: parts.map((total) => ({ ...total, measure })), undecided: 0 };
  }
  const decide = decidingUnder(version, histories);
  const all: Posted[] = [];
  let undecided = 0;
  for (const [i, decided] of outcomes.entries()) {
    if (i % AT_ONCE === 0) await nextTurn();
    const posted = decide(decided);
    if (posted === 'undecided') undecided += 1;
    else if (posted !== undefined) all.push(posted);
  }
  return { version, totals: [...totalsPosted(all, period).values()], undecided };
}

/** Decides outcomes again under a version: gives what each posts of its measure, `undefined` where one no longer counts. */
function decidingUnder(version: Measure, histories: Histories): (decided: Decided) => Posted | 'undecided' | undefined {
  const catalogues = new Map<Catalogue, Catalogue>();
  return ({ outcome, restsOn, recordedAt }) => {
    if (outcome.status !== 'recorded') return undefined;
    const then = histories.contextAt(outcome.collaboration, restsOn, recordedAt);
    const catalogue = catalogues.get(then.catalogue) ?? underVersion(then.catalogue, version);
    catalogues.set(then.catalogue, catalogue);
    const today = assessOutcome(outcome, { ...then, catalogue });
    const isAsPosted = today.ok && isSamePosted(ofMeasure(version, today.value), ofMeasure(version, outcome));
    // What differs may do so by the version, or by a fault that was mended since: what was counted before that is counted so again.
    const assessed =
      isAsPosted || !wasAsBefore(outcome, then)
        ? today
        : assessOutcome(outcome, { ...then, catalogue, asBefore: true });
    if (!assessed.ok) return 'undecided';
    const { collaboration } = outcome;
    return { collaboration, labels: assessed.value.labels, postings: ofMeasure(version, assessed.value) };
  };
}

/** Whether what stands of an outcome is what was decided before some faults were mended, and not what the rules of today make of the same facts (decision 0025). */
function wasAsBefore(outcome: Extract<Outcome, { status: 'recorded' }>, context: OutcomeContext): boolean {
  const [today, before] = [assessOutcome(outcome, context), assessOutcome(outcome, { ...context, asBefore: true })];
  if (today.ok && isSamePosted(today.value.postings, outcome.postings)) return false;
  return before.ok && (!today.ok || isSamePosted(before.value.postings, outcome.postings));
}

function ofMeasure({ measure }: Measure, { postings }: { readonly postings: readonly Posting[] }): readonly Posting[] {
  return postings.filter((posting) => posting.measure === measure);
}

/** What was posted and undone again is no longer there, and what was never posted may have been recorded as nothing. */
function isSamePosted(a: readonly Posting[], b: readonly Posting[]): boolean {
  return differences(a, b).every(({ amount }) => amount === 0n);
}

/** The ledger as it stood, the outcomes of one collaboration, and agreements and catalogue at every revision until then. */
export interface Recounting extends Standing, AllDecided {}

/** Before the first entry. */
export function nothingRecounted(): Recounting {
  return { ...nothingKnown, ...nothingDecided() };
}

/** Folds the next entries, in order, into what a recount needs; the state before it is not to be used again. */
export function advanceRecounting(question: RecountQuestion, state: Recounting, entries: readonly Entry[]): Recounting {
  return { ...advanceStanding(state, entries, question), ...takeDecided(question.collaboration, state, entries) };
}

/** The recount that follows once all entries up to a point were folded in. Refuses unknown-measure, also for a version that there is not, and non-additive for a sum that the rule or such a version of it forbids. */
export async function recountOf(question: RecountQuestion, state: Recounting): Promise<Checked<RecountAnswer>> {
  const { collaboration, measure } = question;
  const { entry, knownAt, catalogue, totals, outcomes, histories } = state;
  const versions = catalogue.versions.get(measure);
  const refusal = { code: 'unknown-measure', measure } as const;
  if (versions === undefined)
    return failed({ ...refusal, field: 'measure', because: 'is not in the catalogue of measures' });
  const chosen = question.rules.flatMap((number) => versions.find(({ version }) => version === number) ?? []);
  if (chosen.length < question.rules.length) {
    const known = versions.map(({ version }) => version).join(', ');
    return failed({ ...refusal, field: 'rules', because: `has no such version of its rule; there are ${known}` });
  }
  for (const version of [...versions.slice(-1), ...chosen]) {
    const over = forbiddenOver(version, { from: question.from, to: question.to });
    if (over.length > 0) return failed(refuseOver('measure', version, over, insteadOfOneFigure(over)));
  }
  const own = [...totals.values()].filter((total) => total.collaboration === collaboration);
  const posted = asMeasure(measure, catalogue, own);
  const all = [...outcomes.values()];
  const recounted: Awaited<ReturnType<typeof recountUnder>>[] = [];
  for (const version of chosen) recounted.push(await recountUnder(version, question, own, all, histories));
  const undecided = Math.max(0, ...recounted.map((each) => each.undecided));
  return checked(answerRecount(question, { entry, knownAt: knownAt ?? null }, catalogue, posted, recounted, undecided));
}
