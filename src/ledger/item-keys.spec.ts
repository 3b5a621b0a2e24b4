import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { id, uuidEnding } from '../../test/support/given-when-then.js';
import { loadGround } from '../../test/support/ground.js';
import { raceOfKeys } from '../../test/support/key-race.js';
import { itemKeyOf, ledgerInMemory } from '../../test/support/ledgers.js';
import { arrest, YORKSHIRE } from '../../test/support/yorkshire.js';
import { itemKeyFile } from '../adapters/item-key/key-file.js';
import { MemoryEventStore } from '../adapters/memory/event-store.js';
import type { CommandId, PersonId } from '../domain/identifiers.js';
import { Draft } from './draft.js';
import type { Executed } from './execute.js';
import { normalised } from './item-identity.js';
import type { ItemKeySource } from './item-keys.js';
import { Ledger } from './ledger.js';
import { recordByItem, recordInDraft } from './record-item.js';
import { ITEM_KEYS } from './streams.js';

const exhibit = { scheme: 'exhibit', reference: ' wy/12 ab ' } as const;
const shared = ledgerInMemory();
/** A copy of the application over one ledger, with a key of its own. */
const copyWith = (source: ItemKeySource): Ledger => new Ledger(shared.store, shared.model, shared.now, source);
const differs = { ok: false, refusal: { code: 'item-key-differs' } };

describe('the identity of an item', () => {
  it('is the same however its reference is written, and another under another scheme', async () => {
    expect(normalised(exhibit.reference)).toBe('WY/12AB');
    const first = await shared.items.identify(exhibit);
    expect(await shared.items.identify({ ...exhibit, reference: 'WY/12AB' })).toEqual(first);
    expect(await shared.items.identify({ scheme: 'contract', reference: 'WY/12AB' })).not.toEqual(first);
    expect(JSON.stringify(first)).not.toMatch(/wy/i);
  });

  it('is refused to a copy with another key, with fewer versions, or with none', async () => {
    expect(await copyWith(itemKeyOf('another')).items.identify(exhibit)).toMatchObject(differs);
    expect(
      await copyWith({ ...itemKeyOf(), make: () => itemKeyOf('made').versions() }).items.identify(exhibit),
    ).toMatchObject(differs);
    const newer = copyWith(itemKeyOf('the item key of ledgers in tests', 'the next'));
    expect(await newer.items.identify(exhibit)).toMatchObject({ ok: true, value: { item: { keyVersion: 2 } } });
    expect(await copyWith(itemKeyOf('the item key of ledgers in tests')).items.identify(exhibit)).toMatchObject(
      differs,
    );
  });
});

describe('a version of the key that is added while a copy without it goes on', () => {
  it('does not make two of an item that this copy is just recording, however long it takes', async () => {
    const store = new MemoryEventStore();
    const { slow, other, again, outcomes } = await raceOfKeys(store, store, true);
    expect(other).toMatchObject({ ok: true, receipt: { event: { outcome: { item: { keyVersion: 2 } } } } });
    expect(slow).toMatchObject(differs);
    expect(again).toMatchObject({ ok: true, receipt: { event: { type: 'OutcomeClaimed' } } });
    expect(outcomes).toBe(1);
    const unguarded = new MemoryEventStore();
    expect(await raceOfKeys(unguarded, unguarded, false)).toMatchObject({ slow: { ok: true }, outcomes: 2 });
  });

  it('is found out by a copy that still holds the versions of before, and waits for what may be under way just once', async () => {
    const ledger = ledgerInMemory();
    await loadGround(ledger, id('evaluator'));
    const copy = (...keys: readonly string[]): Ledger =>
      new Ledger(ledger.store, ledger.model, ledger.now, itemKeyOf(...keys));
    const [older, newer] = [copy('first'), copy('first', 'second')];
    const record = (on: Ledger, unit: string, n: number): Promise<Executed> =>
      recordByItem(
        on,
        { id: uuidEnding(n), actor: id('evaluator') },
        { collaboration: YORKSHIRE, outcome: arrest({ unit: id(unit) }) },
        exhibit,
      );
    await older.items.identify(exhibit);
    // What it reads of the ledger's versions now it holds for a while.
    await older.items.identify(exhibit);
    const byNewer = record(newer, 'rrpt', 1);
    while ((await ledger.store.readStream(ITEM_KEYS)).length < 2) await sleep(5);
    await sleep(100);
    expect(await record(older, 'rart', 2)).toMatchObject(differs);
    expect(await byNewer).toMatchObject({ ok: true, receipt: { event: { type: 'OutcomeRecorded' } } });
    // Only the first use waits.
    const startedAt = performance.now();
    expect(await newer.items.identify({ ...exhibit, reference: 'another' })).toMatchObject({
      value: { item: { keyVersion: 2 } },
    });
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('is no matter for a file of which all that would be recorded is only tried', async () => {
    const ledger = ledgerInMemory();
    await loadGround(ledger, id('evaluator'));
    const draft = new Draft(ledger.store);
    const told = (unit: string) => ({ collaboration: YORKSHIRE, outcome: arrest({ unit: id(unit) }) });
    const sender = (n: number) => ({ id: uuidEnding<CommandId>(n), actor: id<PersonId>('evaluator') });
    expect(await recordInDraft(ledger, draft, sender(1), told('rart'), exhibit)).toMatchObject({ ok: true });
    expect(await recordInDraft(ledger, draft, sender(2), told('rrpt'), exhibit)).toMatchObject({
      ok: true,
      receipt: { event: { type: 'OutcomeClaimed' } },
    });
    expect(await ledger.store.streamsOf('outcome')).toEqual([]);
  });
});

describe('the file of the item key', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tallystick-item-key-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('is made once, for its owner only, and read again', async () => {
    const path = join(directory, 'data/item.key');
    expect(await itemKeyFile(path).versions()).toEqual([]);
    const made = await Promise.all([itemKeyFile(path).make(), itemKeyFile(path).make()]);
    expect(made[0]).toHaveLength(1);
    expect(made[1]).toEqual(made[0]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await writeFile(path, `${await readFile(path, 'utf8')}2=${'ab'.repeat(32)}\n`);
    expect(await itemKeyFile(path).versions()).toEqual([...made[0], Buffer.from('ab'.repeat(32), 'hex')]);
    await chmod(path, 0o640);
    await expect(itemKeyFile(path).versions()).rejects.toThrow('chmod 600');
    await chmod(path, 0o600);
    await writeFile(path, '1=short\n');
    await expect(itemKeyFile(path).versions()).rejects.toThrow('line 1');
  });
});
