import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** A validator of JSON Schema 2020-12 that somebody else wrote, strict about what it does not know. */
export function schemaValidator(): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: false });
  addFormats.default(ajv);
  return ajv;
}

/** What a schema says about a value: empty when it fits. */
export function faultsOf(validate: ValidateFunction, value: unknown): string {
  return validate(value) ? '' : JSON.stringify(validate.errors);
}
