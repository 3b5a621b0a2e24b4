import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itemKeyOf, ledgerInMemory } from '../../test/support/ledgers.js';
import { itemKeyFile } from '../adapters/item-key/key-file.js';
import { normalised } from './item-identity.js';
import type { ItemKeySource } from './item-keys.js';
import { Ledger } from './ledger.js';

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
    expect(await newer.items.identify(exhibit)).toMatchObject({ ok: true, value: { keyVersion: 2 } });
    expect(await copyWith(itemKeyOf('the item key of ledgers in tests')).items.identify(exhibit)).toMatchObject(
      differs,
    );
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
