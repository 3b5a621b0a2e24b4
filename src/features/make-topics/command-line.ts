import { leastInSync, type Topic } from '../../ledger/feed-topics.js';
import type { StandingTopic, TopicKeeper } from '../../ledger/topic-keeper.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';

const MOST_REPLICAS = 3;

/**
 * `tallystick topics`: makes the topics that are missing, and says of the others what differs. Nothing that is there is changed. 0 when all
 * are as they should be now, 1 when one differs.
 */
export async function makeTopics(
  keeper: TopicKeeper,
  topics: readonly Topic[],
  asked: { readonly replicas: number | undefined },
  terminal: Terminal,
): Promise<ExitCode> {
  const replicas = asked.replicas ?? Math.min(MOST_REPLICAS, await keeper.brokers());
  const wanted = topics.map((topic) => withInSync(topic, replicas));
  const before = await keeper.standing(wanted);
  await keeper.make(
    wanted.filter(({ name }) => !before.has(name)),
    replicas,
  );
  const now = await keeper.standing(wanted);
  const differences = wanted.map((topic) => {
    const differs = differencesOf(topic, now.get(topic.name));
    terminal.out(lineOf(topic, before.has(topic.name) ? 'is there' : 'made', differs));
    return differs;
  });
  return differences.every(({ length }) => length === 0) ? 0 : 1;
}

function withInSync(topic: Topic, replicas: number): Topic {
  return { ...topic, settings: { ...topic.settings, 'min.insync.replicas': String(leastInSync(replicas)) } };
}

/** What differs, each as `setting is x, should be y`. */
function differencesOf(topic: Topic, standing: StandingTopic | undefined): readonly string[] {
  if (standing === undefined) return ['it is not there, although it was asked for'];
  const partitions =
    standing.partitions === topic.partitions
      ? []
      : [`partitions is ${standing.partitions}, should be ${topic.partitions}`];
  const settings = Object.entries(topic.settings)
    .filter(([name, value]) => standing.settings[name] !== value)
    .map(([name, value]) => `${name} is ${standing.settings[name] ?? 'not known'}, should be ${value}`);
  return [...partitions, ...settings];
}

function lineOf({ name, partitions, holds }: Topic, became: string, differs: readonly string[]): string {
  const notes = differs.map((difference) => `\n           differs: ${difference}`).join('');
  return `${became.padEnd(9)}  ${name}  (${partitions} ${partitions === 1 ? 'partition' : 'partitions'}: ${holds})${notes}`;
}
