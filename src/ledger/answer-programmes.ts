import { isSame } from '../domain/same.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { ProjectId } from '../domain/identifiers.js';
import { measuresCounted } from '../../projections/benefit-profiles.js';
import {
  answerProgrammes,
  type ProgrammesAnswer,
  type ProgrammesQuestion,
} from '../../projections/programme-answer.js';
import { DIMENSIONS, toTotal, type Total } from '../../projections/totals.js';
import { gapAfter, standingAt } from './answer-totals.js';
import type { AsAt } from './as-at.js';
import type { Ledger } from './ledger.js';
import { programmesAt, type ProgrammeOnRecord } from './programmes.js';
import type { Checkpoint } from './read-model.js';

/**
 * Answers with projects and the actuals of their benefit profiles: from the figures at rest, or by replaying the ledger when it is asked
 * as at some point. Where a project was told of a moment ago and the figures at rest are not there yet, it replays as well, so that what
 * was recorded is found at once. Refuses unknown-collaboration; throws `Unreadable` for a point beyond the ledger.
 */
export async function programmesFor(
  ledger: Ledger,
  question: ProgrammesQuestion,
  asAt: AsAt | undefined,
): Promise<Checked<ProgrammesAnswer>> {
  const { collaboration } = question;
  if (collaboration !== undefined && (await ledger.agreements.collaboration(collaboration)) === undefined)
    return failed({ code: 'unknown-collaboration', collaboration });
  const atRest = asAt === undefined ? await answerAtRest(ledger, question) : undefined;
  if (atRest !== undefined) return checked(atRest);
  const { entry, knownAt, catalogue, totals } = await standingAt(ledger.store, asAt, {});
  const programmes = (await programmesAt(ledger, collaboration, entry)).map(({ programme }) => programme);
  return checked(
    answerProgrammes(question, { entry, knownAt: knownAt ?? null }, programmes, catalogue, [...totals.values()]),
  );
}

/** Answers with one project, as the only one of its programme. Refuses unknown-collaboration and unknown-project. */
export async function projectFor(
  ledger: Ledger,
  question: Required<Pick<ProgrammesQuestion, 'collaboration'>>,
  project: ProjectId,
  asAt: AsAt | undefined,
): Promise<Checked<ProgrammesAnswer>> {
  const answer = await programmesFor(ledger, question, asAt);
  if (!answer.ok) return answer;
  const { projects } = answer.value;
  const own = projects.filter((each) => each.project === project);
  const known = projects.map((each) => each.project);
  if (own.length === 0) return failed({ code: 'unknown-project', project, ...question, known });
  return checked({ ...answer.value, query: { ...answer.value.query, project }, projects: own });
}

/** `undefined` while the figures at rest are behind what is recorded of these programmes, unless they stopped and will not catch up. */
async function answerAtRest(ledger: Ledger, question: ProgrammesQuestion): Promise<ProgrammesAnswer | undefined> {
  const { collaboration } = question;
  const [catalogue, latest] = await Promise.all([
    ledger.agreements.catalogue(),
    programmesAt(ledger, collaboration, Number.MAX_SAFE_INTEGER),
  ]);
  const { asAt, totals } = await totalsAtRest(ledger, question, measuresIn(latest, catalogue));
  // One was recorded meanwhile, and all has to be as of one entry.
  const since = await programmesAt(ledger, collaboration, Number.MAX_SAFE_INTEGER);
  if (
    !isSame(
      latest.map(({ lastEntry }) => lastEntry),
      since.map(({ lastEntry }) => lastEntry),
    )
  )
    return undefined;
  const isBehind = latest.some(({ lastEntry }) => lastEntry > asAt.entry);
  if (isBehind && asAt.stoppedBecause === undefined) return undefined;
  const known = isBehind ? await programmesAt(ledger, collaboration, asAt.entry) : latest;
  const programmes = known.map(({ programme }) => programme);
  const place = { entry: asAt.entry, knownAt: asAt.knownAt ?? null };
  return { ...answerProgrammes(question, place, programmes, catalogue, totals), ...gapAfter(asAt) };
}

function measuresIn(programmes: readonly ProgrammeOnRecord[], catalogue: Parameters<typeof measuresCounted>[1]) {
  const projects = programmes.flatMap(({ programme }) => [...programme.projects.values()]);
  return measuresCounted(
    projects.flatMap(({ profiles }) => [...profiles.values()]),
    catalogue,
  );
}

async function totalsAtRest(
  { model }: Ledger,
  { collaboration }: ProgrammesQuestion,
  measures: readonly Total['measure'][],
): Promise<{ readonly asAt: Checkpoint; readonly totals: readonly Total[] }> {
  if (measures.length === 0) return { asAt: await model.checkpoint(), totals: [] };
  const of = { by: DIMENSIONS, measures, ...(collaboration !== undefined && { collaboration }) };
  const { asAt, rows } = await model.totals(of);
  return { asAt, totals: rows.flatMap(toTotal) };
}
