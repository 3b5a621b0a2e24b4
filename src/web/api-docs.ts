import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { Schema } from '../domain/shape-schema.js';

/** Documentation of a route that records something. Every example is sent in a test. */
export interface RecordingDocs {
  readonly summary: string;
  readonly schema: Schema;
  readonly examples: Readonly<Record<string, object>>;
  readonly answer: object;
  /** Whether the route is about one outcome, whose revision the sender must or may name. */
  readonly ofOutcome?: 'must' | 'may';
  /** An example of each part of the address that stands for something else. */
  readonly path?: Readonly<Record<string, string>>;
  /** Who sends the examples, where it may not be just anybody. */
  readonly actingPerson?: string;
  /** The revision of the example; 0 unless told. */
  readonly revision?: number;
  readonly refusals: readonly number[];
}

/** Documentation of a route that answers a question. */
export interface ReadingDocs {
  readonly summary: string;
  readonly answer: unknown;
  readonly mediaType?: string;
  /** An example of each part of the address that stands for something. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryDocs>>;
  readonly refusals?: readonly number[];
}

interface QueryDocs {
  readonly description: string;
  readonly example: string;
  readonly required?: boolean;
}

const UUID_EXAMPLE = '0c2d2ea1-5d0c-4d64-9a3e-8a4f2b7d1c11';

export function ApiRecords(docs: RecordingDocs): MethodDecorator {
  const {
    summary,
    schema,
    examples,
    answer,
    ofOutcome,
    actingPerson = 'evaluator',
    revision = 0,
    path = {},
    refusals,
  } = docs;
  const named = Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
  return applyDecorators(
    ApiOperation({ summary }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: 'A UUID of your own. Sent again with the same content it gives the same answer and records nothing.',
      schema: { type: 'string', format: 'uuid', example: UUID_EXAMPLE },
    }),
    ApiHeader({ name: 'X-Acting-Person', required: false, schema: { type: 'string', example: actingPerson } }),
    ...(ofOutcome === undefined ? [] : [ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' } })]),
    ...Object.entries(path).map(([name, example]) => ApiParam({ name, schema: { type: 'string', example } })),
    ...(ofOutcome === undefined
      ? []
      : [
          ApiHeader({
            name: 'If-Match',
            required: ofOutcome === 'must',
            schema: { type: 'string', example: `"${revision}"` },
          }),
        ]),
    ApiBody({ schema, examples: named }),
    ApiResponse({ status: 201, description: 'Recorded', content: jsonExample(answer) }),
    ApiResponse({
      status: 200,
      description: 'Recorded before by this key; the same answer',
      content: jsonExample(answer),
    }),
    ...refusals.map(apiProblem),
    apiProblem(503),
  );
}

export function ApiReads(docs: ReadingDocs): MethodDecorator {
  const { summary, answer, mediaType, path = {}, query = {}, refusals = [] } = docs;
  return applyDecorators(
    ApiOperation({ summary }),
    ...Object.entries(path).map(([name, example]) => ApiParam({ name, schema: { type: 'string', example } })),
    ...Object.entries(query).map(([name, { description, example, required = false }]) =>
      ApiQuery({ name, description, required, schema: { type: 'string', example } }),
    ),
    ApiResponse({ status: 200, description: 'The answer', content: jsonExample(answer, mediaType) }),
    ...refusals.map(apiProblem),
    apiProblem(503),
  );
}

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'malformed-request',
  404: 'unknown-outcome, unknown-collaboration, unknown-project or unknown-command',
  409: 'idempotency-conflict, withdrawn, unchanged or what else the ledger has otherwise',
  403: 'same-person',
  412: 'revision-conflict',
  413: 'too-large',
  415: 'unsupported-media-type',
  422: 'what the ledger refuses, by its code',
  428: 'revision-required',
  503: 'busy or store-away; see Retry-After',
};

function apiProblem(status: number): MethodDecorator & ClassDecorator {
  const description = MEANINGS[status] ?? 'a problem';
  const schema = {
    type: 'object',
    required: ['type', 'title', 'status', 'code', 'detail', 'errors'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string' },
      detail: { type: 'string' },
      errors: {
        type: 'array',
        items: { type: 'object', properties: { field: { type: 'string' }, reason: { type: 'string' } } },
      },
    },
  };
  return ApiResponse({ status, description, content: { 'application/problem+json': { schema } } });
}

/** Amounts of an example are numbers here: OpenAPI's document is plain JSON. */
function jsonExample(example: unknown, mediaType = 'application/json'): Record<string, { example: unknown }> {
  return { [mediaType]: { example } };
}

const POSTED = { measure: 'assets-seized-value', unit: 'rart', grade: 'claimed', occurredOn: '2010-03-04' };
export const EXAMPLE_POSTINGS = [
  { ...POSTED, force: 'humberside', amount: 217721 },
  { ...POSTED, force: 'north-yorkshire', amount: 188899 },
  { ...POSTED, force: 'south-yorkshire', amount: 317061 },
  { ...POSTED, force: 'west-yorkshire', amount: 526319 },
];
export const EXAMPLE_DIFFERENCES = [
  { ...POSTED, force: 'humberside', amount: -8709 },
  { ...POSTED, force: 'north-yorkshire', amount: -7556 },
];
export const EXAMPLE_COLLABORATION = 'yorkshire-and-the-humber-joint-working';

/** Documentation of a route that takes a file. Its example is sent in a test. */
export interface ImportDocs {
  readonly summary: string;
  readonly example: string;
  /** How many rows the example of an answer has. */
  readonly rows: number;
  /** Who sends the example, where it may not be just anybody. */
  readonly actingPerson?: string;
  /** What may be asked besides the mode and a dry run. */
  readonly query?: Readonly<Record<string, QueryDocs>>;
}

export function ApiImports({
  summary,
  example,
  rows,
  actingPerson = 'evaluator',
  query = {},
}: ImportDocs): MethodDecorator {
  const asked = {
    mode: { description: 'atomic: all rows or none; row-by-row: each good row', example: 'atomic' },
    dryRun: { description: 'say what would happen, and record nothing', example: 'false' },
    ...query,
  };
  const counts = { rows, recorded: rows, alreadyRecorded: 0, refused: 0, errors: [] };
  const answer = { mode: 'atomic', dryRun: false, ...counts };
  return applyDecorators(
    ApiOperation({ summary }),
    ApiHeader({ name: 'X-Acting-Person', required: false, schema: { type: 'string', example: actingPerson } }),
    ...Object.entries(asked).map(([name, docs]) =>
      ApiQuery({
        name,
        description: docs.description,
        required: false,
        schema: { type: 'string', example: docs.example },
      }),
    ),
    ApiConsumes('text/csv'),
    ApiBody({ schema: { type: 'string' }, examples: { 'a few rows': { value: example } } }),
    ApiResponse({ status: 201, description: 'Recorded', content: jsonExample(answer) }),
    ApiResponse({ status: 200, description: 'Nothing new, or a dry run', content: jsonExample(answer) }),
    ...[400, 413, 415, 422, 503].map(apiProblem),
  );
}
