import { BackOff, pause } from './back-off.js';
import { cloudEventSource } from './cloud-event.js';
import type { EventStore } from './event-store.js';
import { FeedAway, type Feed } from './feed.js';
import { topicNames } from './feed-topics.js';
import type { FiguresByPlace } from './figures-by-place.js';
import { messageOf } from './fold-batch.js';
import type { Follower } from './follower-state.js';
import type { ReadModel } from './read-model.js';
import { relayEntries } from './relay-entries.js';
import { relayFigures, type SweepTimes } from './relay-figures.js';
import { FEED_PARTS, NotLeading, type RelayLead, type RelayLeads } from './relay-lead.js';
import { FeedStopped } from './feed-trouble.js';
import { OtherBrokers, type Publishing } from './relay-publishing.js';
import { assertGoesOn, lookBeforeStart } from './relay-start.js';

/** What the relay runs on. */
export interface Relaying {
  readonly store: EventStore;
  readonly model: ReadModel;
  readonly byPlace: FiguresByPlace;
  readonly leads: RelayLeads;
  /** One for each part, so that neither waits for the other. */
  readonly feeds: { readonly entries: Feed; readonly figures: Feed };
  readonly followers: { readonly entries: Follower; readonly figures: Follower };
  readonly topicPrefix: string;
  /** Takes one line of text for whoever runs the service. */
  readonly log: (message: string) => void;
  readonly sweepMs?: SweepTimes;
  /** How often it looks whether the topics still have everything. */
  readonly lookMs?: number;
}

/** How often a relay that does not lead asks whether it may. */
const RETRY_MS = 1_000;
/** A topic may be emptied while there is nothing to send. */
const LOOK_MS = 60_000;
const BACK_OFF_MS = { first: 100, most: 10_000 };
/** By then what a replaced leader still had under way has arrived or never will, as far as that can be said; then, in case it could not. */
const SWEEP_MS: SweepTimes = { first: 60_000, every: 3_600_000 };

/**
 * Sends the ledger to the brokers until the signal aborts: one relay leads for each target, the others wait for its place. It comes back by
 * itself when the brokers or the database were away, from where the last one left off.
 */
export async function runRelay(relaying: Relaying, signal: AbortSignal): Promise<void> {
  const backOff = new BackOff(BACK_OFF_MS.first, BACK_OFF_MS.most);
  let said: string | undefined;
  const ended = (): boolean => signal.aborted;
  while (!ended()) {
    try {
      await leadOnce(relaying, signal, () => {
        backOff.reset();
        said = undefined;
      });
    } catch (error) {
      if (ended()) return;
      const message = messageOf(error);
      if (message !== said) relaying.log(`The feed stands still for now: ${message}`);
      said = message;
      tellTrouble(relaying, error);
      await backOff.pause(signal);
    }
  }
}

function tellTrouble({ followers }: Relaying, error: unknown): void {
  for (const part of FEED_PARTS) {
    const detail = messageOf(error);
    if (error instanceof FeedStopped) followers[part].stopped({ code: error.code, detail });
    else followers[part].isAway({ code: error instanceof FeedAway ? 'broker-away' : 'store-away', detail });
  }
}

/** What a feed goes to, as its checkpoints name it: one cluster of brokers, one prefix of topics. */
export function relayTarget(clusterId: string, topicPrefix: string): string {
  return `${clusterId} ${topicPrefix}`;
}

/** Leads for as long as it can, or waits a little when another does. */
async function leadOnce(relaying: Relaying, signal: AbortSignal, onLead: () => void): Promise<void> {
  const { store, feeds, leads, topicPrefix, followers, log } = relaying;
  const clusterId = await feeds.entries.clusterId();
  const lead = await leads.lead(relayTarget(clusterId, topicPrefix));
  if (lead === undefined) {
    for (const part of FEED_PARTS) followers[part].standsBy();
    await pause(RETRY_MS, signal);
    return;
  }
  try {
    const topics = topicNames(topicPrefix);
    await lookBeforeStart({ store, feed: feeds.entries, topics }, lead, log);
    onLead();
    log(`The relay leads (epoch ${lead.epoch}): entries are sent from ${lead.at('entries').entry + 1} on.`);
    await relayParts(relaying, lead, clusterId, AbortSignal.any([signal, lead.lost]));
    if (lead.lost.aborted) log(`The relay of epoch ${lead.epoch} lost the lead.`);
  } finally {
    await lead.release();
  }
}

/** Both parts, until the signal aborts or the lead is another's. Neither waits for the other, nor for what only the other needs. */
async function relayParts(relaying: Relaying, lead: RelayLead, clusterId: string, signal: AbortSignal): Promise<void> {
  const { store, model, byPlace, feeds, followers, topicPrefix, log } = relaying;
  const topics = topicNames(topicPrefix);
  const ending = new AbortController();
  const end = AbortSignal.any([signal, ending.signal]);
  const common = { store, lead, clusterId, log, source: cloudEventSource(topicPrefix) };
  const entries = { ...common, feed: feeds.entries, follower: followers.entries, topic: topics.entries };
  const sweepMs = relaying.sweepMs ?? SWEEP_MS;
  const figures = { ...common, feed: feeds.figures, follower: followers.figures, model, byPlace, topics, sweepMs };
  const parts = [
    keepUp(entries, () => relayEntries(entries, end), end),
    keepUp(figures, () => relayFigures(figures, end), end),
    keepLooking(relaying, lead, end),
  ];
  try {
    await Promise.all(parts);
  } finally {
    ending.abort();
    await Promise.allSettled(parts);
  }
}

/** Looks now and then whether the feed can still go on. Throws `FeedStopped`, and `FeedAway`: whatever comes next begins with that look. */
async function keepLooking(relaying: Relaying, lead: RelayLead, signal: AbortSignal): Promise<void> {
  const { store, feeds, topicPrefix, lookMs = LOOK_MS } = relaying;
  const ended = (): boolean => signal.aborted;
  for (;;) {
    await pause(lookMs, signal);
    if (ended()) return;
    await assertGoesOn({ store, feed: feeds.entries, topics: topicNames(topicPrefix) }, (part) => lead.at(part));
  }
}

/** Runs a part again and again. What it fails with only ends it here when the lead has to be looked at again. */
async function keepUp({ follower, log }: Publishing, part: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const backOff = new BackOff(BACK_OFF_MS.first, BACK_OFF_MS.most);
  const ended = (): boolean => signal.aborted;
  while (!ended()) {
    const begun = performance.now();
    try {
      follower.follows();
      await part();
    } catch (error) {
      if (ended()) return;
      if (error instanceof NotLeading || error instanceof OtherBrokers || error instanceof FeedStopped) throw error;
      if (performance.now() - begun > BACK_OFF_MS.most) backOff.reset();
      const detail = messageOf(error);
      follower.isAway({ code: 'store-away', detail });
      log(`${follower.name} stands still for now: ${detail}`);
      await backOff.pause(signal);
    }
  }
}
