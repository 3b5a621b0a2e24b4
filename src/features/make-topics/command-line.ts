import type { Topic } from '../../ledger/feed-topics.js';
import { differencesOf, withInSync } from '../../ledger/topic-differences.js';
import type { TopicKeeper } from '../../ledger/topic-keeper.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';

const MOST_REPLICAS = 3;
const ABSENT = 'it is not there, although it was asked for';

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
    const standing = now.get(topic.name);
    const differs = standing === undefined ? [ABSENT] : differencesOf(topic, standing);
    terminal.out(lineOf(topic, before.has(topic.name) ? 'is there' : 'made', differs));
    return differs;
  });
  return differences.every(({ length }) => length === 0) ? 0 : 1;
}

function lineOf({ name, partitions, holds }: Topic, became: string, differs: readonly string[]): string {
  const notes = differs.map((difference) => `\n           differs: ${difference}`).join('');
  return `${became.padEnd(9)}  ${name}  (${partitions} ${partitions === 1 ? 'partition' : 'partitions'}: ${holds})${notes}`;
}
