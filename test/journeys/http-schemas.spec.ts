import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isRecord } from '../../src/web/fits.js';
import { ASSET, post, send } from '../support/http.js';
import { faultsOf, schemaValidator } from '../support/schemas.js';
import { startService, type TestService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService('http schemas');
}, 60_000);
afterAll(() => service.stop());

async function schemaAt(address: string): Promise<object> {
  const { status, headers, text } = await send(service.url, address);
  expect([address, status, headers.get('content-type')]).toEqual([
    address,
    200,
    expect.stringMatching(/^application\/schema\+json/),
  ]);
  const schema: unknown = JSON.parse(text);
  return isRecord(schema) ? schema : {};
}

describe('the schemas that the service gives', () => {
  it('are listed, and hold every line that the service gives', async () => {
    expect(await post(service.url, '/api/v1/outcomes', ASSET)).toMatchObject({ status: 201 });
    const { body } = await send(service.url, '/api/v1/schemas');
    const listed = body['schemas'] as readonly { name: string; id: string; href: string }[];
    const schemas = new Map<string, object>();
    for (const { name, id, href } of listed) {
      const schema = await schemaAt(href);
      expect(schema).toMatchObject({ $id: id, title: name });
      schemas.set(name, schema);
    }
    const validators = new Map([...schemas].map(([name, schema]) => [name, schemaValidator().compile(schema)]));
    const { text } = await send(service.url, '/api/v1/entries');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) {
      for (const name of ['Entry', isRecord(line) ? String(line['type']) : '']) {
        const validate = validators.get(name);
        expect([name, validate && faultsOf(validate, line)]).toEqual([name, '']);
      }
    }
  });

  it('are named when another one is asked for', async () => {
    const { status, body } = await send(service.url, '/api/v1/schemas/OutcomeDeleted');
    expect({ status, code: body['code'] }).toEqual({ status: 404, code: 'not-found' });
    expect(body['detail']).toContain('OutcomeRecorded');
    expect(await send(service.url, '/api/v1/schemas/Entry?version=2')).toMatchObject({ status: 400 });
  });
});
