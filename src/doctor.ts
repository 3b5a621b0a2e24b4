import { kafkaFeed } from './adapters/kafka/feed.js';
import { openTopicKeeper } from './adapters/kafka/topics.js';
import { relayLeads } from './adapters/postgres/relay-leads.js';
import { openLedger, type OpenedLedger } from './app.module.js';
import { doctor } from './features/doctor/doctor.js';
import { inspectFeed } from './ledger/feed-inspection.js';
import { topicNames } from './ledger/feed-topics.js';
import type { Finding, Inspectable } from './ledger/inspection.js';
import { relayTarget } from './ledger/relay.js';
import { inspectTopics } from './ledger/topic-inspection.js';
import { addressFrom } from './adapters/eventstoredb/address.js';
import { BadSettings, readSettings, whyNotListen, type Settings } from './settings.js';
import type { ExitCode, Terminal } from './web/terminal.js';

/** `tallystick doctor`: settings first, because nothing else can be looked at without them; then every part behind them. */
export async function examine(environment: NodeJS.ProcessEnv, terminal: Terminal): Promise<ExitCode> {
  let settings: Settings;
  try {
    settings = readSettings(environment);
  } catch (error) {
    if (error instanceof BadSettings) return doctor([of(...error.problems.map(badSetting))], terminal);
    throw error;
  }
  try {
    const opened = await openLedger(settings, (message) => terminal.say(message), 'to look');
    try {
      const parts = [of(...inspectSettings(settings)), ...opened.inspectable, ...kafkaParts(settings, opened)];
      return await doctor(parts, terminal);
    } finally {
      await opened.close();
    }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const finding: Finding = {
      about: 'database',
      state: 'failing',
      found,
      advice: 'put that right and run "tallystick doctor" again',
    };
    return doctor([of(...inspectSettings(settings), finding)], terminal);
  }
}

/** With brokers: the topics, and whether the feed can go on. */
function kafkaParts({ kafka }: Settings, { ledger, applicationUrl }: OpenedLedger): readonly Inspectable[] {
  if (kafka === undefined) return [];
  const { topicPrefix } = kafka;
  const feed = kafkaFeed(kafka);
  const topics = topicNames(topicPrefix);
  const targetOn = (clusterId: string): string => relayTarget(clusterId, topicPrefix);
  return [
    inspectTopics(() => openTopicKeeper(kafka), topicPrefix),
    inspectFeed({ store: ledger.store, feed, topics, leads: relayLeads(applicationUrl), targetOn }),
  ];
}

function of(...findings: readonly Finding[]): Inspectable {
  return { about: 'settings', inspect: () => Promise.resolve(findings) };
}

function badSetting(found: string): Finding {
  return { about: 'settings', state: 'failing', found, advice: 'see the table of settings in README.md' };
}

/** Names every setting as it is used; of an address only the part that holds no password. */
function inspectSettings({ host, port, dataDir, databaseUrl, eventstoreUrl, logLevel }: Settings): readonly Finding[] {
  const database =
    databaseUrl === undefined
      ? `the embedded PostgreSQL in ${dataDir}`
      : `the PostgreSQL at ${new URL(databaseUrl).host}`;
  const settings: Finding = {
    about: 'settings',
    state: 'well',
    found: `HOST ${host}, PORT ${port}, LOG_LEVEL ${logLevel}, ${placesOf(database, eventstoreUrl)}`,
  };
  const runtime: Finding = { about: 'runtime', state: 'well', found: `Node.js ${process.versions.node}` };
  const refusal = whyNotListen(host);
  if (refusal === undefined) return [settings, runtime];
  return [
    settings,
    runtime,
    { about: 'HOST', state: 'failing', found: refusal, advice: 'set HOST to 127.0.0.1 or leave it unset' },
  ];
}

function placesOf(database: string, eventstoreUrl: string | undefined): string {
  if (eventstoreUrl === undefined) return `entries live in ${database}`;
  return `entries live in the EventStoreDB at ${addressFrom(eventstoreUrl).hosts}, numbers and figures in ${database}`;
}
