import { leastInSync, type Topic } from './feed-topics.js';
import type { StandingTopic } from './topic-keeper.js';

/** A topic with what it must have besides, on so many replicas. */
export function withInSync(topic: Topic, replicas: number): Topic {
  return { ...topic, settings: { ...topic.settings, 'min.insync.replicas': String(leastInSync(replicas)) } };
}

/** What differs between a topic as it should be and as the brokers have it, each as `setting is x, should be y`; none when nothing does. */
export function differencesOf(topic: Topic, standing: StandingTopic): readonly string[] {
  const partitions =
    standing.partitions === topic.partitions
      ? []
      : [`partitions is ${standing.partitions}, should be ${topic.partitions}`];
  const settings = Object.entries(topic.settings)
    .filter(([name, value]) => standing.settings[name] !== value)
    .map(([name, value]) => `${name} is ${standing.settings[name] ?? 'not known'}, should be ${value}`);
  return [...partitions, ...settings];
}
