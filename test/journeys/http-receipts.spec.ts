import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ASSET, post, send } from '../support/http.js';
import { startService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService('http receipts');
}, 60_000);
afterAll(() => service.stop());

const receipt = (key: string) => send(service.url, `/api/v1/receipts/${key}`);

describe('a receipt', () => {
  it('is had again by the key of the command, with the number of its entry', async () => {
    const key = randomUUID();
    const { body } = await post(service.url, '/api/v1/outcomes', ASSET, { 'idempotency-key': key });
    const answer = await receipt(key.toUpperCase());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      commandId: key,
      state: 'counted',
      entry: body['entry'],
      stream: `outcome-${String(body['outcomeId'])}`,
      revision: 0,
      type: 'OutcomeRecorded',
      recordedAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
    });
  });

  it('is of no command that recorded nothing', async () => {
    const refused = randomUUID();
    await post(service.url, '/api/v1/outcomes', { ...ASSET, unit: 'nobody' }, { 'idempotency-key': refused });
    for (const key of [refused, randomUUID()]) {
      const answer = await receipt(key);
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ code: 'unknown-command', detail: expect.stringContaining(key) });
    }
    expect((await receipt('1187')).body).toMatchObject({ status: 400, code: 'malformed-request' });
  });
});
