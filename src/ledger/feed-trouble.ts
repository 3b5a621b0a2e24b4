/** Why a feed stands still until somebody does something; stable, for programs. */
export type FeedTrouble = 'feed-disagrees' | 'feed-lost';

/**
 * The feed cannot go on unless somebody looks. `feed-disagrees`: it would mix two ledgers. `feed-lost`: the topic does not have what its brokers
 * acknowledged. `found` and `advice` are sentences for people.
 */
export class FeedStopped extends Error {
  override readonly name = 'FeedStopped';

  constructor(
    readonly code: FeedTrouble,
    readonly found: string,
    readonly advice: string,
  ) {
    super(`${found} ${advice}`);
  }
}

/** The topic of entries lost some of what it held. */
export function feedLost(topic: string, how: string): FeedStopped {
  return new FeedStopped(
    'feed-lost',
    `${topic} lost messages that its brokers had acknowledged: ${how}.`,
    'Nothing is sent, for whoever reads it would miss entries and not know. Find out what became of them; then delete that topic and run ' +
      '"tallystick topics --refill", which makes it anew and has it filled from entry 0. Whoever reads it begins again.',
  );
}

/** The topic of entries is another ledger's, or was filled by what this ledger no longer holds. */
export function feedForeign(topic: string, how: string): FeedStopped {
  return new FeedStopped(
    'feed-disagrees',
    `${topic} holds what is not this ledger's: ${how}.`,
    'Was an old backup of the ledger restored, or does another ledger send to the same topics? Nothing is sent until they agree; with another ' +
      'KAFKA_TOPIC_PREFIX the ledger gets a feed of its own.',
  );
}
