import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../src/ledger/event-store.js';
import { NotWhole, Occupied, type MovedLine, type MovingIn } from '../../src/ledger/moving-in.js';
import { entryOf, everything, newLine, startOf } from './ledger-under-test.js';

/** An empty ledger to move into, with its store and a second way in, as another process would have. */
export interface Place {
  readonly store: EventStore;
  readonly movingIn: MovingIn;
  readonly other: MovingIn;
  /** A name for a stream that is not there yet: a store may be on a server that others use. */
  readonly newStream: () => string;
  remove(): Promise<void>;
}

const DIGEST = 'a'.repeat(64);
const ANOTHER = 'b'.repeat(64);

function moved(stream: string, revision: number): MovedLine {
  return { stream, revision, ...newLine(`${stream} ${revision}`) };
}

/** What every way into a store promises (src/ledger/moving-in.ts). */
export function movingInContract(name: string, make: () => Promise<Place>): void {
  describe(`moving in: ${name}`, () => {
    let place: Place;
    beforeEach(async () => {
      place = await make();
    });
    afterEach(() => place.remove());
    const newStream = (): string => place.newStream();
    const linesThere = async () => (await everything(place.store)).map(({ line }) => line);

    it('writes lines under the numbers they are given, whatever the streams do in between', async () => {
      const { store, movingIn } = place;
      const [one, two, three] = [newStream(), newStream(), newStream()];
      const lines = [0, 1, 2].flatMap((revision) => [moved(one, revision), moved(two, revision)]);
      const more = [moved(three, 0), moved(three, 1), moved(one, 3)];
      expect(await movingIn.begin(DIGEST)).toBe(0);
      await movingIn.write(DIGEST, 0, lines);
      await movingIn.write(DIGEST, lines.length, more);
      await movingIn.finish(DIGEST, lines.length + more.length);
      expect(await linesThere()).toEqual([...lines, ...more].map(({ line }) => line));
      expect((await store.readStream(one)).map(({ entry }) => entry)).toEqual([0, 2, 4, 8]);
      expect(await movingIn.occupancy()).toEqual({ entries: 9, movingIn: undefined });
    });

    it('lets nobody else write until it is finished, and everybody afterwards', async () => {
      const { store, movingIn, other } = place;
      await movingIn.begin(DIGEST);
      await expect(store.append(startOf(newStream()))).rejects.toThrow(NotWhole);
      await movingIn.write(DIGEST, 0, [moved(newStream(), 0)]);
      await expect(store.append(startOf(newStream()))).rejects.toThrow(DIGEST);
      await expect(store.atomically((write) => write([startOf(newStream())]))).rejects.toThrow(NotWhole);
      await expect(other.write(ANOTHER, 1, [moved(newStream(), 0)])).rejects.toThrow(Occupied);
      expect(await store.head()).toBe(0);
      await movingIn.finish(DIGEST, 1);
      expect(entryOf(await store.append(startOf(newStream())))).toBe(1);
    });

    it('goes on where it stopped, with the same export only', async () => {
      const { store, movingIn, other } = place;
      const [first, second] = [moved(newStream(), 0), moved(newStream(), 0)];
      await movingIn.begin(DIGEST);
      await movingIn.write(DIGEST, 0, [first]);
      expect(await other.occupancy()).toEqual({ entries: 1, movingIn: DIGEST });
      await expect(other.begin(ANOTHER)).rejects.toThrow(Occupied);
      expect(await other.begin(DIGEST)).toBe(1);
      await other.write(DIGEST, 1, [second]);
      await other.finish(DIGEST, 2);
      expect(await linesThere()).toEqual([first.line, second.line]);
      expect(await store.head()).toBe(1);
    });

    it('can be begun with another export as long as nothing was written', async () => {
      const { movingIn, other } = place;
      await movingIn.begin(DIGEST);
      expect(await other.begin(ANOTHER)).toBe(0);
      await expect(movingIn.write(DIGEST, 0, [moved(newStream(), 0)])).rejects.toThrow(Occupied);
      expect(await movingIn.occupancy()).toEqual({ entries: 0, movingIn: ANOTHER });
    });

    it('is refused by a ledger that holds anything of its own', async () => {
      const { store, movingIn } = place;
      await store.append(startOf(newStream()));
      await expect(movingIn.begin(DIGEST)).rejects.toThrow(Occupied);
      await expect(movingIn.write(DIGEST, 1, [moved(newStream(), 0)])).rejects.toThrow(Occupied);
      await expect(movingIn.finish(DIGEST, 1)).rejects.toThrow(Occupied);
      expect(await movingIn.occupancy()).toEqual({ entries: 1, movingIn: undefined });
    });

    it('writes all of its lines or none, and none that is out of place', async () => {
      const { movingIn } = place;
      const stream = newStream();
      const [start, twice] = [moved(stream, 0), newLine()];
      await movingIn.begin(DIGEST);
      await movingIn.write(DIGEST, 0, [start]);
      const good = moved(newStream(), 0);
      const outOfPlace: readonly (readonly [number, readonly MovedLine[]])[] = [
        [0, [good]],
        [2, [good]],
        [1, [good, moved(stream, 2)]],
        [1, [good, moved(stream, 0)]],
        [1, [good, { ...start, stream: newStream() }]],
        [1, [{ stream: newStream(), revision: 0, ...twice }, good, { stream: newStream(), revision: 0, ...twice }]],
      ];
      for (const [first, lines] of outOfPlace) await expect(movingIn.write(DIGEST, first, lines)).rejects.toThrow();
      expect(await linesThere()).toEqual([start.line]);
      await movingIn.write(DIGEST, 1, [good]);
      expect(await linesThere()).toEqual([start.line, good.line]);
    });

    it('is not finished before it is whole', async () => {
      const { movingIn } = place;
      await movingIn.begin(DIGEST);
      await movingIn.write(DIGEST, 0, [moved(newStream(), 0)]);
      await expect(movingIn.finish(DIGEST, 2)).rejects.toThrow(Occupied);
      await expect(movingIn.finish(ANOTHER, 1)).rejects.toThrow(Occupied);
      expect(await movingIn.occupancy()).toEqual({ entries: 1, movingIn: DIGEST });
    });

    it('has one winner against somebody who begins to record at the same moment', async () => {
      const { store, movingIn } = place;
      const [begun, ...appended] = await Promise.allSettled([
        movingIn.begin(DIGEST),
        ...Array.from({ length: 20 }, () => store.append(startOf(newStream()))),
      ]);
      const recorded = appended.filter(({ status }) => status === 'fulfilled').length;
      expect(recorded).toBe(begun.status === 'fulfilled' ? 0 : 20);
      expect(await movingIn.occupancy()).toEqual(
        begun.status === 'fulfilled' ? { entries: 0, movingIn: DIGEST } : { entries: 20, movingIn: undefined },
      );
    });
  });
}
