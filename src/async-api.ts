import type { EventType } from './domain/event-catalogue.js';
import { EVENT_CATALOGUE } from './domain/event-catalogue.js';
import type { Schema } from './domain/shape-schema.js';
import { RECEIPT_TYPE, REJECT_TYPES } from './features/take-submissions/answers.js';
import { receiptSchema, rejectSchema } from './features/take-submissions/answer-schemas.js';
import type { Submittable } from './features/take-submissions/submittable.js';
import { cloudEventType } from './ledger/cloud-event.js';
import { ENTRY_TYPES, lineSchema } from './ledger/codec/line-schema.js';
import { feedTopics, topicNames, type TopicNames } from './ledger/feed-topics.js';
import { statementSchema, totalSchema } from './ledger/figure-schemas.js';
import { SUBMITTABLE } from './submittable.js';

/** A message as AsyncAPI describes it. */
interface Message {
  readonly name: string;
  readonly summary: string;
  readonly headers: Schema;
  readonly payload: Schema;
  readonly contentType?: string;
  readonly key: string;
  readonly examples?: readonly object[];
}

const PREFIX = 'tallystick';
const EXAMPLE_ID = '0c2d2ea1-5d0c-4d64-9a3e-8a4f2b7d1c11';
const EXAMPLE_SOURCE = 'urn:example:crime-system';

/** The AsyncAPI 3 document of the topics, made from the shapes by which their messages are written and read. `prefix`: of their names. */
export function describeTopics(prefix = PREFIX): object {
  const names = topicNames(prefix);
  const messages = messagesOf();
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tallystick',
      version: '1',
      description: `The feed of a ledger and the way in by messages. All are CloudEvents 1.0 in binary mode. The names of topics begin with KAFKA_TOPIC_PREFIX, here ${prefix}.`,
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      feedTopics(prefix).map(({ name, holds, partitions, settings }) => {
        const channel = channelOf(names, name);
        const kafka = { topic: name, partitions, topicConfiguration: configurationOf(settings) };
        const own = messages[channel].map((each): [string, object] => [
          each.name,
          ref(`components/messages/${each.name}`),
        ]);
        const bindings = { kafka: { ...kafka, bindingVersion: '0.5.0' } };
        return [channel, { address: name, description: holds, messages: Object.fromEntries(own), bindings }];
      }),
    ),
    operations: Object.fromEntries(
      CHANNELS.map((channel) => [
        channel === 'submissions' ? 'takeSubmissions' : `send${channel[0]?.toUpperCase() ?? ''}${channel.slice(1)}`,
        { action: channel === 'submissions' ? 'receive' : 'send', channel: ref(`channels/${channel}`) },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        CHANNELS.flatMap((channel) => messages[channel]).map((each): [string, object] => [each.name, written(each)]),
      ),
    },
  };
}

const CHANNELS = ['entries', 'totals', 'statements', 'submissions', 'receipts', 'rejects'] as const;
type Channel = (typeof CHANNELS)[number];

function channelOf(names: TopicNames, topic: string): Channel {
  const found = CHANNELS.find((channel) => names[channel] === topic);
  if (found === undefined) throw new Error(`The topic ${topic} has no channel.`);
  return found;
}

function messagesOf(): Readonly<Record<Channel, readonly Message[]>> {
  const latest = (name: string, summary: string, type: string, key: string, payload: Schema): Message => ({
    name,
    summary,
    headers: headersOf(cloudEventType(type, 1), { ce_subject: WORD, ce_time: WORD, ce_entry: DIGITS }, [
      'ce_subject',
      'ce_entry',
    ]),
    payload,
    key,
  });
  return {
    entries: ENTRY_TYPES.map(entryOf),
    totals: [
      latest(
        'Total',
        'The latest total of one place',
        'Total',
        'collaboration|measure|force|unit|grade|month',
        totalSchema,
      ),
    ],
    statements: [
      latest(
        'BenefitsRealisedStatement',
        'The latest statement',
        'BenefitsRealisedStatement',
        'collaboration|from|to',
        statementSchema,
      ),
    ],
    submissions: [...SUBMITTABLE.values()].map(submissionOf),
    receipts: [
      {
        name: 'CommandRecorded',
        summary: 'A command was recorded. It may be sent again, the same each time',
        headers: headersOf(RECEIPT_TYPE),
        payload: receiptSchema,
        key: 'the command’s id',
      },
    ],
    rejects: Object.entries(REJECT_TYPES).map(([state, type]) => ({
      name: state === 'parked' ? 'MessageParked' : 'CommandRefused',
      summary: state === 'parked' ? 'No command could be read in a message' : 'A command was refused',
      headers: headersOf(type),
      payload: rejectSchema,
      contentType: 'application/problem+json',
      key: 'the command’s id, or the place of the message',
    })),
  };
}

function entryOf(type: EventType): Message {
  const { $schema: _, $id: __, ...payload } = lineSchema(type);
  const own = { ce_subject: WORD, ce_time: WORD, ce_entry: DIGITS };
  return {
    name: type,
    summary: `The line of an entry with ${type}, byte for byte`,
    headers: headersOf(cloudEventType(type, EVENT_CATALOGUE[type].schema), own, Object.keys(own)),
    payload,
    key: 'the stream',
  };
}

function submissionOf({ type, summary, body, names, examples }: Submittable): Message {
  const attributes = { ce_actingperson: WORD, ce_subject: UUID, ce_revision: DIGITS };
  const given = { ce_subject: EXAMPLE_ID, ce_revision: '0' };
  const own = Object.fromEntries(names.map((name) => [name, given[name]]));
  const headers = { ce_specversion: '1.0', ce_id: EXAMPLE_ID, ce_source: EXAMPLE_SOURCE, ce_type: type, ...own };
  return {
    name: type.split('.')[1] ?? type,
    summary,
    headers: headersOf(type, attributes, names),
    payload: body,
    key: 'whatever has to keep its order, such as the outcome',
    examples: Object.entries(examples).map(([name, payload]) => ({ name, headers, payload })),
  };
}

const WORD: Schema = { type: 'string' };
const DIGITS: Schema = { type: 'string', pattern: '^\\d+$' };
const UUID: Schema = { type: 'string', format: 'uuid' };

function headersOf(
  type: string,
  more: Readonly<Record<string, Schema>> = {},
  required: readonly string[] = [],
): Schema {
  return {
    type: 'object',
    required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', ...required],
    properties: {
      ce_specversion: { type: 'string', const: '1.0' },
      ce_id: WORD,
      ce_source: WORD,
      ce_type: { type: 'string', const: type },
      'content-type': WORD,
      ...more,
    },
  };
}

function written({ key, ...message }: Message): object {
  const binding = { key: { type: 'string', description: key }, bindingVersion: '0.5.0' };
  return { ...message, bindings: { kafka: binding } };
}

/** The settings that AsyncAPI's binding has a place for, in its own types. */
function configurationOf(settings: Readonly<Record<string, string>>): object {
  const { 'cleanup.policy': policy, 'retention.ms': retention, 'max.message.bytes': largest } = settings;
  return {
    ...(policy !== undefined && { 'cleanup.policy': policy.split(',') }),
    ...(retention !== undefined && { 'retention.ms': Number(retention) }),
    ...(largest !== undefined && { 'max.message.bytes': Number(largest) }),
  };
}

function ref(path: string): object {
  return { $ref: `#/${path}` };
}
