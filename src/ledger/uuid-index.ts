/** What is remembered under an id: a small whole number, 0 or more, and a place in a file. */
export interface Seen {
  readonly ordinal: number;
  readonly offset: number;
}

const WORDS = 4;
const FIRST_CAPACITY = 1 << 12;

/**
 * Remembers two numbers for each of very many UUIDs. Open addressing in typed arrays, because a `Map` of a million ids takes several
 * times the memory: 28 bytes a slot, at most half of the slots in use.
 */
export class UuidIndex {
  private capacity = FIRST_CAPACITY;
  private used = 0;
  private ids = new Int32Array(FIRST_CAPACITY * WORDS);
  private ordinals = new Int32Array(FIRST_CAPACITY).fill(-1);
  private offsets = new Float64Array(FIRST_CAPACITY);

  /** What was last remembered under a UUID in canonical form, or `undefined`. */
  get(uuid: string): Seen | undefined {
    const slot = this.slotOf(wordsOf(uuid));
    const ordinal = this.ordinals[slot] ?? -1;
    return ordinal < 0 ? undefined : { ordinal, offset: this.offsets[slot] ?? 0 };
  }

  /** Remembers an id unless it is remembered already, and says whether it was new. */
  add(uuid: string, { ordinal, offset }: Seen): boolean {
    const words = wordsOf(uuid);
    const slot = this.slotOf(words);
    if ((this.ordinals[slot] ?? -1) >= 0) return false;
    this.put(slot, words, ordinal, offset);
    if (++this.used * 2 > this.capacity) this.grow();
    return true;
  }

  /** Remembers an id, new or again. */
  set(uuid: string, { ordinal, offset }: Seen): void {
    const words = wordsOf(uuid);
    const slot = this.slotOf(words);
    const isNew = (this.ordinals[slot] ?? -1) < 0;
    this.put(slot, words, ordinal, offset);
    if (isNew && ++this.used * 2 > this.capacity) this.grow();
  }

  get size(): number {
    return this.used;
  }

  private put(slot: number, words: Words, ordinal: number, offset: number): void {
    this.ids.set(words, slot * WORDS);
    this.ordinals[slot] = ordinal;
    this.offsets[slot] = offset;
  }

  private slotOf(words: Words): number {
    let slot = (words[0] ^ words[3]) & (this.capacity - 1);
    while ((this.ordinals[slot] ?? -1) >= 0 && !this.isAt(slot, words)) slot = (slot + 1) & (this.capacity - 1);
    return slot;
  }

  private isAt(slot: number, words: Words): boolean {
    const at = slot * WORDS;
    const { ids } = this;
    return ids[at] === words[0] && ids[at + 1] === words[1] && ids[at + 2] === words[2] && ids[at + 3] === words[3];
  }

  private grow(): void {
    const { ids, ordinals, offsets, capacity } = this;
    this.capacity = capacity * 2;
    this.ids = new Int32Array(this.capacity * WORDS);
    this.ordinals = new Int32Array(this.capacity).fill(-1);
    this.offsets = new Float64Array(this.capacity);
    for (let slot = 0; slot < capacity; slot += 1) {
      const ordinal = ordinals[slot] ?? -1;
      if (ordinal < 0) continue;
      const at = slot * WORDS;
      const words: Words = [ids[at] ?? 0, ids[at + 1] ?? 0, ids[at + 2] ?? 0, ids[at + 3] ?? 0];
      this.put(this.slotOf(words), words, ordinal, offsets[slot] ?? 0);
    }
  }
}

type Words = [number, number, number, number];

/** The 128 bits of a UUID as four signed words. */
function wordsOf(uuid: string): Words {
  return [
    (halfWord(uuid, 0) << 16) | halfWord(uuid, 4),
    (halfWord(uuid, 9) << 16) | halfWord(uuid, 14),
    (halfWord(uuid, 19) << 16) | halfWord(uuid, 24),
    (halfWord(uuid, 28) << 16) | halfWord(uuid, 32),
  ];
}

/** Four hexadecimal digits; several times as fast as slicing and parsing them. */
function halfWord(uuid: string, at: number): number {
  return (digit(uuid, at) << 12) | (digit(uuid, at + 1) << 8) | (digit(uuid, at + 2) << 4) | digit(uuid, at + 3);
}

/** In ASCII the digits stand at 48, the letters a to f at 97. */
function digit(uuid: string, at: number): number {
  const code = uuid.charCodeAt(at);
  return code < 58 ? code - 48 : code - 87;
}
