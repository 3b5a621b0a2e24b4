const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MIB = 1024 * 1024;

/** A topic with the settings that what reads it relies on. */
export interface Topic {
  readonly name: string;
  /** For people: what is in it. */
  readonly holds: string;
  /** Never changed once it is there: a key would move to another partition, and lose its order. */
  readonly partitions: number;
  /** In the words of Kafka's own settings. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The names of the topics of one ledger. */
export interface TopicNames {
  readonly entries: string;
  readonly totals: string;
  readonly statements: string;
  readonly submissions: string;
  readonly receipts: string;
  readonly rejects: string;
}

/** The names of the topics under a prefix, which tells ledgers apart that share brokers. */
export function topicNames(prefix: string): TopicNames {
  return {
    entries: `${prefix}.entries.v1`,
    totals: `${prefix}.totals.v1`,
    statements: `${prefix}.statements.v1`,
    submissions: `${prefix}.submissions.v1`,
    receipts: `${prefix}.receipts.v1`,
    rejects: `${prefix}.rejects.v1`,
  };
}

/** No line can be longer than a request and the postings made from it; a message beyond the broker's usual limit must not stop the feed. */
const LONG_MESSAGES = { 'max.message.bytes': String(4 * MIB) };

/** Kept for ever: a new consumer starts at entry 0. */
const WHOLE = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };

/** The last value of each key is kept for ever, older ones go within about a day. */
const LATEST = { 'cleanup.policy': 'compact', 'max.compaction.lag.ms': String(DAY_MS), 'segment.ms': String(DAY_MS) };

function keptFor(days: number): Readonly<Record<string, string>> {
  return { 'cleanup.policy': 'delete', 'retention.ms': String(days * DAY_MS), 'retention.bytes': '-1' };
}

/**
 * Whoever submits may compress as they like: the brokers unpack it, so that no message comes in a form that the intake cannot read, and none
 * is larger in memory than a message may be.
 */
const READABLE = { 'compression.type': 'uncompressed' };

/** A receipt may be sent again, the same each time; within about a day one of them is left. */
const ONE_OF_EACH = { 'cleanup.policy': 'compact,delete', 'max.compaction.lag.ms': String(DAY_MS) };

/** Every topic of one ledger, in the order of `TopicNames`. */
export function feedTopics(prefix: string): readonly Topic[] {
  const names = topicNames(prefix);
  const topic = (
    name: string,
    partitions: number,
    holds: string,
    settings: Readonly<Record<string, string>>,
  ): Topic => ({ name, holds, partitions, settings: { ...settings, ...LONG_MESSAGES } });
  return [
    topic(names.entries, 6, 'every entry of the ledger, keyed by stream', WHOLE),
    topic(names.totals, 6, 'the latest total of each place', LATEST),
    topic(names.statements, 1, 'the latest statement of each collaboration and period', LATEST),
    topic(names.submissions, 6, 'commands to be recorded', { ...keptFor(14), ...READABLE }),
    topic(names.receipts, 6, 'what was recorded, keyed by command', { ...keptFor(30), ...ONE_OF_EACH }),
    topic(names.rejects, 1, 'what was refused or could not be read, and why', keptFor(365)),
  ];
}

/** What a topic must have so that nothing acknowledged is lost with one broker: a majority of the replicas, as far as there are several. */
export function leastInSync(replicas: number): number {
  return Math.floor(replicas / 2) + 1;
}
