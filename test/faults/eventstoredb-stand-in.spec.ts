import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { JSONEventData, JSONEventType } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { failures } from '../support/eventstoredb-server/faults.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';

jest.setTimeout(30_000);

type Tried = JSONEventType<'Tried', { text: string }>;
const event = (): JSONEventData<Tried> => jsonEvent<Tried>({ id: randomUUID(), type: 'Tried', data: { text: '' } });
const START = {
  expectedRevision: 'no_stream',
  credentials: { username: 'u', password: 'p' },
  deadline: 1_000,
} as const;
const STREAM = 'tried-1';

let server: StandInServer;
let client: EventStoreDBClient;
beforeEach(async () => {
  server = await StandInServer.start();
  client = EventStoreDBClient.connectionString(server.url);
});
afterEach(async () => {
  await client.dispose();
  await server.close();
});

const append = (): Promise<unknown> => client.appendToStream(STREAM, event(), START);

async function read(): Promise<number> {
  let count = 0;
  for await (const { event: each } of client.readStream(STREAM)) if (each !== undefined) count += 1;
  return count;
}

describe('the stand-in for KurrentDB fails as it is told', () => {
  it('refuses connections while it is away, and is found on the same port afterwards with what it held', async () => {
    await append();
    await server.network.shut();
    await expect(append()).rejects.toMatchObject({ code: 14 });
    await server.network.open();
    while ((await read().catch(() => 0)) !== 1) await sleep(20);
  });

  it('resets the connection before the commit or after it, once', async () => {
    server.faults.onNextAppend({ when: 'before the commit', then: 'reset' });
    await expect(append()).rejects.toMatchObject({ code: 14 });
    expect(server.log.stream(STREAM)).toHaveLength(0);
    server.faults.onNextAppend({ when: 'after the commit', then: 'reset' });
    await expect(append()).rejects.toMatchObject({ code: 14 });
    expect(server.log.stream(STREAM)).toHaveLength(1);
    expect(await read()).toBe(1);
  });

  it('cuts a read after so many events', async () => {
    await client.appendToStream(STREAM, Array.from({ length: 50 }, event), START);
    server.faults.onNextRead({ afterEvents: 20, then: 'reset' });
    let count = 0;
    const cut = (async () => {
      for await (const { event: each } of client.readStream(STREAM)) if (each !== undefined) count += 1;
    })();
    await expect(cut).rejects.toMatchObject({ type: 'unavailable' });
    // What the client had not passed on yet it drops.
    expect(count).toBeLessThanOrEqual(20);
    expect(await read()).toBe(50);
  });

  it('never answers: a call, or anything at all', async () => {
    server.faults.onNextAppend({ when: 'after the commit', then: 'silence' });
    await expect(append()).rejects.toMatchObject({ type: 'deadline-exceeded' });
    server.network.silence();
    await expect(append()).rejects.toMatchObject({ type: 'deadline-exceeded' });
    expect(server.log.stream(STREAM)).toHaveLength(1);
    server.network.speak();
    await expect(read()).rejects.toMatchObject({ type: 'unavailable' });
    expect(await read()).toBe(1);
  });

  it('says where the leader is, and a client then goes there', async () => {
    const leader = await StandInServer.start({ log: server.log });
    server.faults.follow({ address: '127.0.0.1', port: leader.network.port });
    await expect(append()).rejects.toMatchObject({ type: 'not-leader', leader: { port: leader.network.port } });
    expect(server.log.stream(STREAM)).toHaveLength(0);
    await append();
    expect([server.calls.get('append'), leader.calls.get('append')]).toEqual([1, 1]);
    const here = `127.0.0.1:${server.network.port}`;
    for (let count = 2; count < 8; count += 1) {
      const cluster = EventStoreDBClient.connectionString(`esdb://${here},${here}?tls=false`);
      await cluster.appendToStream(`tried-${count}`, event(), START);
      expect(leader.calls.get('append')).toBe(count);
      await cluster.dispose();
    }
    await leader.close();
  });

  it('answers with an error of KurrentDB', async () => {
    const expected = [
      [failures.deadlineExceeded(), 'deadline-exceeded'],
      [failures.timeout(), 'timeout'],
      [failures.notReady(), 'unavailable'],
      [failures.accessDenied(), 'access-denied'],
    ] as const;
    for (const [then, type] of expected) {
      server.faults.onNextAppend({ when: 'before the commit', then });
      await expect(append()).rejects.toMatchObject({ type });
    }
    await append();
    server.faults.onNextRead({ afterEvents: 0, then: failures.notReady() });
    await expect(read()).rejects.toMatchObject({ type: 'unavailable' });
  });
});
