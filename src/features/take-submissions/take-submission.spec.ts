import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { id } from '../../../test/support/given-when-then.js';
import { loadGround } from '../../../test/support/ground.js';
import { ARREST, ASSET } from '../../../test/support/http.js';
import { ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { lying, sending, type Sending } from '../../../test/support/submissions.js';
import { blamed } from '../../ledger/blamed-store.js';
import { StoreAway } from '../../ledger/event-store.js';
import { Ledger } from '../../ledger/ledger.js';
import { SUBMITTABLE } from '../../submittable.js';
import { MOST_ERRORS, MOST_TEXT, type Taken } from './answers.js';
import { isPassing, takeSubmission, type Taking } from './take-submission.js';

const FIGURE = {
  collaboration: 'yorkshire-and-the-humber-joint-working',
  measure: 'arrests',
  amount: 693,
  bound: 'exact',
  source: 'A table',
};

let ledger: LedgerInMemory;
let taking: Taking;
let logged: string[];
beforeEach(async () => {
  ledger = ledgerInMemory();
  await loadGround(ledger, id('ground'));
  logged = [];
  const own = new Ledger(blamed(ledger.store), ledger.model, ledger.now);
  const logError = (message: string): void => void logged.push(message);
  taking = { ledger: own, commands: SUBMITTABLE, source: 'urn:tallystick:test', logError };
});

const take = (sent: Sending, offset?: number): Promise<Taken> => takeSubmission(taking, lying(sent, offset));
const documentOf = ({ message }: Taken): Readonly<Record<string, unknown>> =>
  JSON.parse(message.value) as Readonly<Record<string, unknown>>;

describe('a submission', () => {
  it('is recorded, and answered as over HTTP', async () => {
    const taken = await take(sending('RecordOutcome', ASSET, { ce_id: 'AAAAAAAA-0000-4000-8000-000000000001' }));
    expect(taken).toMatchObject({ to: 'receipts', isParked: false });
    const entry = await ledger.store.head();
    expect(documentOf(taken)).toMatchObject({ entry, revision: 0 });
    expect(Object.keys(documentOf(taken))).toEqual(['outcomeId', 'entry', 'revision', 'postings']);
    expect(taken.message.key).toBe('aaaaaaaa-0000-4000-8000-000000000001');
    expect(taken.message.headers).toEqual({
      ce_specversion: '1.0',
      ce_id: 'aaaaaaaa-0000-4000-8000-000000000001',
      ce_source: 'urn:tallystick:test',
      ce_type: 'tallystick.CommandRecorded.v1',
      'content-type': 'application/json',
    });
  });

  it('is recorded once, and gets the same receipt each time, byte for byte', async () => {
    const sent = sending('RecordOutcome', ASSET);
    const first = await take(sent);
    const head = await ledger.store.head();
    expect(await take(sent, 8)).toEqual(first);
    expect(await ledger.store.head()).toBe(head);
  });

  it('is refused when its id was used for something else', async () => {
    const sent = sending('RecordOutcome', ASSET);
    await take(sent);
    const other = await take({ ...sent, value: JSON.stringify({ ...ASSET, amountPence: 1 }) });
    expect(documentOf(other)).toMatchObject({ code: 'idempotency-conflict', status: 409, state: 'refused' });
    const errors = documentOf(other)['errors'] as readonly { field: string }[];
    expect(errors.map(({ field }) => field)).toEqual(['ce_id', 'amountPence']);
  });

  it('may be a correction, a withdrawal or a published figure, by whom it says', async () => {
    const { outcomeId } = documentOf(await take(sending('RecordOutcome', ASSET)));
    const about = { ce_subject: String(outcomeId), ce_actingperson: 'jane-doe' };
    const correction = { reason: 'valuation-revised', changes: { amountPence: 1 } };
    const corrected = await take(sending('CorrectOutcome', correction, { ...about, ce_revision: '0' }));
    expect(documentOf(corrected)).toMatchObject({ outcomeId, revision: 1 });
    const withdrawn = await take(sending('WithdrawOutcome', { reason: 'duplicate' }, about));
    expect(documentOf(withdrawn)).toMatchObject({ outcomeId, revision: 2 });
    const figure = await take(sending('RecordPublishedFigure', FIGURE, { ce_actingperson: undefined }));
    expect(Object.keys(documentOf(figure))).toEqual(['figureId', 'entry', 'revision']);
    const lines = await ledger.store.readAll((await ledger.store.head()) - 3, 3);
    const actors = lines.map(({ line }) => (JSON.parse(line) as { actor: string }).actor);
    expect(actors).toEqual(['jane-doe', 'jane-doe', 'evaluator']);
  });

  it.each([
    ['unknown-unit', 422, 'unit', sending('RecordOutcome', { ...ARREST, unit: 'nobody' })],
    ['malformed-request', 400, 'stage', sending('RecordOutcome', { ...ASSET, stage: undefined })],
    ['malformed-request', 400, 'stray', sending('RecordOutcome', { ...ASSET, stray: 1 })],
    ['malformed-request', 400, '', sending('RecordOutcome', [])],
    ['malformed-request', 400, 'ce_subject', sending('CorrectOutcome', {}, { ce_revision: '0' })],
    ['malformed-request', 400, 'ce_subject', sending('WithdrawOutcome', {}, { ce_subject: 'x' })],
    [
      'unknown-outcome',
      404,
      'ce_subject',
      sending('WithdrawOutcome', { reason: 'other' }, { ce_subject: randomUUID() }),
    ],
  ])('is refused: %s (%i) for %s', async (code, status, field, sent) => {
    const before = await ledger.store.head();
    const taken = await take(sent);
    expect(documentOf(taken)).toMatchObject({ code, status, state: 'refused', commandId: sent.headers['ce_id'] });
    expect(documentOf(taken)['errors']).toEqual([{ field, reason: expect.any(String) }]);
    expect([taken.to, taken.isParked, await ledger.store.head()]).toEqual(['rejects', false, before]);
    expect(taken.message.headers['ce_type']).toBe('tallystick.CommandRefused.v1');
  });

  it.each([
    ['revision-required', undefined],
    ['malformed-request', '"0"'],
    ['malformed-request', '-1'],
    ['revision-conflict', '1'],
  ])('that corrects without the revision it is at is refused: %s for %p', async (code, revision) => {
    const { outcomeId } = documentOf(await take(sending('RecordOutcome', ASSET)));
    const about = { ce_subject: String(outcomeId), ce_revision: revision };
    const correction = { reason: 'valuation-revised', changes: { amountPence: 1 } };
    const document = documentOf(await take(sending('CorrectOutcome', correction, about)));
    expect(document).toMatchObject({ code, state: 'refused', errors: [{ field: 'ce_revision' }] });
  });
});

const ASSET_BYTES = Buffer.from(JSON.stringify(ASSET));
const asset = (about: Parameters<typeof sending>[2]): Sending => sending('RecordOutcome', ASSET, about);

describe('a message in which no command can be read', () => {
  it.each([
    ['without an id', 'ce_id', asset({ ce_id: undefined })],
    ['with an id that is none', 'ce_id', asset({ ce_id: '17' })],
    ['with an id that is no text', 'ce_id', asset({ ce_id: Buffer.from([0xff, 0xfe]) })],
    ['without a type', 'ce_type', asset({ ce_type: undefined })],
    ['with a type that there is not', 'ce_type', asset({ ce_type: 'tallystick.DeleteOutcome.v1' })],
    ['with the type of what every object has', 'ce_type', asset({ ce_type: 'constructor' })],
    ['without a version', 'ce_specversion', asset({ ce_specversion: undefined })],
    ['without a source', 'ce_source', asset({ ce_source: '' })],
    ['by a person who is none', 'ce_actingperson', asset({ ce_actingperson: 'Jane Doe' })],
    ['whose id is given twice', 'ce_id', { ...asset({}), headers: { ...asset({}).headers, ce_id: ['a', 'b'] } }],
    ['without a body', '', { ...asset({}), value: null }],
    ['of no bytes', '', { ...asset({}), value: '' }],
    ['that is not JSON', '', { ...asset({}), value: '{"kind":' }],
    ['that is not UTF-8', '', { ...asset({}), value: Buffer.concat([ASSET_BYTES, Buffer.from([0xc3])]) }],
  ])('is parked: one %s', async (_, field, sent) => {
    const before = await ledger.store.head();
    const taken = await take(sent, 41);
    expect([taken.to, taken.isParked, await ledger.store.head()]).toEqual(['rejects', true, before]);
    const document = documentOf(taken);
    expect(document).toMatchObject({ code: 'malformed-request', status: 400, state: 'parked' });
    expect(document['errors']).toEqual([{ field, reason: expect.any(String) }]);
    const bytes = Buffer.from(sent.value ?? '');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const place = { topic: 'tallystick.submissions.v1', partition: 2, offset: 41 };
    expect(document['origin']).toEqual({ ...place, bytes: bytes.length, sha256 });
    expect(taken.message.headers).toMatchObject({
      ce_id: 'tallystick.submissions.v1/2/41',
      ce_type: 'tallystick.MessageParked.v1',
    });
  });

  it.each([
    ['too-large', 413, { value: `"${'x'.repeat(1024 * 1024)}"` }],
    ['unsupported-media-type', 415, { headers: { ...asset({}).headers, 'content-type': 'application/avro' } }],
    [
      'unsupported-media-type',
      415,
      { headers: { ...asset({}).headers, 'content-type': 'application/cloudevents+json' } },
    ],
  ])('is parked: %s', async (code, status, change) => {
    const taken = await take({ ...asset({}), ...change });
    expect([taken.isParked, documentOf(taken)]).toMatchObject([true, { code, status }]);
  });

  it('is parked when it has more headers than are read', async () => {
    const taken = await takeSubmission(taking, { ...lying(asset({})), headers: undefined });
    expect([taken.isParked, documentOf(taken)]).toMatchObject([true, { code: 'malformed-request' }]);
    expect(taken.message.key).toBe('tallystick.submissions.v1/2/7');
  });

  it('is answered under its id where that can be read', async () => {
    const taken = await take(asset({ ce_type: undefined, ce_id: 'AAAAAAAA-0000-4000-8000-000000000001' }));
    expect(taken.message.key).toBe('aaaaaaaa-0000-4000-8000-000000000001');
    expect(documentOf(taken)).toMatchObject({ commandId: 'aaaaaaaa-0000-4000-8000-000000000001' });
  });

  it('has an answer that is never too large to be sent', async () => {
    const strays = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`stray-${i}`, 1]));
    const taken = await take(sending('RecordOutcome', { ...ASSET, ...strays, ['x'.repeat(100_000)]: 1 }));
    const document = documentOf(taken);
    expect(document['errors']).toHaveLength(MOST_ERRORS);
    expect(String(document['detail'])).toHaveLength(MOST_TEXT);
    expect(taken.message.value.length).toBeLessThan(200_000);
  });
});

describe('a failure', () => {
  const broken = (error: Error): Taking => {
    const store = { ...blamed(ledger.store), append: () => Promise.reject(error) };
    return { ...taking, ledger: new Ledger(blamed(store), ledger.model, ledger.now) };
  };

  it.each([new StoreAway('away'), new Error('no such column'), new TypeError('undefined is not a function')])(
    'of the store says nothing about the submission: %p',
    async (error) => {
      const failed: unknown = await takeSubmission(broken(error), lying(asset({}))).catch((thrown: unknown) => thrown);
      expect([failed, isPassing(failed)]).toEqual([expect.any(Error), true]);
      expect(logged).toEqual([]);
    },
  );

  it('of the program itself parks the submission, and the log has more', async () => {
    const commands = new Map(
      [...SUBMITTABLE].map(([type, each]) => [type, { ...each, take: () => Promise.reject(new TypeError('a bug')) }]),
    );
    const taken = await takeSubmission({ ...taking, commands }, lying(asset({})));
    expect([taken.isParked, documentOf(taken)]).toMatchObject([true, { code: 'unexpected', status: 500 }]);
    const error = /error ([0-9a-f-]{36})/.exec(String(documentOf(taken)['detail']))?.[1] ?? 'none';
    expect(logged).toEqual([expect.stringContaining(error)]);
    expect(taken.message.value).not.toContain('a bug');
  });
});
