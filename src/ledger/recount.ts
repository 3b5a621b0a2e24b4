import type { Period } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { CollaborationId } from '../domain/identifiers.js';
import type { Measure } from '../domain/measure/catalogue.js';
import { underVersion } from '../domain/measure/under-version.js';
import type { RestsOn } from '../domain/outcome/events.js';
import { evolveOutcome, unrecorded, type Outcome } from '../domain/outcome/outcome.js';
import { assessOutcome } from '../domain/outcome/record-outcome.js';
import { answerRecount, type RecountAnswer, type Recounted, type RecountQuestion } from '../../projections/recount.js';
import { asMeasure } from '../../projections/statement.js';
import { totalsPosted, type Posted, type Total } from '../../projections/totals.js';
import { standingAt } from './answer-totals.js';
import type { AsAt } from './as-at.js';
import type { Ledger } from './ledger.js';
import { decodeStored } from './stored-entry.js';
import { isOutcomeEvent } from './streams.js';
import { Histories } from './verify/rederive.js';

/**
 * Says what a measure would come to in a period under one version of its rule, or under each of two, beside what is posted. Every outcome is decided again
 * by what its last entry rested on, with nothing changed but that rule; a sum is made of the parts that the version names. A view, which
 * writes nothing. Replays the ledger. Refuses unknown-collaboration, unknown-measure, also for a version that there is not.
 */
export async function recountFor(
  ledger: Ledger,
  question: RecountQuestion,
  asAt: AsAt | undefined,
): Promise<Checked<RecountAnswer>> {
  const { collaboration, measure } = question;
  if ((await ledger.agreements.collaboration(collaboration)) === undefined)
    return failed({ code: 'unknown-collaboration', collaboration });
  const { entry, knownAt, catalogue, totals } = await standingAt(ledger.store, asAt, question);
  const versions = catalogue.versions.get(measure);
  const refusal = { code: 'unknown-measure', measure } as const;
  if (versions === undefined)
    return failed({ ...refusal, field: 'measure', because: 'is not in the catalogue of measures' });
  const chosen = question.rules.flatMap((number) => versions.find(({ version }) => version === number) ?? []);
  if (chosen.length < question.rules.length) {
    const known = versions.map(({ version }) => version).join(', ');
    return failed({ ...refusal, field: 'rules', because: `has no such version of its rule; there are ${known}` });
  }
  const own = [...totals.values()].filter((total) => total.collaboration === collaboration);
  const posted = asMeasure(measure, catalogue, own);
  const { outcomes, histories } = await replayed(ledger, collaboration, entry);
  const recounted = chosen.map((version) => recountUnder(version, question, own, outcomes, histories));
  const undecided = Math.max(0, ...recounted.map((each) => each.undecided));
  return checked(answerRecount(question, { entry, knownAt: knownAt ?? null }, catalogue, posted, recounted, undecided));
}

/** An outcome as it stands, and what its last entry rested on. */
interface Decided {
  readonly outcome: Outcome;
  readonly restsOn: RestsOn;
  readonly recordedAt: string;
}

function recountUnder(
  version: Measure,
  period: Period,
  standing: readonly Total[],
  outcomes: Iterable<Decided>,
  histories: Histories,
): Recounted & { readonly undecided: number } {
  const { measure, definition } = version;
  if (definition.is === 'sum') {
    const parts = standing.filter((total) => definition.of.includes(total.measure));
    return { version, totals: parts.map((total) => ({ ...total, measure })), undecided: 0 };
  }
  const all: Posted[] = [];
  let undecided = 0;
  for (const { outcome, restsOn, recordedAt } of outcomes) {
    if (outcome.status !== 'recorded') continue;
    const context = histories.contextAt(outcome.collaboration, restsOn, recordedAt);
    const assessed = assessOutcome(outcome, { ...context, catalogue: underVersion(context.catalogue, version) });
    if (!assessed.ok) {
      undecided += 1;
      continue;
    }
    const { labels, postings } = assessed.value;
    const own = postings.filter((posting) => posting.measure === measure);
    all.push({ collaboration: outcome.collaboration, labels, postings: own });
  }
  return { version, totals: [...totalsPosted(all, period).values()], undecided };
}

const PAGE = 2000;

/** The outcomes of a collaboration up to an entry, and agreements and catalogue at every revision until then. */
async function replayed(
  { store }: Ledger,
  collaboration: CollaborationId,
  upTo: number,
): Promise<{ readonly outcomes: readonly Decided[]; readonly histories: Histories }> {
  const histories = new Histories();
  const outcomes = new Map<string, Decided>();
  for (let last = -1; last < upTo;) {
    const lines = await store.readAll(last, Math.min(PAGE, upTo - last));
    if (lines.length === 0) break;
    last += lines.length;
    for (const { event, stream, recordedAt } of lines.map(decodeStored)) {
      if (!isOutcomeEvent(event)) {
        histories.add({ event });
        continue;
      }
      if (event.collaboration !== collaboration) continue;
      const was = outcomes.get(stream);
      const outcome = evolveOutcome(was?.outcome ?? unrecorded, event);
      // A link rests on the other outcome, and leaves what this one was decided by.
      const isDecided = 'restsOn' in event && 'collaboration' in event.restsOn;
      const rested = isDecided ? { restsOn: event.restsOn, recordedAt } : was;
      if (rested !== undefined)
        outcomes.set(stream, { outcome, restsOn: rested.restsOn, recordedAt: rested.recordedAt });
    }
  }
  return { outcomes: [...outcomes.values()], histories };
}
