import { randomUUID } from 'node:crypto';
import { openLedger } from '../../src/app.module.js';
import { parseJson } from '../../src/ledger/codec/json.js';
import type { EventStore } from '../../src/ledger/event-store.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { runProjector } from '../../src/ledger/projector.js';
import { createService } from '../../src/service.js';
import { readSettings } from '../../src/settings.js';
import { Log } from '../../src/web/log.js';

// The service over a store with one defence off. Tests that look for broken promises have to find what it breaks.

const EARLY_MS = 300;

/** Takes a command that it has already for a new one. */
function forgetful(store: EventStore): EventStore['append'] {
  return async (append) => {
    const result = await store.append(append);
    if (result.kind !== 'duplicate' || append.expectedRevision !== -1) return result;
    const stream = `outcome-${randomUUID()}`;
    const lines = append.lines.map(({ line }) => {
      const id = randomUUID();
      return { id, line: JSON.stringify({ ...Object(parseJson(line)), id, stream }) };
    });
    return store.append({ ...append, stream, lines });
  };
}

/** Acknowledges what it is going to write in a moment. */
function hasty(store: EventStore, head: number): EventStore['append'] {
  let last = head;
  return (append) => {
    setTimeout(() => void store.append(append).catch(() => undefined), EARLY_MS);
    last += append.lines.length;
    return Promise.resolve({ kind: 'appended', entry: last });
  };
}

function withAppend(store: EventStore, append: EventStore['append']): EventStore {
  return {
    append,
    atomically: (work) => store.atomically(work),
    readStream: (stream, fromRevision) => store.readStream(stream, fromRevision),
    readAll: (after, limit) => store.readAll(after, limit),
    readByIds: (ids) => store.readByIds(ids),
    streamsOf: (category) => store.streamsOf(category),
    head: () => store.head(),
    subscribe: (after, signal) => store.subscribe(after, signal),
    close: () => store.close(),
  };
}

/** Says what items are known by. */
function talkative(ledger: Ledger): Ledger {
  const { items } = ledger;
  const identify = items.identify.bind(items);
  items.identify = (reference, draft) => {
    say(`looks for ${reference.reference}`);
    return identify(reference, draft);
  };
  return ledger;
}

async function damaged(ledger: Ledger): Promise<Ledger> {
  const { store, model } = ledger;
  if (defect === 'talkative') return talkative(ledger);
  const append = defect === 'forgetful' ? forgetful(store) : hasty(store, await store.head());
  return new Ledger(withAppend(store, append), model);
}

const [defect] = process.argv.slice(2);
const say = (message: string): void => void process.stderr.write(`${message}\n`);
const settings = readSettings(process.env);
const { ledger } = await openLedger(settings, say);
const { store, model } = ledger;
const app = await createService(await damaged(ledger), new Log('warn'));
await app.listen(settings.port, settings.host);
say(`A ${String(defect)} canary serves ${await app.getUrl()}`);
await runProjector({ store, model, log: say }, new AbortController().signal);
