import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ItemKeyUnusable, type ItemKeySource } from '../../ledger/item-keys.js';
import type { ItemKey } from '../../ledger/item-identity.js';

const KEY_BYTES = 32;
const LINE = /^([1-9]\d*)=([0-9a-f]{64})$/;
const OTHERS = 0o077;

/**
 * The item key in a file that only its owner may read: a line `<version>=<64 hexadecimal digits>` for each version, from 1. The file is made on first use, and read
 * once: a version that is added is used from the next start.
 */
export function itemKeyFile(path: string): ItemKeySource {
  let held: readonly ItemKey[] = [];
  const versions = async (): Promise<readonly ItemKey[]> => (held.length === 0 ? (held = await read(path)) : held);
  return {
    versions,
    make: async () => {
      await makeOnce(path);
      return versions();
    },
  };
}

async function read(path: string): Promise<readonly ItemKey[]> {
  try {
    const { mode } = await stat(path);
    if ((mode & OTHERS) !== 0)
      throw new ItemKeyUnusable(`${path} may be read by others than its owner; allow it to its owner only (chmod 600)`);
    return parse(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof ItemKeyUnusable) throw error;
    if (codeOf(error) === 'ENOENT') return [];
    throw new ItemKeyUnusable(`${path} cannot be read (${codeOf(error)})`, { cause: error });
  }
}

function parse(content: string, path: string): readonly ItemKey[] {
  return content
    .trimEnd()
    .split('\n')
    .map((line, i) => {
      const [, version, key = ''] = LINE.exec(line) ?? [];
      if (version === String(i + 1)) return Buffer.from(key, 'hex');
      throw new ItemKeyUnusable(`line ${i + 1} of ${path} is not "${i + 1}=" and 64 hexadecimal digits`);
    });
}

/** Whole or not at all, on disk when this returns, and never in the place of a key that is there: two copies may start at once. */
async function makeOnce(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`1=${randomBytes(KEY_BYTES).toString('hex')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw new ItemKeyUnusable(`${path} cannot be written (${codeOf(error)})`, { cause: error });
  } finally {
    await rm(draft, { force: true });
  }
}

/** The system's short code of an error, such as `EACCES`. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return 'unknown';
  return typeof error.code === 'string' ? error.code : 'unknown';
}
