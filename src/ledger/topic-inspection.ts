import { feedTopics, topicNames, type Topic } from './feed-topics.js';
import { FeedAway } from './feed.js';
import type { Finding, Inspectable } from './inspection.js';
import { differencesOf, withInSync } from './topic-differences.js';
import type { StandingTopic, TopicKeeper } from './topic-keeper.js';

/** Whether the topics of a prefix are there, as `tallystick topics` makes them. `open` connects to the brokers. */
export function inspectTopics(open: () => Promise<TopicKeeper>, prefix: string): Inspectable {
  return {
    about: 'topics',
    inspect: async () => {
      try {
        const keeper = await open();
        try {
          return findingsOf(prefix, await keeper.standing(feedTopics(prefix).map((topic) => withInSync(topic, 1))));
        } finally {
          await keeper.close();
        }
      } catch (error) {
        if (!(error instanceof FeedAway)) throw error;
        const advice = 'writing goes on without them; see that KAFKA_BROKERS names brokers that answer';
        return [{ about: 'brokers', state: 'failing', found: error.message, advice }];
      }
    },
  };
}

function findingsOf(prefix: string, standing: ReadonlyMap<string, StandingTopic>): readonly Finding[] {
  const findings = feedTopics(prefix).flatMap((topic) => findingOf(topic, standing.get(topic.name), prefix));
  if (findings.length > 0) return findings;
  const found = `all ${feedTopics(prefix).length} of ${prefix} are there, with the settings that they need`;
  return [{ about: 'topics', state: 'well', found }];
}

function findingOf(topic: Topic, standing: StandingTopic | undefined, prefix: string): readonly Finding[] {
  const about = `topic ${topic.name}`;
  if (standing === undefined)
    return [{ about, state: 'failing', found: 'it is not there', advice: 'run "tallystick topics"' }];
  const differences = differencesOf(withInSync(topic, standing.replicas), standing);
  if (differences.length === 0) return [];
  const found = `not as "tallystick topics" makes it: ${differences.join('; ')}`;
  return [{ about, state: 'warning', found, advice: adviceFor(topic.name, differences, prefix) }];
}

function adviceFor(name: string, differences: readonly string[], prefix: string): string {
  const isPacked = differences.some((difference) => difference.startsWith('compression.type '));
  const risk =
    isPacked && name === topicNames(prefix).submissions
      ? 'until then one message that is packed badly, or is very large unpacked, can stop its partition; '
      : '';
  const cannot = differences.some((difference) => difference.startsWith('partitions '))
    ? '; the number of partitions can only be changed by making the topic anew'
    : '';
  return `${risk}set it with kafka-configs.sh --alter --entity-type topics --entity-name ${name}${cannot}`;
}
