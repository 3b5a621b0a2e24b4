import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient, jsonEvent, streamNameFilter } from '@eventstore/db-client';
import type { AllStreamResolvedEvent, JSONEventData, JSONEventType } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
type Tried = JSONEventType<'Tried', { text: string }>;
const event = (text = ''): JSONEventData<Tried> =>
  jsonEvent<Tried>({ id: randomUUID(), type: 'Tried', data: { text } });

/**
 * What the adapter takes for granted of KurrentDB. The stand-in of the fault tests has to pass it as the real server does: that is how we
 * know that it stands in for anything.
 */
export function eventStoreDbProtocol(name: string, connect: () => Promise<string>): void {
  describe(`the protocol: ${name}`, () => {
    let client: EventStoreDBClient;
    // Given with every append they keep the client on its classic path.
    let credentials: { readonly username: string; readonly password: string };
    let start: { readonly expectedRevision: 'no_stream'; readonly credentials: typeof credentials };
    beforeAll(async () => {
      const url = await connect();
      const [, username = 'admin', password = 'changeit'] = /\/\/([^:@/]+):([^@/]+)@/.exec(url) ?? [];
      credentials = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
      start = { expectedRevision: 'no_stream', credentials };
      client = EventStoreDBClient.connectionString(url);
    });
    afterAll(async () => {
      await client.dispose();
    });

    const read = async (
      stream: string,
      options: Parameters<EventStoreDBClient['readStream']>[1] = {},
    ): Promise<unknown[]> => {
      const found: unknown[] = [];
      for await (const { event: each } of client.readStream(stream, options)) found.push(each?.id);
      return found;
    };

    it('writes at the revision that is expected, and says what stands there otherwise', async () => {
      const stream = `tried-${randomUUID()}`;
      const [a, b, c] = [event(), event(), event()];
      const first = await client.appendToStream(stream, [a, b], start);
      expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
      const stale = client.appendToStream(stream, c, { expectedRevision: 0n, credentials });
      await expect(stale).rejects.toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 1n,
        expectedVersion: 0n,
      });
      await expect(client.appendToStream(stream, c, start)).rejects.toMatchObject({ actualVersion: 1n });
      const ahead = client.appendToStream(stream, c, { expectedRevision: 7n, credentials });
      await expect(ahead).rejects.toMatchObject({ type: 'wrong-expected-version' });
      const nowhere = client.appendToStream(`tried-${randomUUID()}`, c, { expectedRevision: 0n, credentials });
      await expect(nowhere).rejects.toMatchObject({ actualVersion: 'no_stream' });
      const second = await client.appendToStream(stream, c, { expectedRevision: 1n, credentials });
      expect(second.position?.commit).toBeGreaterThan(first.position?.commit ?? 0n);
      expect(await read(stream)).toEqual([a.id, b.id, c.id]);
    });

    it('answers a retry as it answered the first time, and only where the events stand already', async () => {
      const stream = `tried-${randomUUID()}`;
      const [a, b, c] = [event(), event(), event()];
      const first = await client.appendToStream(stream, [a, b], start);
      await client.appendToStream(stream, c, { expectedRevision: 1n, credentials });
      expect(await client.appendToStream(stream, [a, b], start)).toMatchObject({
        success: true,
        nextExpectedRevision: 1n,
        position: first.position,
      });
      await expect(client.appendToStream(stream, [a, event()], start)).rejects.toMatchObject({ actualVersion: 2n });
      // Nothing looks for an id elsewhere: at the right revision it is written a second time.
      await client.appendToStream(stream, a, { expectedRevision: 2n, credentials });
      expect(await read(stream)).toEqual([a.id, b.id, c.id, a.id]);
    });

    it('reads a stream from either end, in part, and says when there is none', async () => {
      const stream = `tried-${randomUUID()}`;
      const events = Array.from({ length: 5 }, () => event());
      const ids = events.map(({ id }) => id);
      await client.appendToStream(stream, events, start);
      expect(await read(stream, { fromRevision: 1n, maxCount: 2 })).toEqual(ids.slice(1, 3));
      expect(await read(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 2 })).toEqual([
        ids[4],
        ids[3],
      ]);
      expect(await read(stream, { direction: 'backwards', fromRevision: 1n })).toEqual([ids[1], ids[0]]);
      expect(await read(stream, { fromRevision: 5n })).toEqual([]);
      await expect(read(`tried-${randomUUID()}`)).rejects.toMatchObject({ type: 'stream-not-found' });
    });

    it('keeps metadata of streams, and refuses an append that is too large', async () => {
      const stream = `tried-${randomUUID()}`;
      expect((await client.getStreamMetadata(stream)).metadata).toBeUndefined();
      await client.setStreamMetadata(stream, { maxAge: 10, acl: { deleteRoles: ['$admins'] } }, { credentials });
      expect((await client.getStreamMetadata(stream)).metadata).toEqual({
        maxAge: 10,
        acl: { deleteRoles: ['$admins'] },
      });
      const large = client.appendToStream(stream, event('x'.repeat(1_048_576)), start);
      await expect(large).rejects.toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 1_048_576 });
    });

    it('gives everything in one order, and from any position in it', async () => {
      const first = await client.appendToStream(`tried-${randomUUID()}`, event(), start);
      const written: string[] = [];
      for (let count = 0; count < 30; count += 1) {
        const each = event();
        written.push(each.id);
        await client.appendToStream(`tried-${randomUUID()}`, each, start);
      }
      const all: AllStreamResolvedEvent[] = [];
      for await (const each of client.readAll({ fromPosition: first.position ?? 'start' })) all.push(each);
      const positions = all.map(({ event: each }) => each?.position.commit ?? 0n);
      expect(positions).toEqual([...positions].sort((one, other) => (one < other ? -1 : 1)));
      expect(new Set(positions).size).toBe(positions.length);
      const from = all.at(-10)?.event?.position;
      expect(from).toBeDefined();
      const last: unknown[] = [];
      for await (const each of client.readAll(from === undefined ? {} : { fromPosition: from }))
        last.push(each.event?.id);
      expect(last).toEqual(all.slice(-10).map(({ event: each }) => each?.id));
      const ids = all.map(({ event: each }) => each?.id).filter((id) => written.includes(id ?? ''));
      expect(ids).toEqual(written);
    });

    it('follows what passes a filter, from after a position into the present, with checkpoints', async () => {
      const category = `c${randomUUID().slice(0, 8)}`;
      const append = async (name: string, from: number, count: number): Promise<void> => {
        for (let index = from; index < from + count; index += 1)
          await client.appendToStream(`${name}-${randomUUID()}`, event(String(index)), start);
      };
      const first = await client.appendToStream(`${category}-0`, event('before'), start);
      await append(category, 0, 20);
      await append('other', 0, 80);
      const checkpoints: bigint[] = [];
      const filter = streamNameFilter({
        prefixes: [`${category}-`],
        maxSearchWindow: 10,
        checkpointInterval: 1,
        checkpointReached: (_subscription, { commit }) => void checkpoints.push(commit),
      });
      const subscription = client.subscribeToAll({ fromPosition: first.position ?? 'start', filter });
      const seen: unknown[] = [];
      const caughtUp = new Promise<number>((resolve) => subscription.on('caughtUp', () => resolve(seen.length)));
      subscription.on('data', ({ event: each }) => seen.push((each?.data as { text: string }).text));
      await caughtUp;
      await append(category, 20, 20);
      while (seen.length < 40) await sleep(5);
      expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => String(index)));
      expect(checkpoints.length).toBeGreaterThanOrEqual(10);
      expect(checkpoints).toEqual([...checkpoints].sort((one, other) => (one < other ? -1 : 1)));
      await subscription.unsubscribe();
    });
  });
}
