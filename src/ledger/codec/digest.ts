import { hash } from 'node:crypto';

/** SHA-256 of text as UTF-8, in lower-case hexadecimal. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

const NAMESPACE_BYTES = 16;
const namespaceBytes = new Map<string, Buffer>();
/** Names are nearly all short, and are written into the same bytes one after the other. */
const MOST_NAME = 1_000;
const UTF8_BYTES_MOST = 3;
const scratch = Buffer.alloc(NAMESPACE_BYTES + MOST_NAME * UTF8_BYTES_MOST);

/**
 * A UUID of version 5 (RFC 9562): the same name in the same namespace always gives the same id, so that a thing sent twice is known
 * again without a table of what was sent.
 */
export function uuidFrom(namespace: string, name: string): string {
  const fits = name.length <= MOST_NAME;
  const bytes = fits ? scratch : Buffer.allocUnsafe(NAMESPACE_BYTES + Buffer.byteLength(name));
  bytes.set(bytesOf(namespace));
  const end = NAMESPACE_BYTES + bytes.write(name, NAMESPACE_BYTES, 'utf8');
  const digest = hash('sha1', bytes.subarray(0, end), 'hex');
  const variant = VARIANTS.charAt(parseInt(digest.charAt(16), 16) & 0x3);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** The first digit of the fourth group: the variant's bits 10, then two of the digest's. */
const VARIANTS = '89ab';

function bytesOf(namespace: string): Buffer {
  const known = namespaceBytes.get(namespace);
  if (known !== undefined) return known;
  const bytes = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  namespaceBytes.set(namespace, bytes);
  return bytes;
}

/** Namespaces of the ids that the ledger derives. They never change: every id ever given out hangs on them. */
export const NAMESPACE = {
  /** An outcome's id from the id of the command that recorded it. */
  outcome: '6f0b6f0a-4f0e-5c57-9d4e-2b1f3f6c7a01',
  /** A published figure's id from the id of the command that recorded it. */
  figure: '6f0b6f0a-4f0e-5c57-9d4e-2b1f3f6c7a02',
  /** An entry's id from its command's id and its place among that command's entries. */
  entry: '6f0b6f0a-4f0e-5c57-9d4e-2b1f3f6c7a03',
  /** A command's id from a recorder's own reference, or from content that says itself what it is. */
  command: '6f0b6f0a-4f0e-5c57-9d4e-2b1f3f6c7a04',
  /** The id of an outcome from the identity of its item. */
  item: '6f0b6f0a-4f0e-5c57-9d4e-2b1f3f6c7a05',
} as const;
