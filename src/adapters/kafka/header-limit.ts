import { createRequire } from 'node:module';

/** What this needs to know of the part of kafkajs that reads a record's headers, the only ones to be read by this method. */
interface Decoder {
  readVarInt(): number;
}
interface DecoderClass {
  readonly prototype: {
    readVarIntArray: (this: Decoder, readOne: (decoder: Decoder) => Header) => readonly Header[];
  };
}
interface Header {
  readonly key: string;
  readonly value: Buffer | null;
}

export const MOST_HEADERS = 100;

/** Stands among the headers of a record that has more of them than are kept. */
export const MORE_HEADERS = 'tallystick-more-headers';

/**
 * kafkajs 2.2.4 copies all headers before each one of a record, so that one message with 20,000 small headers keeps the process busy for minutes,
 * and one with as many as fit for days. This lets it keep the first hundred and say that there were more. The library is frozen, so
 * that its insides stay as they are.
 */
export function limitHeaders(): void {
  const decoder = createRequire(import.meta.url)('kafkajs/src/protocol/decoder') as DecoderClass;
  decoder.prototype.readVarIntArray = readHeaders;
}

function readHeaders(this: Decoder, readOne: (decoder: Decoder) => Header): readonly Header[] {
  const count = this.readVarInt();
  const kept: Header[] = [];
  for (let read = 0; read < count; read += 1) {
    const header = readOne(this);
    if (read < MOST_HEADERS) kept.push(header);
  }
  return count > MOST_HEADERS ? [...kept, { key: MORE_HEADERS, value: null }] : kept;
}
