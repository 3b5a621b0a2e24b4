import {
  answerStatement,
  answerTotals,
  parseDimensions,
  viewIn,
  type AnswerAsAt,
  type TotalsQuestion,
} from '../../../projections/answers.js';
import { answerComparison } from '../../../projections/comparison.js';
import { answerIncentives } from '../../../projections/incentive-answer.js';
import { answerProgrammes } from '../../../projections/programme-answer.js';
import { readView } from '../../../projections/views.js';
import type { Period } from '../../domain/civil-date.js';
import type { Checked } from '../../domain/decision.js';
import {
  GRADES,
  parseSlug,
  type CollaborationId,
  type ForceId,
  type MeasureId,
  type ProjectId,
  type Slug,
  type UnitId,
} from '../../domain/identifiers.js';
import { noIncentives } from '../../domain/incentive/incentives.js';
import { STATUSES } from '../../domain/programme/programme.js';
import { refusalReason } from '../../domain/refusal-words.js';
import { advanceStanding, nothingKnown, type Standing } from '../as-at.js';
import { Unreadable } from '../codec/json.js';
import { advanceProgrammes, nothingProposed, programmesIn } from '../proposing.js';
import { advanceReconciling, asksOf, nothingReconciled, reconciliationsOf } from '../reconciling.js';
import { advanceRecounting, nothingRecounted, recountOf, type Recounting } from '../recounting.js';
import { advanceSharing, claimsIn, nothingShared } from '../sharing.js';
import { defined, fieldsOf, listOf, periodOf, slugIn, slugOf, wholePeriodOf, type Fields } from './answer-fields.js';
import { workingFrom, type Working } from './working.js';

/** The replies of the service that can be worked out again from an export. */
export const REPLIES =
  '/totals, /statements/benefits-realised, /comparisons, /incentive-receipts, /claims, /recounts, /reconciliations or /projects';

/** What works out again a saved reply, which of them it is shown by its parts. Throws `Unreadable` for a question that nobody can have asked. */
export function workingFor(json: Fields): Working {
  if ('lines' in json) return statementAgain(json);
  if ('figures' in json) return reconciliationsAgain(json);
  const query = fieldsOf(json['query'], `an answer of ${REPLIES} has "query", "lines" or "figures"`);
  if ('comparisons' in json) return comparisonAgain(query);
  if ('routes' in json) return incentivesAgain(query);
  if ('projects' in json) return programmesAgain(query);
  if ('recounts' in json) return recountAgain(query);
  return 'by' in query ? totalsAgain(query) : claimsAgain(query);
}

/** From a standing: totals of a period, and the outcomes of one kind. */
function fromStanding(
  during: Partial<Period>,
  answer: (standing: Standing) => object | string,
  nothing: Standing = nothingKnown,
): Working {
  return workingFrom(nothing, (standing, entries) => advanceStanding(standing, entries, during), answer);
}

function statementAgain(json: Fields): Working {
  const collaboration = slugIn<CollaborationId>(json, 'collaboration', 'a statement');
  const period = wholePeriodOf(json, 'a statement');
  const view = json['view'] === undefined ? undefined : viewIn(viewOf(fieldsOf(json['view'], '"view" is an object')));
  const question = { collaboration, period, ...defined('view', view) };
  return fromStanding(period, (standing) => {
    const totals = [...standing.totals.values()].filter((total) => total.collaboration === collaboration);
    return answerOr(answerStatement(question, asAtOf(standing), standing.catalogue, totals, standing.figures));
  });
}

function comparisonAgain(query: Fields): Working {
  const question = { ...scopeOf(query, 'a comparison'), ...defined('unit', slugOf<UnitId>(query, 'unit')) };
  const answer = (standing: Standing): object => answerComparison(question, asAtOf(standing), standing.kept.values());
  return fromStanding({}, answer, { ...nothingKnown, keeping: 'cost' });
}

function incentivesAgain(query: Fields): Working {
  const question = scopeOf(query, 'an answer of /incentive-receipts');
  const answer = (standing: Standing): object => {
    const incentives = standing.incentives.get(question.collaboration) ?? noIncentives;
    return answerIncentives(question, asAtOf(standing), incentives, standing.kept.values());
  };
  return fromStanding({}, answer, { ...nothingKnown, keeping: 'asset' });
}

/** The collaboration and the period that an answer is of. */
function scopeOf(query: Fields, of: string): Period & { readonly collaboration: CollaborationId } {
  return { collaboration: slugIn<CollaborationId>(query, 'collaboration', of), ...wholePeriodOf(query, of) };
}

function totalsAgain(query: Fields): Working {
  const question = questionOf(query);
  return fromStanding(periodOf(query), (standing) =>
    answerOr(answerTotals(question, asAtOf(standing), standing.catalogue, standing.totals.values())),
  );
}

function answerOr(answer: Checked<object>): object | string {
  return answer.ok ? answer.value : `would be refused: ${refusalReason(answer.refusal)}`;
}

function claimsAgain(query: Fields): Working {
  const collaboration = slugIn<CollaborationId>(query, 'collaboration', 'an answer of /claims');
  const question = { collaboration, ...periodOf(query) };
  return workingFrom(
    nothingShared(),
    (state, entries) => advanceSharing(question, state, entries),
    (state) => claimsIn(question, state),
  );
}

/** The periods and operations that have to be kept apart are those of the figures that the answer itself shows: with others it differs anyway. */
function reconciliationsAgain(json: Fields): Working {
  const collaboration = slugIn<CollaborationId>(json, 'collaboration', 'an answer of /reconciliations');
  const asked = listOf(json['figures']).map((figure) => ({
    ...periodOf(figure),
    ...defined('operation', slugOf<Slug>(figure, 'operation')),
  }));
  const asks = asksOf(collaboration, asked);
  return workingFrom(
    nothingReconciled,
    (state, entries) => advanceReconciling(asks, state, entries),
    (state) => reconciliationsOf(asks, state),
  );
}

function recountAgain(query: Fields): Working {
  const of = 'an answer of /recounts';
  const { rules } = query;
  if (!Array.isArray(rules) || !rules.every((rule): rule is number => Number.isSafeInteger(rule)))
    throw new Unreadable('query.rules', 'has to be a list of versions');
  const question = {
    ...scopeOf(query, of),
    measure: slugIn<MeasureId>(query, 'measure', of),
    rules,
  };
  const following = (state: Recounting): Working =>
    workingFrom(
      state,
      (before, entries) => advanceRecounting(question, before, entries),
      async (after) => answerOr(await recountOf(question, after)),
    );
  // A recount's state grows in place: whoever verifies a second time begins with another one.
  return { ...following(nothingRecounted()), take: (entries) => following(nothingRecounted()).take(entries) };
}

/** An answer of one project, which its question names, is that of its collaboration without the others. */
function programmesAgain(query: Fields): Working {
  const question = {
    ...defined('collaboration', slugOf<CollaborationId>(query, 'collaboration')),
    ...defined('area', slugOf<Slug>(query, 'area')),
    ...defined(
      'status',
      STATUSES.find((status) => status === query['status']),
    ),
  };
  const only = slugOf<ProjectId>(query, 'project');
  return workingFrom(nothingProposed, advanceProgrammes, (state) => {
    const programmes = programmesIn(state, question.collaboration);
    const totals = [...state.totals.values()];
    const answer = answerProgrammes(question, asAtOf(state), programmes, state.catalogue, totals);
    const own = answer.projects.filter(({ project }) => only === undefined || project === only);
    return { ...answer, query: { ...question, ...defined('project', only) }, projects: own };
  });
}

function asAtOf({ entry, knownAt }: Standing): AnswerAsAt {
  return { entry, knownAt: knownAt ?? null };
}

function questionOf(query: Fields): TotalsQuestion {
  const by = parseDimensions(Array.isArray(query['by']) ? query['by'].join(',') : '');
  if (by === undefined) throw new Unreadable('query.by', 'has to be a list of dimensions');
  const { measure } = query;
  const measures = Array.isArray(measure)
    ? measure.map((each) => parseSlug<MeasureId>(String(each))).filter((each) => each !== undefined)
    : undefined;
  return {
    by,
    ...defined('collaboration', slugOf<CollaborationId>(query, 'collaboration')),
    ...defined('measure', measures),
    ...defined('force', slugOf<ForceId>(query, 'force')),
    ...defined('unit', slugOf<UnitId>(query, 'unit')),
    ...defined(
      'grade',
      GRADES.find((grade) => grade === query['grade']),
    ),
    ...periodOf(query),
    ...viewOf(query),
  };
}

function viewOf(query: Fields): Pick<TotalsQuestion, 'view' | 'baseYear'> {
  const { view, baseYear } = query;
  const read = readView(Array.isArray(view) ? view.join(',') : view, baseYear);
  if (!read.ok) throw new Unreadable(read.field, read.reason);
  return read.value ?? {};
}
