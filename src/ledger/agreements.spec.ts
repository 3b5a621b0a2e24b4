import { describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '../adapters/memory/event-store.js';
import { ledgerInMemory } from '../../test/support/ledgers.js';
import { loadGround } from '../../test/support/ground.js';
import { id } from '../../test/support/given-when-then.js';
import { YORKSHIRE } from '../../test/support/yorkshire.js';
import { closeUnit } from '../domain/collaboration/close-unit.js';
import { Agreements } from './agreements.js';
import { agreementContent, commandIdOf } from './commands.js';
import { StoreAway, type StoredLine } from './event-store.js';
import { execute } from './execute.js';
import { collaborationAggregate } from './streams.js';

/** A store that says what was read, and waits with its answers when told to. */
class WatchedStore extends MemoryEventStore {
  readonly reads: string[] = [];
  hold: Promise<unknown> = Promise.resolve();

  override async readStream(stream: string, from?: number): Promise<readonly StoredLine[]> {
    this.reads.push(`${stream} from ${from ?? 0}`);
    const lines = await super.readStream(stream, from);
    await this.hold;
    return lines;
  }
}

async function prepared() {
  const ledger = Object.assign(ledgerInMemory(), { store: new WatchedStore() });
  const time = { ms: 0 };
  Object.assign(ledger, { agreements: new Agreements(ledger.store, () => time.ms) });
  await loadGround(ledger, id('evaluator'));
  ledger.store.reads.length = 0;
  const close = async (unit: string, to: string) => {
    const command = { collaboration: YORKSHIRE, unit: id<never>(unit), to: to as never };
    const content = agreementContent({ type: 'UnitClosed', ...command });
    const sender = { id: commandIdOf(content), actor: id<never>('evaluator'), content };
    const done = await execute(ledger, collaborationAggregate(YORKSHIRE), sender, (state) => closeUnit(command, state));
    ledger.store.reads.length = 0;
    expect(done).toMatchObject({ ok: true });
  };
  return { ledger, time, close, agreements: ledger.agreements, reads: ledger.store.reads };
}

const revisionOf = async (agreements: Agreements) => (await agreements.collaboration(YORKSHIRE))?.revision;

describe('agreements at hand', () => {
  it('are read once for everybody who asks at once, and kept', async () => {
    const { agreements, reads } = await prepared();
    const asked = await Promise.all([1, 2, 3].map(() => agreements.contextFor(YORKSHIRE, '2012-04-01T00:00:00.000Z')));
    expect(new Set(asked.map((context) => context?.collaboration)).size).toBe(1);
    await agreements.contextFor(YORKSHIRE, '2012-04-01T00:00:00.000Z');
    expect(reads).toHaveLength(3);
  });

  it('are up to a second old, and then only what is new is read', async () => {
    const { agreements, close, reads, time } = await prepared();
    const before = (await revisionOf(agreements)) ?? 0;
    await close('rart', '2012-01-01');
    time.ms = 999;
    expect(await revisionOf(agreements)).toBe(before);
    time.ms = 1000;
    expect(await revisionOf(agreements)).toBe(before + 1);
    expect(reads).toEqual([`collaboration-${YORKSHIRE} from ${before + 1}`]);
  });

  it('are read again at once after a refresh', async () => {
    const { agreements, close } = await prepared();
    const before = (await revisionOf(agreements)) ?? 0;
    await close('rart', '2012-01-01');
    agreements.refresh();
    expect(await revisionOf(agreements)).toBe(before + 1);
  });

  it('are read again after a refresh even while an older reading is under way, which is not kept either', async () => {
    const { agreements, close, ledger } = await prepared();
    const before = (await revisionOf(agreements)) ?? 0;
    agreements.refresh();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    ledger.store.hold = promise;
    const older = revisionOf(agreements);
    await Promise.resolve();
    ledger.store.hold = Promise.resolve();
    await close('rart', '2012-01-01');
    agreements.refresh();
    expect(await revisionOf(agreements)).toBe(before + 1);
    resolve(undefined);
    expect(await older).toBe(before);
    expect(await revisionOf(agreements)).toBe(before + 1);
  });

  it('know nothing of a collaboration that there is not, and notice when there is', async () => {
    const { agreements } = await prepared();
    expect(await agreements.collaboration(id('nobody'))).toBeUndefined();
    expect(await agreements.contextFor(id('nobody'), '2012-04-01T00:00:00.000Z')).toBeUndefined();
    const ids = (await agreements.collaborations()).map((each) => each.id);
    expect(ids).toEqual([...ids].sort());
    expect(ids).toContain(YORKSHIRE);
  });

  it('are what they were while the store is away, and are asked for every second', async () => {
    const { agreements, close, ledger, reads, time } = await prepared();
    const before = (await revisionOf(agreements)) ?? 0;
    await close('rart', '2012-01-01');
    const away = Promise.reject(new StoreAway('away'));
    away.catch(() => undefined);
    ledger.store.hold = away;
    for (time.ms = 1000; time.ms < 4000; time.ms += 500) expect(await revisionOf(agreements)).toBe(before);
    expect(reads).toHaveLength(3);
    await expect(agreements.collaboration(id('changing'))).rejects.toThrow(StoreAway);
    ledger.store.hold = Promise.resolve();
    time.ms = 5000;
    expect(await revisionOf(agreements)).toBe(before + 1);
  });

  it('are asked anew when a reading failed', async () => {
    const { agreements, ledger } = await prepared();
    const failing = Promise.reject(new Error('away'));
    failing.catch(() => undefined);
    ledger.store.hold = failing;
    await expect(agreements.collaboration(YORKSHIRE)).rejects.toThrow('away');
    ledger.store.hold = Promise.resolve();
    expect(await agreements.collaboration(YORKSHIRE)).toBeDefined();
  });
});
