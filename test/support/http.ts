import { randomUUID } from 'node:crypto';

export type Json = Readonly<Record<string, unknown>>;

/** An answer with its body as a test looks at it: JSON as an object, anything else under `text`. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
  readonly text: string;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text. */
  readonly body?: unknown;
}

/** Sends a request to a running service. */
export async function send(
  url: string,
  path: string,
  { method = 'GET', headers = {}, body }: Sent = {},
): Promise<Answer> {
  const content = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(url + path, {
    method,
    headers: { ...content, ...headers },
    redirect: 'manual',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = /^application\/(?:problem\+)?json/.test(answer.headers.get('content-type') ?? '');
  return {
    status: answer.status,
    headers: answer.headers,
    body: isJson ? asJson(text) : {},
    text,
  };
}

/** Sends something to be recorded, under a key of its own unless `headers` has one. */
export function post(
  url: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return send(url, path, { method: 'POST', body, headers: { 'idempotency-key': randomUUID(), ...headers } });
}

function asJson(text: string): Json {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

const WHAT_IT_WAS = {
  collaboration: 'yorkshire-and-the-humber-joint-working',
  unit: 'rart',
  occurredOn: '2010-03-04',
  leadForce: 'west-yorkshire',
  attribution: { basis: 'direct', force: 'west-yorkshire' },
};

/** Requests that the ground of the tests accepts, one of each kind. */
export const ASSET = {
  ...WHAT_IT_WAS,
  kind: 'asset',
  assetType: 'cash',
  route: 'cash-forfeiture',
  stage: 'seized',
  amountPence: 1250000,
  attribution: { basis: 'key', key: 'population-mid-2010' },
};
export const ARREST = { ...WHAT_IT_WAS, kind: 'arrest', role: 'made', offenceGroup: 'drugs-supply' };
export const CAR = {
  ...WHAT_IT_WAS,
  kind: 'property-recovered',
  itemType: 'vehicle',
  amountPence: 850000,
  valuationBasis: 'trade-guide',
  returnedToOwner: true,
};
export const SEIZURE = {
  ...WHAT_IT_WAS,
  kind: 'drugs-seizure',
  substances: [
    { substance: 'cocaine', form: 'powder', quantity: 27500, quantityIn: 'milligrams', amountPence: 111337 },
  ],
};
export const FIREARMS = { ...WHAT_IT_WAS, kind: 'counted-item', measure: 'firearms-seized', amount: 3 };
/** For the agreement in which things begin and end. */
export const CHANGING = {
  ...ARREST,
  collaboration: 'changing',
  unit: 'patrol',
  leadForce: 'cleveland',
  attribution: { basis: 'direct', force: 'cleveland' },
};
