import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import kafkajs from 'kafkajs';
import { ARREST, ASSET, post, send, type Json } from '../support/http.js';
import { IntakeSite } from '../support/kafka/intake-site.js';
import { groundFor } from '../support/example-ground.js';
import { describeOver, sharedKafka } from '../support/kafka/kafka.js';
import { readTopic, type Lying } from '../support/kafka/read-topic.js';
import { faultsOf, schemaValidator } from '../support/schemas.js';
import type { ServiceProcess } from '../support/service-process.js';
import { sending, type Sending } from '../support/submissions.js';

const { CompressionCodecs, CompressionTypes } = kafkajs;
jest.setTimeout(180_000);

const MIB = 1024 * 1024;
const PENCE = 1_000;
const documentOf = (lying: Lying | undefined): Json => JSON.parse(lying?.value ?? '{}') as Json;
const good = (key: string | null = 'key'): Sending => sending('RecordOutcome', ASSET, {}, key);
const withHeaders = (headers: Sending['headers']): Sending => ({
  ...good(),
  headers: { ...good().headers, ...headers },
});

/** One of each that nobody can read, whatever is wrong with it. */
const POISON: readonly Sending[] = [
  sending('RecordOutcome', ASSET, { ce_id: undefined }),
  sending('RecordOutcome', ASSET, { ce_id: 'seventeen' }),
  sending('DeleteOutcome', {}),
  withHeaders({ ce_id: [randomUUID(), randomUUID()] }),
  withHeaders({ ce_source: Buffer.from([0xff]) }),
  withHeaders({ 'content-type': 'application/avro' }),
  withHeaders(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`h${i}`, '']))),
  { ...good(), headers: {} },
  { ...good(), value: null },
  { ...good(), value: '' },
  { ...good(null), value: '{"kind":' },
  { ...good(), value: '['.repeat(200_000) },
  { ...good(), value: Buffer.from([0x22, 0xc3, 0x28, 0x22]) },
  { ...good(), value: `"${'x'.repeat(MIB)}"` },
];

describeOver('what is submitted to the brokers', await sharedKafka(), (kafka) => {
  let intake: IntakeSite;
  let service: ServiceProcess;

  beforeEach(async () => {
    intake = await IntakeSite.open('journey', kafka().brokers);
    service = await intake.site.serve();
  });
  afterEach(() => intake.clear());

  /** The outcome, once the intake has dealt with everything. */
  async function outcomeAfter(id: string): Promise<Json> {
    const { body } = await send(service.url, `/api/v1/outcomes/${id}`);
    return body;
  }

  it('is recorded, corrected and withdrawn, and read over HTTP', async () => {
    const recorded = sending('RecordOutcome', ASSET, { ce_actingperson: 'jane-doe' });
    await intake.submit([recorded]);
    await intake.settledAll();
    const [receipt] = await intake.receipts();
    const { outcomeId, postings } = documentOf(receipt);
    const id = String(outcomeId);
    expect(await outcomeAfter(id)).toMatchObject({ status: 'recorded', revision: 0, amountPence: 1250000, postings });

    const about = { ce_subject: id, ce_actingperson: 'john-roe' };
    const change = { reason: 'valuation-revised', changes: { amountPence: PENCE } };
    await intake.submit([sending('CorrectOutcome', change, { ...about, ce_revision: '0' })]);
    await intake.settledAll();
    expect(await outcomeAfter(id)).toMatchObject({ status: 'recorded', revision: 1, amountPence: PENCE });

    await intake.submit([sending('CorrectOutcome', change, { ...about, ce_revision: '0' })], 'refused');
    await intake.submit([sending('WithdrawOutcome', { reason: 'duplicate' }, about)]);
    await intake.settledAll();
    expect(await outcomeAfter(id)).toMatchObject({ status: 'withdrawn', revision: 2 });

    const { body } = await send(service.url, `/api/v1/outcomes/${id}/history`);
    const history = body['entries'] as readonly Json[];
    expect(history.map(({ actor }) => actor)).toEqual(['jane-doe', 'john-roe', 'john-roe']);
    expect(await intake.violations(service.url)).toEqual([]);
    const [reject] = await intake.rejects();
    expect(documentOf(reject)).toMatchObject({
      code: 'revision-conflict',
      status: 412,
      errors: [{ field: 'ce_revision' }],
    });
  });

  it('is the same command as over HTTP: one entry, one receipt, whichever way it comes first', async () => {
    const [first, second] = [good(), good()];
    const headers = { 'idempotency-key': String(first.headers['ce_id']) };
    const answer = await post(service.url, '/api/v1/outcomes', ASSET, headers);
    await intake.submit([first, second, first, first]);
    await intake.settledAll();
    const receipts = await intake.receipts();
    const byHttp = receipts.filter(({ key }) => key === first.headers['ce_id']);
    expect(new Set(byHttp.map(({ value }) => value))).toEqual(new Set([answer.text]));
    const again = { 'idempotency-key': String(second.headers['ce_id']) };
    const repeated = await post(service.url, '/api/v1/outcomes', ASSET, again);
    expect(repeated.status).toBe(200);
    expect(receipts.find(({ key }) => key === second.headers['ce_id'])?.value).toBe(repeated.text);
    expect(await intake.recorded()).toBe(2);

    await intake.submit([{ ...first, value: JSON.stringify({ ...ASSET, amountPence: 1 }) }], 'refused');
    await intake.settledAll();
    expect(documentOf((await intake.rejects())[0])).toMatchObject({ code: 'idempotency-conflict', state: 'refused' });
    expect(await intake.recorded()).toBe(2);
  });

  it('is parked when nobody can read it, whatever is wrong with it, and what is behind it is recorded', async () => {
    for (const poison of POISON) {
      await intake.submit([good()]);
      await intake.submit([poison], 'parked');
      await intake.submit([good(), good('another key'), good(null)]);
      await intake.submit([sending('RecordOutcome', { ...ARREST, unit: 'nobody' })], 'refused');
    }
    await intake.settledAll();
    expect(await intake.violations(service.url)).toEqual([]);
    expect(await intake.recorded()).toBe(4 * POISON.length);
    const parked = (await intake.rejects()).filter(
      ({ headers }) => headers['ce_type'] === 'tallystick.MessageParked.v1',
    );
    expect(parked).toHaveLength(POISON.length);
    expect(service.said()).toBe(service.said().replace(/error|failed/i, ''));
  });

  it('may be packed in any way, and is never larger than it may be once it is unpacked', async () => {
    CompressionCodecs[CompressionTypes.ZSTD] = () => ({
      compress: ({ buffer }: { buffer: Buffer }) => Promise.resolve(zstdCompressSync(buffer)),
      decompress: (buffer: Buffer) => Promise.resolve(buffer),
    });
    for (const packed of [CompressionTypes.ZSTD, CompressionTypes.GZIP]) {
      await intake.submit([good(), good()], 'recorded', packed);
      await intake.submit([{ ...good(), value: `"${'x'.repeat(2 * MIB)}"` }], 'parked', packed);
    }
    await intake.settledAll();
    expect(await intake.violations(service.url)).toEqual([]);
    const bomb = { ...good(), value: `"${'x'.repeat(40 * MIB)}"` };
    await expect(intake.submit([bomb], 'parked', CompressionTypes.GZIP)).rejects.toThrow(/larger than the max/);
  });

  it('is described under the names that its topics have', async () => {
    const { channels } = (await send(service.url, '/api/asyncapi.json')).body as unknown as Described;
    const addresses = Object.entries(channels).map(([channel, { address }]) => [channel, address]);
    expect(Object.fromEntries(addresses)).toEqual(intake.topics);
  });

  it('is described: every example is recorded when it is sent, and every message of the feed fits its schema', async () => {
    const { channels, components } = (await send(service.url, '/api/asyncapi.json')).body as unknown as Described;
    const submittable = Object.keys(channels['submissions']?.messages ?? {});
    for (const name of submittable) {
      for (const { headers, payload } of components.messages[name]?.examples ?? []) {
        const fitting = await groundFor(service.url, name, payload as Json);
        const known = Object.entries(fitting.headers).filter(
          ([header]) => header in headers || header === 'ce_actingperson',
        );
        const own = { ...headers, ce_id: randomUUID(), ...Object.fromEntries(known) };
        // A receipt needs a scheme, and messages of one key are recorded in their order.
        const key = name.includes('Incentive') ? 'incentives' : name;
        await intake.submit([{ key, headers: own, value: JSON.stringify(fitting.payload) }]);
      }
    }
    expect(intake.sent.length).toBeGreaterThanOrEqual(7);
    await intake.submit([sending('RecordOutcome', { ...ARREST, unit: 'nobody' })], 'refused');
    await intake.submit([{ ...good(), value: '' }], 'parked');
    await intake.settledAll();
    const strangers = (await intake.violations(service.url)).filter((each) => !each.startsWith('stranger'));
    // What was recorded over HTTP, to be corrected and withdrawn.
    expect(strangers).toEqual([]);

    const seen = new Set<string>();
    for (const topic of ['entries', 'totals', 'statements', 'submissions', 'receipts', 'rejects'] as const) {
      await intake.until(
        async () => (await readTopic(intake.brokers, intake.topics[topic])).length > 0,
        `fill ${topic}`,
      );
      for (const { headers, value } of await readTopic(intake.brokers, intake.topics[topic])) {
        if (headers['number'] === String(intake.sent.length - 1)) continue;
        const [name, message] =
          Object.entries(components.messages).find(
            ([
              each,
              {
                headers: { properties },
              },
            ]) => channels[topic]?.messages[each] !== undefined && properties.ce_type.const === headers['ce_type'],
          ) ?? [];
        expect([topic, headers['ce_type'], name]).toEqual([topic, headers['ce_type'], expect.any(String)]);
        if (message === undefined || name === undefined) continue;
        seen.add(name);
        const faults = [faultsOf(compiled(message.headers), headers)];
        if (topic !== 'submissions') faults.push(faultsOf(compiled(message.payload), JSON.parse(value)));
        expect([name, ...faults, value]).toEqual([name, ...faults.map(() => ''), value]);
      }
    }
    const always = ['OutcomeRecorded', 'OutcomeCorrected', 'OutcomeWithdrawn', 'PublishedFigureRecorded'];
    const answers = ['Total', 'BenefitsRealisedStatement', 'CommandRecorded', 'CommandRefused', 'MessageParked'];
    expect([...seen]).toEqual(expect.arrayContaining([...always, ...answers, ...submittable]));
  });
});

interface Message {
  readonly headers: { readonly properties: { readonly ce_type: { readonly const: string } } };
  readonly payload: object;
  readonly examples?: readonly { readonly headers: Readonly<Record<string, string>>; readonly payload: object }[];
}
interface Described {
  readonly channels: Readonly<
    Record<string, { readonly address: string; readonly messages: Readonly<Record<string, object>> }>
  >;
  readonly components: { readonly messages: Readonly<Record<string, Message>> };
}

const validators = new Map<object, ReturnType<ReturnType<typeof schemaValidator>['compile']>>();
function compiled(schema: object): ReturnType<ReturnType<typeof schemaValidator>['compile']> {
  const validate = validators.get(schema) ?? schemaValidator().compile(schema);
  validators.set(schema, validate);
  return validate;
}
