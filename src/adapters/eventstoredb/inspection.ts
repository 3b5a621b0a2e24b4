import { AccessDeniedError, StreamNotFoundError } from '@eventstore/db-client';
import type { EventStore } from '../../ledger/event-store.js';
import type { Finding, Inspectable } from '../../ledger/inspection.js';
import { addressFrom } from './address.js';
import { arriving } from './arriving.js';
import { Connection, PREFIXES } from './connection.js';
import { reasonOf } from './failures.js';
import { Patience } from './patience.js';
import { asSettings, isAllowed, mayDeleteStream, rightsFinding, type Settings } from './rights.js';
import { isRetaining, metadataOfStreams } from './stream-metadata.js';

const DEADLINE_MS = 3_000;
const PATIENCE_MS = 5_000;
/** Where the server keeps the rights that streams have which say nothing themselves. */
const SETTINGS_STREAM = '$settings';
const NAMED_MOST = 5;

/**
 * Looks at the EventStoreDB behind `url` as the user whom it names: whether it answers, whether the last entry is what was numbered, and
 * whether anything there could make entries vanish. Reads only.
 */
export function inspectEventStoreDb(url: string, store: Pick<EventStore, 'head' | 'readAll'>): Inspectable {
  const connection = new Connection({ url, prefixes: PREFIXES, deadlineMs: DEADLINE_MS });
  return {
    about: 'event store',
    inspect: async () => {
      const settings = await settingsOf(connection);
      if (settings instanceof Error) return [away(url, settings)];
      const { hosts, credentials, isInsecure } = addressFrom(url);
      return [
        { about: 'event store', state: 'well', found: `EventStoreDB at ${hosts} answers` },
        await lookAtLastEntry(store),
        rightsFinding(settings, credentials.username, isInsecure),
        ...(await lookAtStreams(connection, credentials.username, isInsecure)),
      ];
    },
  };
}

function away(url: string, error: Error): Finding {
  return {
    about: 'event store',
    state: 'failing',
    found: `EventStoreDB at ${addressFrom(url).hosts} does not let us in: ${reasonOf(error)}`,
    advice:
      'check that it runs, that EVENTSTORE_URL names it, and user and password; until then nothing is recorded, and figures are answered',
  };
}

/** The rights that hold by default; `unreadable` when this user may not see them, and the error when the server does not answer. */
async function settingsOf(connection: Connection): Promise<Settings | Error> {
  try {
    return await new Patience(PATIENCE_MS).run(async () => {
      for await (const { event } of arriving(connection.readLast(SETTINGS_STREAM), DEADLINE_MS))
        return asSettings(event?.data);
      return 'as-it-comes';
    });
  } catch (error) {
    if (error instanceof StreamNotFoundError) return 'as-it-comes';
    if (error instanceof Error && error.cause instanceof AccessDeniedError) return 'unreadable';
    return error instanceof Error ? error : new Error(reasonOf(error));
  }
}

async function lookAtLastEntry(store: Pick<EventStore, 'head' | 'readAll'>): Promise<Finding> {
  const about = 'last entry';
  try {
    const head = await store.head();
    const [last] = await store.readAll(head - 1, 1);
    if (last === undefined) return { about, state: 'well', found: 'there is none yet' };
    return { about, state: 'well', found: `entry ${head} is there as it was numbered` };
  } catch (error) {
    const advice =
      'let whoever runs EventStoreDB find out what was restored, deleted or written beside Tallystick, and keep an export safe';
    return { about, state: 'failing', found: reasonOf(error), advice };
  }
}

async function lookAtStreams(
  connection: Connection,
  username: string,
  isInsecure: boolean,
): Promise<readonly Finding[]> {
  try {
    const { metadata, isWhole } = await metadataOfStreams(connection);
    const streams = [...metadata];
    const retaining = streams.filter(([, each]) => isRetaining(each)).map(([stream]) => stream);
    const open = streams.filter(([, each]) => {
      const names = mayDeleteStream(each);
      return names.length > 0 && isAllowed(names, username);
    });
    return [
      retentionFinding(retaining, isWhole),
      ...(isInsecure || open.length === 0
        ? []
        : [
            openFinding(
              open.map(([stream]) => stream),
              username,
            ),
          ]),
    ];
  } catch (error) {
    const advice = 'let an administrator give this user the right to read $all: Tallystick numbers entries by it';
    return [{ about: 'retention', state: 'failing', found: `$all cannot be read: ${reasonOf(error)}`, advice }];
  }
}

function retentionFinding(retaining: readonly string[], isWhole: boolean): Finding {
  const about = 'retention';
  if (retaining.length > 0) {
    return {
      about,
      state: 'failing',
      found: `streams are set to lose entries ($maxAge, $maxCount or $tb): ${named(retaining)}`,
      advice: 'let an administrator take that out of their metadata at once, before the next scavenge',
    };
  }
  if (isWhole) return { about, state: 'well', found: 'no stream of the ledger is set to lose entries' };
  return {
    about,
    state: 'warning',
    found: 'no stream that was looked at is set to lose entries, but there was no time for all',
    advice: 'run "tallystick doctor" again when the server has less to do',
  };
}

function openFinding(streams: readonly string[], username: string): Finding {
  return {
    about: 'rights on streams',
    state: 'warning',
    found: `${username} may delete streams that have rights of their own ($acl): ${named(streams)}`,
    advice: 'let an administrator take $acl out of their metadata, so that they have the rights of the others',
  };
}

function named(streams: readonly string[]): string {
  const rest = streams.length - NAMED_MOST;
  return streams.slice(0, NAMED_MOST).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
