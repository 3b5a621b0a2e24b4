import type { Catalogue } from '../domain/measure/catalogue.js';
import type { StatementAnswer } from '../../projections/answers.js';
import { binaryHeaders, cloudEventType } from './cloud-event.js';
import { answerJson } from './codec/json.js';
import type { FeedMessage } from './feed.js';
import type { Place, PlacedTotal } from './figures-by-place.js';
import type { Checkpoint } from './read-model.js';

const SCHEMA = 1;

/** The key of a total: `collaboration|measure|force|unit|grade|month`. No identifier holds a `|`. */
export function totalKey({ collaboration, measure, force, unit, grade, month }: Place): string {
  return [collaboration, measure, force, unit, grade, month].join('|');
}

/**
 * The message for the total of one place: a row as `GET /totals` gives it, by everything, with the entry that it is as of. The same total as of
 * the same entry has the same id.
 */
export function totalMessage(total: PlacedTotal, asAt: Checkpoint, catalogue: Catalogue, source: string): FeedMessage {
  const { collaboration, measure, force, unit, grade, month, amount, labels } = total;
  const measuredIn = catalogue.measures.get(measure)?.measuredIn ?? 'count';
  const place = { collaboration, measure, measuredIn, force, unit, grade, month };
  const value = { ...place, amount, labels, asAt: { entry: asAt.entry, knownAt: asAt.knownAt ?? null } };
  return latest(totalKey(total), answerJson(value), 'Total', asAt, source);
}

/** The message for a statement: the answer of `GET /statements/benefits-realised`, which "tallystick verify --against" takes as it is. */
export function statementMessage(answer: StatementAnswer, source: string): FeedMessage {
  const { collaboration, from, to, asAt } = answer;
  const checkpoint = { entry: asAt.entry, knownAt: asAt.knownAt ?? undefined };
  return latest(
    [collaboration, from, to].join('|'),
    answerJson(answer),
    'BenefitsRealisedStatement',
    checkpoint,
    source,
  );
}

function latest(key: string, value: string, type: string, { entry, knownAt }: Checkpoint, source: string): FeedMessage {
  const headers = binaryHeaders({
    id: `${key}@${entry}`,
    source,
    type: cloudEventType(type, SCHEMA),
    subject: key,
    time: knownAt,
    entry,
  });
  return { key, value, headers };
}
