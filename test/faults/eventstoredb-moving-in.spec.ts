import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Occupied, type MovedLine, type MovingIn } from '../../src/ledger/moving-in.js';
import { EventStoreDbGround, freshAppend, settledWithin } from '../support/eventstoredb-ground.js';
import { failures, type AppendFault } from '../support/eventstoredb-server/faults.js';

jest.setTimeout(60_000);

const DIGEST = 'c'.repeat(64);
const LONG_MS = 20_000;

let ground: EventStoreDbGround;
beforeEach(async () => {
  ground = await EventStoreDbGround.prepare('esdb moving in');
});
afterEach(() => ground.clear());

/** Lines of two streams by turns, so that nothing but the order of sending puts them in order. */
function linesByTurns(count: number): readonly MovedLine[] {
  const streams = [`outcome-${randomUUID()}`, `outcome-${randomUUID()}`];
  return Array.from({ length: count }, (_, at) => {
    const [{ id, line } = { id: '', line: '' }] = freshAppend().lines;
    return { stream: streams[at % 2] ?? '', revision: Math.floor(at / 2), id, line };
  });
}

function expectOnceInOrder(lines: readonly MovedLine[]): void {
  expect(ground.records().map(({ data }) => Buffer.from(data).toString('utf8'))).toEqual(lines.map(({ line }) => line));
}

async function expectMovedIn(movingIn: MovingIn, lines: readonly MovedLine[]): Promise<void> {
  await movingIn.finish(DIGEST, lines.length);
  expect(await movingIn.occupancy()).toEqual({ entries: lines.length, movingIn: undefined });
  expectOnceInOrder(lines);
}

const FAULTS: readonly (readonly [string, AppendFault])[] = [
  ['reset before its commit', { when: 'before the commit', then: 'reset' }],
  ['reset after its commit', { when: 'after the commit', then: 'reset' }],
  ['left without an answer after its commit', { when: 'after the commit', then: 'silence' }],
  ['committed long after it was given up', { when: 'long before the commit', then: failures.deadlineExceeded() }],
];

describe('moving a ledger into EventStoreDB', () => {
  it.each(FAULTS)('writes every line once and in order when one is %s', async (_name, fault) => {
    const store = await ground.open();
    const movingIn = store.movingIn();
    const lines = linesByTurns(8);
    await movingIn.begin(DIGEST);
    await movingIn.write(DIGEST, 0, lines.slice(0, 3));
    ground.server.faults.onNextAppend(fault);
    await movingIn.write(DIGEST, 3, lines.slice(3));
    expect(ground.server.faults.left).toBe(0);
    await expectMovedIn(movingIn, lines);
    await ground.expectWhole(store);
  });

  it('goes on beside a line of an importer that was killed, which comes late', async () => {
    const killed = (await ground.open()).movingIn();
    const store = await ground.open();
    const movingIn = store.movingIn();
    const lines = linesByTurns(8);
    await killed.begin(DIGEST);
    await killed.write(DIGEST, 0, lines.slice(0, 3));
    // The second importer begins before that line is there, and does not know whether it ever will be.
    ground.server.faults.onNextAppend({ when: 'long before the commit', then: failures.accessDenied() });
    await expect(killed.write(DIGEST, 3, lines.slice(3))).rejects.toThrow();
    expect(await movingIn.begin(DIGEST)).toBe(3);
    await movingIn.write(DIGEST, 3, lines.slice(3));
    await expectMovedIn(movingIn, lines);
    await ground.expectWhole(store);
  });

  it('takes up what was sent and not known to be there', async () => {
    const killed = (await ground.open()).movingIn();
    const movingIn = (await ground.open()).movingIn();
    const lines = linesByTurns(8);
    await killed.begin(DIGEST);
    ground.server.faults.onNextAppend({ when: 'after the commit', then: failures.accessDenied() });
    await expect(killed.write(DIGEST, 0, lines)).rejects.toThrow();
    expect(await movingIn.begin(DIGEST)).toBe(1);
    await movingIn.write(DIGEST, 0, lines);
    await expectMovedIn(movingIn, lines);
  });

  it('notices somebody who writes there by another index, and keeps the ledger closed', async () => {
    const movingIn = (await ground.open()).movingIn();
    const lines = linesByTurns(4);
    await movingIn.begin(DIGEST);
    await movingIn.write(DIGEST, 0, lines.slice(0, 2));
    for (const record of ground.records().slice(0, 1))
      ground.server.log.append(`outcome-${randomUUID()}`, 'no-stream', [{ ...record, id: randomUUID() }]);
    const written = await settledWithin(LONG_MS, movingIn.write(DIGEST, 2, lines.slice(2)));
    expect(written).toMatchObject({ status: 'rejected', reason: expect.any(Occupied) });
    await expect(movingIn.finish(DIGEST, 4)).rejects.toThrow(Occupied);
    expect(await movingIn.fillingFrom()).toBe(DIGEST);
  });

  it('begins nowhere that a line may be on its way to', async () => {
    const store = await ground.open();
    const movingIn = store.movingIn();
    ground.server.faults.onNextAppend({ when: 'before the commit', then: failures.accessDenied() });
    await expect(store.append(freshAppend())).rejects.toThrow();
    expect(await movingIn.occupancy()).toEqual({ entries: 0, movingIn: undefined });
    await expect(movingIn.begin(DIGEST)).rejects.toThrow(/may be on its way/);
  });
});
