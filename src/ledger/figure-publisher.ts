import type { Period } from '../domain/civil-date.js';
import type { CollaborationId } from '../domain/identifiers.js';
import { statementFor } from './answer-statement.js';
import { statementMessage, totalMessage } from './figure-messages.js';
import type { FiguresByPlace, Place, PlacedTotals } from './figures-by-place.js';
import { Ledger } from './ledger.js';
import type { EventStore } from './event-store.js';
import type { TopicNames } from './feed-topics.js';
import type { FeedMessage } from './feed.js';
import type { ReadModel } from './read-model.js';
import { publishPatiently, type Publishing } from './relay-publishing.js';
import { holdsAny, statementPeriods, type Touched } from './touched-figures.js';

/** What is asked for figures, and where they go. */
export interface PublishingFigures extends Publishing {
  readonly store: EventStore;
  readonly model: ReadModel;
  readonly byPlace: FiguresByPlace;
  readonly topics: Pick<TopicNames, 'totals' | 'statements'>;
  readonly source: string;
}

/** Places in one request. */
const REQUEST_PLACES = 1_000;

/** Sends the present totals of the places that were touched, and the statements that hold them. Each says which entry it is as of. */
export async function publishTouched(
  publishing: PublishingFigures,
  touched: Touched,
  signal: AbortSignal,
): Promise<void> {
  const { byPlace } = publishing;
  for (let from = 0; from < touched.places.length; from += REQUEST_PLACES) {
    const places = touched.places.slice(from, from + REQUEST_PLACES);
    await publishTotals(publishing, await byPlace.at(places), signal);
  }
  await publishStatements(publishing, touched, signal);
}

/** Sends the totals of one page of places after `place`; gives the last of them, `undefined` when there are no more. */
export async function publishPage(
  publishing: PublishingFigures,
  place: Place | undefined,
  signal: AbortSignal,
): Promise<Place | undefined> {
  const page = await publishing.byPlace.after(place, REQUEST_PLACES);
  await publishTotals(publishing, page, signal);
  return page.totals.at(-1);
}

/** Sends every statement. */
export async function publishAllStatements(publishing: PublishingFigures, signal: AbortSignal): Promise<void> {
  await publishStatements(publishing, { months: new Map(), published: new Set(), catalogue: true }, signal);
}

async function publishTotals(
  publishing: PublishingFigures,
  { asAt, totals }: PlacedTotals,
  signal: AbortSignal,
): Promise<void> {
  const catalogue = await ledgerNow(publishing).agreements.catalogue();
  const messages = totals.map((total) => totalMessage(total, asAt, catalogue, publishing.source));
  await send(publishing, publishing.topics.totals, messages, signal);
}

async function publishStatements(
  publishing: PublishingFigures,
  touched: Omit<Touched, 'places'>,
  signal: AbortSignal,
): Promise<void> {
  const ledger = ledgerNow(publishing);
  const messages: FeedMessage[] = [];
  for (const collaboration of await collaborationsIn(ledger, touched)) {
    for (const period of await periodsOf(ledger, collaboration, touched)) {
      const statement = await statementFor(ledger, { collaboration, period }, undefined);
      if (statement.ok) messages.push(statementMessage(statement.value, publishing.source));
    }
  }
  await send(publishing, publishing.topics.statements, messages, signal);
}

async function collaborationsIn(ledger: Ledger, touched: Omit<Touched, 'places'>): Promise<readonly CollaborationId[]> {
  if (!touched.catalogue) return [...new Set([...touched.months.keys(), ...touched.published])];
  return (await ledger.agreements.collaborations()).map(({ id }) => id);
}

async function periodsOf(
  { model }: Ledger,
  collaboration: CollaborationId,
  { months, published, catalogue }: Omit<Touched, 'places'>,
): Promise<readonly Period[]> {
  const periods = statementPeriods(await model.figures(collaboration));
  if (catalogue || published.has(collaboration)) return periods;
  const moved = months.get(collaboration) ?? new Set();
  return periods.filter((period) => holdsAny(period, moved));
}

async function send(
  publishing: PublishingFigures,
  topic: string,
  messages: readonly FeedMessage[],
  signal: AbortSignal,
): Promise<void> {
  await publishPatiently(publishing, { topic, messages }, signal);
  publishing.follower.dealtWith(messages.length);
}

/** Agreements as they stand now: the service's own may be a second old, and nobody would send a statement again because of that. */
function ledgerNow({ store, model }: PublishingFigures): Ledger {
  return new Ledger(store, model);
}
