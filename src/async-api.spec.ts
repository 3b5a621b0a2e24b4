import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from '@jest/globals';
import { faultsOf, schemaValidator } from '../test/support/schemas.js';
import { describeTopics } from './async-api.js';

interface Described {
  readonly channels: Readonly<Record<string, { readonly address: string }>>;
  readonly components: {
    readonly messages: Readonly<
      Record<string, { headers: object; payload: object; examples?: readonly { headers: object; payload: object }[] }>
    >;
  };
}

const document: unknown = JSON.parse(JSON.stringify(describeTopics()));
const { channels, components } = document as Described;

describe('the AsyncAPI document', () => {
  it('is one of AsyncAPI 3, by the schema of those who make it', () => {
    const path = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json');
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
    expect(validate(document) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...Object(document), asyncapi: '2.0.0' })).toBe(false);
  });

  it('has every topic', () => {
    const topics = ['entries', 'totals', 'statements', 'submissions', 'receipts', 'rejects'];
    expect(Object.values(channels).map(({ address }) => address)).toEqual(
      topics.map((name) => `tallystick.${name}.v1`),
    );
  });

  it('has examples that fit their schemas', () => {
    let looked = 0;
    for (const [name, { headers, payload, examples = [] }] of Object.entries(components.messages)) {
      const [head, body] = [schemaValidator().compile(headers), schemaValidator().compile(payload)];
      for (const example of examples) {
        expect([name, faultsOf(head, example.headers), faultsOf(body, example.payload)]).toEqual([name, '', '']);
        looked += 1;
      }
    }
    expect(looked).toBeGreaterThanOrEqual(7);
  });
});
