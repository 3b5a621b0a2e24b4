// Gives the application a user of KurrentDB that can read and write the ledger's streams and do nothing else: not delete, truncate or scavenge, not
// change rights or users. Run again, it changes nothing. It stands in /app, because it uses the application's own client.
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { isDeepStrictEqual } from 'node:util';
import { BACKWARDS, END, EventStoreDBClient, jsonEvent, StreamNotFoundError } from '@eventstore/db-client';

const USER = 'tallystick';
const ADMINISTRATORS = '$admins';
const folder = process.env.SECRETS ?? '/run/tallystick';
const host = process.env.KURRENTDB_HOST ?? 'kurrentdb:2113';
/** The users are managed by HTTP, at the same place. */
const users = new URL(`https://${process.env.KURRENTDB_USERS_HOST ?? host}/users/`);
const authorityFile = `${folder}/authority/kurrentdb-authority.crt`;
const secret = (name) => readFileSync(`${folder}/${name}`, 'utf8').trim();
const administrator = { username: 'admin', password: secret('kurrentdb-admin-password') };

/** What streams allow that say nothing themselves: src/adapters/eventstoredb/rights.ts looks for it. */
const RIGHTS = {
  $userStreamAcl: { $r: USER, $w: USER, $d: ADMINISTRATORS, $mr: USER, $mw: ADMINISTRATORS },
  $systemStreamAcl: {
    $r: ADMINISTRATORS,
    $w: ADMINISTRATORS,
    $d: ADMINISTRATORS,
    $mr: ADMINISTRATORS,
    $mw: ADMINISTRATORS,
  },
};
/** Numbering reads $all; "tallystick doctor" reads $settings. */
const READABLE = ['$all', '$settings'];
const READERS = [ADMINISTRATORS, USER];

await ensureUser();
const client = EventStoreDBClient.connectionString(
  `esdb://${host}?tls=true&tlsCAFile=${encodeURIComponent(authorityFile)}`,
);
// With each call: without them the client would append in a way that ignores deadlines.
const call = { credentials: administrator, deadline: 10_000 };
await ensureLast('$settings', 'update-default-acl', RIGHTS);
for (const stream of READABLE) await ensureLast(`$$${stream}`, '$metadata', { $acl: { $r: READERS } });
process.stdout.write(`KurrentDB knows ${USER}, who may read and write, and nothing else.\n`);
process.exit(0);

async function ensureUser() {
  const known = await ask('GET', USER);
  if (known === 200) return;
  if (known !== 404) throw new Error(`KurrentDB answers ${known} when it is asked for ${USER}`);
  const password = secret('kurrentdb-password');
  const made = await ask('POST', '', { loginName: USER, fullName: 'Tallystick', groups: [], password });
  if (made !== 201) throw new Error(`KurrentDB answers ${made} when it is to make ${USER}`);
}

/** The status of the answer. */
function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const auth = `${administrator.username}:${administrator.password}`;
    const asked = request(
      new URL(path, users),
      { method, headers, auth, ca: readFileSync(authorityFile) },
      (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode));
      },
    );
    asked.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Writes an event unless the last one of the stream says the same. */
async function ensureLast(stream, type, data) {
  if (isDeepStrictEqual(await lastOf(stream), data)) return;
  await client.appendToStream(stream, jsonEvent({ type, data }), call);
}

async function lastOf(stream) {
  try {
    const from = { fromRevision: END, direction: BACKWARDS, maxCount: 1 };
    for await (const { event } of client.readStream(stream, { ...from, credentials: administrator }))
      return event?.data;
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
  }
  return undefined;
}
