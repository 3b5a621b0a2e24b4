import { randomUUID } from 'node:crypto';
import type { Submission } from '../../src/ledger/submissions.js';

/** A message before it is sent: text, or bytes that are none. */
export interface Sending {
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string | Buffer | (string | Buffer)[]>>;
  readonly value: string | Buffer | null;
}

/** A command as a message. `body` is written as JSON; `about` are headers, of which one that is `undefined` is left out. */
export function sending(
  command: string,
  body: unknown,
  about: Readonly<Record<string, string | Buffer | undefined>> = {},
  key: string | null = 'key',
): Sending {
  const headers = {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_source: 'urn:example:crime-system',
    ce_type: `tallystick.${command}.v1`,
    'content-type': 'application/json',
    ...about,
  };
  const given = Object.entries<string | Buffer | undefined>(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { key, headers: Object.fromEntries(given), value: JSON.stringify(body) };
}

/** The same as it lies in a partition. */
export function lying({ key, headers, value }: Sending, offset = 7): Submission {
  const all = Object.entries(headers).map(([name, given]): [string, readonly Uint8Array[]] => [
    name,
    [given].flat().map((each) => Buffer.from(each)),
  ]);
  return {
    topic: 'tallystick.submissions.v1',
    partition: 2,
    offset,
    sentAtMs: 0,
    key: key === null ? undefined : Buffer.from(key),
    headers: new Map(all),
    value: value === null ? undefined : Buffer.from(value),
  };
}
